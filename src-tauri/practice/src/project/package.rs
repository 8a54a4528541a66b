use crate::downtime::DowntimeFacts;
use serde::{Deserialize, Serialize};
use slipway_engine::units::Bytes;

/// A package as the Portal remembers it: what it is, not its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedPackage {
    /// The zip's name as the pages show it.
    pub file_name: String,
    /// Lower-case hex over the bytes that were received.
    pub sha256: String,
    pub size: Bytes,
    pub assembly: Option<String>,
    /// `Version` of the metadata; the Portal calls it **Build number** (facts 1.3).
    pub build_number: Option<String>,
    pub xperience_version: Option<String>,
    pub repository_hash: Option<String>,
    pub zero_downtime: bool,
    pub storage_assets: bool,
    /// Why it cannot be deployed anywhere, for the deployment's log.
    pub refusal: Option<String>,
}

impl DeployedPackage {
    pub(crate) fn downtime_facts(&self) -> DowntimeFacts<'_> {
        DowntimeFacts {
            xperience_version: self.xperience_version.as_deref(),
            repository_hash: self.repository_hash.as_deref(),
            zero_downtime: self.zero_downtime,
            storage_assets: self.storage_assets,
        }
    }

    /// The build number, or a dash for a package that has none.
    pub fn build(&self) -> &str {
        self.build_number.as_deref().unwrap_or("–")
    }
}
