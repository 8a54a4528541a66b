//! A link that can be used, and not be printed.

use super::facts::{SasFacts, moment};
use super::percent::{decoded, encoded};
use crate::fault::{Fault, NextStep, Retry};
use crate::project::is_loopback;
use crate::secret::Secret;
use reqwest::Url;
use std::fmt;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A link to a container with the right to use it. It shows its facts and nothing else: no
/// `Display`, no `Serialize`, and `Debug` without the signature (promise 25).
#[derive(Clone)]
pub struct SasLink {
    facts: SasFacts,
    /// `https://host/account/container`, without a slash at its end.
    container: String,
    /// The query with the signature, encoded.
    query: Arc<Zeroizing<String>>,
    /// Held so that it is masked wherever it turns up. The query as a whole is not: its dates and
    /// rights stand in other texts, too.
    signature: Secret,
}

/// Why a text is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SasTrouble {
    /// There is no address in it.
    NoLink,
    /// It is an address without a signature: the part after the question mark is missing.
    NoSignature,
    /// There is a signature, but not all of it.
    SignatureCut,
    /// It names no container.
    NoContainer,
}

impl SasTrouble {
    /// `link-not-found`, `link-without-signature`, `link-cut-off`, `link-without-container`.
    pub fn fault(self) -> Fault {
        let code = match self {
            Self::NoLink => "link-not-found",
            Self::NoSignature => "link-without-signature",
            Self::SignatureCut => "link-cut-off",
            Self::NoContainer => "link-without-container",
        };
        Fault::new(code, Retry::ByUser, NextStep::None)
    }
}

impl SasLink {
    /// Reads the first link of a text; [`super::links_in`] reads all.
    pub fn parse(text: &str) -> Result<Self, SasTrouble> {
        super::links_in(text)
            .into_iter()
            .next()
            .unwrap_or(Err(SasTrouble::NoLink))
    }

    /// Reads a text that is one link and nothing else. Values may be encoded or not, in any case.
    pub(super) fn read(text: &str) -> Result<Self, SasTrouble> {
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let url = Url::parse(address).map_err(|_| SasTrouble::NoLink)?;
        let host = url.host_str().ok_or(SasTrouble::NoLink)?;
        let pairs = pairs_of(query.split('#').next().unwrap_or_default());
        let signature = pairs.iter().find(|(name, _)| name == "sig");
        let (_, signature) = signature.ok_or(SasTrouble::NoSignature)?;
        if !is_whole_signature(signature) {
            return Err(SasTrouble::SignatureCut);
        }
        let place = Place::of(&url)?;
        let host = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        let container = format!("{}://{host}{}", url.scheme(), place.path());
        let facts = SasFacts {
            host,
            account: place.account,
            container: place.container,
            below: place.below,
            over_https: url.scheme() == "https",
            resource: None,
            permissions: String::new(),
            starts: None,
            expires: None,
            addresses: None,
            https_only: false,
            version: None,
            policy: None,
            for_account: false,
        };
        Ok(Self {
            facts: facts.of_query(&pairs),
            container,
            query: Arc::new(Zeroizing::new(written(&pairs))),
            signature: Secret::from(signature.clone()),
        })
    }

    pub fn facts(&self) -> &SasFacts {
        &self.facts
    }

    /// Whether another link leads to the same container.
    pub fn same_place(&self, other: &Self) -> bool {
        self.facts.same_place(&other.facts)
    }

    /// The last characters of the signature, to recognise the link by.
    pub fn last4(&self) -> String {
        self.signature.last4()
    }

    /// The link as a whole, for a keychain.
    pub fn whole(&self) -> Secret {
        let below = self.facts.below.as_deref().unwrap_or_default();
        let slash = if below.is_empty() { "" } else { "/" };
        Secret::from(format!(
            "{}{slash}{}?{}",
            self.container,
            encoded(below, b"/"),
            self.query.as_str()
        ))
    }

    /// The address of something in the container: `name` is encoded already and may be empty,
    /// `query` is what is asked of it.
    pub(crate) fn address(&self, name: &str, query: &str) -> Zeroizing<String> {
        let (slash, and) = (
            if name.is_empty() { "" } else { "/" },
            if query.is_empty() { "" } else { "&" },
        );
        Zeroizing::new(format!(
            "{}{slash}{name}?{query}{and}{}",
            self.container,
            self.query.as_str()
        ))
    }

    /// Whether the link seems to have all its parts: what is pasted may be broken over lines.
    pub(super) fn looks_whole(&self, text: &str) -> bool {
        let times_can_be_read = ["st", "se"].iter().all(|name| {
            let found = pairs_of(text.split_once('?').map_or("", |(_, query)| query));
            found
                .iter()
                .filter(|(this, _)| this == name)
                .all(|(_, value)| moment(value).is_some())
        });
        times_can_be_read && (self.facts.expires.is_some() || self.facts.policy.is_some())
    }
}

impl fmt::Debug for SasLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SasLink")
            .field("host", &self.facts.host)
            .field("container", &self.facts.container)
            .field("permissions", &self.facts.permissions)
            .finish_non_exhaustive()
    }
}

/// What the path of an address names.
struct Place {
    account: Option<String>,
    container: String,
    below: Option<String>,
}

impl Place {
    /// Storage on an IP address or on this computer has the account as the first part of its path;
    /// with a name of its own, the account is in the name.
    fn of(url: &Url) -> Result<Self, SasTrouble> {
        let mut parts = url
            .path()
            .trim_matches('/')
            .split('/')
            .filter_map(decoded)
            .collect::<Vec<_>>();
        parts.retain(|part| !part.is_empty());
        // A name has letters; an address in brackets is one of IPv6.
        let named =
            |host: &str| host.contains(|c: char| c.is_ascii_alphabetic()) && !host.starts_with('[');
        let by_number = is_loopback(url) || !url.host_str().is_some_and(named);
        let account = (by_number && parts.len() > 1).then(|| parts.remove(0));
        if parts.is_empty() {
            return Err(SasTrouble::NoContainer);
        }
        let container = parts.remove(0);
        Ok(Self {
            account,
            container,
            below: (!parts.is_empty()).then(|| parts.join("/")),
        })
    }

    fn path(&self) -> String {
        let parts = self.account.iter().chain([&self.container]);
        parts
            .map(|part| format!("/{}", encoded(part, b"$")))
            .collect()
    }
}

/// Names and values, decoded. In a signature a plus is a plus: it is Base64 and no form.
fn pairs_of(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| {
            let name = decoded(name)?.trim().to_ascii_lowercase();
            let value = decoded(value)?;
            let value = if name == "sig" {
                value.replace(' ', "+")
            } else {
                value
            };
            Some((name, value))
        })
        .collect()
}

fn written(pairs: &[(String, String)]) -> String {
    let written: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name, b""), encoded(value, b"")))
        .collect();
    written.join("&")
}

/// An HMAC-SHA256: 32 bytes.
fn is_whole_signature(text: &str) -> bool {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    BASE64_STANDARD
        .decode(text)
        .is_ok_and(|bytes| bytes.len() == 32)
}
