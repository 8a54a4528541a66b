//! The first record: which transfer this is.

use crate::blob::sas::SasFacts;
use crate::units::{Bytes, Count, Moment};
use serde::{Deserialize, Serialize};

/// What a journal says about its transfer. No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Heading {
    /// Tells this transfer's blocks from all others (promise 4).
    pub transfer: uuid::Uuid,
    pub host: String,
    pub account: Option<String>,
    pub container: String,
    pub created: Moment,
    pub files: Count,
    pub bytes: Bytes,
}

impl Heading {
    pub(crate) fn leads_to(&self, facts: &SasFacts) -> bool {
        self.host.eq_ignore_ascii_case(&facts.host)
            && self.account == facts.account
            && self.container == facts.container
    }
}
