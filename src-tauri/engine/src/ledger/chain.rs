//! The chain of hashes over the audit lines.
//!
//! The hash of an entry is SHA-256, in lower-case hex, over the UTF-8 bytes of one JSON object: the
//! entry as exported, without `hash`, with `previous`, its keys sorted, without spaces. `previous`
//! is the hash of the entry before it, 64 zeros for the first. Changing, removing or inserting a
//! line therefore shows at that line; and because length and last hash are also kept apart, in the
//! ledger and in its [seal](super::seal), so does cutting off the end.

use super::Ledger;
use super::entries::entry;
use super::row::{Columns, first};
use super::seal::{Sealed, leads_through};
use super::trouble::unreadable;
use crate::desk::{ChainState, Entry};
use crate::fault::Fault;
use crate::units::Count;
use rusqlite::Transaction;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the first entry follows.
pub(super) const BEFORE_THE_FIRST: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// How long the chain is, and the hash it ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub entries: u64,
    pub hash: String,
}

/// The part of the chain that was verified. Good for as long as no other connection has written to
/// the file, which SQLite counts.
pub(super) struct Verified {
    data_version: i64,
    head: Head,
}

impl Ledger {
    /// Verifies the chain. What was verified before is not read again unless somebody else wrote to
    /// the file meanwhile.
    ///
    /// A broken chain names the number where it stops holding: of the first entry that is not what
    /// it was, or that is missing.
    pub fn verify(&self) -> Result<ChainState, Fault> {
        let sealed = self.seal.read();
        self.read(|tx| self.verify_in(tx, &sealed))
    }

    /// As [`Self::verify`], with a seal that was read before the transaction began.
    pub(super) fn verify_in(
        &self,
        tx: &Transaction<'_>,
        sealed: &Sealed,
    ) -> Result<ChainState, Fault> {
        match (self.follow_from_known(tx)?, leads_through(tx, sealed)?) {
            (ChainState::Whole { .. }, Err(at)) => Ok(ChainState::Broken { at: Count(at) }),
            (state, _) => Ok(state),
        }
    }

    fn follow_from_known(&self, tx: &Transaction<'_>) -> Result<ChainState, Fault> {
        let data_version: i64 = tx.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let head = head(tx)?;
        // Of the same state of the file as the lines below: both belong to this transaction.
        let mut verified = self
            .verified
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        let known = verified
            .as_ref()
            .filter(|known| known.data_version == data_version);
        let from = known.map_or(
            Head {
                entries: 0,
                hash: BEFORE_THE_FIRST.to_owned(),
            },
            |known| known.head.clone(),
        );
        Ok(match follow(tx, from)? {
            Ok(end) if Some(&end) == head.as_ref() => {
                let entries = Count(end.entries);
                *verified = Some(Verified {
                    data_version,
                    head: end,
                });
                ChainState::Whole { entries }
            }
            Ok(end) => ChainState::Broken {
                at: Count(differs_at(&end, head.as_ref())),
            },
            Err(at) => ChainState::Broken { at: Count(at) },
        })
    }
}

/// What is known about the end of the chain, beside its lines. None only after somebody else took
/// it away.
pub(super) fn head(tx: &Transaction<'_>) -> Result<Option<Head>, Fault> {
    first(tx, "SELECT entries, hash FROM chain_head", [], |row| {
        Ok(Head {
            entries: row.natural("entries")?,
            hash: row.plain("hash")?,
        })
    })
}

/// The hash of an entry that follows `previous`; its own `hash` is not looked at.
pub(super) fn hash_of(entry: &Entry, previous: &str) -> Result<String, Fault> {
    let mut fields = fields(entry)?;
    fields.remove("hash");
    fields.insert("previous".to_owned(), Value::from(previous));
    let digest = Sha256::digest(canonical(&fields)?.as_bytes());
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// An entry as exported, with its keys sorted.
pub(super) fn fields(entry: &Entry) -> Result<BTreeMap<String, Value>, Fault> {
    let value = serde_json::to_value(entry).map_err(unreadable)?;
    serde_json::from_value(value).map_err(unreadable)
}

/// Keys sorted and no spaces. `params`, the only nested object, is a sorted map already; it is
/// sorted again here, so that this does not hang on how the JSON library keeps its objects.
fn canonical(fields: &BTreeMap<String, Value>) -> Result<String, Fault> {
    let sorted: BTreeMap<&str, SortedValue<'_>> = fields
        .iter()
        .map(|(k, v)| (k.as_str(), SortedValue(v)))
        .collect();
    serde_json::to_string(&sorted).map_err(unreadable)
}

struct SortedValue<'v>(&'v Value);

impl serde::Serialize for SortedValue<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let sorted: BTreeMap<&str, SortedValue<'_>> = fields
                    .iter()
                    .map(|(k, v)| (k.as_str(), SortedValue(v)))
                    .collect();
                sorted.serialize(serializer)
            }
            other => other.serialize(serializer),
        }
    }
}

/// Walks the chain from `from` to its last entry; the inner error is the number where it breaks.
fn follow(tx: &Transaction<'_>, from: Head) -> Result<Result<Head, u64>, Fault> {
    let mut statement = tx.prepare_cached("SELECT * FROM entries WHERE seq > ?1 ORDER BY seq")?;
    let mut rows = statement.query([from.entries.cast_signed()])?;
    let mut end = from;
    while let Some(row) = rows.next()? {
        let number = end.entries + 1;
        // A line that cannot even be read is one that is not what it was.
        let Ok(entry) = entry(row) else {
            return Ok(Err(number));
        };
        if entry.seq.0 != number || hash_of(&entry, &end.hash)? != entry.hash {
            return Ok(Err(number));
        }
        end = Head {
            entries: number,
            hash: entry.hash,
        };
    }
    Ok(Ok(end))
}

/// Where lines that follow from each other leave what is known about their end.
fn differs_at(end: &Head, head: Option<&Head>) -> u64 {
    match head {
        Some(head) if head.entries == end.entries => end.entries.max(1),
        Some(head) => head.entries.min(end.entries) + 1,
        None => end.entries + 1,
    }
}
