//! What a link says about itself.

use crate::units::Moment;
use serde::Serialize;

/// The readable part of a link: everything but its signature. Fit to be shown and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SasFacts {
    /// `restore.blob.core.windows.net`, with the port if the link names one.
    pub host: String,
    /// The account, where it stands in the path (storage on an IP address).
    pub account: Option<String>,
    pub container: String,
    /// What the path names below the container, if anything.
    pub below: Option<String>,
    /// Whether the link itself is an `https` one.
    pub over_https: bool,
    /// `sr`: `c` container, `b` blob, `d` directory. None in a link to a whole account.
    pub resource: Option<String>,
    /// `sp`: one letter for each right.
    pub permissions: String,
    /// `st`
    pub starts: Option<Moment>,
    /// `se`
    pub expires: Option<Moment>,
    /// `sip`: the address or range that may use it.
    pub addresses: Option<String>,
    /// `spr`: no request over plain HTTP is taken.
    pub https_only: bool,
    /// `sv`
    pub version: Option<String>,
    /// Rights and times may stand in a policy at the container (`si`) and not in the link.
    pub policy: Option<String>,
    /// Whether it is signed for a whole account (`ss`, `srt`).
    pub for_account: bool,
}

impl SasFacts {
    pub(super) fn of_query(mut self, pairs: &[(String, String)]) -> Self {
        let find = |name: &str| {
            let found = pairs.iter().find(|(this, _)| this == name);
            found
                .map(|(_, value)| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        self.resource = find("sr");
        self.permissions = find("sp").unwrap_or_default();
        self.starts = find("st").as_deref().and_then(moment);
        self.expires = find("se").as_deref().and_then(moment);
        self.addresses = find("sip");
        self.https_only = find("spr").is_some_and(|protocols| protocols == "https");
        self.version = find("sv");
        self.policy = find("si");
        self.for_account = find("ss").is_some() || find("srt").is_some();
        self
    }

    /// Whether both lead to the same container, whatever they allow (promise 16).
    pub fn same_place(&self, other: &Self) -> bool {
        self.host.eq_ignore_ascii_case(&other.host)
            && self.account == other.account
            && self.container == other.container
            && self.below == other.below
    }
}

/// The forms the service takes: a date, or a moment in UTC to the minute or finer.
pub(super) fn moment(text: &str) -> Option<Moment> {
    if let Ok(moment) = text.parse() {
        return Some(Moment(moment));
    }
    let padded = match text.len() {
        10 => format!("{text}T00:00:00Z"),
        17 => format!("{}:00Z", text.strip_suffix('Z')?),
        _ => return None,
    };
    padded.parse().ok().map(Moment)
}
