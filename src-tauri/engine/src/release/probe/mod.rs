//! What the user wants asked of a site, and one look at it.

mod accept;
mod address;
mod answer;
mod ask;
mod look;
#[cfg(not(feature = "fuzzing"))]
mod page;
#[cfg(feature = "fuzzing")]
pub(crate) mod page;

pub use accept::accept;
pub use address::origin_of;
pub use answer::{Answered, SiteCertificate};
pub(crate) use look::look_again_at;
pub use look::{LookedAt, look_at};

use crate::project::{EnvKey, Environment};
use crate::units::{Count, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A question to a site. There is no health endpoint in the product (facts 3.9), so the user
/// decides what is asked and what the right answer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Probe {
    pub id: String,
    pub env: EnvKey,
    pub name: String,
    /// A path on the environment's site, or a whole address.
    pub address: String,
    pub expect: Expect,
    /// Text the page must contain, if any.
    pub text: Option<String>,
    /// CSS selector that must find something in the page, if any.
    pub selector: Option<String>,
    /// How long one try may take; at most 10 000 (promise 40).
    pub limit_ms: u32,
    /// Tries of a smoke test, 1 to 5. Monitoring looks once each time.
    pub tries: u8,
    /// Seconds from one look to the next while monitoring, at least 1.
    pub every_s: u32,
    pub smoke: bool,
    pub monitored: bool,
    /// Of basic authentication; its password is in the keychain.
    pub user: Option<String>,
    /// A sign-in page is the right answer here.
    pub login_is_fine: bool,
}

/// The right answer to a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Expect {
    /// This status, after redirects on the same host.
    Status { status: u16 },
    /// The first answer sends on: with this status and to this address, where they are given.
    Redirect {
        status: Option<u16>,
        to: Option<String>,
    },
}

/// One look at one probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Look {
    pub probe_id: String,
    /// When the last try began.
    pub at: Moment,
    pub works: bool,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Of the last try, until the whole answer was read.
    pub took_ms: Count,
    /// The catalog has `release.look.<because>`.
    pub because: LookBecause,
    pub params: BTreeMap<String, String>,
    /// Where redirects led, in order; without query.
    pub redirects: Vec<String>,
    /// SHA-256 of the page, lower-case hex (promise 40).
    pub body_sha256: Option<String>,
    /// How many tries were made.
    pub tries: u8,
}

/// Why a look came out as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LookBecause {
    AsExpected,
    /// `status` came, `expected` was meant.
    OtherStatus,
    /// It sends on where it should not, or not to where it should: `to`.
    Redirected,
    /// It sends on to another host: `to`. That one is not asked (promise 36).
    RedirectedElsewhere,
    /// `text`.
    TextMissing,
    /// `selector`.
    SelectorMissing,
    /// It asks to sign in: `to`.
    LoginPage,
    /// Not whole within `limit_ms`; given up after `took_ms`.
    TooSlow,
    NoAnswer,
    /// `host`.
    NotResolved,
    /// `issuer`, where one is named.
    NotTrusted,
    CertificateExpired,
    AddressUnreadable,
    /// This computer does not get out: it says nothing about the site.
    NoNetwork,
}

impl LookBecause {
    /// Whether the look says anything about the site. A name that does not resolve is more often
    /// this computer's network than the site.
    pub fn is_about_the_site(self) -> bool {
        !matches!(
            self,
            Self::NoNetwork | Self::NotResolved | Self::AddressUnreadable
        )
    }
}

impl Probe {
    /// What is asked of an environment nobody made probes for: its start page, as its project
    /// expects it. None without a site.
    pub fn start_page(environment: &Environment) -> Option<Self> {
        environment.site.as_ref()?;
        let expectation = &environment.expectation;
        let address = match expectation.path.trim() {
            "" => "/",
            path => path,
        };
        Some(Self {
            id: format!("start-page-{}", environment.key),
            env: environment.key.clone(),
            name: environment.name.clone(),
            address: address.to_owned(),
            expect: Expect::Status {
                status: expectation.status,
            },
            text: expectation.text.clone(),
            selector: None,
            limit_ms: MOST_MS,
            tries: 3,
            every_s: 5,
            smoke: true,
            monitored: true,
            user: None,
            login_is_fine: false,
        })
    }
}

/// No try takes longer (promise 40).
pub const MOST_MS: u32 = 10_000;
