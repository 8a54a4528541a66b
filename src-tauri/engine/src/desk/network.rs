//! Which proxy Slipway takes: the system's, or one entered in the settings.

use super::{Desk, TokenState, keychain_fault};
use crate::fault::Fault;
use crate::ledger::EntryDraft;
use crate::network::{LooksOut, ProxyDraft, ProxySetting};
use crate::secret::{KeychainTrouble, Secret};
use serde::{Deserialize, Serialize};

/// What the settings show (promise 26: of the password only whether there is one).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NetworkView {
    /// Empty where the system's proxy settings are taken.
    pub proxy: String,
    /// Empty where nobody signs in at the proxy.
    pub user: String,
    pub password: TokenState,
}

/// What somebody entered for the proxy.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProxyOrder {
    /// `host:port` or an address; empty takes the system's settings again.
    pub address: String,
    pub user: String,
    /// Empty keeps the one there is for this address and user.
    pub password: String,
}

impl Desk {
    pub fn network(&self) -> Result<NetworkView, Fault> {
        let Some(setting) = self.0.ledger.proxy()? else {
            return Ok(NetworkView {
                proxy: String::new(),
                user: String::new(),
                password: TokenState::None,
            });
        };
        let password = match self.proxy_password(&setting) {
            Ok(Some(_)) => {
                self.keychain_has_opened();
                TokenState::Saved
            }
            Ok(None) => TokenState::None,
            Err(KeychainTrouble::Locked) => TokenState::Locked,
            Err(_) => TokenState::Unavailable,
        };
        Ok(NetworkView {
            proxy: setting.address,
            user: setting.user,
            password,
        })
    }

    /// Takes another proxy from the next request on; its password goes into the keychain.
    ///
    /// Faults: `proxy-address-invalid`, `network-not-ready`, `keychain-locked`,
    /// `keychain-unavailable`, `keychain-differs`.
    pub fn save_proxy(&self, order: ProxyOrder) -> Result<NetworkView, Fault> {
        let password = (!order.password.is_empty()).then(|| Secret::from(order.password));
        let draft = match order.address.trim() {
            "" => None,
            address => Some(ProxyDraft::read(address, &order.user, password)?),
        };
        let before = self.0.ledger.proxy()?;
        let (setting, password) = match draft {
            Some(draft) => (Some(draft.setting), draft.password),
            None => (None, None),
        };
        // Whatever cannot be kept is not taken either.
        if let (Some(setting), Some(password)) = (&setting, &password) {
            let kept = self.0.keychain.save(&setting.account(), password);
            kept.map_err(keychain_fault)?;
        }
        self.0.ledger.save_proxy(setting.as_ref())?;
        if let Some(before) = before.filter(|before| Some(before) != setting.as_ref()) {
            // A password nobody can use any more is left where the keychain does not answer.
            let _ = self.0.keychain.forget(&before.account());
        }
        self.take_own_proxy()?;
        let address = setting.map(|it| it.address).unwrap_or_default();
        self.write_entry(EntryDraft::new("proxy-changed").param("proxy", address))?;
        self.network()
    }

    /// Goes the way the settings say. Faults: `network-not-ready`, `proxy-address-invalid`.
    pub(super) fn take_own_proxy(&self) -> Result<(), Fault> {
        let Some(setting) = self.0.ledger.proxy()? else {
            return match self.0.way_out.is_own() {
                true => self.0.way_out.go_through(None, None),
                false => Ok(()),
            };
        };
        // Without it the proxy asks, and says so at the first request.
        let password = self.proxy_password(&setting).unwrap_or_default();
        self.0.way_out.go_through(Some(setting), password)
    }

    /// The proxy's password is read again where the keychain did not open while the proxy was taken:
    /// whoever unlocked it since for a token need not start Slipway anew.
    pub(super) fn keychain_has_opened(&self) {
        if self.0.way_out.lacks_password()
            && let Ok(Some(setting)) = self.0.ledger.proxy()
            && let Ok(Some(password)) = self.proxy_password(&setting)
            && let Err(fault) = self.0.way_out.go_through(Some(setting), Some(password))
        {
            tracing::warn!(code = fault.code, "the proxy is taken without its password");
        }
    }

    /// For one request after the other, by the way the settings say now.
    pub(super) fn http(&self) -> reqwest::Client {
        self.0.way_out.client()
    }

    /// For looks at a site that follow each other within seconds.
    pub(super) fn looks_out(&self) -> LooksOut {
        self.0.way_out.for_looks()
    }

    /// The first looks are not to wait until the system's certificates are read, nor anything else of
    /// the task they are made in.
    pub(super) fn prepare_looks(&self) {
        self.looks_out();
    }

    fn proxy_password(&self, setting: &ProxySetting) -> Result<Option<Secret>, KeychainTrouble> {
        setting.password(self.0.keychain.as_ref())
    }
}
