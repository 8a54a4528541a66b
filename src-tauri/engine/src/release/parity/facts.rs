//! Looking at one side.

use super::SiteFacts;
use crate::clock::Clock;
use crate::desk::Placement;
use crate::project::Environment;
use crate::release::probe::{Probe, look_at};
use crate::secret::Secret;
use futures_util::future::join_all;
use reqwest::Url;
use reqwest::header::HeaderMap;
use std::collections::BTreeMap;

/// Those that protect visitors, and those that say what may be kept where.
pub(super) const SECURITY: [&str; 7] = [
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
];
const CACHING: [&str; 3] = ["cache-control", "pragma", "vary"];
/// One side is not asked for everything at once.
const AT_ONCE: usize = 4;

/// One side of a comparison.
pub struct Place<'a> {
    pub environment: &'a Environment,
    pub placement: Option<Placement>,
    pub zero_downtime: Option<bool>,
    /// Key pages, with their passwords.
    pub pages: &'a [(Probe, Option<Secret>)],
}

/// Looks at one side: its start page, and its key pages.
pub async fn facts_of(place: Place<'_>, http: &reqwest::Client, clock: &dyn Clock) -> SiteFacts {
    let environment = place.environment;
    let site = environment.site.as_deref();
    let at = clock.now();
    let start = match Probe::start_page(environment) {
        Some(probe) => Some(look_at(&probe, site, None, 1, http, clock).await),
        None => None,
    };
    let mut pages = Vec::with_capacity(place.pages.len());
    for some in place.pages.chunks(AT_ONCE) {
        let asked = some
            .iter()
            .map(|(probe, password)| look_at(probe, site, password.as_ref(), 1, http, clock));
        let looks = join_all(asked).await.into_iter().map(|it| it.look);
        pages.extend(looks.zip(some).map(|(mut look, (probe, _))| {
            look.params.insert("name".to_owned(), probe.name.clone());
            look
        }));
    }
    let answered = start.as_ref().and_then(|start| start.answered.as_ref());
    SiteFacts {
        env: environment.key.clone(),
        env_name: environment.name.clone(),
        address: environment.site.clone(),
        at,
        certificate: answered.and_then(|it| it.certificate.clone()),
        headers: answered.map_or_else(BTreeMap::new, |it| told(&it.headers, site)),
        look: start.map(|start| start.look),
        pages,
        placement: place.placement,
        zero_downtime: place.zero_downtime,
    }
}

/// The headers looked at, fit to be set beside those of another site.
fn told(headers: &HeaderMap, site: Option<&str>) -> BTreeMap<String, String> {
    let host = site
        .and_then(|site| Url::parse(site).ok())
        .and_then(|site| site.host_str().map(str::to_owned));
    SECURITY
        .into_iter()
        .chain(CACHING)
        .filter_map(|name| {
            let values: Vec<String> = headers
                .get_all(name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                .collect();
            let value = steady(&values.join(", "), host.as_deref());
            (!values.is_empty()).then(|| (name.to_owned(), value))
        })
        .collect()
}

/// A value without its nonces, and with the site's own name taken out.
fn steady(value: &str, host: Option<&str>) -> String {
    let words: Vec<&str> = value
        .split_whitespace()
        .map(|word| {
            if word.starts_with("'nonce-") {
                "'nonce'"
            } else {
                word
            }
        })
        .collect();
    let value = words.join(" ");
    match host {
        Some(host) => value.replace(host, "{site}"),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_with_every_answer_is_no_difference() {
        let value = "script-src 'self'  'nonce-r4nd0m' https://uat.example/x";
        assert_eq!(
            steady(value, Some("uat.example")),
            "script-src 'self' 'nonce' https://{site}/x"
        );
    }
}
