//! The two ends of a move: a file is written here, or taken in here.

use super::Unpacked;
use super::manifest::Manifest;
use super::pack::pack;
use crate::desk::{export_whole, shown_name};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{EntryDraft, Ledger, Merged};
use crate::units::Moment;
use std::io;
use std::path::Path;

/// Writes everything that goes along into a file, whole or not at all, and a line into the history
/// here that says so. `slipway` is the version that writes, `person` who asked for it.
///
/// Faults: `export-not-written`, `house-history-broken`, those of the ledger.
pub fn write(
    ledger: &Ledger,
    path: &Path,
    slipway: &str,
    person: &str,
    now: Moment,
) -> Result<Manifest, Fault> {
    let mut packed = None;
    let written = export_whole(path, |out| {
        let done = packed.insert(pack(ledger, slipway, now, out));
        done.as_ref()
            .map(drop)
            .map_err(|fault| io::Error::other(fault.clone()))
    });
    let manifest = match packed {
        // What the ledger refused is told in its own words.
        Some(Err(fault)) => return Err(fault),
        Some(Ok(manifest)) => written.map(|()| manifest)?,
        None => {
            let not_written =
                || Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain);
            return Err(written.err().unwrap_or_else(not_written));
        }
    };
    let draft = EntryDraft::new("house-exported").person(person);
    ledger.append(draft.param("file_name", shown_name(path)), now)?;
    Ok(manifest)
}

/// Takes in what was unpacked from `path`: all of it or nothing. What is here stays as it is.
///
/// Faults: those of the ledger.
pub fn take_in(
    ledger: &Ledger,
    unpacked: &Unpacked,
    path: &Path,
    person: &str,
    now: Moment,
) -> Result<Vec<Merged>, Fault> {
    let draft = EntryDraft::new("house-imported")
        .person(person)
        .param("file_name", shown_name(path))
        .param("made_at", unpacked.manifest.made_at);
    ledger.unpack(&unpacked.rows, draft, now)
}
