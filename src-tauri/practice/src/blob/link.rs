//! Links to containers: what **Get access** of a restore session hands out.

use super::sas::{Fields, canonical, sign};
use super::storage::{ACCOUNT, StorageAccount};
use serde::{Deserialize, Serialize};
use slipway_engine::units::Moment;
use std::fmt;

/// Everything a container's link can allow that this storage knows.
pub(crate) const ALL_PERMISSIONS: &str = "racwdl";

/// What a link is to allow. Nothing checks whether it makes sense: a link that cannot be used is
/// good practice too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOrder {
    pub container: String,
    /// Letters as `sp` has them, in its order: `racwdl`. Empty if a stored access policy has them.
    #[serde(default = "all_permissions")]
    pub permissions: String,
    #[serde(default)]
    pub starts: Option<Moment>,
    /// None if a stored access policy has it.
    #[serde(default)]
    pub expires: Option<Moment>,
    /// An IP address, or a range `first-last`.
    #[serde(default)]
    pub addresses: Option<String>,
    /// `https` or `https,http`.
    #[serde(default)]
    pub protocols: Option<String>,
    /// A stored access policy of the container.
    #[serde(default)]
    pub policy: Option<String>,
    /// `sv`
    #[serde(default = "current_version")]
    pub version: String,
}

impl LinkOrder {
    /// Allows everything until `expires`.
    pub fn new(container: &str, expires: Moment) -> Self {
        Self {
            container: container.to_owned(),
            permissions: all_permissions(),
            starts: None,
            expires: Some(expires),
            addresses: None,
            protocols: None,
            policy: None,
            version: current_version(),
        }
    }

    /// The same for fewer permissions.
    pub fn allowing(self, permissions: &str) -> Self {
        Self {
            permissions: permissions.to_owned(),
            ..self
        }
    }

    /// Signs it with an account's key. `service` is the account's address without a slash at its end,
    /// such as `http://127.0.0.1:10000/account`.
    pub fn sign(&self, service: &str, account: &str, key: &[u8]) -> SasUrl {
        let time = |moment: Option<Moment>| {
            moment.map_or_else(String::new, |m| {
                m.0.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            })
        };
        let fields = Fields {
            permissions: self.permissions.clone(),
            starts: time(self.starts),
            expires: time(self.expires),
            policy: self.policy.clone().unwrap_or_default(),
            addresses: self.addresses.clone().unwrap_or_default(),
            protocols: self.protocols.clone().unwrap_or_default(),
            version: self.version.clone(),
            resource: "c".into(),
            ..Fields::default()
        };
        // A version from before this signature's time is signed as the oldest one; nobody takes it.
        let text = fields
            .string_to_sign(&canonical(account, &self.container, None))
            .unwrap_or_default();
        let query = fields.to_query(&sign(key, &text));
        SasUrl(format!("{service}/{}?{query}", self.container))
    }
}

impl StorageAccount {
    /// A link that works as long as the key is not rotated once more.
    pub(crate) fn link(&self, order: &LinkOrder, rotations: u32) -> SasUrl {
        order.sign(&self.address, ACCOUNT, &self.key(rotations))
    }
}

/// A SAS URL. It is a secret: whoever has it has the container.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SasUrl(String);

impl SasUrl {
    /// The whole address, signature included.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SasUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.0.split('?').next().unwrap_or_default();
        write!(f, "SasUrl({address}?…)")
    }
}

fn all_permissions() -> String {
    ALL_PERMISSIONS.to_owned()
}

fn current_version() -> String {
    "2024-11-04".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_25_no_link_is_printed() {
        let order = LinkOrder::new("box", Moment(jiff::Timestamp::UNIX_EPOCH));
        let link = order.sign("http://127.0.0.1:1/account", "account", b"key");
        let signature = link.reveal().split("sig=").nth(1).unwrap();
        assert!(signature.len() > 40);
        let printed = format!("{link:?}");
        assert_eq!(printed, "SasUrl(http://127.0.0.1:1/account/box?…)");
    }
}
