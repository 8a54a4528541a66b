//! Handing the audit lines over, whole and verifiable.

use super::Ledger;
use super::chain::{BEFORE_THE_FIRST, fields};
use super::entries::{MATCHES, Wanted, entry};
use super::row::{Columns, first};
use crate::csv;
use crate::desk::{Entry, HistoryFilter};
use crate::fault::{Fault, NextStep, Retry};
use rusqlite::Transaction;
use serde_json::Value;
use std::io::{self, Write};

const HEADER: [&str; 12] = [
    "seq",
    "at",
    "person",
    "kind",
    "project_id",
    "project_name",
    "env",
    "sha256",
    "reason",
    "params",
    "previous",
    "hash",
];

impl Ledger {
    /// Every matching line, oldest first, as CSV (RFC 4180) with a header row. `params` is written
    /// `key=value; key=value`. Starts with a byte order mark, without which spreadsheets misread
    /// names; a cell that a spreadsheet would take for a formula starts with an apostrophe.
    ///
    /// `before` and `limit` of the filter are for pages and do not count here. Faults:
    /// `export-not-written`.
    pub fn export_csv(&self, filter: &HistoryFilter, out: &mut impl Write) -> Result<(), Fault> {
        write(out, |out| {
            csv::begin(out)?;
            csv::record(out, HEADER.iter().map(|name| (*name).to_owned()))
        })?;
        self.read(|tx| {
            each(tx, filter, |entry, previous| {
                write(out, |out| csv::record(out, cells(&entry, previous)))
            })
        })
    }

    /// Every matching line, oldest first, as a JSON array, one object a line.
    ///
    /// Each object can be verified by itself: take `hash` out, write the object with its keys
    /// sorted (also those of `params`), without spaces, as UTF-8 with only quotes, backslashes and
    /// control characters escaped; its SHA-256 in lower-case hex is `hash`. Objects whose `seq`
    /// follow each other are a chain: `previous` of the later is `hash` of the earlier. `previous`
    /// of number 1 is 64 zeros.
    ///
    /// `before` and `limit` of the filter are for pages and do not count here. Faults:
    /// `export-not-written`.
    pub fn export_json(&self, filter: &HistoryFilter, out: &mut impl Write) -> Result<(), Fault> {
        let mut separator = "[\n";
        self.read(|tx| {
            each(tx, filter, |entry, previous| {
                let mut object = fields(&entry)?;
                object.insert("previous".to_owned(), Value::from(previous));
                write(out, |out| {
                    out.write_all(separator.as_bytes())?;
                    serde_json::to_writer(&mut *out, &object).map_err(io::Error::from)
                })?;
                separator = ",\n";
                Ok(())
            })
        })?;
        let end = if separator == "[\n" { "[]\n" } else { "\n]\n" };
        write(out, |out| out.write_all(end.as_bytes()))
    }
}

/// Goes through the matching lines with the hash before each.
fn each(
    tx: &Transaction<'_>,
    filter: &HistoryFilter,
    mut take: impl FnMut(Entry, &str) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let wanted = Wanted::from(filter);
    let mut statement = tx.prepare(&format!(
        "SELECT * FROM entries WHERE {MATCHES} ORDER BY seq"
    ))?;
    let mut rows = statement.query(wanted.params().as_slice())?;
    while let Some(row) = rows.next()? {
        let entry = entry(row)?;
        let before = entry.seq.0.saturating_sub(1).cast_signed();
        let previous = first(
            tx,
            "SELECT hash FROM entries WHERE seq = ?1",
            [before],
            |row| row.plain("hash"),
        )?;
        let previous: String = previous.unwrap_or_else(|| BEFORE_THE_FIRST.to_owned());
        take(entry, &previous)?;
    }
    Ok(())
}

fn cells(entry: &Entry, previous: &str) -> [String; 12] {
    let params: Vec<String> = entry
        .params
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        entry.seq.0.to_string(),
        entry.at.to_string(),
        entry.person.clone(),
        entry.kind.clone(),
        or_empty(&entry.project_id),
        or_empty(&entry.project_name),
        or_empty(&entry.env),
        or_empty(&entry.sha256),
        or_empty(&entry.reason),
        params.join("; "),
        previous.to_owned(),
        entry.hash.clone(),
    ]
}

fn write<W: Write>(out: &mut W, body: impl FnOnce(&mut W) -> io::Result<()>) -> Result<(), Fault> {
    body(out).map_err(|cause| {
        Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })
}
