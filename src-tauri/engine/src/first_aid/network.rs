//! Whether the hosts of the user's projects answer, and how far a question gets where they do not.

use super::ask::{Silence, ask};
use super::{AidCheck, AidFinding, AidOutcome, Proxies};
use crate::clock::Clock;
use crate::portal::{Hindrance, fault_of, hindrance_of, in_words};
use crate::project::Project;
use reqwest::Url;
use std::collections::BTreeSet;

/// A project has a dozen environments at most; nobody waits for more than this.
const MOST: usize = 40;

/// The origins first aid may ask: Portals and sites of the user's projects, each once (promise
/// 36). What is practised with is on this computer and says nothing about the network.
pub fn hosts_of(projects: &[Project]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let addresses = projects
        .iter()
        .filter(|project| !project.practice)
        .flat_map(|project| {
            let sites = project
                .environments
                .iter()
                .filter_map(|one| one.site.as_ref());
            std::iter::once(&project.portal).chain(sites)
        });
    addresses
        .filter_map(|address| Url::parse(address).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .map(|url| url.origin().ascii_serialization())
        .filter(|origin| seen.insert(origin.clone()))
        .take(MOST)
        .collect()
}

/// Asks `host`, an origin out of [`hosts_of`].
pub async fn look_at_network(
    http: &reqwest::Client,
    host: &str,
    proxies: &Proxies<'_>,
    clock: &dyn Clock,
) -> AidFinding {
    let check = || AidCheck::Network {
        host: host.to_owned(),
    };
    let name = Url::parse(host)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| host.to_owned());
    let proxy = proxies.on_the_way(host).unwrap_or_default();
    let found = |outcome, code: &str| {
        let finding = AidFinding::new(check(), outcome, code).with("host", &name);
        finding.with("proxy", &proxy)
    };
    match ask(http, host, clock).await {
        Ok(heard) if heard.status == 407 => found(AidOutcome::NotWorking, "network-proxy-password"),
        Ok(heard) => match heard.certificate {
            Some(certificate) => found(AidOutcome::Fine, "network-answers")
                .with("issuer", certificate.issuer)
                .with("days", certificate.days_left),
            None => found(AidOutcome::Fine, "network-answers-plain"),
        }
        .with("status", heard.status),
        Err(Silence::TooSlow) => found(AidOutcome::NotWorking, "network-too-slow"),
        Err(Silence::Broken(error)) => {
            let (code, issuer) = in_the_way(&error, &name);
            found(AidOutcome::NotWorking, code)
                .with("issuer", issuer)
                .detail(in_words(&error))
        }
    }
}

/// The code of what kept the question from an answer, and who issued a certificate that is not
/// trusted.
fn in_the_way(error: &reqwest::Error, host: &str) -> (&'static str, String) {
    let code = match fault_of(error, host).0.code.as_str() {
        "proxy-asks-for-password" => "network-proxy-password",
        "proxy-refused" => "network-proxy-refuses",
        "proxy-unreachable" => "network-proxy-gone",
        _ => match hindrance_of(error) {
            Hindrance::NoName => "network-no-name",
            Hindrance::NoNetwork => "network-none",
            Hindrance::Expired => "network-expired",
            Hindrance::NotTrusted { issuer } => {
                return ("network-not-trusted", issuer.unwrap_or_default());
            }
            Hindrance::NoAnswer if error.is_connect() => "network-not-connected",
            Hindrance::NoAnswer => "network-broken",
        },
    };
    (code, String::new())
}
