//! The clients every request is made with.

use super::ProxySetting;
use crate::blob::client::Connect;
use crate::fault::Fault;
use crate::portal::{client, client_for_looks, client_keeping};
use crate::secret::Secret;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// How requests leave, now. What runs goes on the way it went; the next request takes the new one.
pub(crate) struct WayOut(RwLock<Way>);

struct Way {
    http: reqwest::Client,
    /// Made when looks are first wanted.
    kept: OnceLock<reqwest::Client>,
    proxy: Option<Proxy>,
}

/// For looks at a site that follow each other within seconds.
#[derive(Clone)]
pub(crate) struct LooksOut {
    /// Goes on with the connections of earlier looks.
    pub kept: reqwest::Client,
    /// A connection of its own for each look.
    pub fresh: reqwest::Client,
}

/// What somebody entered; where there is none, the system decides.
#[derive(Clone)]
struct Proxy {
    setting: ProxySetting,
    password: Option<Secret>,
}

impl Way {
    fn new(http: reqwest::Client, proxy: Option<Proxy>) -> Self {
        Self {
            http,
            kept: OnceLock::new(),
            proxy,
        }
    }

    fn kept(&self) -> &reqwest::Client {
        self.kept.get_or_init(|| {
            // What cannot be made now is made anew for each look.
            through(self.proxy.as_ref(), client_for_looks).unwrap_or_else(|_| self.http.clone())
        })
    }
}

/// A client that goes through the proxy somebody entered, or as the system says.
///
/// Faults: `proxy-address-invalid`, those of `make`.
fn through(
    proxy: Option<&Proxy>,
    make: impl FnOnce(Option<&str>) -> Result<reqwest::Client, Fault>,
) -> Result<reqwest::Client, Fault> {
    let address = proxy
        .map(|proxy| proxy.setting.with_password(proxy.password.as_ref()))
        .transpose()?;
    make(address.as_ref().map(|address| address.as_str()))
}

impl WayOut {
    /// The way `http` goes, until another one is set.
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self(RwLock::new(Way::new(http, None)))
    }

    /// Takes the proxy somebody entered, or the system's where there is none.
    ///
    /// Faults: `proxy-address-invalid`, `network-not-ready`.
    pub(crate) fn go_through(
        &self,
        setting: Option<ProxySetting>,
        password: Option<Secret>,
    ) -> Result<(), Fault> {
        let proxy = setting.map(|setting| Proxy { setting, password });
        let http = through(proxy.as_ref(), client)?;
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *now = Way::new(http, proxy);
        Ok(())
    }

    /// Whether somebody's own proxy is taken.
    pub(crate) fn is_own(&self) -> bool {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        now.proxy.is_some()
    }

    /// Whether somebody signs in at the proxy, with a password that is not at hand.
    pub(crate) fn lacks_password(&self) -> bool {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let proxy = now.proxy.as_ref();
        proxy.is_some_and(|proxy| !proxy.setting.user.is_empty() && proxy.password.is_none())
    }

    /// For one request after the other, each on a connection of its own.
    pub(crate) fn client(&self) -> reqwest::Client {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        now.http.clone()
    }

    /// For looks at a site that follow each other within seconds, on connections that are kept.
    pub(crate) fn for_looks(&self) -> LooksOut {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        LooksOut {
            kept: now.kept().clone(),
            fresh: now.http.clone(),
        }
    }

    /// For many requests to one host, on connections that are kept; at most `at_once`.
    pub(crate) fn connect(self: &Arc<Self>, at_once: usize) -> Connect {
        let way = self.clone();
        Arc::new(move || {
            let proxy = {
                let now = way.0.read().unwrap_or_else(PoisonError::into_inner);
                now.proxy.clone()
            };
            through(proxy.as_ref(), |address| client_keeping(at_once, address))
        })
    }
}
