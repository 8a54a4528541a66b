//! The database file and the tree of files of a restore as they were looked at, and what was said
//! beside the steps.

use super::Ledger;
use super::column::{clean, json, moment_text, path, path_value};
use super::row::{Columns, first};
use crate::fault::Fault;
use crate::package::FileStamp;
use crate::restore::bacpac::DatabaseCheck;
use crate::restore::storage::{Choices, StorageCheck};
use crate::units::{Bytes, Moment};
use rusqlite::{Row, named_params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What `body` is written in.
const SCHEMA: u32 = 1;

/// A database file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDatabase {
    pub path: PathBuf,
    /// Its facts carry the stamp of the file as it was read.
    pub check: DatabaseCheck,
}

/// A tree of files that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptStorage {
    /// A folder, or a zip of one.
    pub path: PathBuf,
    pub choices: Choices,
    pub check: StorageCheck,
    /// Tells this tree with these names from any other.
    pub print: String,
}

/// What is known of a restore beside its steps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreNotes {
    /// Xperience version of the target environment, as the user read it.
    pub target_version: Option<String>,
    /// The file storage limit as the Dashboard shows it.
    pub limit: Option<Bytes>,
    /// The keychain holds its links.
    #[serde(default)]
    pub in_keychain: bool,
}

#[derive(Serialize, Deserialize)]
struct DatabaseBody {
    stamp: Option<FileStamp>,
    check: DatabaseCheck,
}

#[derive(Serialize, Deserialize)]
struct StorageBody {
    choices: Choices,
    check: StorageCheck,
    print: String,
}

impl Ledger {
    pub fn restore_database(&self, restore_id: &str) -> Result<Option<KeptDatabase>, Fault> {
        let kept: Option<(PathBuf, DatabaseBody)> = self.part(restore_id, "database")?;
        Ok(kept.map(|(path, body)| {
            let mut check = body.check;
            check.facts.stamp = body.stamp;
            KeptDatabase { path, check }
        }))
    }

    pub fn restore_storage(&self, restore_id: &str) -> Result<Option<KeptStorage>, Fault> {
        let kept: Option<(PathBuf, StorageBody)> = self.part(restore_id, "storage")?;
        Ok(kept.map(|(path, body)| KeptStorage {
            path,
            choices: body.choices,
            check: body.check,
            print: body.print,
        }))
    }

    /// Takes the place of the one before.
    pub fn keep_restore_database(
        &self,
        restore_id: &str,
        kept: &KeptDatabase,
        at: Moment,
    ) -> Result<(), Fault> {
        let body = DatabaseBody {
            stamp: kept.check.facts.stamp,
            check: kept.check.clone(),
        };
        self.keep_part(restore_id, "database", &kept.path, &json(&body)?, at)
    }

    /// Takes the place of the one before.
    pub fn keep_restore_storage(
        &self,
        restore_id: &str,
        kept: &KeptStorage,
        at: Moment,
    ) -> Result<(), Fault> {
        let body = StorageBody {
            choices: kept.choices.clone(),
            check: kept.check.clone(),
            print: kept.print.clone(),
        };
        self.keep_part(restore_id, "storage", &kept.path, &json(&body)?, at)
    }

    /// Forgets what was looked at: something else takes its place.
    pub fn forget_restore_part(&self, restore_id: &str, part: &str) -> Result<(), Fault> {
        self.write(|tx| {
            let sql = "DELETE FROM restore_parts WHERE restore_id = ?1 AND part = ?2";
            tx.execute(sql, [restore_id, part])?;
            Ok(())
        })
    }

    /// Nothing was said yet about a restore that has no notes.
    pub fn restore_notes(&self, restore_id: &str) -> Result<RestoreNotes, Fault> {
        let sql = "SELECT body FROM restore_notes WHERE restore_id = ?1";
        let notes = self.read(|tx| first(tx, sql, [restore_id], |row| row.json("body")))?;
        Ok(notes.unwrap_or_default())
    }

    pub fn keep_restore_notes(&self, restore_id: &str, notes: &RestoreNotes) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO restore_notes VALUES (:restore_id, :schema, :body)",
                named_params! {
                    ":restore_id": restore_id,
                    ":schema": SCHEMA,
                    ":body": clean(&json(notes)?),
                },
            )?;
            Ok(())
        })
    }

    fn part<B: DeserializeOwned>(
        &self,
        restore_id: &str,
        part: &str,
    ) -> Result<Option<(PathBuf, B)>, Fault> {
        let sql = "SELECT path, body FROM restore_parts
                   WHERE restore_id = ?1 AND part = ?2 AND schema = ?3";
        let read = |row: &Row<'_>| Ok((path(row.get_ref("path")?)?, row.json("body")?));
        self.read(|tx| first(tx, sql, (restore_id, part, SCHEMA), read))
    }

    fn keep_part(
        &self,
        restore_id: &str,
        part: &str,
        path: &Path,
        body: &str,
        at: Moment,
    ) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO restore_parts
                 VALUES (:restore_id, :part, :schema, :path, :looked_at, :body)",
                named_params! {
                    ":restore_id": restore_id,
                    ":part": part,
                    ":schema": SCHEMA,
                    ":path": path_value(path),
                    ":looked_at": moment_text(at),
                    ":body": body,
                },
            )?;
            Ok(())
        })
    }
}
