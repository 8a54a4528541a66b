//! Which proxy leads out, as the system has it.

use super::{AidCheck, AidFinding, AidOutcome};
use crate::portal::{PROXY_VARIABLES, read_proxy, system_proxy};
use crate::project::is_loopback;
use reqwest::Url;
use std::collections::BTreeSet;

/// What this computer says about proxies.
pub struct Proxies<'a> {
    /// The one entered in the settings, which goes before the system's. Without user and password.
    pub entered: Option<String>,
    /// The system's on the way to an address, without user and password.
    pub of_system: &'a (dyn Fn(&Url) -> Option<String> + Sync),
    /// A variable of the environment.
    pub variable: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl Proxies<'_> {
    /// Those of this computer, and the one somebody entered, if any.
    pub fn of_this_computer(entered: Option<String>) -> Self {
        Self {
            entered,
            of_system: &system_proxy,
            variable: &|name| std::env::var(name).ok(),
        }
    }

    /// The one on the way to `host`, an origin.
    pub(super) fn on_the_way(&self, host: &str) -> Option<String> {
        let url = Url::parse(host).ok()?;
        let entered = self.entered.clone().filter(|_| !is_loopback(&url));
        entered.or_else(|| (self.of_system)(&url))
    }
}

/// Says which proxies lead to `hosts`, and where that was set. Asks nobody.
pub fn look_at_proxy(proxies: &Proxies<'_>, hosts: &[String]) -> AidFinding {
    let found = |outcome, code| AidFinding::new(AidCheck::Proxy, outcome, code);
    if let Some(entered) = &proxies.entered {
        return found(AidOutcome::Fine, "proxy-entered").with("proxy", entered);
    }
    let set = PROXY_VARIABLES.iter().find_map(|name| {
        let text = (proxies.variable)(name).filter(|text| !text.trim().is_empty())?;
        Some((*name, text))
    });
    if let Some((name, text)) = &set
        && read_proxy(text).is_err()
    {
        return found(AidOutcome::Attention, "proxy-unreadable").with("variable", name);
    }
    let used: BTreeSet<String> = hosts
        .iter()
        .filter_map(|host| proxies.on_the_way(host))
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
