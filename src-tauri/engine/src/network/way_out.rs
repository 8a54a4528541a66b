//! The clients every request is made with.

use super::ProxySetting;
use crate::blob::client::Connect;
use crate::fault::Fault;
use crate::portal::{client, client_for_looks, client_keeping};
use crate::secret::Secret;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use zeroize::Zeroizing;

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
            let address = self.proxy.as_ref().map(Proxy::address).transpose();
            let kept = address.and_then(|it| client_for_looks(it.as_ref().map(|it| it.as_str())));
            // What cannot be made now is made anew for each look.
            kept.unwrap_or_else(|_| self.http.clone())
        })
    }
}

impl Proxy {
    fn address(&self) -> Result<Zeroizing<String>, Fault> {
        self.setting.with_password(self.password.as_ref())
    }
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
        let address = proxy.as_ref().map(Proxy::address).transpose()?;
        let http = client(address.as_ref().map(|it| it.as_str()))?;
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *now = Way::new(http, proxy);
        Ok(())
    }

    /// Whether somebody's own proxy is taken.
    pub(crate) fn is_own(&self) -> bool {
        let now = self.0.read().unwrap_or_else(PoisonError::into_inner);
        now.proxy.is_some()
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
            let address = proxy.as_ref().map(Proxy::address).transpose()?;
            client_keeping(at_once, address.as_ref().map(|it| it.as_str()))
        })
    }
}
