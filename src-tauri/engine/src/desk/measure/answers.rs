//! What measuring answers.

use crate::desk::FieldProblem;
use crate::job::Job;
use crate::release::monitor::MonitorShown;
use crate::release::probe::Probe;
use serde::{Deserialize, Serialize};

/// Saving probes either worked or names the fields to mend: `0.address`, `2.selector`, …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "outcome")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ProbesSaved {
    Saved { probes: Vec<Probe> },
    Problems { problems: Vec<FieldProblem> },
}

/// A monitor as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct MonitorView {
    pub job: Job,
    pub release_id: String,
    pub stage: String,
    #[serde(flatten)]
    pub shown: MonitorShown,
}
