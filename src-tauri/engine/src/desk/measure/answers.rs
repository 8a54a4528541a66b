//! What measuring answers.

use crate::desk::FieldProblem;
use crate::job::Job;
use crate::release::Answering;
use crate::release::monitor::{
    Fired, Gap, MonitorPhase, MonitorShown, ProbeFigures, ProbeSeries, ServerFigures,
};
use crate::release::probe::Probe;
use crate::release::smoke::SmokeRun;
use crate::units::{Count, Moment};
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
    pub phase: MonitorPhase,
    pub offline_from: Option<Moment>,
    pub back_at: Option<Moment>,
    /// Only where the whole outage was watched.
    pub downtime_ms: Option<Count>,
    /// Which build answered when the site was back; none while it has not been away.
    pub answering: Option<Answering>,
    /// The beginning of the half hour.
    pub watched_from: Option<Moment>,
    /// Its end; later by as much as there were gaps in it.
    pub until: Option<Moment>,
    /// How much of it was really looked at.
    pub looked_ms: Count,
    pub gaps: Vec<Gap>,
    pub probes: Vec<ProbeSeries>,
    /// All probes together, in the half hour.
    pub overall: ProbeFigures,
    pub smoke: Option<SmokeRun>,
    pub fired: Vec<Fired>,
    /// None without a source of metrics.
    pub server: Option<ServerFigures>,
}

impl MonitorView {
    pub(super) fn of(job: Job, (release_id, stage): (String, String), it: MonitorShown) -> Self {
        Self {
            job,
            release_id,
            stage,
            phase: it.phase,
            offline_from: it.offline_from,
            back_at: it.back_at,
            downtime_ms: it.downtime_ms,
            answering: it.answering,
            watched_from: it.watched_from,
            until: it.until,
            looked_ms: it.looked_ms,
            gaps: it.gaps,
            probes: it.probes,
            overall: it.overall,
            smoke: it.smoke,
            fired: it.fired,
            server: it.server,
        }
    }
}
