//! A house: settings and history in one file, for moving to another computer.
//!
//! A `.slipway-house` is a zip. Its first entry, stored, is `mimetype` with [`MIMETYPE`], so that
//! the file is recognised even when its end is missing. `manifest.json` says what is in it
//! ([`Manifest`]); `rows/<table>.jsonl` holds the rows of one table of the ledger, one JSON object a
//! line, in UTF-8. Which tables and rows go along, and which never do, stands in
//! `ledger/luggage/tables.rs`: no token, no link, no password, nothing that is under way, and no
//! path of this computer.
//!
//! What is read is not trusted: it is counted while it is read, held against the manifest, put into
//! a ledger in memory by the rules of the ledger, read once as every screen would, and its history
//! followed from the first line to the last. Only then is it shown, and only then taken in.

mod manifest;
mod moving;
mod pack;
#[cfg(test)]
mod tests;
mod unpack;

pub use manifest::{Manifest, Part};
pub use moving::{take_in, write};
pub use unpack::{Unpacked, unpack};

use crate::fault::{Fault, NextStep, Retry};
use std::path::Path;

/// The ending of the file's name.
pub const EXTENSION: &str = "slipway-house";

/// What kind of file it is.
const MIMETYPE: &str = "application/vnd.slipway.house+zip";
const MIMETYPE_NAME: &str = "mimetype";
const MANIFEST_NAME: &str = "manifest.json";

/// Version of the file's own form; what stands in the rows is told by the ledger's schema.
const VERSION: u32 = 1;

fn name_of(part: &str) -> String {
    format!("rows/{part}.jsonl")
}

/// A file that cannot be taken in: whole, or not at all.
fn refused(code: &str, path: &Path) -> Fault {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Fault::new(code, Retry::ByUser, NextStep::ChooseAnotherFile)
        .with("file", name.to_string_lossy())
}
