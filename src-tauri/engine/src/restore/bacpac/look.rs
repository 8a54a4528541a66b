//! Looking at a database file.

use super::data::{Opened, TableData, tables};
use super::facts::{DatabaseCheck, DatabaseFacts, TableSize, VersionNotRead, VersionRead};
use super::judge::{Seen, judge};
use super::model::{self, Model};
use super::origin;
use super::whole::{self, Watch, Whole};
use super::xperience::{self, Product};
use crate::fault::Fault;
use crate::package::archive::{self, Archive, PackageFile, Scratch, Unreadable};
use crate::package::{FileStamp, cancelled, file_unreadable, open_file, verdict_of};
use crate::units::{Bytes, Count};
use std::collections::HashSet;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicU64;

/// How much of the file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What tells whether it is the right file: seconds, whatever its size.
    Quick,
    /// Every byte: the checksum of each entry, and rows counted.
    Whole,
}

/// A model larger than this is not read: a database with 10,000 tables has less than 100 MB.
const LARGEST_MODEL: u64 = 256 << 20;
const MOST_TABLES: usize = 20;
const MOST_USERS: usize = 20;

/// Looks at the file. `progress` hears unpacked bytes read of bytes to be read, from several
/// threads, only for [`Depth::Whole`].
///
/// # Errors
/// `file-unreadable`, `cancelled`. What the file lacks is a finding.
pub fn check(
    path: &Path,
    depth: Depth,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<DatabaseCheck, Fault> {
    let file = open_file(path)?;
    let unreadable = |cause: io::Error| file_unreadable(path, &cause);
    let stamp = file.stamp().map_err(unreadable)?;
    let mut facts = nothing_known(path, stamp);
    let opened = archive::open(&file, &|| cancel()).map_err(unreadable)?;
    let mut seen = Seen::default();
    match opened.ok_or_else(cancelled)? {
        archive::Opened::NotZip(looks) => seen.not_zip = Some(looks),
        archive::Opened::Archive(archive) => {
            let look = Look {
                file: &file,
                archive: &archive,
            };
            look.at_all(depth, &mut facts, &mut seen, progress, cancel)
                .map_err(unreadable)?;
            seen.archive = Some(archive);
        }
    }
    if cancel() {
        return Err(cancelled());
    }
    let findings = judge(&facts, &seen);
    Ok(DatabaseCheck {
        verdict: verdict_of(&findings),
        facts,
        findings,
    })
}

fn nothing_known(path: &Path, stamp: FileStamp) -> DatabaseFacts {
    let name = path.file_name().unwrap_or(path.as_os_str());
    DatabaseFacts {
        file_name: name.to_string_lossy().into_owned(),
        size: Bytes(stamp.size),
        stamp: Some(stamp),
        read_whole: false,
        entries: Count(0),
        unpacked: Bytes(0),
        database_name: None,
        exporter: None,
        exported_at: None,
        server: None,
        source_size: None,
        collation: None,
        tables: Count(0),
        rows_told: None,
        rows_counted: None,
        biggest: Vec::new(),
        contained_users: Vec::new(),
        version: VersionRead::not_read(VersionNotRead::FileNotRead),
        domains: Vec::new(),
    }
}

struct Look<'f> {
    file: &'f PackageFile,
    archive: &'f Archive,
}

impl Look<'_> {
    fn at_all(
        &self,
        depth: Depth,
        facts: &mut DatabaseFacts,
        seen: &mut Seen,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &(dyn Fn() -> bool + Sync),
    ) -> io::Result<()> {
        let archive = self.archive;
        facts.entries = Count(archive.entries.len() as u64);
        facts.unpacked = Bytes(archive.uncompressed());
        seen.has_origin = self.find("Origin.xml").is_some();
        seen.has_model = self.find("model.xml").is_some();
        self.origin(facts, seen)?;
        let Some(model) = self.model(seen)? else {
            return Ok(());
        };
        facts.collation = model.collation.clone();
        facts.tables = Count(model.tables.len() as u64);
        facts.contained_users = model.contained_users.clone();
        facts.contained_users.truncate(MOST_USERS);
        let tables = tables(archive, &model);
        seen.has_rows = !tables.is_empty();
        seen.tables_unknown = tables
            .iter()
            .filter(|data| data.table.is_none())
            .map(|data| data.name.clone())
            .collect();
        let product = xperience::product(&model);
        seen.product = Some(product);
        let opened = Opened {
            source: self.file,
            archive,
        };
        if product != Product::Other {
            facts.version = xperience::version(opened, &model, &tables);
            facts.domains = xperience::domains(opened, &model, &tables);
        } else {
            facts.version = VersionRead::not_read(VersionNotRead::NoSettings);
        }
        let mut rows = vec![None; tables.len()];
        if depth == Depth::Whole && !seen.out_of_proportion(archive) {
            let watch = Watch {
                progress,
                cancel,
                done: AtomicU64::new(0),
                total: archive.uncompressed(),
            };
            let read = whole::read(opened, &model, &tables, &watch);
            if !cancel() {
                take_in(read, &tables, facts, seen, &mut rows)?;
            }
        }
        facts.biggest = tables
            .iter()
            .zip(&rows)
            .take(MOST_TABLES)
            .map(|(data, rows)| TableSize {
                name: data.name.clone(),
                bytes: Bytes(data.bytes),
                packed: Bytes(data.packed),
                rows: rows.map(Count),
            })
            .collect();
        Ok(())
    }

    fn find(&self, name: &str) -> Option<usize> {
        let mut entries = self.archive.entries.iter();
        entries.position(|entry| entry.path() == name)
    }

    /// A small entry, whole; none if it is not there or larger than such a file ever is.
    fn small(&self, name: &str, seen: &mut Seen) -> io::Result<Option<Vec<u8>>> {
        let Some(index) = self.find(name) else {
            return Ok(None);
        };
        match archive::read(self.file, self.archive, index, &mut Scratch::new()) {
            Ok(bytes) if bytes.len() as u64 == self.archive.entries[index].uncompressed => {
                Ok(Some(bytes.to_vec()))
            }
            Ok(_) => Ok(None),
            Err(Unreadable::Disk(cause)) => Err(cause),
            Err(trouble) => {
                seen.broken.push((index, trouble));
                Ok(None)
            }
        }
    }

    fn origin(&self, facts: &mut DatabaseFacts, seen: &mut Seen) -> io::Result<()> {
        if let Some(bytes) = self.small("DacMetadata.xml", seen)? {
            facts.database_name = origin::database_name(&bytes);
        }
        let Some(bytes) = self.small("Origin.xml", seen)? else {
            return Ok(());
        };
        let Some(origin) = origin::read(&bytes) else {
            return Ok(());
        };
        facts.exporter = origin.exporter;
        facts.exported_at = origin.exported_at;
        facts.server = origin.server;
        facts.source_size = origin.source_kb.map(|kb| Bytes(kb.saturating_mul(1024)));
        facts.rows_told = origin.rows.map(Count);
        seen.says_it_has_data = origin.has_data;
        seen.sha256_told = origin.model_sha256;
        seen.origin_read = true;
        Ok(())
    }

    fn model(&self, seen: &mut Seen) -> io::Result<Option<Model>> {
        let Some(index) = self.find("model.xml") else {
            return Ok(None);
        };
        if self.archive.entries[index].uncompressed > LARGEST_MODEL {
            return Ok(None);
        }
        let read = match archive::stream(self.file, self.archive, index) {
            Ok(entry) => model::read(entry).map_err(Unreadable::of),
            Err(trouble) => Err(trouble),
        };
        match read {
            Ok(model) => {
                seen.sha256_is = model.as_ref().map(|model| model.sha256.clone());
                Ok(model)
            }
            Err(Unreadable::Disk(cause)) => Err(cause),
            Err(trouble) => {
                seen.broken.push((index, trouble));
                Ok(None)
            }
        }
    }
}

fn take_in(
    read: Whole,
    tables: &[TableData],
    facts: &mut DatabaseFacts,
    seen: &mut Seen,
    rows: &mut Vec<Option<u64>>,
) -> io::Result<()> {
    facts.read_whole = true;
    let known: HashSet<usize> = seen.broken.iter().map(|(index, _)| *index).collect();
    for (index, trouble) in read.broken {
        match trouble {
            Unreadable::Disk(cause) => return Err(cause),
            trouble if !known.contains(&index) => {
                seen.broken.push((index, trouble));
            }
            _ => {}
        }
    }
    let uncounted =
        |(data, rows): (&TableData, &Option<u64>)| rows.is_none().then(|| data.name.clone());
    seen.tables_uncounted = tables
        .iter()
        .zip(&read.rows)
        .filter_map(uncounted)
        .collect();
    facts.rows_counted = read.rows.iter().copied().sum::<Option<u64>>().map(Count);
    *rows = read.rows;
    Ok(())
}
