//! Which proxy leads out, as the system has it.

use super::{AidCheck, AidFinding, AidOutcome};
use crate::portal::{PROXY_VARIABLES, proxy_is_readable};
use reqwest::Url;
use std::collections::BTreeSet;

/// What this computer says about proxies.
pub struct Proxies<'a> {
    /// The proxy on the way to an address, without user and password.
    pub on_the_way: &'a dyn Fn(&Url) -> Option<String>,
    /// A variable of the environment.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

/// Says which proxies lead to `hosts`, and where that was set. Asks nobody.
pub fn look_at_proxy(proxies: &Proxies<'_>, hosts: &[String]) -> AidFinding {
    let found = |outcome, code| AidFinding::new(AidCheck::Proxy, outcome, code);
    let set = PROXY_VARIABLES.iter().find_map(|name| {
        Some((
            *name,
            (proxies.variable)(name).filter(|it| !it.trim().is_empty())?,
        ))
    });
    if let Some((name, text)) = &set
        && !proxy_is_readable(text)
    {
        return found(AidOutcome::Attention, "proxy-unreadable").with("variable", name);
    }
    let used: BTreeSet<String> = hosts
        .iter()
        .filter_map(|host| (proxies.on_the_way)(&Url::parse(host).ok()?))
        .collect();
    let shown = used.into_iter().collect::<Vec<_>>().join(", ");
    match set {
        _ if hosts.is_empty() => found(AidOutcome::NotTested, "proxy-no-hosts"),
        _ if shown.is_empty() => found(AidOutcome::Fine, "proxy-none"),
        Some((name, _)) => found(AidOutcome::Fine, "proxy-from-environment")
            .with("proxy", shown)
            .with("variable", name),
        None => found(AidOutcome::Fine, "proxy-from-system").with("proxy", shown),
    }
}
