//! Writing a house.

use super::manifest::{Manifest, Part};
use super::{MANIFEST_NAME, MIMETYPE, MIMETYPE_NAME, VERSION, name_of};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{self, Ledger};
use crate::units::Moment;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes everything that goes along. The same ledger at the same moment gives the same bytes.
///
/// Faults: `export-not-written`, `house-history-broken`, those of the ledger.
pub fn pack(
    ledger: &Ledger,
    slipway: &str,
    now: Moment,
    out: impl Write + Seek,
) -> Result<Manifest, Fault> {
    let mut packing = Packing {
        zip: ZipWriter::new(out),
        parts: BTreeMap::new(),
        open: None,
    };
    packing.begin(MIMETYPE_NAME, CompressionMethod::Stored)?;
    packing.write(MIMETYPE.as_bytes())?;
    ledger.pack(&mut |part, line| packing.row(part, line))?;
    packing.close();
    let manifest = Manifest {
        version: VERSION,
        slipway: slipway.to_owned(),
        schema: ledger::SCHEMA,
        made_at: now,
        parts: std::mem::take(&mut packing.parts),
    };
    packing.begin(MANIFEST_NAME, CompressionMethod::Deflated)?;
    let text = serde_json::to_vec_pretty(&manifest).map_err(unwritten)?;
    packing.write(&text)?;
    let mut out = packing.zip.finish().map_err(unwritten)?;
    out.flush().map_err(unwritten)?;
    Ok(manifest)
}

struct Packing<W: Write + Seek> {
    zip: ZipWriter<W>,
    parts: BTreeMap<String, Part>,
    /// The table whose rows come.
    open: Option<(String, Part, Sha256)>,
}

impl<W: Write + Seek> Packing<W> {
    fn row(&mut self, part: &str, line: &str) -> Result<(), Fault> {
        if self.open.as_ref().is_none_or(|(open, ..)| open != part) {
            self.close();
            self.begin(&name_of(part), CompressionMethod::Deflated)?;
            self.open = Some((part.to_owned(), Part::default(), Sha256::new()));
        }
        let line = format!("{line}\n");
        if let Some((_, part, sha256)) = &mut self.open {
            part.rows += 1;
            part.bytes += line.len() as u64;
            sha256.update(line.as_bytes());
        }
        self.write(line.as_bytes())
    }

    fn close(&mut self) {
        if let Some((name, mut part, sha256)) = self.open.take() {
            part.sha256 = hex(&sha256.finalize());
            self.parts.insert(name, part);
        }
    }

    fn begin(&mut self, name: &str, method: CompressionMethod) -> Result<(), Fault> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options).map_err(unwritten)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.zip.write_all(bytes).map_err(unwritten)
    }
}

pub(super) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unwritten(cause: impl std::fmt::Display) -> Fault {
    Fault::new("export-not-written", Retry::ByUser, NextStep::TryAgain).detail(cause)
}
