//! Two environments side by side: what a visitor of either meets, and what runs there.

mod compare;
mod facts;

pub use compare::compare;
pub use facts::{Place, facts_of};

use super::probe::{Look, SiteCertificate};
use crate::desk::Placement;
use crate::project::EnvKey;
use crate::units::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one environment looks like from outside, and what is known to run there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SiteFacts {
    pub env: EnvKey,
    pub env_name: String,
    /// The site's address, if the user entered one.
    pub address: Option<String>,
    pub at: Moment,
    /// Of its start page.
    pub look: Option<Look>,
    pub certificate: Option<SiteCertificate>,
    /// Security and caching headers of the start page, lower case; only those looked at. What
    /// changes with every answer and the site's own name are left out of them.
    pub headers: BTreeMap<String, String>,
    /// Key pages, in the order both sides are asked for them; `probe_id` is the path, the probe's
    /// name is among the params.
    pub pages: Vec<Look>,
    pub placement: Option<Placement>,
    /// Whether the package there is flagged for zero-downtime; none if it was never inspected.
    pub zero_downtime: Option<bool>,
}

/// Two environments and where they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Parity {
    /// Where a package comes from.
    pub left: SiteFacts,
    /// Where it is to go.
    pub right: SiteFacts,
    pub differences: Vec<Difference>,
    pub at: Moment,
}

/// Something that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Difference {
    pub what: ParityAspect,
    /// Of the header, the page or the figure.
    pub name: String,
    /// None where there is nothing on that side.
    pub left: Option<String>,
    pub right: Option<String>,
    /// Visitors or the deployment would notice; others are worth knowing.
    pub matters: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ParityAspect {
    Package,
    XperienceVersion,
    ZeroDowntime,
    Status,
    Redirects,
    Certificate,
    Header,
    Page,
    Speed,
}
