//! Work that takes time: a row with a versioned state machine.
//!
//! [`Jobs`] starts work and knows what runs; the [`JobRun`] it hands out is what the work reports
//! to. Every report ends up in two places: at the [`Sink`], at most ten times a second, and in the
//! ledger, more slowly, so that a job survives a reload, a quit and a crash.

mod eta;
mod interruption;
mod jobs;
mod live;
mod order;
mod run;
mod state;
#[cfg(test)]
mod tests;

pub use eta::Pace;
pub(crate) use interruption::interrupt;
pub use jobs::Jobs;
pub use order::{NewJob, Started};
pub use run::JobRun;
pub use state::{JobEvent, next};

use crate::fault::Fault;
use crate::units::{Bytes, Moment};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JobKind {
    Inspect,
    Upload,
    Watch,
    /// Making a package from a folder.
    Build,
    /// Reading a database file before a custom restore.
    CheckDatabase,
    /// Looking at the files of a custom restore.
    LookStorage,
    /// Carrying database and files into the containers of a custom restore.
    Transfer,
    /// Asking an environment's smoke tests once.
    Smoke,
    /// Measuring how sites answer before a deployment.
    Baseline,
    /// Following an environment through a deployment and the half hour after it.
    Monitor,
}

/// What a waiting job waits for. The interface asks; the answer is an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum WaitingFor {
    /// The Portal refused for now; it is tried again at a time shown in `params.until`.
    Retry,
    /// The whole package was sent and no answer came back: the user must look in the Portal.
    LookInPortal,
    /// The link to a container ended: another one is needed.
    Link,
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum JobState {
    Queued,
    Running,
    Paused,
    Waiting {
        waiting_for: WaitingFor,
    },
    /// Slipway ended while it ran.
    Interrupted,
    Succeeded,
    Failed {
        fault: Fault,
    },
    Cancelled,
}

/// The phase of an upload in which the Portal may have the whole package (promise 39).
pub(crate) const WAITING_FOR_ANSWER: &str = "waiting-for-answer";

/// A job as rows and events show it. Counters are absolute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Job {
    pub id: String,
    pub kind: JobKind,
    pub project_id: Option<String>,
    pub env: Option<String>,
    /// SHA-256 of the package, once known.
    pub package: Option<String>,
    pub state: JobState,
    /// Named part of the work, e.g. `checking`, `sending`, `waiting-for-answer`, `watching`; the
    /// catalog has `job.phase.<phase>`.
    pub phase: String,
    pub done: Bytes,
    pub total: Bytes,
    /// Bytes per second over the last seconds; none until it means something.
    pub speed: Option<Bytes>,
    /// Seconds left; none until it means something.
    pub eta_s: Option<u32>,
    /// Facts of this kind of job: file name, outcome times, try number.
    pub params: BTreeMap<String, String>,
    pub started_at: Moment,
    pub updated_at: Moment,
    /// Increases with every change, so that a late event is recognised.
    pub revision: u32,
}

/// Hears about every change of a job that is worth showing.
///
/// It is called on the thread that does the work, while the job is held: it must be quick and must
/// not ask [`Jobs`] about the same job.
pub trait Sink: Send + Sync + 'static {
    fn job_changed(&self, job: &Job);
}
