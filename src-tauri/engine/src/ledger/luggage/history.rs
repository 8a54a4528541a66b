//! History from another computer, kept verifiable.
//!
//! A ledger without a line takes the whole chain over as it is: same numbers, same hashes. That is
//! the usual move, and nothing about the history changes by it.
//!
//! A ledger that has lines of its own cannot take others in between: each follows from the one
//! before. There, every arriving line is written down as a new line of the one chain, with what it
//! said unchanged and with its *origin*: the number, hash and previous hash it had. The chain here
//! vouches that it was not changed since it came; taking the origin out gives the line as it was,
//! whose hash can be computed again, so the chain it came from can be verified as well. A chain of
//! its own beside ours would have needed a second set of rules for everything that reads, filters,
//! exports and verifies lines, and two lines with the same number.
//!
//! A line is known by every hash it ever had, so importing twice adds nothing, and a later export
//! of the same computer adds what it did since.

use super::Arriving;
use super::Merged;
use super::rows;
use super::tables::HISTORY;
use crate::desk::Entry;
use crate::fault::Fault;
use crate::ledger::chain::{BEFORE_THE_FIRST, hash_of, head};
use crate::ledger::column::{from_json, json};
use crate::ledger::entries::{entry, insert};
use crate::ledger::row::all;
use crate::units::Count;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The parameter of a line that came from another chain.
const ORIGIN: &str = "origin";

/// Where a line stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Origin {
    seq: u64,
    previous: String,
    hash: String,
    /// The parameter of that name it had there, for a line that has come a longer way.
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
}

pub(super) fn merge(tx: &Transaction<'_>, arriving: &Arriving) -> Result<Merged, Fault> {
    let lines = lines_of(arriving)?;
    let mut merged = Merged {
        part: HISTORY.name.to_owned(),
        ..Merged::default()
    };
    let here = all(tx, "SELECT * FROM entries ORDER BY seq", [], entry)?;
    if here.is_empty() {
        arriving.each(&HISTORY, |row| {
            rows::insert(tx, HISTORY.name, row)?;
            rows::lengthen(tx, row)
        })?;
        merged.new = lines.len() as u64;
        return Ok(merged);
    }
    let known: HashSet<String> = here.iter().flat_map(hashes).collect();
    let mut previous = BEFORE_THE_FIRST.to_owned();
    for line in lines {
        let hash = line.hash.clone();
        if hashes(&line).iter().any(|hash| known.contains(hash)) {
            merged.same += 1;
        } else {
            write_down(tx, line, previous)?;
            merged.new += 1;
        }
        previous = hash;
    }
    Ok(merged)
}

fn lines_of(arriving: &Arriving) -> Result<Vec<Entry>, Fault> {
    arriving
        .ledger()
        .read(|tx| all(tx, "SELECT * FROM entries ORDER BY seq", [], entry))
}

fn write_down(tx: &Transaction<'_>, line: Entry, previous: String) -> Result<(), Fault> {
    let end = head(tx)?.map_or((0, BEFORE_THE_FIRST.to_owned()), |it| (it.entries, it.hash));
    let mut line = with_origin(line, previous)?;
    line.seq = Count(end.0 + 1);
    line.hash = hash_of(&line, &end.1)?;
    insert(tx, &line)
}

fn with_origin(mut line: Entry, previous: String) -> Result<Entry, Fault> {
    let origin = Origin {
        seq: line.seq.0,
        previous,
        hash: line.hash.clone(),
        origin: line.params.remove(ORIGIN),
    };
    line.params.insert(ORIGIN.to_owned(), json(&origin)?);
    Ok(line)
}

/// A line as it stood where it came from, with the hash before it; none for one written here.
fn as_it_was(line: &Entry) -> Option<(Entry, String)> {
    let origin: Origin = from_json(line.params.get(ORIGIN)?).ok()?;
    let mut was = line.clone();
    was.params.remove(ORIGIN);
    if let Some(before) = origin.origin {
        was.params.insert(ORIGIN.to_owned(), before);
    }
    was.seq = Count(origin.seq);
    was.hash = origin.hash;
    Some((was, origin.previous))
}

/// Every hash a line has had, the one it has first.
fn hashes(line: &Entry) -> Vec<String> {
    let way = std::iter::successors(Some(line.clone()), |line| {
        as_it_was(line).map(|(was, _)| was)
    });
    way.map(|line| line.hash).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Holds a line that came from elsewhere against the hash it had there.
    pub fn origin_holds(line: &Entry) -> bool {
        as_it_was(line).is_some_and(|(was, previous)| {
            hash_of(&was, &previous).is_ok_and(|hash| hash == was.hash)
        })
    }
}
