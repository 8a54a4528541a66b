//! The seal: how long the history is and how it ends, in a small file beside the ledger.
//!
//! The chain shows that no line before its end was changed. Whoever can write to the ledger could
//! still cut lines off its end and shorten what the ledger says about its length. The seal lies
//! outside: a history that does not lead through it is not whole.
//!
//! It is written after the lines are on the disk, so it never says more than there is: after a
//! crash in between the history is ahead of its seal, which is no harm. A history that does not
//! lead through its seal keeps it, so that the break stays in sight however much is written later.

use super::Ledger;
use super::beside::seal_of;
use super::chain::{BEFORE_THE_FIRST, Head, head};
use super::row::{Columns, first};
use crate::fault::Fault;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What is written in the file, as one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seal {
    pub entries: u64,
    /// Of the last of them; 64 zeros before the first.
    pub hash: String,
}

/// What lies beside the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sealed {
    As(Seal),
    /// There is none, or one that says nothing.
    Not,
    /// In memory there is nothing beside it.
    Never,
}

/// Where the seal of a ledger lies; nowhere for one in memory.
pub(super) struct SealPlace(Option<PathBuf>);

impl SealPlace {
    pub const NOWHERE: Self = Self(None);

    pub fn of(ledger: &Path) -> Self {
        Self(Some(seal_of(ledger)))
    }

    /// To be read before the transaction it is held against: a line written and sealed in between
    /// by another process would otherwise seem to be missing.
    pub fn read(&self) -> Sealed {
        let Some(path) = &self.0 else {
            return Sealed::Never;
        };
        let seal = std::fs::read(path)
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok());
        seal.map_or(Sealed::Not, Sealed::As)
    }

    /// A history that cannot be sealed is still written: its lines are on the disk, and the next one
    /// brings the seal along.
    pub fn write(&self, head: &Head) {
        let Some(path) = &self.0 else { return };
        let seal = Seal {
            entries: head.entries,
            hash: head.hash.clone(),
        };
        if let Err(cause) = replace(path, &seal) {
            tracing::warn!(%cause, "the history was not sealed");
        }
    }
}

impl Ledger {
    /// A history without a line is sealed at once, so that a seal that is missing later was taken
    /// away.
    pub(super) fn seal_if_new(&self) -> Result<(), Fault> {
        let is_new = || self.read(|tx| Ok(head(tx)?.is_some_and(|head| head.entries == 0)));
        if self.seal.read() == Sealed::Not && is_new()? {
            self.seal.write(&Head {
                entries: 0,
                hash: BEFORE_THE_FIRST.to_owned(),
            });
        }
        Ok(())
    }
}

/// Whether the lines lead through the seal; the number where they do not.
pub(super) fn leads_through(
    tx: &Transaction<'_>,
    sealed: &Sealed,
) -> Result<Result<(), u64>, Fault> {
    let Sealed::As(seal) = sealed else {
        return Ok(Ok(()));
    };
    if seal.entries == 0 {
        return Ok(Ok(()));
    }
    let sql = "SELECT hash FROM entries WHERE seq = ?1";
    let number = i64::try_from(seal.entries).unwrap_or(i64::MAX);
    let there: Option<String> = first(tx, sql, [number], |row| row.plain("hash"))?;
    Ok(match there {
        Some(hash) if hash == seal.hash => Ok(()),
        Some(_) => Err(seal.entries),
        None => Err(head(tx)?.map_or(0, |head| head.entries) + 1),
    })
}

/// A temporary file first, on the disk, then renamed (promise 21).
fn replace(path: &Path, seal: &Seal) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer(&mut file, seal)?;
    file.write_all(b"\n")?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failed| failed.error)?;
    Ok(())
}
