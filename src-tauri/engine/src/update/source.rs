//! Where newer versions are heard of, and whose word counts.

use super::fault;
use crate::fault::Fault;
use minisign_verify::PublicKey;
use reqwest::Url;
use serde::{Deserialize, Serialize};

/// An address, and the public key of whoever signs what is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateSource {
    /// Always `https://`.
    pub address: String,
    /// As `minisign -G` prints it: 56 characters of base64.
    pub key: String,
}

impl UpdateSource {
    /// Takes what was entered; the key may come with the comment line of its file.
    ///
    /// Faults: `update-address-invalid`, `update-key-invalid`.
    pub fn read(address: &str, key: &str) -> Result<Self, Fault> {
        let address = Url::parse(address.trim())
            .ok()
            .filter(|url| url.scheme() == "https" && url.username().is_empty())
            .filter(|url| url.password().is_none() && url.query().is_none())
            .filter(|url| url.fragment().is_none())
            .ok_or_else(|| fault("update-address-invalid"))?;
        let key = key.trim().lines().last().unwrap_or_default().trim();
        PublicKey::from_base64(key).map_err(|_| fault("update-key-invalid"))?;
        Ok(Self {
            address: address.into(),
            key: key.to_owned(),
        })
    }

    /// What whoever built this Slipway put into it; the settings win over it.
    pub fn built_in() -> Option<Self> {
        let address = option_env!("SLIPWAY_UPDATE_ADDRESS")?;
        Self::read(address, option_env!("SLIPWAY_UPDATE_KEY")?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

    fn refused(address: &str, key: &str) -> Option<String> {
        UpdateSource::read(address, key)
            .err()
            .map(|fault| fault.code)
    }

    #[test]
    fn an_address_is_encrypted_and_holds_nothing_else() {
        assert_eq!(refused(" https://updates.example/slipway.json ", KEY), None);
        for address in [
            "",
            "updates.example",
            "http://updates.example/slipway.json",
            "http://127.0.0.1/slipway.json",
            "file:///etc/passwd",
            "https://eva:word@updates.example/slipway.json",
            "https://updates.example/slipway.json?who=me",
        ] {
            let said = refused(address, KEY);
            assert_eq!(said.as_deref(), Some("update-address-invalid"), "{address}");
        }
    }

    #[test]
    fn a_key_is_taken_alone_or_with_the_comment_of_its_file() {
        let address = "https://updates.example/slipway.json";
        let file = format!("untrusted comment: minisign public key E7620F1842B4E81F\n{KEY}\n");
        let taken = UpdateSource::read(address, &file).expect("a source");
        assert_eq!(taken.key, KEY);
        for key in ["", "not a key", "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1C"] {
            let said = refused(address, key);
            assert_eq!(said.as_deref(), Some("update-key-invalid"), "{key}");
        }
    }
}
