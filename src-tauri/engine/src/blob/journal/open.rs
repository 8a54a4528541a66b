//! Opening a journal, going on from it, and writing to it.

use super::frame::{FIRST_LINE, NAME, Next, append, next};
use super::heading::Heading;
use super::record::{Done, Record, Started};
use crate::blob::sas::SasFacts;
use crate::blob::transfer::JournalNote;
use crate::disk::{long, put_in_place};
use crate::fault::{Fault, NextStep, Retry};
use crate::units::{Bytes, Count, Moment};
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The service keeps blocks without a blob for seven days (promise 17).
const BLOCKS_ARE_OLD_DAYS: i64 = 6;
/// A journal with this many records more than it needs is written anew.
const SPARE_RECORDS: usize = 10_000;

/// A journal that is written to.
pub(crate) struct Journal {
    file: File,
    heading: Heading,
}

/// A journal and what it remembers.
pub(crate) struct Opened {
    pub journal: Journal,
    pub done: HashMap<u128, Done>,
    pub started: HashMap<u128, Started>,
    /// Whether there was one already.
    pub goes_on: bool,
    pub notes: Vec<JournalNote>,
}

impl Journal {
    /// Opens the journal at `path`, or begins one with `new`. It belongs to one program at a time.
    ///
    /// Faults: `journal-of-another-place` (it leads to another container than `facts`),
    /// `journal-of-another-version`, `journal-not-a-journal` (the file is something else and stays
    /// as it is), `journal-in-use`, `journal-unwritable`.
    pub(crate) fn open(path: &Path, facts: &SasFacts, new: Heading) -> Result<Opened, Fault> {
        let unwritable = |cause: io::Error| fault("journal-unwritable", path).detail(cause);
        let mut file = locked(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(unwritable)?;
        let now = new.created;
        let read = Contents::of(&bytes, path)?;
        let goes_on = read.heading.is_some();
        let heading = read.heading.clone().unwrap_or(new);
        if !heading.leads_to(facts) {
            return Err(fault("journal-of-another-place", path)
                .with("expected", &heading.container)
                .with("given", &facts.container));
        }
        let mut notes = Vec::new();
        let journal = match read.end {
            Ending::Whole if read.spare() < SPARE_RECORDS && goes_on => Journal { file, heading },
            Ending::Torn(bytes_left) if goes_on => {
                notes.push(JournalNote::TornEnd {
                    bytes: Bytes(bytes_left),
                });
                let whole = bytes.len() as u64 - bytes_left;
                file.set_len(whole).map_err(unwritable)?;
                file.seek(SeekFrom::Start(whole)).map_err(unwritable)?;
                Journal { file, heading }
            }
            ending => {
                if matches!(ending, Ending::Damaged | Ending::Torn(_)) {
                    let kept_as = keep(path, &bytes).map_err(unwritable)?;
                    notes.push(JournalNote::Damaged { kept_as });
                }
                let file = written_anew(path, file, &heading, &read).map_err(unwritable)?;
                Journal { file, heading }
            }
        };
        notes.extend(old_blocks(&journal.heading, &read.started, now));
        Ok(Opened {
            journal,
            done: read.done,
            started: read.started,
            goes_on,
            notes,
        })
    }

    pub(crate) fn heading(&self) -> &Heading {
        &self.heading
    }

    /// Seconds from its beginning to `now`.
    pub(crate) fn seconds_at(&self, now: Moment) -> u32 {
        let seconds = now.0.duration_since(self.heading.created.0).as_secs();
        u32::try_from(seconds.max(0)).unwrap_or(u32::MAX)
    }

    /// Adds records in one go.
    pub(crate) fn write(&mut self, records: &[Record]) -> io::Result<()> {
        let mut out = Vec::with_capacity(records.len() * 80);
        for record in records {
            append(&mut out, &record.write());
        }
        self.file.write_all(&out)
    }

    /// For making what was written survive a loss of power, on another thread.
    pub(crate) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }
}

/// Opens the file and keeps other programs out of it as long as it is open.
fn locked(path: &Path) -> Result<File, Fault> {
    let unwritable = |cause: io::Error| fault("journal-unwritable", path).detail(cause);
    let mut how = OpenOptions::new();
    how.read(true).write(true).create(true).truncate(false);
    let file = how.open(path).map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(fault("journal-in-use", path)),
        Err(TryLockError::Error(cause)) => Err(unwritable(cause)),
    }
}

/// What stands in a journal.
#[derive(Default)]
struct Contents {
    heading: Option<Heading>,
    done: HashMap<u128, Done>,
    started: HashMap<u128, Started>,
    records: usize,
    end: Ending,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ending {
    #[default]
    Whole,
    /// So many bytes at the end are no whole record.
    Torn(u64),
    Damaged,
}

impl Contents {
    fn of(bytes: &[u8], path: &Path) -> Result<Self, Fault> {
        let mut contents = Self::default();
        let Some(mut rest) = bytes.strip_prefix(FIRST_LINE) else {
            if FIRST_LINE.starts_with(bytes) {
                if !bytes.is_empty() {
                    contents.end = Ending::Torn(bytes.len() as u64);
                }
                return Ok(contents);
            }
            let code = if bytes.starts_with(NAME) {
                "journal-of-another-version"
            } else {
                "journal-not-a-journal"
            };
            return Err(fault(code, path));
        };
        loop {
            let (found, behind) = next(rest);
            let payload = match found {
                Next::Payload(payload) => payload,
                Next::End if contents.heading.is_some() => return Ok(contents),
                Next::End | Next::Torn => {
                    contents.end = Ending::Torn(rest.len() as u64);
                    return Ok(contents);
                }
                Next::Damaged => {
                    contents.end = Ending::Damaged;
                    return Ok(contents);
                }
            };
            if !contents.take(payload) {
                contents.end = Ending::Damaged;
                return Ok(contents);
            }
            rest = behind;
        }
    }

    /// False if the record makes no sense.
    fn take(&mut self, payload: &[u8]) -> bool {
        if self.heading.is_none() {
            self.heading = serde_json::from_slice(payload).ok();
            return self.heading.is_some();
        }
        self.records += 1;
        match Record::read(payload) {
            Some(Record::Block {
                item,
                number,
                crc64,
                at,
            }) => {
                let started = self.started.entry(item).or_default();
                started.blocks.insert(number, (crc64, at));
            }
            Some(Record::Anew { item, id_bytes }) => {
                let started = Started {
                    id_bytes,
                    ..Started::default()
                };
                self.started.insert(item, started);
            }
            Some(Record::Done { item, done }) => {
                self.started.remove(&item);
                self.done.insert(item, done);
            }
            None => return false,
        }
        true
    }

    /// Records that are not needed any more.
    fn spare(&self) -> usize {
        self.records.saturating_sub(self.needed().count())
    }

    fn needed(&self) -> impl Iterator<Item = Record> {
        let done = self.done.iter().map(|(item, done)| Record::Done {
            item: *item,
            done: done.clone(),
        });
        let started = self.started.iter().flat_map(|(item, started)| {
            let anew = (started.id_bytes != 0).then_some(Record::Anew {
                item: *item,
                id_bytes: started.id_bytes,
            });
            let blocks = started
                .blocks
                .iter()
                .map(|(number, (crc64, at))| Record::Block {
                    item: *item,
                    number: *number,
                    crc64: *crc64,
                    at: *at,
                });
            anew.into_iter().chain(blocks)
        });
        done.chain(started)
    }
}

/// Writes only what is needed, beside the journal, and puts it in its place (promise 21).
fn written_anew(
    path: &Path,
    earlier: File,
    heading: &Heading,
    contents: &Contents,
) -> io::Result<File> {
    let mut out = FIRST_LINE.to_vec();
    append(&mut out, &serde_json::to_vec(heading)?);
    for record in contents.needed() {
        append(&mut out, &record.write());
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(long(folder))?;
    file.write_all(&out)?;
    file.as_file().sync_all()?;
    // The name is free for a moment where another program's lock would hold; two that race for one
    // journal differ in nothing they could lose.
    // On Windows the earlier one has to be closed for that, too.
    drop(earlier);
    let (file, temporary) = file.into_parts();
    put_in_place(temporary, path)?;
    // A lock cannot be had twice, and this file is ours alone until now.
    let _ = file.try_lock();
    Ok(file)
}

/// Keeps what was damaged beside the journal, under a name nothing has.
fn keep(path: &Path, bytes: &[u8]) -> io::Result<String> {
    for number in 1.. {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".damaged-{number}"));
        let kept = PathBuf::from(name);
        match OpenOptions::new().write(true).create_new(true).open(&kept) {
            Ok(mut file) => {
                file.write_all(bytes)?;
                return Ok(kept.to_string_lossy().into_owned());
            }
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(String::new())
}

fn old_blocks(
    heading: &Heading,
    started: &HashMap<u128, Started>,
    now: Moment,
) -> Option<JournalNote> {
    let times = started.values().flat_map(|item| item.blocks.values());
    let oldest = times.map(|(_, at)| i64::from(*at)).min()?;
    let age = now.0.duration_since(heading.created.0).as_secs() - oldest;
    let days = age / (24 * 60 * 60);
    (days >= BLOCKS_ARE_OLD_DAYS).then(|| JournalNote::BlocksAreOld {
        days: Count(days.unsigned_abs()),
    })
}

fn fault(code: &str, path: &Path) -> Fault {
    let name = path.file_name().unwrap_or(path.as_os_str());
    Fault::new(code, Retry::ByUser, NextStep::None).with("file", name.to_string_lossy())
}
