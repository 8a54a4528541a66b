//! What stands in each file.

use super::{About, Names, PartKind, SupportPart};
use crate::desk::ChainState;
use crate::first_aid::{AidFinding, in_words};
use crate::job::{Job, JobState};
use crate::ledger::LedgerFigures;
use crate::secret::redact;
use crate::units::Moment;
use crate::words::Catalog;
use std::fmt::Write;

/// Everything that is put in.
pub struct Gathered<'a> {
    pub about: &'a About,
    pub findings: &'a [AidFinding],
    /// The words of the findings.
    pub words: &'a Catalog,
    /// Newest first.
    pub jobs: &'a [Job],
    pub ledger: &'a LedgerFigures,
    pub chain: &'a ChainState,
    pub log: &'a str,
    pub now: Moment,
}

/// The files, each redacted and with its names as they are to be.
pub fn parts_of(gathered: &Gathered<'_>, names: &Names) -> Vec<SupportPart> {
    let part = |kind, file_name: &str, text: String| SupportPart {
        kind,
        file_name: file_name.to_owned(),
        text: names.apply(&redact(&text)),
    };
    vec![
        part(PartKind::Versions, "versions.txt", versions(gathered)),
        part(PartKind::FirstAid, "first-aid.txt", first_aid(gathered)),
        part(PartKind::Jobs, "jobs.txt", jobs(gathered)),
        part(PartKind::Ledger, "database.txt", ledger(gathered)),
        part(PartKind::Log, "log.txt", gathered.log.to_owned()),
    ]
}

fn versions(gathered: &Gathered<'_>) -> String {
    let about = gathered.about;
    let web_view = about.web_view.version.as_deref().unwrap_or("unknown");
    format!(
        "slipway: {}\ncommit: {}\ntarget: {}\nsystem: {}\n{}: {web_view}\nwritten: {}\n",
        about.version,
        about.commit,
        about.target,
        about.system,
        about.web_view.kind.name(),
        gathered.now,
    )
}

fn first_aid(gathered: &Gathered<'_>) -> String {
    let told = gathered
        .findings
        .iter()
        .map(|finding| in_words(finding, gathered.words));
    told.collect::<Vec<_>>().join("\n")
}

/// When, what, where, how it ended. Names of files stand in the parameters, which stay out.
fn jobs(gathered: &Gathered<'_>) -> String {
    let mut text = String::new();
    for job in gathered.jobs {
        let env = job.env.as_deref().unwrap_or("-");
        // Writing to a text never fails.
        let _ = writeln!(
            text,
            "{} {} {env} {} {} of {} bytes, until {}",
            job.started_at,
            word(&job.kind),
            state(&job.state),
            job.done.0,
            job.total.0,
            job.updated_at,
        );
        if let JobState::Failed { fault } = &job.state {
            let detail = fault.detail.as_deref().unwrap_or_default();
            let _ = writeln!(text, "  [{}] {detail}", fault.code);
        }
    }
    text
}

fn state(state: &JobState) -> String {
    match state {
        JobState::Failed { .. } => "ended early".to_owned(),
        JobState::Waiting { waiting_for } => format!("waiting for {}", word(waiting_for)),
        other => {
            let value = serde_json::to_value(other).unwrap_or_default();
            value["state"].as_str().unwrap_or_default().to_owned()
        }
    }
}

fn ledger(gathered: &Gathered<'_>) -> String {
    let mut text = format!("schema: {}\n", gathered.ledger.schema);
    let _ = match gathered.chain {
        ChainState::Whole { entries } => writeln!(text, "chain: whole, {} entries", entries.0),
        ChainState::Broken { at } => writeln!(text, "chain: broken at entry {}", at.0),
    };
    for (table, rows) in &gathered.ledger.tables {
        let _ = writeln!(text, "{table}: {} rows", rows.0);
    }
    text
}

/// An enum's name as it crosses to the window.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
