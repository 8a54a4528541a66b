//! Reader threads: parts of files into pages, with their checksums, and never of another file than
//! the one that was chosen (promise 6).

use super::queue::{Queue, Work};
use crate::blob::checksum::{RunningCrc64, md5};
use crate::blob::client::{Page, PageShelf, Parts};
use crate::blob::item::{Item, Origin};
use crate::fault::{Fault, NextStep, Retry};
use crate::package::FileStamp;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::mpsc;

/// A part that was read, or why it was not.
pub(super) enum Filled {
    Whole(usize, Content),
    Block(usize, u32, Content),
    /// The file is still what it was.
    Unchanged(usize),
    Trouble(usize, Fault),
}

/// Bytes to be sent, with what proves them. Of a blob that the service copies there are none.
#[derive(Clone, Default)]
pub(super) struct Content {
    pub parts: Parts,
    pub crc64: u64,
    /// Only where it was wanted.
    pub md5: OnceLock<[u8; 16]>,
}

/// One reader.
pub(super) struct Reader {
    pub items: Arc<Vec<Item>>,
    pub queue: Arc<Queue>,
    pub shelf: PageShelf,
    pub ready: mpsc::Sender<Filled>,
    /// Whether MD5s are wanted, too.
    pub md5: Arc<AtomicBool>,
}

/// Why a file cannot be read as it was planned.
enum Stop {
    /// The transfer is over.
    Closed,
    Changed(String),
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        if cause.kind() == io::ErrorKind::UnexpectedEof {
            Self::Changed("it is shorter than it was".to_owned())
        } else {
            Self::Io(cause)
        }
    }
}

/// The file a reader has open.
type Open = Option<(usize, File)>;

impl Reader {
    /// Reads until the transfer is over.
    pub(super) fn run(self) {
        let mut open = None;
        while let Some(work) = self.queue.next() {
            let filled = match work {
                Work::Whole(item) => self
                    .whole(item, &mut open)
                    .map(|content| Filled::Whole(item, content)),
                Work::Block(item, number) => self
                    .block(item, number, &mut open)
                    .map(|content| Filled::Block(item, number, content)),
                Work::Recheck(item) => self.recheck(item).map(|()| Filled::Unchanged(item)),
            };
            let (Work::Whole(item) | Work::Block(item, _) | Work::Recheck(item)) = work;
            let filled = match filled {
                Ok(filled) => filled,
                Err(Stop::Closed) => return,
                Err(stop) => {
                    open = None;
                    Filled::Trouble(item, stop.fault(&self.items[item]))
                }
            };
            if self.ready.blocking_send(filled).is_err() {
                return;
            }
        }
    }

    fn whole(&self, item: usize, open: &mut Open) -> Result<Content, Stop> {
        let Origin::File { path, stamp } = &self.items[item].origin else {
            return Ok(Content::default());
        };
        *open = None;
        let mut pages = self.pages(stamp.size)?;
        let mut file = opened(path, stamp)?;
        let crc64 = fill(&mut file, &mut pages, stamp.size)?;
        unchanged(&FileStamp::of(&file)?, stamp)?;
        Ok(self.content(pages, crc64))
    }

    fn block(&self, item: usize, number: u32, open: &mut Open) -> Result<Content, Stop> {
        let (Origin::File { path, stamp }, Some(plan)) =
            (&self.items[item].origin, self.items[item].plan())
        else {
            return Ok(Content::default());
        };
        let Range { start, end } = plan.range(number);
        let mut pages = self.pages(end - start)?;
        let file = match open {
            Some((at, file)) if *at == item => file,
            _ => &mut open.insert((item, opened(path, stamp)?)).1,
        };
        file.seek(SeekFrom::Start(start))?;
        let crc64 = fill(file, &mut pages, end - start)?;
        Ok(self.content(pages, crc64))
    }

    fn recheck(&self, item: usize) -> Result<(), Stop> {
        let Origin::File { path, stamp } = &self.items[item].origin else {
            return Ok(());
        };
        unchanged(&FileStamp::from_metadata(&std::fs::metadata(path)?), stamp)
    }

    fn pages(&self, bytes: u64) -> Result<Vec<Page>, Stop> {
        let bytes = usize::try_from(bytes).map_err(|cause| Stop::Io(io::Error::other(cause)))?;
        self.shelf.take(bytes).ok_or(Stop::Closed)
    }

    fn content(&self, pages: Vec<Page>, crc64: u64) -> Content {
        let wanted = self.md5.load(Ordering::Relaxed);
        let md5 = match wanted {
            true => OnceLock::from(md5(pages.iter())),
            false => OnceLock::new(),
        };
        Content {
            parts: Parts::of(pages),
            crc64,
            md5,
        }
    }
}

fn opened(path: &Path, stamp: &FileStamp) -> Result<File, Stop> {
    // Opening a pipe would wait for somebody to write into it.
    if !std::fs::metadata(path)?.is_file() {
        return Err(Stop::Io(io::Error::other("it is no file")));
    }
    let file = File::open(path)?;
    unchanged(&FileStamp::of(&file)?, stamp)?;
    Ok(file)
}

/// Reads so many bytes, and gives their CRC64: each page's is taken while the page is still in the
/// processor's cache.
fn fill(file: &mut File, pages: &mut [Page], bytes: u64) -> Result<u64, Stop> {
    let mut crc64 = RunningCrc64::new();
    let mut left = bytes;
    for page in pages {
        let length = usize::try_from(left).unwrap_or(usize::MAX);
        let room = page.room(length);
        left -= room.len() as u64;
        file.read_exact(room)?;
        crc64.add(room);
    }
    Ok(crc64.value())
}

fn unchanged(now: &FileStamp, chosen: &FileStamp) -> Result<(), Stop> {
    match now.differs_from(chosen) {
        None => Ok(()),
        Some(difference) => Err(Stop::Changed(format!("{difference:?}"))),
    }
}

impl Stop {
    /// Codes: `source-gone`, `source-unreadable`, `source-changed`.
    fn fault(self, item: &Item) -> Fault {
        let (code, detail) = match self {
            Self::Changed(how) => ("source-changed", how),
            Self::Io(cause) if cause.kind() == io::ErrorKind::NotFound => {
                ("source-gone", cause.to_string())
            }
            Self::Io(cause) => ("source-unreadable", cause.to_string()),
            Self::Closed => ("source-unreadable", String::new()),
        };
        let path = match &item.origin {
            Origin::File { path, .. } => path.to_string_lossy().into_owned(),
            Origin::Blob { name, .. } => name.clone(),
        };
        Fault::new(code, Retry::ByUser, NextStep::TryAgain)
            .with("file", path)
            .detail(detail)
    }
}
