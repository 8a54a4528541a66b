//! What was read and written about releases: findings of logs, and reviews that were handed out.

use super::Ledger;
use super::column::{clean, from_json, json, moment_text};
use super::row::{Columns, all, first};
use crate::fault::Fault;
use crate::release::logs::LogReading;
use crate::release::report::FrozenReview;
use rusqlite::named_params;

/// What `body` is written in.
const SCHEMA: u32 = 1;

impl Ledger {
    /// Newest first.
    pub fn release_logs(&self, release_id: &str) -> Result<Vec<LogReading>, Fault> {
        let sql = "SELECT * FROM release_logs WHERE release_id = ?1 AND schema = ?2 ORDER BY read_at DESC, id";
        self.read(|tx| {
            all(tx, sql, (release_id, SCHEMA), |row| {
                from_json(&row.plain::<String>("body")?)
            })
        })
    }

    /// Takes the place of what the same file said before in the same stage.
    pub fn keep_release_logs(&self, reading: &LogReading) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO release_logs
                 VALUES (:id, :release_id, :stage, :sha256, :read_at, :schema, :body)",
                named_params! {
                    ":id": reading.id,
                    ":release_id": reading.release_id,
                    ":stage": reading.stage,
                    ":sha256": reading.sha256,
                    ":read_at": moment_text(reading.read_at),
                    ":schema": SCHEMA,
                    ":body": clean(&json(reading)?),
                },
            )?;
            Ok(())
        })
    }

    /// Whether there was something to forget.
    pub fn forget_release_logs(&self, release_id: &str, id: &str) -> Result<bool, Fault> {
        let sql = "DELETE FROM release_logs WHERE release_id = ?1 AND id = ?2";
        self.write(|tx| Ok(tx.execute(sql, [release_id, id])? > 0))
    }

    /// Keeps a review that is handed out. One that says the same as an earlier one is that one,
    /// frozen when it first was.
    pub fn keep_review(&self, review: &FrozenReview) -> Result<FrozenReview, Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR IGNORE INTO release_reviews
                 VALUES (:release_id, :stage, :sha256, :frozen_at, :schema, :body)",
                named_params! {
                    ":release_id": review.release_id,
                    ":stage": review.stage,
                    ":sha256": review.sha256,
                    ":frozen_at": moment_text(review.frozen_at),
                    ":schema": SCHEMA,
                    ":body": json(review)?,
                },
            )?;
            let sql = "SELECT * FROM release_reviews WHERE release_id = ?1 AND stage = ?2 AND sha256 = ?3";
            let key = [&review.release_id, &review.stage, &review.sha256];
            let kept = first(tx, sql, key, |row| from_json(&row.plain::<String>("body")?))?;
            Ok(kept.unwrap_or_else(|| review.clone()))
        })
    }
}
