//! A project in Xperience Portal: its address, environments and the user's role in it.

mod address;
mod environment;
mod role;

pub use address::{PortalAddress, ProjectGuid, read_portal_address, read_site_address};
pub(crate) use address::{XPERIENCE_PORTAL, is_loopback, is_safe};
pub use environment::{EnvKey, Environment, EnvironmentKind, SiteExpectation};
pub use role::{MayUpload, Role, may_upload};

use crate::units::Moment;
use serde::{Deserialize, Serialize};

/// The service plan, as far as it changes what an environment list may hold (facts 3.5, 3.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Plan {
    /// Level 1 or 2: QA and PROD, STG as an add-on.
    Standard,
    /// UAT and custom environments too.
    Custom,
}

/// A project as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Project {
    /// Slipway's own id (UUID), stable while the name or GUID is edited.
    pub id: String,
    pub name: String,
    pub guid: ProjectGuid,
    /// Where the Portal is, without a trailing slash.
    pub portal: String,
    pub plan: Plan,
    pub role: Role,
    /// In the order a release passes them.
    pub environments: Vec<Environment>,
    /// Runs against the practice world; every screen carries a ribbon.
    pub practice: bool,
    pub created_at: Moment,
}

impl Project {
    pub fn environment(&self, key: &EnvKey) -> Option<&Environment> {
        self.environments.iter().find(|e| &e.key == key)
    }

    /// The page where a release manager follows deployments (facts 3.2; the path is inferred).
    pub fn deployments_page(&self) -> String {
        format!("{}/{}/deployments", self.portal, self.guid)
    }

    /// Data Management → Custom restore (facts 3.2, 3.7; the path is inferred).
    pub fn restore_page(&self) -> String {
        format!(
            "{}/{}/data-management/custom-restore",
            self.portal, self.guid
        )
    }
}

/// What the user filled in, before it is a [`Project`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ProjectDraft {
    /// The project being edited, none for a new one.
    pub id: Option<String>,
    pub name: String,
    /// A Portal address, a GUID, or text that contains one.
    pub address: String,
    pub plan: Plan,
    pub role: Role,
    pub environments: Vec<Environment>,
}
