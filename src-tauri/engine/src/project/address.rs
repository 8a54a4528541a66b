//! Finding the project's GUID in whatever the user pasted, and the address of a site.

use crate::fault::{Fault, NextStep, Retry};
use reqwest::Url;
use serde::{Deserialize, Serialize};

/// The Portal everybody uses unless an address says otherwise (facts 3.1).
pub const XPERIENCE_PORTAL: &str = "https://xperience-portal.com";

/// A project's GUID, lower case with dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProjectGuid(pub String);

impl std::fmt::Display for ProjectGuid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// What was found in pasted text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct PortalAddress {
    pub guid: ProjectGuid,
    /// Origin of the pasted address, or the public Portal where only a GUID was pasted.
    pub portal: String,
}

/// Reads a Portal address, an upload address or a bare GUID (facts 3.2: the GUID is part of any
/// address in the Portal), with whatever a mail program or a chat put around it.
///
/// Of several GUIDs in one address the first is the project's; the others name things in it.
///
/// Faults: `address-without-guid`, `address-ambiguous` (different projects are named),
/// `address-not-secure` (plain `http://` to another computer).
pub fn read_portal_address(text: &str) -> Result<PortalAddress, Fault> {
    let text = tidy(text);
    let mut mentions = mentions(&text);
    if mentions.is_empty() {
        mentions = mentions_over_two_lines(&text);
    }
    let Some(first) = mentions.first() else {
        return Err(fault("address-without-guid"));
    };
    if mentions.iter().any(|other| other.guid != first.guid) {
        return Err(fault("address-ambiguous"));
    }
    let guid = ProjectGuid(first.guid.clone());
    match mentions.iter().find_map(|mention| mention.address.as_ref()) {
        None => Ok(PortalAddress {
            guid,
            portal: XPERIENCE_PORTAL.to_owned(),
        }),
        Some(url) if !is_safe(url) => Err(fault("address-not-secure")),
        Some(url) => Ok(PortalAddress {
            guid,
            portal: url.origin().ascii_serialization(),
        }),
    }
}

/// Reads the address of a site: `https://` is added where it is missing, and what only matters to
/// a browser (user, query, fragment, last slash) is left out.
///
/// Faults: `site-address-invalid`, `address-not-secure` (plain `http://` to another computer).
pub fn read_site_address(text: &str) -> Result<String, Fault> {
    let text = text.trim().trim_matches(is_wrapping).trim();
    let url = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&format!("https://{text}"))
    };
    let mut url = url.map_err(|cause| fault("site-address-invalid").detail(cause))?;
    if !matches!(url.scheme(), "http" | "https")
        || text.contains(char::is_whitespace)
        || !names_a_host(&url)
    {
        return Err(fault("site-address-invalid"));
    }
    if !is_safe(&url) {
        return Err(fault("address-not-secure"));
    }
    url.set_query(None);
    url.set_fragment(None);
    // These only refuse addresses that have no host, and this one has.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether an address stays on this computer: `localhost`, 127.0.0.0/8 or `::1`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        None => false,
        Some(host) => match host.trim_matches(['[', ']']).parse::<std::net::IpAddr>() {
            Ok(ip) => ip.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        },
    }
}

/// Whether a secret may be sent there: encrypted, or not leaving this computer.
pub(crate) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

/// A GUID in the text and the address it stands in, if any.
struct Mention {
    guid: String,
    address: Option<Url>,
}

fn mentions(text: &str) -> Vec<Mention> {
    text.split(|c: char| c.is_whitespace() || is_wrapping(c))
        .flat_map(mentions_in)
        .collect()
}

/// A mail program may have broken the GUID itself.
fn mentions_over_two_lines(text: &str) -> Vec<Mention> {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .windows(2)
        .flat_map(|pair| mentions(&pair.concat()))
        .collect()
}

fn mentions_in(word: &str) -> Vec<Mention> {
    let bare = |guid| Mention {
        guid,
        address: None,
    };
    let Some((address, start)) = address_in(word) else {
        return guids_in(word).into_iter().map(bare).collect();
    };
    let before = guids_in(&word[..start]).into_iter().map(bare);
    let of_address = guids_in(&word[start..]).into_iter().next();
    before
        .chain(of_address.map(|guid| Mention {
            guid,
            address: Some(address),
        }))
        .collect()
}

/// The address in a word and where it starts, also without its scheme: `host.tld/…`.
fn address_in(word: &str) -> Option<(Url, usize)> {
    if let Some(colon) = word.find("://") {
        let scheme = word[..colon]
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |at| at + 1);
        let url = Url::parse(&word[scheme..]).ok()?;
        return matches!(url.scheme(), "http" | "https").then_some((url, scheme));
    }
    let host = word.split('/').next()?;
    if !word.contains('/') || !host.contains('.') {
        return None;
    }
    let url = Url::parse(&format!("https://{word}")).ok()?;
    names_a_host(&url).then_some((url, 0))
}

fn guids_in(word: &str) -> Vec<String> {
    const LENGTH: usize = 36;
    let bytes = word.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at + LENGTH <= bytes.len() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let stands_alone = !touches(before) && !touches(bytes.get(at + LENGTH));
        if stands_alone && is_guid(&bytes[at..at + LENGTH]) {
            found.push(word[at..at + LENGTH].to_ascii_lowercase());
            at += LENGTH;
        } else {
            at += 1;
        }
    }
    let word = word.trim_matches(['{', '}', '(', ')']);
    if found.is_empty()
        && word.len() == 32
        && let Ok(guid) = uuid::Uuid::try_parse(word)
    {
        found.push(guid.to_string());
    }
    // Documents write a GUID of zeros where the reader's own belongs.
    found.retain(|guid| guid.bytes().any(|digit| digit != b'0' && digit != b'-'));
    found
}

fn is_guid(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

fn touches(neighbour: Option<&u8>) -> bool {
    neighbour.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// A host as people write them: a name with a dot, an IP address, or this computer.
fn names_a_host(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let inner = host.trim_matches(['[', ']']);
        inner.parse::<std::net::IpAddr>().is_ok()
            || host == "localhost"
            || (host.contains('.') && host.split('.').all(|label| !label.is_empty()))
    })
}

/// Undoes what word processors, mail programs and address bars do to a GUID.
fn tidy(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
            )
        })
        .map(|c| {
            if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') {
                '-'
            } else {
                c
            }
        })
        .collect();
    let text = text
        .replace("%7B", "{")
        .replace("%7b", "{")
        .replace("%7D", "}")
        .replace("%7d", "}");
    joined_where_broken(&text)
}

/// An address that was wrapped goes on in the next line, if the break is at a slash or dash.
fn joined_where_broken(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim();
        let goes_on = joined.ends_with(['/', '-']) || line.starts_with(['/', '-']);
        if !goes_on {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined
}

fn is_wrapping(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '<' | '>' | ',' | ';' | '|' | '\u{2018}'
            ..='\u{201f}' | '\u{ab}' | '\u{bb}'
    )
}

fn fault(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::EditProject)
}

#[cfg(test)]
mod tests;
