//! Which package went where, and how that is known.

use super::Ledger;
use super::column::{moment_text, word};
use super::entries::{self, EntryDraft};
use super::row::{Columns, all, first};
use crate::desk::{KnownBy, Placement};
use crate::fault::Fault;
use crate::project::EnvKey;
use crate::units::{Count, Moment};
use rusqlite::{Row, Transaction, named_params};

impl Ledger {
    /// Everything that went to the environments of a project, newest first.
    pub fn placements_in(&self, project_id: &str) -> Result<Vec<Placement>, Fault> {
        let sql = "SELECT * FROM placements WHERE project_id = ?1 ORDER BY at DESC, id DESC";
        self.read(|tx| all(tx, sql, [project_id], placement))
    }

    /// Everywhere a package went, newest first.
    pub fn placements_of(&self, sha256: &str) -> Result<Vec<Placement>, Fault> {
        let sql = "SELECT * FROM placements WHERE sha256 = ?1 ORDER BY at DESC, id DESC";
        self.read(|tx| all(tx, sql, [sha256], placement))
    }

    /// What went to an environment last.
    pub fn last_placement(
        &self,
        project_id: &str,
        env: &EnvKey,
    ) -> Result<Option<Placement>, Fault> {
        let sql = "SELECT * FROM placements WHERE project_id = ?1 AND env = ?2 ORDER BY at DESC, id DESC LIMIT 1";
        self.read(|tx| first(tx, sql, [project_id, &env.0], placement))
    }

    /// Notes what an upload or a press brought where. Either brings one package to one place, so a
    /// second note about it changes nothing.
    pub fn add_placement(&self, brought_by: &str, placement: &Placement) -> Result<(), Fault> {
        self.write(|tx| add(tx, brought_by, placement))
    }

    /// The same, with a line of the history: both, or neither.
    pub fn add_placement_with(
        &self,
        brought_by: &str,
        placement: &Placement,
        line: EntryDraft,
        now: Moment,
    ) -> Result<(), Fault> {
        let person = line.person.clone();
        self.write_history(&person, now, |tx| {
            add(tx, brought_by, placement)?;
            entries::add(tx, line, now)?;
            Ok(())
        })
    }

    /// Whether the Portal is known to have accepted an upload, by its answer and not by anybody's word.
    pub fn was_accepted(&self, upload: &str) -> Result<bool, Fault> {
        let sql = "SELECT known_by FROM placements WHERE brought_by = ?1";
        let known = self.read(|tx| first(tx, sql, [upload], |row| row.word("known_by")))?;
        Ok(known.is_some_and(|known: KnownBy| known != KnownBy::Told))
    }

    /// Notes that what an upload or a press brought is known better now. What was measured stays measured when
    /// somebody says so too.
    pub fn confirm_placement(
        &self,
        brought_by: &str,
        by: KnownBy,
        downtime: Option<Count>,
    ) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "UPDATE placements
                 SET known_by = CASE WHEN known_by = :measured THEN known_by ELSE :by END,
                     downtime_ms = coalesce(:downtime_ms, downtime_ms)
                 WHERE brought_by = :brought_by",
                named_params! {
                    ":brought_by": brought_by,
                    ":measured": word(&KnownBy::Measured)?,
                    ":by": word(&by)?,
                    ":downtime_ms": downtime.map(|ms| ms.0.min(i64::MAX as u64).cast_signed()),
                },
            )?;
            Ok(())
        })
    }
}

fn add(tx: &Transaction<'_>, brought_by: &str, placement: &Placement) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO placements (brought_by, project_id, env, sha256, file_name, build_number,
           code_version, at, known_by, downtime_ms)
         VALUES (:brought_by, :project_id, :env, :sha256, :file_name, :build_number,
           :code_version, :at, :known_by, :downtime_ms)
         ON CONFLICT (brought_by) DO NOTHING",
        named_params! {
            ":brought_by": brought_by,
            ":project_id": placement.project_id,
            ":env": placement.env.0,
            ":sha256": placement.sha256,
            ":file_name": placement.file_name,
            ":build_number": placement.build_number,
            ":code_version": placement.code_version,
            ":at": moment_text(placement.at),
            ":known_by": word(&placement.known_by)?,
            ":downtime_ms": placement.downtime_ms.map(|ms| ms.0.min(i64::MAX as u64).cast_signed()),
        },
    )?;
    Ok(())
}

fn placement(row: &Row<'_>) -> Result<Placement, Fault> {
    let downtime: Option<i64> = row.plain("downtime_ms")?;
    Ok(Placement {
        project_id: row.plain("project_id")?,
        env: EnvKey(row.plain("env")?),
        sha256: row.plain("sha256")?,
        file_name: row.plain("file_name")?,
        build_number: row.plain("build_number")?,
        code_version: row.plain("code_version")?,
        at: row.moment("at")?,
        known_by: row.word("known_by")?,
        downtime_ms: downtime.and_then(|ms| u64::try_from(ms).ok()).map(Count),
    })
}
