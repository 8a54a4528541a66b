//! Package files that were inspected.

use super::Ledger;
use super::column::{json, moment_text, path, path_value};
use super::row::{Columns, all, first};
use crate::fault::Fault;
use crate::package::{FileStamp, Inspection};
use crate::units::Moment;
use rusqlite::{Row, named_params};
use std::path::PathBuf;

/// A file on this computer and what its inspection found.
#[derive(Debug, Clone, PartialEq)]
pub struct InspectedFile {
    /// UUID.
    pub id: String,
    pub path: PathBuf,
    pub file_name: String,
    /// What the file looked like when it was inspected.
    pub stamp: FileStamp,
    pub inspection: Inspection,
    /// Lower-case hex; none until the whole file was read.
    pub sha256: Option<String>,
    /// CRC-64/NVME over the whole file, read together with the SHA-256.
    pub crc64: Option<u64>,
    pub inspected_at: Moment,
}

impl Ledger {
    /// Newest first.
    pub fn packages(&self) -> Result<Vec<InspectedFile>, Fault> {
        let sql = "SELECT * FROM packages ORDER BY inspected_at DESC, rowid DESC";
        self.read(|tx| all(tx, sql, [], inspected_file))
    }

    pub fn package(&self, id: &str) -> Result<Option<InspectedFile>, Fault> {
        self.read(|tx| {
            first(
                tx,
                "SELECT * FROM packages WHERE id = ?1",
                [id],
                inspected_file,
            )
        })
    }

    /// The latest inspection of a file with these bytes.
    pub fn package_by_sha256(&self, sha256: &str) -> Result<Option<InspectedFile>, Fault> {
        let sql = "SELECT * FROM packages WHERE sha256 = ?1 ORDER BY inspected_at DESC, rowid DESC LIMIT 1";
        self.read(|tx| first(tx, sql, [sha256], inspected_file))
    }

    /// Adds an inspection, or replaces the one with the same id.
    pub fn save_package(&self, file: &InspectedFile) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO packages
                 VALUES (:id, :path, :file_name, :stamp, :inspection, :sha256, :crc64, :inspected_at)",
                named_params! {
                    ":id": file.id,
                    ":path": path_value(&file.path),
                    ":file_name": file.file_name,
                    ":stamp": json(&file.stamp)?,
                    ":inspection": json(&file.inspection)?,
                    ":sha256": file.sha256,
                    ":crc64": file.crc64.map(u64::cast_signed),
                    ":inspected_at": moment_text(file.inspected_at),
                },
            )?;
            Ok(())
        })
    }

    /// Adds what reading the whole file gave. Nothing happens if it was forgotten meanwhile.
    pub fn set_fingerprint(&self, id: &str, sha256: &str, crc64: u64) -> Result<(), Fault> {
        self.write(|tx| {
            let sql = "UPDATE packages SET sha256 = ?2, crc64 = ?3 WHERE id = ?1";
            tx.execute(sql, (id, sha256, crc64.cast_signed()))?;
            Ok(())
        })
    }

    /// Takes a package off the list. The file and its placements stay.
    pub fn forget_package(&self, id: &str) -> Result<(), Fault> {
        self.write(|tx| {
            tx.execute("DELETE FROM packages WHERE id = ?1", [id])?;
            Ok(())
        })
    }
}

fn inspected_file(row: &Row<'_>) -> Result<InspectedFile, Fault> {
    Ok(InspectedFile {
        id: row.plain("id")?,
        path: path(row.get_ref("path")?)?,
        file_name: row.plain("file_name")?,
        stamp: row.json("stamp")?,
        inspection: row.json("inspection")?,
        sha256: row.plain("sha256")?,
        crc64: row.plain::<Option<i64>>("crc64")?.map(i64::cast_unsigned),
        inspected_at: row.moment("inspected_at")?,
    })
}
