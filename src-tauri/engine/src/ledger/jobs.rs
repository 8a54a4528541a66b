//! The journal of jobs, and the confirmations that started them.

use super::column::{clean_values, from_json, json, moment_text, word};
use super::entries::add;
use super::row::{Columns, all, first};
use super::{EntryDraft, Ledger};
use crate::fault::Fault;
use crate::job::{self, Job, JobKind, JobState, WaitingFor};
use crate::units::{Bytes, Moment};
use rusqlite::{Connection, Row, named_params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Version of [`Body`]. A row of another version is shown, and left as it is.
const SCHEMA: i64 = 1;
/// Says which version wrote a job that is not of this one.
const WRITTEN_BY: &str = "written_by_schema";
/// Schema of a row that says it is of this version and cannot be read as one.
const UNREADABLE: i64 = 0;
/// Stands in for a time that cannot be read.
const LONG_AGO: Moment = Moment(jiff::Timestamp::UNIX_EPOCH);
/// Nobody looks further back than this in a list of jobs.
const SHOWN: i64 = 500;

/// What became of the wish to start a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    New,
    /// The confirmation was used before; this is the job it started.
    Already(Box<Job>),
}

/// The part of a row that depends on its version. Speed and time left are not kept: they mean
/// nothing later.
#[derive(Serialize, Deserialize)]
struct Body {
    state: JobState,
    phase: String,
    done: Bytes,
    total: Bytes,
    params: BTreeMap<String, String>,
}

impl Ledger {
    /// Writes a new job down. A confirmation that was used before starts nothing: the job it
    /// started comes back, in one transaction with the question (promise 39).
    pub fn start_job(&self, job: &Job, confirmation: Option<&str>) -> Result<Started, Fault> {
        self.write(|tx| {
            if let Some(earlier) = confirmation
                .map(|id| confirmed(tx, id))
                .transpose()?
                .flatten()
            {
                return Ok(Started::Already(Box::new(earlier)));
            }
            tx.execute(
                "INSERT INTO jobs (id, schema, kind, state, project_id, env, package, started_at,
                   updated_at, revision, body)
                 VALUES (:id, :schema, :kind, :state, :project_id, :env, :package, :started_at,
                   :updated_at, :revision, :body)",
                named_params! {
                    ":id": job.id,
                    ":schema": SCHEMA,
                    ":kind": word(&job.kind)?,
                    ":state": state_word(&job.state),
                    ":project_id": job.project_id,
                    ":env": job.env,
                    ":package": job.package,
                    ":started_at": moment_text(job.started_at),
                    ":updated_at": moment_text(job.updated_at),
                    ":revision": job.revision,
                    ":body": body_text(job)?,
                },
            )?;
            if let Some(id) = confirmation {
                let at = moment_text(job.started_at);
                tx.execute(
                    "INSERT INTO confirmations VALUES (?1, ?2, ?3)",
                    [id, &job.id, &at],
                )?;
            }
            Ok(Started::New)
        })
    }

    /// Writes a job down as it stands. False if the ledger has a later state of it.
    pub fn save_job(&self, job: &Job) -> Result<bool, Fault> {
        self.write(|tx| update(tx, job))
    }

    /// As [`Self::save_job`], with the audit line that goes with it: both are written, or neither.
    pub fn save_job_with(&self, job: &Job, line: EntryDraft) -> Result<bool, Fault> {
        let person = line.person.clone();
        let now = job.updated_at;
        self.write_history(&person, now, |tx| {
            let saved = update(tx, job)?;
            if saved {
                add(tx, line, now)?;
            }
            Ok(saved)
        })
    }

    /// As [`Self::save_job`], for progress: does not wait for the disk.
    pub fn save_progress(&self, job: &Job) -> Result<bool, Fault> {
        self.write_soon(|tx| update(tx, job))
    }

    /// Writes a changed job down as its next revision, if nobody else changed it since it was
    /// read. False, and nothing is written, if somebody did.
    pub fn replace_job(&self, job: &mut Job, now: Moment) -> Result<bool, Fault> {
        self.write(|tx| replace(tx, job, now))
    }

    /// As [`Self::replace_job`], with the audit line that goes with it: both are written, or neither.
    pub fn settle_job(&self, job: &mut Job, line: EntryDraft, now: Moment) -> Result<bool, Fault> {
        let person = line.person.clone();
        self.write_history(&person, now, |tx| {
            let settled = replace(tx, job, now)?;
            if settled {
                add(tx, line, now)?;
            }
            Ok(settled)
        })
    }

    pub fn job(&self, id: &str) -> Result<Option<Job>, Fault> {
        self.read(|tx| first(tx, "SELECT * FROM jobs WHERE id = ?1", [id], job))
    }

    /// Notes that a job goes on by this confirmation, so that it starts no other one. One that was
    /// used before stays with its job.
    pub fn confirm_job(&self, job_id: &str, confirmation: &str, at: Moment) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR IGNORE INTO confirmations VALUES (?1, ?2, ?3)",
                [confirmation, job_id, &moment_text(at)],
            )?;
            Ok(())
        })
    }

    /// The job a confirmation started.
    pub fn job_of_confirmation(&self, confirmation: &str) -> Result<Option<Job>, Fault> {
        self.read(|tx| confirmed(tx, confirmation))
    }

    /// Jobs that have not ended and were not interrupted, newest first.
    pub fn open_jobs(&self) -> Result<Vec<Job>, Fault> {
        self.read(open)
    }

    /// Jobs nobody dismissed, newest first.
    pub fn jobs_to_show(&self) -> Result<Vec<Job>, Fault> {
        let sql =
            "SELECT * FROM jobs WHERE dismissed = 0 ORDER BY started_at DESC, rowid DESC LIMIT ?1";
        self.read(|tx| all(tx, sql, [SHOWN], job))
    }

    /// The last jobs of all kinds, newest first, also those that are on no list any more.
    pub fn last_jobs(&self, most: u32) -> Result<Vec<Job>, Fault> {
        let sql = "SELECT * FROM jobs ORDER BY started_at DESC, rowid DESC LIMIT ?1";
        self.read(|tx| all(tx, sql, [most], job))
    }

    /// All jobs of one kind in a project, newest first, also those that are on no list any more.
    pub fn jobs_of_kind(&self, project_id: &str, kind: JobKind) -> Result<Vec<Job>, Fault> {
        let sql = "SELECT * FROM jobs WHERE project_id = ?1 AND kind = ?2 ORDER BY started_at DESC, rowid DESC";
        self.read(|tx| all(tx, sql, [project_id, &word(&kind)?], job))
    }

    /// Takes a job off the list; what it did stays known. A job that is still under way or waits
    /// for an answer stays on it.
    pub fn dismiss_job(&self, id: &str) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "UPDATE jobs SET dismissed = 1
                 WHERE id = ?1 AND (schema <> ?2 OR state IN ('interrupted', 'succeeded', 'failed', 'cancelled'))",
                (id, SCHEMA),
            )?;
            Ok(())
        })
    }

    /// On launch, before anything is answered: what the last session left queued, running, paused
    /// or about to retry is *interrupted* now (promise 23). Gives those jobs. A row that cannot be
    /// read is put aside like one of another version: it keeps nobody from the others.
    pub fn interrupt_running(&self, now: Moment) -> Result<Vec<Job>, Fault> {
        self.write(|tx| {
            let mut interrupted = open(tx)?;
            for job in interrupted.iter().filter(|job| is_unreadable(job)) {
                let sql = "UPDATE jobs SET schema = ?2, state = 'interrupted' WHERE id = ?1";
                tx.execute(sql, (&job.id, UNREADABLE))?;
            }
            interrupted.retain_mut(|job| job::interrupt(job, now));
            for job in &interrupted {
                update(tx, job)?;
            }
            Ok(interrupted)
        })
    }
}

fn replace(connection: &Connection, job: &mut Job, now: Moment) -> Result<bool, Fault> {
    let read_as = job.revision;
    job.revision += 1;
    job.updated_at = now;
    let sql = "SELECT revision FROM jobs WHERE id = ?1";
    let revision = first(connection, sql, [&job.id], |row| {
        row.plain::<u32>("revision")
    })?;
    Ok(revision == Some(read_as) && update(connection, job)?)
}

fn update(connection: &Connection, job: &Job) -> Result<bool, Fault> {
    let changed = connection
        .prepare_cached(
            "UPDATE jobs
             SET state = :state, package = :package, updated_at = :updated_at, revision = :revision, body = :body
             WHERE id = :id AND schema = :schema AND revision <= :revision",
        )?
        .execute(named_params! {
            ":id": job.id,
            ":schema": SCHEMA,
            ":state": state_word(&job.state),
            ":package": job.package,
            ":updated_at": moment_text(job.updated_at),
            ":revision": job.revision,
            ":body": body_text(job)?,
        })?;
    Ok(changed == 1)
}

fn confirmed(connection: &Connection, confirmation: &str) -> Result<Option<Job>, Fault> {
    let sql = "SELECT jobs.* FROM jobs JOIN confirmations ON confirmations.job_id = jobs.id WHERE confirmations.id = ?1";
    first(connection, sql, [confirmation], job)
}

fn open(connection: &rusqlite::Transaction<'_>) -> Result<Vec<Job>, Fault> {
    let sql = "SELECT * FROM jobs WHERE schema = ?1 AND state IN ('queued', 'running', 'paused', 'waiting')
         ORDER BY started_at DESC, rowid DESC";
    all(connection, sql, [SCHEMA], job)
}

fn job(row: &Row<'_>) -> Result<Job, Fault> {
    let kind: Result<JobKind, Fault> = row.word("kind");
    let (schema, body) = match row.plain("schema")? {
        SCHEMA if kind.is_err() => (UNREADABLE, None),
        SCHEMA => row
            .json("body")
            .map_or((UNREADABLE, None), |body| (SCHEMA, Some(body))),
        other => (other, None),
    };
    let body = match body {
        Some(body) => body,
        None => body_of_another_version(schema, &row.plain::<String>("state")?),
    };
    // Of all kinds, an inspection promises least about what happened outside.
    let kind = kind.unwrap_or(JobKind::Inspect);
    let Body {
        state,
        phase,
        done,
        total,
        params,
    } = body;
    Ok(Job {
        id: row.plain("id")?,
        kind,
        project_id: row.plain("project_id")?,
        env: row.plain("env")?,
        package: row.plain("package")?,
        state,
        phase,
        done,
        total,
        speed: None,
        eta_s: None,
        params,
        started_at: row.moment("started_at").unwrap_or(LONG_AGO),
        updated_at: row.moment("updated_at").unwrap_or(LONG_AGO),
        revision: row.plain("revision")?,
    })
}

/// What can be said about a job that another version of Slipway wrote: how it ended, if its column
/// says so without words of its own, and otherwise that it does not go on here.
fn body_of_another_version(schema: i64, state: &str) -> Body {
    let state = match state {
        "succeeded" => JobState::Succeeded,
        "cancelled" => JobState::Cancelled,
        _ => JobState::Interrupted,
    };
    let params = BTreeMap::from([(WRITTEN_BY.to_owned(), schema.to_string())]);
    Body {
        state,
        phase: "unknown".to_owned(),
        done: Bytes(0),
        total: Bytes(0),
        params,
    }
}

fn is_unreadable(job: &Job) -> bool {
    job.params.get(WRITTEN_BY) == Some(&UNREADABLE.to_string())
}

fn body_text(job: &Job) -> Result<String, Fault> {
    let mut state = job.state.clone();
    if let JobState::Failed { fault } = &mut state {
        fault.params = clean_values(&fault.params);
        fault.detail = fault
            .detail
            .take()
            .map(|detail| super::column::clean(&detail).into_owned());
    }
    json(&Body {
        state,
        phase: job.phase.clone(),
        done: job.done,
        total: job.total,
        params: clean_values(&job.params),
    })
}

/// Whether a body can be read. Faults: `ledger-unreadable`.
pub(super) fn sound_body(text: &str) -> Result<(), Fault> {
    from_json::<Body>(text).map(drop)
}

/// The state as queries ask for it.
fn state_word(state: &JobState) -> &'static str {
    match state {
        JobState::Queued => "queued",
        JobState::Running => "running",
        JobState::Paused => "paused",
        JobState::Waiting {
            waiting_for: WaitingFor::Retry | WaitingFor::LookInPortal | WaitingFor::Link,
        } => "waiting",
        JobState::Interrupted => "interrupted",
        JobState::Succeeded => "succeeded",
        JobState::Failed { .. } => "failed",
        JobState::Cancelled => "cancelled",
    }
}
