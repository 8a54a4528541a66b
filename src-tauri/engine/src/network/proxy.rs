//! A proxy as somebody enters it, with its password kept apart from everything that is written
//! down.

use crate::fault::Fault;
use crate::portal::{client, read_proxy};
use crate::secret::{Keychain, KeychainTrouble, Secret};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The proxy that is used instead of the system's. Never holds a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxySetting {
    /// With scheme, host and port: `http://proxy.contoso.com:8080`. Nothing else.
    pub address: String,
    /// Who signs in there; empty where nobody does.
    pub user: String,
}

/// What somebody entered.
pub struct ProxyDraft {
    pub setting: ProxySetting,
    /// None where none was entered.
    pub password: Option<Secret>,
}

impl ProxyDraft {
    /// Reads an address (`host:port`, or with a scheme, or with user and password in it as many
    /// networks hand it out) with the user and password entered beside it, which win.
    ///
    /// Faults: `proxy-address-invalid`.
    pub fn read(address: &str, user: &str, password: Option<Secret>) -> Result<Self, Fault> {
        let mut url = read_proxy(address)?;
        let inside = |text: &str| {
            let plain = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
            plain.into_owned()
        };
        let user = match user.trim() {
            "" => inside(url.username()),
            user => user.to_owned(),
        };
        let password = password
            .filter(|password| !password.expose().is_empty())
            .or_else(|| url.password().map(|text| Secret::from(inside(text))));
        // These only refuse addresses that have no host, and this one has.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_query(None);
        url.set_fragment(None);
        url.set_path("");
        Ok(Self {
            setting: ProxySetting {
                address: url.as_str().trim_end_matches('/').to_owned(),
                user,
            },
            password,
        })
    }
}

impl ProxySetting {
    /// Where the password is kept. By address and user, so that it never follows to another proxy.
    pub(crate) fn account(&self) -> String {
        format!("proxy:{}@{}", self.user, self.address)
    }

    /// Its password, asked for only where somebody signs in: a keychain may prompt.
    pub(crate) fn password(
        &self,
        keychain: &dyn Keychain,
    ) -> Result<Option<Secret>, KeychainTrouble> {
        match self.user.as_str() {
            "" => Ok(None),
            _ => keychain.read(&self.account()),
        }
    }

    /// A client that goes this way. Without a password it could not read, the proxy asks, and says
    /// so at the first request.
    ///
    /// Faults: `proxy-address-invalid`, `network-not-ready`.
    pub fn client(&self, keychain: &dyn Keychain) -> Result<reqwest::Client, Fault> {
        let password = self.password(keychain).unwrap_or_default();
        client(Some(&self.with_password(password.as_ref())?))
    }

    /// The address with user and password in it, as a client takes it. Not a [`Secret`] as a whole:
    /// the address alone may be read by anybody.
    ///
    /// Faults: `proxy-address-invalid`.
    pub(crate) fn with_password(
        &self,
        password: Option<&Secret>,
    ) -> Result<Zeroizing<String>, Fault> {
        let mut url = read_proxy(&self.address)?;
        if !self.user.is_empty() {
            let _ = url.set_username(&as_it_is(&self.user));
            let password = password.map(|password| Zeroizing::new(as_it_is(password.expose())));
            let _ = url.set_password(password.as_deref().map(String::as_str));
        }
        Ok(Zeroizing::new(url.to_string()))
    }
}

/// An address takes a percent sign for the beginning of an encoded one, and leaves it.
fn as_it_is(text: &str) -> String {
    text.replace('%', "%25")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str, user: &str, password: &str) -> (String, String, Option<String>) {
        let password = (!password.is_empty()).then(|| Secret::from(password.to_owned()));
        let draft = ProxyDraft::read(address, user, password).expect("a proxy");
        let password = draft.password.map(|it| it.expose().to_owned());
        (draft.setting.address, draft.setting.user, password)
    }

    #[test]
    fn an_address_is_kept_without_what_only_the_keychain_may_keep() {
        let plain = |address: &str, user: &str| (address.to_owned(), user.to_owned(), None);
        assert_eq!(
            read(" proxy.contoso.com:8080 ", "", ""),
            plain("http://proxy.contoso.com:8080", "")
        );
        assert_eq!(
            read("socks5h://10.0.0.1:1080/", " eva ", ""),
            plain("socks5h://10.0.0.1:1080", "eva")
        );
        assert_eq!(
            read(
                "http://eva:s%40fe%20word@proxy.contoso.com:8080/x?y#z",
                "",
                ""
            ),
            (
                "http://proxy.contoso.com:8080".into(),
                "eva".into(),
                Some("s@fe word".into())
            )
        );
        let entered = read("http://old:older@proxy.contoso.com", "eva", "newer-word");
        assert_eq!(
            (entered.1.as_str(), entered.2.as_deref()),
            ("eva", Some("newer-word"))
        );
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "   ", "ftp://proxy.contoso.com", "proxy contoso"] {
            let refused = ProxyDraft::read(text, "", None).map(drop);
            assert_eq!(
                refused.map_err(|fault| fault.code),
                Err("proxy-address-invalid".into()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_password_with_every_kind_of_sign_survives_the_way_into_an_address() {
        let setting = ProxySetting {
            address: "http://proxy.contoso.com:8080".into(),
            user: "CONTOSO\\eva".into(),
        };
        let password = Secret::from("p@ss:w/rd%41 ü#?".to_owned());
        let whole = setting.with_password(Some(&password)).expect("an address");
        let (_, user, back) = read(&whole, "", "");
        assert_eq!(
            (user.as_str(), back.as_deref()),
            ("CONTOSO\\eva", Some(password.expose()))
        );
    }
}
