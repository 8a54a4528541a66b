//! Reader threads: parts of files into pages, with their checksums, and never of another file than
//! the one that was chosen (promise 6).

use super::queue::{Queue, Work};
use crate::blob::checksum::{RunningCrc64, md5};
use crate::blob::client::{Page, PageShelf, Parts};
use crate::blob::item::Item;
use crate::blob::readable::{Opened, Readable, Unread};
use crate::disk::is_held_elsewhere;
use crate::fault::{Fault, NextStep, Retry};
use std::io;
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

/// Why a part was not read.
enum Stop {
    /// The transfer is over.
    Closed,
    Unread(Unread),
}

impl From<Unread> for Stop {
    fn from(trouble: Unread) -> Self {
        Self::Unread(trouble)
    }
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Self::Unread(cause.into())
    }
}

/// The item a reader has open.
type Open = Option<(usize, Box<dyn Opened>)>;

impl Reader {
    /// Reads until the transfer is over.
    pub(super) fn run(self) {
        let mut open = None;
        while let Some(work) = self.queue.next() {
            let item = work.item();
            match self.work(work, &mut open) {
                Ok(()) => {}
                Err(Stop::Closed) => return,
                Err(Stop::Unread(trouble)) => {
                    open = None;
                    let trouble = Filled::Trouble(item, self.fault(item, trouble));
                    if self.give(trouble).is_err() {
                        return;
                    }
                }
            }
        }
    }

    fn work(&self, work: Work, open: &mut Open) -> Result<(), Stop> {
        let item = work.item();
        let Some(here) = self.items[item].here() else {
            return self.leave_to_service(work);
        };
        match work {
            Work::Whole(_) => {
                *open = None;
                let content = self.whole(here)?;
                self.give(Filled::Whole(item, content))
            }
            Work::Block(_, number) => {
                let content = self.block(item, here, number, open)?;
                self.give(Filled::Block(item, number, content))
            }
            Work::Through(_, wanted) => {
                *open = None;
                self.through(item, here, &wanted)
            }
            Work::Recheck(_) => {
                here.recheck()?;
                self.give(Filled::Unchanged(item))
            }
        }
    }

    /// Of what the service reads itself, the parts are only counted out.
    fn leave_to_service(&self, work: Work) -> Result<(), Stop> {
        match work {
            Work::Whole(item) => self.give(Filled::Whole(item, Content::default())),
            Work::Block(item, number) => self.give(Filled::Block(item, number, Content::default())),
            Work::Through(item, wanted) => wanted
                .into_iter()
                .try_for_each(|number| self.give(Filled::Block(item, number, Content::default()))),
            Work::Recheck(item) => self.give(Filled::Unchanged(item)),
        }
    }

    fn whole(&self, here: &Readable) -> Result<Content, Stop> {
        let mut pages = self.pages(here.bytes())?;
        let mut opened = here.open()?;
        let crc64 = fill(&mut *opened, &mut pages, here.bytes())?;
        opened.finish()?;
        Ok(self.content(pages, crc64))
    }

    fn block(
        &self,
        item: usize,
        here: &Readable,
        number: u32,
        open: &mut Open,
    ) -> Result<Content, Stop> {
        let range = self.range(item, number);
        let mut pages = self.pages(range.end - range.start)?;
        let opened = match open {
            Some((at, opened)) if *at == item => opened,
            _ => &mut open.insert((item, here.open()?)).1,
        };
        opened.go_to(range.start)?;
        let crc64 = fill(&mut **opened, &mut pages, range.end - range.start)?;
        Ok(self.content(pages, crc64))
    }

    /// Reads an item to its end, whatever of it is wanted. The last block that is wanted is kept
    /// back until then: once all blocks are there, the whole was found to be what it says it is.
    fn through(&self, item: usize, here: &Readable, wanted: &[u32]) -> Result<(), Stop> {
        let mut wanted = wanted.iter().copied().peekable();
        let mut opened = here.open()?;
        let mut kept_back = None;
        for number in 0..self.items[item].plan().map_or(0, |plan| plan.blocks()) {
            // What has been read so far is of no use to anybody then.
            if !self.queue.wants(item) {
                return Ok(());
            }
            let range = self.range(item, number);
            if wanted.next_if_eq(&number).is_none() {
                opened.go_to(range.end)?;
                continue;
            }
            if let Some(block) = kept_back.take() {
                self.give(block)?;
            }
            let mut pages = self.pages(range.end - range.start)?;
            let crc64 = fill(&mut *opened, &mut pages, range.end - range.start)?;
            kept_back = Some(Filled::Block(item, number, self.content(pages, crc64)));
        }
        opened.finish()?;
        kept_back.map_or(Ok(()), |block| self.give(block))
    }

    fn give(&self, filled: Filled) -> Result<(), Stop> {
        self.ready.blocking_send(filled).map_err(|_| Stop::Closed)
    }

    fn range(&self, item: usize, number: u32) -> std::ops::Range<u64> {
        let plan = self.items[item].plan();
        plan.map_or(0..0, |plan| plan.range(number))
    }

    fn pages(&self, bytes: u64) -> Result<Vec<Page>, Stop> {
        let bytes = usize::try_from(bytes).map_err(io::Error::other)?;
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

    /// Codes: `source-gone`, `source-in-use`, `source-unreadable`, `source-changed`, `source-damaged`.
    fn fault(&self, item: usize, trouble: Unread) -> Fault {
        let item = &self.items[item];
        // Where somebody wrote into it meanwhile, damage is no wonder.
        let trouble = match (trouble, item.here().map(Readable::recheck)) {
            (Unread::Damaged(_), Some(Err(changed))) => changed,
            (trouble, _) => trouble,
        };
        let path = || {
            item.here()
                .map(|here| here.path().to_string_lossy().into_owned())
        };
        let (code, file, detail) = match trouble {
            Unread::Changed(how) => ("source-changed", path(), how),
            Unread::Damaged(how) => ("source-damaged", item.here().map(Readable::name), how),
            Unread::Io(cause) if cause.kind() == io::ErrorKind::NotFound => {
                ("source-gone", path(), cause.to_string())
            }
            Unread::Io(cause) if is_held_elsewhere(&cause) => {
                ("source-in-use", path(), cause.to_string())
            }
            Unread::Io(cause) => ("source-unreadable", path(), cause.to_string()),
        };
        Fault::new(code, Retry::ByUser, NextStep::TryAgain)
            .with("file", file.unwrap_or_else(|| item.blob.to_string()))
            .detail(detail)
    }
}

/// Reads so many bytes, and gives their CRC64: each page's is taken while the page is still in the
/// processor's cache.
fn fill(opened: &mut dyn Opened, pages: &mut [Page], bytes: u64) -> Result<u64, Unread> {
    let mut crc64 = RunningCrc64::new();
    let mut left = bytes;
    for page in pages {
        let length = usize::try_from(left).unwrap_or(usize::MAX);
        let room = page.room(length);
        left -= room.len() as u64;
        opened.read_exact(room)?;
        crc64.add(room);
    }
    Ok(crc64.value())
}
