//! What watching the sites saw.

use super::Ledger;
use super::column::{clean, json, moment_text};
use super::row::{Columns, all, first};
use crate::desk::Sample;
use crate::fault::Fault;
use crate::project::EnvKey;
use crate::release::WatchSummary;

/// Older samples of one watch than these are let go: ten hours at one in five seconds.
const KEPT_SAMPLES: i64 = 7_200;
const TRIM_EVERY: i64 = 100;

impl Ledger {
    pub fn add_sample(&self, watch_job: &str, sample: &Sample) -> Result<(), Fault> {
        self.write_soon(|tx| {
            tx.prepare_cached("INSERT INTO samples (job_id, at, body) VALUES (?1, ?2, ?3)")?
                .execute((watch_job, moment_text(sample.at), sample_text(sample)?))?;
            // Counting back that far costs more than a few rows too many.
            if tx.last_insert_rowid() % TRIM_EVERY != 0 {
                return Ok(());
            }
            tx.prepare_cached(
                "DELETE FROM samples WHERE job_id = ?1 AND id <=
                   (SELECT id FROM samples WHERE job_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
            )?
            .execute((watch_job, KEPT_SAMPLES))?;
            Ok(())
        })
    }

    /// The last `most` samples of a watch, newest last.
    pub fn samples(&self, watch_job: &str, most: usize) -> Result<Vec<Sample>, Fault> {
        let sql = "SELECT body FROM samples WHERE job_id = ?1 ORDER BY id DESC LIMIT ?2";
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut samples =
            self.read(|tx| all(tx, sql, (watch_job, most), |row| row.json("body")))?;
        samples.reverse();
        Ok(samples)
    }

    pub fn save_watch(&self, watch_job: &str, summary: &WatchSummary) -> Result<(), Fault> {
        self.write_soon(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO watches VALUES (?1, ?2)")?
                .execute([watch_job, &json(summary)?])?;
            Ok(())
        })
    }

    /// What a watch concluded so far; that nothing has changed, if it has not looked yet.
    pub fn watch(&self, watch_job: &str) -> Result<WatchSummary, Fault> {
        let sql = "SELECT summary FROM watches WHERE job_id = ?1";
        let saved = self.read(|tx| first(tx, sql, [watch_job], |row| row.json("summary")))?;
        Ok(saved.unwrap_or_else(WatchSummary::waiting))
    }

    /// Keeps a look at a site that belongs to no watch.
    pub fn save_look(&self, project_id: &str, env: &EnvKey, sample: &Sample) -> Result<(), Fault> {
        self.write_soon(|tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO looks VALUES (?1, ?2, ?3, ?4)")?
                .execute([
                    project_id,
                    &env.0,
                    &moment_text(sample.at),
                    &sample_text(sample)?,
                ])?;
            Ok(())
        })
    }

    /// The last look at an environment's site, by a watch or on its own.
    pub fn last_look(&self, project_id: &str, env: &EnvKey) -> Result<Option<Sample>, Fault> {
        let sql = "SELECT at, body FROM looks WHERE project_id = ?1 AND env = ?2
             UNION ALL
             SELECT samples.at, samples.body FROM samples
               WHERE samples.id IN (
                 SELECT (SELECT max(id) FROM samples WHERE job_id = jobs.id)
                 FROM jobs WHERE project_id = ?1 AND env = ?2)
             ORDER BY at DESC LIMIT 1";
        self.read(|tx| first(tx, sql, [project_id, &env.0], |row| row.json("body")))
    }
}

/// A server's words may quote what it was sent.
fn sample_text(sample: &Sample) -> Result<String, Fault> {
    let mut sample = sample.clone();
    sample.detail = sample.detail.map(|detail| clean(&detail).into_owned());
    json(&sample)
}
