//! What is measured around a promotion: probes, smoke runs, comparisons, baselines and monitors.

use super::Ledger;
use super::column::{clean, from_json, json, moment_text, word};
use super::row::{Columns, all, first};
use crate::fault::Fault;
use crate::project::EnvKey;
use crate::release::monitor::{MonitorKept, Part, Tally, Window};
use crate::release::parity::Parity;
use crate::release::probe::Probe;
use crate::release::smoke::SmokeRun;
use crate::units::Moment;
use rusqlite::{Transaction, named_params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the bodies are written in.
const SCHEMA: u32 = 1;

/// How the probes of a stage answered before its deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pub at: Moment,
    /// By probe.
    pub tallies: BTreeMap<String, Tally>,
}

/// A monitor as it was left, with its windows.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptMonitor {
    pub job_id: String,
    pub release_id: String,
    pub stage: String,
    pub kept: MonitorKept,
    pub before: Vec<Window>,
    pub during: Vec<Window>,
}

impl Ledger {
    /// A project's probes; none if it never had any saved.
    pub fn probes(&self, project_id: &str) -> Result<Option<Vec<Probe>>, Fault> {
        let sql = "SELECT body FROM probes WHERE project_id = ?1";
        self.read(|tx| first(tx, sql, [project_id], |row| row.json("body")))
    }

    pub fn save_probes(&self, project_id: &str, probes: &[Probe]) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO probes VALUES (?1, ?2, ?3)",
                (project_id, SCHEMA, cleaned(&probes)?),
            )?;
            Ok(())
        })
    }

    pub fn add_smoke_run(&self, project_id: &str, run: &SmokeRun) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT INTO smoke_runs VALUES (:id, :schema, :project_id, :env, :sha256, :at, :body)",
                named_params! {
                    ":id": run.id,
                    ":schema": SCHEMA,
                    ":project_id": project_id,
                    ":env": run.env.0,
                    ":sha256": run.sha256,
                    ":at": moment_text(run.at),
                    ":body": cleaned(run)?,
                },
            )?;
            Ok(())
        })
    }

    /// The last smoke run of an environment.
    pub fn last_smoke(&self, project_id: &str, env: &EnvKey) -> Result<Option<SmokeRun>, Fault> {
        let sql = "SELECT body FROM smoke_runs WHERE project_id = ?1 AND env = ?2
             ORDER BY at DESC, rowid DESC LIMIT 1";
        self.read(|tx| first(tx, sql, [project_id, &env.0], |row| row.json("body")))
    }

    /// Keeps a comparison in place of the last one of the same two environments.
    pub fn save_parity(&self, project_id: &str, parity: &Parity) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO parities
                 VALUES (:project_id, :left_env, :right_env, :schema, :at, :body)",
                named_params! {
                    ":project_id": project_id,
                    ":left_env": parity.left.env.0,
                    ":right_env": parity.right.env.0,
                    ":schema": SCHEMA,
                    ":at": moment_text(parity.at),
                    ":body": cleaned(parity)?,
                },
            )?;
            Ok(())
        })
    }

    /// The last comparison of two environments.
    pub fn last_parity(
        &self,
        project_id: &str,
        left: &EnvKey,
        right: &EnvKey,
    ) -> Result<Option<Parity>, Fault> {
        let sql = "SELECT body FROM parities
             WHERE project_id = ?1 AND left_env = ?2 AND right_env = ?3";
        self.read(|tx| {
            first(tx, sql, [project_id, &left.0, &right.0], |row| {
                row.json("body")
            })
        })
    }

    pub fn save_baseline(
        &self,
        release_id: &str,
        stage: &str,
        baseline: &Baseline,
    ) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO baselines VALUES (?1, ?2, ?3, ?4, ?5)",
                (
                    release_id,
                    stage,
                    SCHEMA,
                    moment_text(baseline.at),
                    json(baseline)?,
                ),
            )?;
            Ok(())
        })
    }

    pub fn baseline(&self, release_id: &str, stage: &str) -> Result<Option<Baseline>, Fault> {
        let sql = "SELECT body FROM baselines WHERE release_id = ?1 AND stage = ?2";
        self.read(|tx| first(tx, sql, [release_id, stage], |row| row.json("body")))
    }

    /// Keeps how a monitor stands. Its release and stage never change.
    pub fn save_monitor(
        &self,
        job_id: &str,
        (release_id, stage): (&str, &str),
        started_at: Moment,
        kept: &MonitorKept,
    ) -> Result<(), Fault> {
        self.write_soon(|tx| {
            tx.prepare_cached(
                "INSERT INTO monitors VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (job_id) DO UPDATE SET schema = excluded.schema, body = excluded.body",
            )?
            .execute((
                job_id,
                release_id,
                stage,
                SCHEMA,
                moment_text(started_at),
                cleaned(kept)?,
            ))?;
            Ok(())
        })
    }

    /// Keeps the last of a part's windows, or all of them where earlier ones changed.
    pub fn save_windows(
        &self,
        job_id: &str,
        part: Part,
        windows: &[Window],
        every: bool,
    ) -> Result<(), Fault> {
        let part = word(&part)?;
        self.write_soon(|tx| {
            let from = if every {
                tx.execute(
                    "DELETE FROM monitor_windows WHERE job_id = ?1 AND part = ?2",
                    [job_id, &part],
                )?;
                0
            } else {
                windows.len().saturating_sub(1)
            };
            let mut insert = tx
                .prepare_cached("INSERT OR REPLACE INTO monitor_windows VALUES (?1, ?2, ?3, ?4)")?;
            for (number, window) in windows.iter().enumerate().skip(from) {
                let number = i64::try_from(number).unwrap_or(i64::MAX);
                insert.execute((job_id, &part, number, json(window)?))?;
            }
            Ok(())
        })
    }

    pub fn monitor(&self, job_id: &str) -> Result<Option<KeptMonitor>, Fault> {
        self.read(|tx| kept_monitor(tx, "job_id = ?1", [job_id]))
    }

    /// All monitors of a release, without their windows.
    pub fn monitors_of(&self, release_id: &str) -> Result<Vec<MonitorKept>, Fault> {
        let sql = "SELECT body FROM monitors WHERE release_id = ?1 ORDER BY started_at";
        self.read(|tx| all(tx, sql, [release_id], |row| row.json("body")))
    }

    /// The last monitor of a release's stage.
    pub fn monitor_of(&self, release_id: &str, stage: &str) -> Result<Option<KeptMonitor>, Fault> {
        self.read(|tx| {
            kept_monitor(
                tx,
                "release_id = ?1 AND stage = ?2 ORDER BY started_at DESC, rowid DESC LIMIT 1",
                [release_id, stage],
            )
        })
    }
}

fn kept_monitor(
    tx: &Transaction<'_>,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Option<KeptMonitor>, Fault> {
    let sql = format!("SELECT * FROM monitors WHERE {which}");
    let found = first(tx, &sql, params, |row| {
        Ok(KeptMonitor {
            job_id: row.plain("job_id")?,
            release_id: row.plain("release_id")?,
            stage: row.plain("stage")?,
            kept: from_json(&row.plain::<String>("body")?)?,
            before: Vec::new(),
            during: Vec::new(),
        })
    })?;
    let Some(mut monitor) = found else {
        return Ok(None);
    };
    let windows = |part: Part| -> Result<Vec<Window>, Fault> {
        let sql =
            "SELECT body FROM monitor_windows WHERE job_id = ?1 AND part = ?2 ORDER BY number";
        all(tx, sql, [&monitor.job_id, &word(&part)?], |row| {
            row.json("body")
        })
    };
    let (before, during) = (windows(Part::Before)?, windows(Part::During)?);
    (monitor.before, monitor.during) = (before, during);
    Ok(Some(monitor))
}

/// What people typed and servers said, without any secret that is in memory.
fn cleaned<T: Serialize>(value: &T) -> Result<String, Fault> {
    Ok(clean(&json(value)?).into_owned())
}
