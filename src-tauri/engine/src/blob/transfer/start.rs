//! From a list of files to a report.

use super::caller::{Caller, Ended};
use super::control::Control;
use super::course::{Course, Ground, Readers};
use super::observer::{Doing, Observer};
use super::options::{IfExists, Options};
use super::queue::Queue;
use super::read::Reader;
use super::recall::{Left, recalled};
use super::report::{End, Outcome, TransferReport};
use super::send::{Sender, impossible};
use super::standing::Standing;
use super::weather;
use crate::blob::client::PageShelf;
use crate::blob::item::Item;
use crate::blob::journal::{Done, Heading, Journal, Opened, Started};
use crate::blob::sas::{Need, SasLink, judge};
use crate::fault::{Fault, NextStep, Retry};
use crate::units::{Bytes, Count, Moment};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::mpsc;

/// Parts that were read and wait for their turn, besides what their memory allows.
const READ_AHEAD: usize = 64;
/// More readers than this only get in each other's way.
const MOST_READERS: usize = 4;

/// Carries files into the container that `control`'s link leads to, and goes on where an earlier
/// run with the same journal ended. Needs a runtime with several threads.
///
/// One file that cannot be read or sent does not stop the others: the report says what became of
/// each.
///
/// Faults, before anything moves: `journal-of-another-place`, `journal-of-another-version`,
/// `journal-not-a-journal`, `journal-in-use`, `journal-unwritable`, `network-not-ready`.
pub async fn upload(
    items: Vec<Item>,
    control: &Control,
    options: Options,
    observer: Arc<dyn Observer>,
) -> Result<TransferReport, Fault> {
    carry(items, None, control, options, observer).await
}

/// The same for whatever the items come from; `source` is where the service copies from.
pub(super) async fn carry(
    items: Vec<Item>,
    source: Option<SasLink>,
    control: &Control,
    options: Options,
    observer: Arc<dyn Observer>,
) -> Result<TransferReport, Fault> {
    observer.doing(&Doing::Preparing);
    let clock = options.clock.clone();
    let started = clock.now();
    let link = control.link();
    let opened = open_off_thread(&items, &link, started, options.journal.clone()).await?;
    let (memory, if_exists) = (options.memory, options.if_exists.clone());
    let caller = Caller::new(link, options, control.limit(), observer.clone(), true)?;
    let begun = Beginning {
        items: Arc::new(items),
        caller: Arc::new(caller),
        source,
        opened,
        started,
    };
    begun.run(control, memory, if_exists, observer).await
}

/// Everything that is known when a transfer begins.
struct Beginning {
    items: Arc<Vec<Item>>,
    caller: Arc<Caller>,
    source: Option<SasLink>,
    opened: Opened,
    started: Moment,
}

impl Beginning {
    async fn run(
        self,
        control: &Control,
        memory: Bytes,
        if_exists: IfExists,
        observer: Arc<dyn Observer>,
    ) -> Result<TransferReport, Fault> {
        let Self {
            items,
            caller,
            source,
            opened,
            started,
        } = self;
        let keys: Vec<u128> = items.iter().map(Item::key).collect();
        let transfer = *opened.journal.heading().transfer.as_bytes();
        let mut standings = standings(&items, &keys, opened.done);
        let unfinished = unfinished(&items, &keys, opened.started);
        let mut end = judged(&caller, &if_exists);
        if end.is_none() {
            let stop = control.stop_token();
            let recalled = tokio::select! {
                recalled = recalled(&caller, &transfer, unfinished) => recalled,
                () = stop.cancelled() => Ok(Vec::new()),
                // Whoever brings another link starts afresh: nothing has moved yet.
                fault = weather::link_needed(&caller.gate) => Err(Ended::Link(fault)),
            };
            match recalled {
                Ok(recalled) => {
                    for (at, left) in recalled {
                        standings[at] = match left {
                            Left::Begun(begun) => Standing::Begun(Box::new(begun)),
                            Left::Made(done) => Standing::Made(done.into()),
                        };
                    }
                }
                Err(ended) => end = Some(ended.end()),
            }
        }
        let there: HashMap<_, _> = (0..)
            .zip(&standings)
            .filter_map(|(at, standing)| match standing {
                Standing::Begun(begun) => Some((at, begun.there())),
                _ => None,
            })
            .collect();
        let over = standings
            .iter()
            .map(|standing| matches!(standing, Standing::Made(_) | Standing::Over(_)))
            .collect();
        let queue = Arc::new(Queue::new(items.clone(), over, there));
        let md5 = Arc::new(AtomicBool::new(false));
        let shelf = PageShelf::of(memory_for(&items, memory));
        let (ready, filled) = mpsc::channel(READ_AHEAD);
        let readers = std::thread::available_parallelism().map_or(2, usize::from);
        if end.is_none() {
            for _ in 0..readers.clamp(1, MOST_READERS) {
                let reader = Reader {
                    items: items.clone(),
                    queue: queue.clone(),
                    shelf: shelf.clone(),
                    ready: ready.clone(),
                    md5: md5.clone(),
                };
                std::thread::Builder::new()
                    .name("transfer reader".to_owned())
                    .spawn(move || reader.run())
                    .map_err(|cause| not_ready(&cause))?;
            }
        }
        drop(ready);
        let sender = Sender {
            caller,
            items,
            source,
            goes_on: opened.goes_on,
        };
        let ground = Ground {
            sender,
            keys,
            transfer,
            journal: opened.journal,
            readers: Readers { queue, shelf },
            md5,
            if_exists,
            notes: opened.notes,
            started,
        };
        Course::new(ground, standings, control, observer)
            .run(filled, end)
            .await
    }
}

async fn open_off_thread(
    items: &[Item],
    link: &SasLink,
    now: Moment,
    journal: PathBuf,
) -> Result<Opened, Fault> {
    let facts = link.facts().clone();
    let heading = Heading {
        transfer: uuid::Uuid::new_v4(),
        host: facts.host.clone(),
        account: facts.account.clone(),
        container: facts.container.clone(),
        created: now,
        files: Count(items.len() as u64),
        bytes: Bytes(items.iter().map(Item::bytes).sum()),
    };
    let opening = tokio::task::spawn_blocking(move || Journal::open(&journal, &facts, heading));
    opening.await.map_err(|cause| not_ready(&cause))?
}

/// What a blocked link means for a transfer that has not begun (promise 15).
fn judged(caller: &Caller, if_exists: &IfExists) -> Option<End> {
    let need = match if_exists {
        IfExists::Replace(_) => Need::Replace,
        IfExists::Refuse | IfExists::Keep => Need::Create,
    };
    let link = caller.wire.link();
    let findings = judge(link.facts(), caller.clock().now(), None, &[need]);
    let blocking = findings.iter().find(|finding| finding.blocks())?;
    Some(End::NeedsLink {
        fault: blocking.fault(),
    })
}

fn standings(items: &[Item], keys: &[u128], mut made: HashMap<u128, Done>) -> Vec<Standing> {
    let standing = |(item, key): (&Item, &u128)| {
        if let Some(done) = made.remove(key) {
            return Standing::Made(done.into());
        }
        match impossible(item) {
            Some(fault) => Standing::Over(Outcome::not_sent(fault)),
            None => Standing::Ahead,
        }
    };
    items.iter().zip(keys).map(standing).collect()
}

fn unfinished<'i>(
    items: &'i [Item],
    keys: &[u128],
    mut started: HashMap<u128, Started>,
) -> Vec<(usize, &'i Item, u128, Started)> {
    let with_places = (0..).zip(items.iter().zip(keys));
    with_places
        .filter_map(|(at, (item, key))| Some((at, item, *key, started.remove(key)?)))
        .collect()
}

/// At least two of the largest blocks: one is read while another is sent. Blocks are larger than
/// half of the usual memory only in files above 1.5 TiB.
fn memory_for(items: &[Item], usual: Bytes) -> u64 {
    let blocks = items.iter().filter_map(Item::plan);
    let largest = blocks.map(|plan| plan.block_bytes()).max().unwrap_or(0);
    if items.iter().any(|item| item.here().is_some()) {
        usual.0.max(2 * largest)
    } else {
        usual.0
    }
}

fn not_ready(cause: &dyn std::fmt::Display) -> Fault {
    Fault::new("network-not-ready", Retry::ByUser, NextStep::TryAgain).detail(cause)
}

impl Ended {
    /// As the end of a whole transfer.
    pub(super) fn end(self) -> End {
        match self {
            Self::Link(fault) => End::NeedsLink { fault },
            other => End::GaveUp {
                fault: other.fault(),
            },
        }
    }
}
