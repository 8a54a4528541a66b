//! Names of people, projects and hosts, and what stands in for them.

use crate::project::{Project, XPERIENCE_PORTAL};
use reqwest::Url;
use std::path::Path;

/// What replaces which names in a text.
#[derive(Debug, Default)]
pub struct Names {
    /// Longest first, so that a name within another does not spoil it.
    known: Vec<(String, String)>,
    /// Whether hosts nobody knows are hidden too.
    others: bool,
}

impl Names {
    /// Hides the folder that carries the user's name, and nothing else.
    pub fn shown(home: Option<&Path>) -> Self {
        let home = home.map(|home| (home.display().to_string(), "~".to_owned()));
        Self {
            known: home.into_iter().collect(),
            others: false,
        }
    }

    /// Hides the user, the projects and every host but the public one of Xperience Portal. The same
    /// name is always the same stand-in.
    pub fn hidden(home: Option<&Path>, person: &str, projects: &[Project]) -> Self {
        let mut known = Self::shown(home).known;
        known.push((person.to_owned(), "person".to_owned()));
        for (number, project) in (1..).zip(projects) {
            known.push((project.name.clone(), format!("project-{number}")));
            known.push((project.guid.to_string(), format!("guid-{number}")));
            let addresses = project
                .environments
                .iter()
                .filter_map(|one| Some((format!("{}-{number}", one.key), one.site.as_deref()?)));
            let portal = (format!("portal-{number}"), project.portal.as_str());
            for (stand_in, address) in addresses.chain([portal]) {
                let host = Url::parse(address)
                    .ok()
                    .and_then(|url| url.host_str().map(str::to_owned));
                known.extend(
                    host.filter(|host| !is_public(host))
                        .map(|host| (host, stand_in)),
                );
            }
        }
        known.retain(|(name, _)| !name.trim().is_empty());
        known.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self {
            known,
            others: true,
        }
    }

    /// The text with every name replaced, in whatever case it is written.
    pub fn apply(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, stand_in) in &self.known {
            text = replaced(&text, name, stand_in);
        }
        if self.others {
            without_hosts(&text)
        } else {
            text
        }
    }
}

fn is_public(host: &str) -> bool {
    XPERIENCE_PORTAL.strip_prefix("https://") == Some(host)
        || host == "127.0.0.1"
        || host == "localhost"
}

/// Whole words only: a project may be called `a`.
fn replaced(text: &str, name: &str, stand_in: &str) -> String {
    let (lower, name) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, found) in lower.match_indices(&name) {
        let end = at + found.len();
        let before = text[..at].chars().next_back();
        let after = text[end..].chars().next();
        let whole = ![before, after]
            .iter()
            .flatten()
            .any(|one| one.is_alphanumeric());
        if whole && at >= from {
            out.push_str(&text[from..at]);
            out.push_str(stand_in);
            from = end;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// Hosts of addresses that are nobody's of the projects: of a storage, or where something sent on.
fn without_hosts(text: &str) -> String {
    ["://", "%3A%2F%2F"]
        .into_iter()
        .fold(text.to_owned(), |text, sign| {
            let mut parts = text.split(sign);
            let mut out = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let end = part.find(|c: char| !(c.is_alphanumeric() || ".-_@*".contains(c)));
                let (host, behind) = part.split_at(end.unwrap_or(part.len()));
                // Stand-ins have no dot.
                let hide = host.contains('.') && !is_public(host);
                out.push_str(sign);
                out.push_str(if hide { "other-host" } else { host });
                out.push_str(behind);
            }
            out
        })
}
