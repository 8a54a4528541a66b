//! What to say when starting a job, and what comes back.

use super::{Job, JobKind, JobRun, JobState};
use crate::project::EnvKey;
use crate::units::{Bytes, Moment};
use std::collections::BTreeMap;
use std::fmt::Display;

/// A job that is about to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    pub kind: JobKind,
    pub project_id: Option<String>,
    pub env: Option<String>,
    /// SHA-256 of the package, where it is known already.
    pub package: Option<String>,
    pub params: BTreeMap<String, String>,
    /// What the user agreed to; the same confirmation never starts two jobs (promise 39).
    pub confirmation: Option<String>,
}

impl NewJob {
    pub fn new(kind: JobKind) -> Self {
        Self {
            kind,
            project_id: None,
            env: None,
            package: None,
            params: BTreeMap::new(),
            confirmation: None,
        }
    }

    pub fn project(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    pub fn env(mut self, env: &EnvKey) -> Self {
        self.env = Some(env.0.clone());
        self
    }

    pub fn package(mut self, sha256: impl Into<String>) -> Self {
        self.package = Some(sha256.into());
        self
    }

    pub fn confirmation(mut self, id: impl Into<String>) -> Self {
        self.confirmation = Some(id.into());
        self
    }

    pub fn param(mut self, key: &str, value: impl Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    /// The first row of this job.
    pub(super) fn queued_as(self, id: String, now: Moment) -> Job {
        Job {
            id,
            kind: self.kind,
            project_id: self.project_id,
            env: self.env,
            package: self.package,
            state: JobState::Queued,
            phase: "queued".to_owned(),
            done: Bytes(0),
            total: Bytes(0),
            speed: None,
            eta_s: None,
            params: self.params,
            started_at: now,
            updated_at: now,
            revision: 1,
        }
    }
}

/// What became of the wish to start a job.
#[derive(Debug)]
pub enum Started {
    New(JobRun),
    /// The confirmation was used before; this is the job it started, as it stands now.
    Already(Box<Job>),
}

impl Started {
    /// The run of a job that was started without a confirmation, which is always a new one.
    ///
    /// # Panics
    /// For [`Started::Already`], which only an order with a confirmation can meet.
    pub fn into_run(self) -> JobRun {
        match self {
            Self::New(run) => run,
            Self::Already(job) => panic!("job {} was started by a confirmation", job.id),
        }
    }
}
