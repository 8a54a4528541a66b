//! Reading a house, and refusing what is none or not a whole one.

use super::manifest::{Heading, Manifest, Part};
use super::pack::hex;
use super::{MANIFEST_NAME, MIMETYPE, MIMETYPE_NAME, VERSION, name_of, refused};
use crate::fault::Fault;
use crate::ledger::{self, Arriving};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// The house of ten busy years has a tenth of this.
const LARGEST_FILE: u64 = 256 << 20;
const LARGEST_UNPACKED: u64 = 512 << 20;
const LARGEST_LINE: u64 = 32 << 20;
const LARGEST_MANIFEST: u64 = 1 << 20;
/// As many tables as a later Slipway may have.
const MOST_ENTRIES: usize = 100;
/// The name and the content of the first entry stand here, readable without the end of the zip.
const FIRST_NAME_AT: usize = 30;

/// A house that was found sound.
pub struct Unpacked {
    pub manifest: Manifest,
    pub rows: Arriving,
    /// SHA-256 of the manifest, which holds the sums of all rows: the same is the same house.
    pub print: String,
}

/// Reads and checks everything in the file. Nothing is written anywhere.
///
/// Faults, each with the `file`: `house-unreadable` (the disk does not give it), `house-foreign`
/// (something else), `house-damaged` (its end is missing, or a part is not what the manifest says;
/// `part` where that is known), `house-newer` (`slipway` is the version that wrote it),
/// `house-too-large` (`limit` in bytes), `house-history-forged` (`at` is the line that does not
/// follow from the one before it).
pub fn unpack(path: &Path) -> Result<Unpacked, Fault> {
    let unreadable = |cause: std::io::Error| refused("house-unreadable", path).detail(cause);
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let is_house = begins_as_a_house(&mut file).map_err(unreadable)?;
    if !is_house {
        return Err(refused("house-foreign", path));
    }
    if size > LARGEST_FILE {
        return Err(too_large(path, LARGEST_FILE));
    }
    let damaged = |cause: &dyn Display| refused("house-damaged", path).detail(cause);
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|cause| damaged(&cause))?;
    if zip.len() > MOST_ENTRIES {
        return Err(damaged(&"too many entries"));
    }
    let text = read_manifest(&mut zip, path)?;
    let manifest = understood(&text, path)?;
    let total: u64 = manifest.parts.values().map(|part| part.bytes).sum();
    if total > LARGEST_UNPACKED {
        return Err(too_large(path, LARGEST_UNPACKED));
    }
    let expected: BTreeSet<String> = manifest
        .parts
        .keys()
        .map(|part| name_of(part))
        .chain([MIMETYPE_NAME, MANIFEST_NAME].map(String::from))
        .collect();
    let there: BTreeSet<String> = zip
        .file_names()
        .map(|name| name.map(String::from))
        .collect::<Result<_, _>>()
        .map_err(|cause| damaged(&cause))?;
    if there != expected {
        return Err(damaged(&"other entries than the manifest says"));
    }
    let unloading = Arriving::of(manifest.schema)?;
    for (name, part) in &manifest.parts {
        let in_part = |cause: &dyn Display| damaged(cause).with("part", name);
        let entry = zip
            .by_name(&name_of(name))
            .map_err(|cause| in_part(&cause))?;
        let found = each_line(entry, part.bytes, |line| unloading.add(name, line));
        let found = found.map_err(|cause| in_part(&cause))?;
        if found != *part {
            return Err(in_part(&"its sum is another"));
        }
    }
    let rows = unloading.all_there();
    let rows = rows.map_err(|fault| damaged(&fault.detail.unwrap_or(fault.code)))?;
    let rows = rows.map_err(|at| refused("house-history-forged", path).with("at", at))?;
    Ok(Unpacked {
        manifest,
        rows,
        print: hex(&Sha256::digest(&text)),
    })
}

fn begins_as_a_house(file: &mut File) -> std::io::Result<bool> {
    let mark = format!("{MIMETYPE_NAME}{MIMETYPE}");
    let mut beginning = Vec::new();
    let length = FIRST_NAME_AT + mark.len();
    file.by_ref()
        .take(length as u64)
        .read_to_end(&mut beginning)?;
    std::io::Seek::rewind(file)?;
    Ok(beginning.starts_with(b"PK\x03\x04") && beginning.ends_with(mark.as_bytes()))
}

fn read_manifest(zip: &mut ZipArchive<BufReader<File>>, path: &Path) -> Result<Vec<u8>, Fault> {
    let damaged = |cause: &dyn Display| refused("house-damaged", path).detail(cause);
    let entry = zip
        .by_name(MANIFEST_NAME)
        .map_err(|cause| damaged(&cause))?;
    let mut text = Vec::new();
    let read = entry.take(LARGEST_MANIFEST + 1).read_to_end(&mut text);
    let read = read.map_err(|cause| damaged(&cause))?;
    if read as u64 > LARGEST_MANIFEST {
        return Err(too_large(path, LARGEST_MANIFEST));
    }
    Ok(text)
}

/// The manifest, if this version can read what it announces.
fn understood(text: &[u8], path: &Path) -> Result<Manifest, Fault> {
    let damaged = |cause: &dyn Display| refused("house-damaged", path).detail(cause);
    let heading: Heading = serde_json::from_slice(text).map_err(|cause| damaged(&cause))?;
    if heading.version > VERSION || heading.schema > ledger::SCHEMA {
        return Err(refused("house-newer", path).with("slipway", heading.slipway));
    }
    if heading.version < 1 || heading.schema < ledger::FIRST_SCHEMA {
        return Err(damaged(&"no house is that old"));
    }
    serde_json::from_slice(text).map_err(|cause| damaged(&cause))
}

/// Reads line by line, never more than was announced. Gives what was there.
fn each_line(
    entry: impl Read,
    announced: u64,
    mut take: impl FnMut(&str) -> Result<(), Fault>,
) -> Result<Part, String> {
    let mut reader = BufReader::new(entry.take(announced + 1));
    let (mut part, mut sha256) = (Part::default(), Sha256::new());
    loop {
        let mut line = Vec::new();
        let read = reader
            .by_ref()
            .take(LARGEST_LINE)
            .read_until(b'\n', &mut line);
        if read.map_err(|cause| cause.to_string())? == 0 {
            break;
        }
        part.bytes += line.len() as u64;
        if line.pop() != Some(b'\n') || part.bytes > announced {
            return Err("a line without an end".to_owned());
        }
        sha256.update(&line);
        sha256.update(b"\n");
        part.rows += 1;
        let text = std::str::from_utf8(&line).map_err(|cause| cause.to_string())?;
        take(text).map_err(|fault| fault.detail.unwrap_or(fault.code))?;
    }
    part.sha256 = hex(&sha256.finalize());
    Ok(part)
}

fn too_large(path: &Path, limit: u64) -> Fault {
    refused("house-too-large", path).with("limit", limit)
}
