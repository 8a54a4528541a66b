//! The one task that decides: what is sent next, what an outcome means, when a blob is made, and
//! when it is over.

use super::caller::{Caller, Ended};
use super::control::Control;
use super::observer::{Doing, Observer, Progress};
use super::options::IfExists;
use super::queue::Queue;
use super::read::Filled;
use super::report::{End, JournalNote, Outcome, TransferReport};
use super::said::Said;
use super::send::{Sender, length};
use super::standing::{Begun, Standing};
use super::told::{Told, listed};
use crate::blob::client::{Condition, PageShelf};
use crate::blob::item::Item;
use crate::blob::journal::{Done, Journal, Record};
use crate::blob::plan::BlockIds;
use crate::clock::Times;
use crate::fault::{Fault, NextStep, Retry};
use crate::units::{Bytes, Count, Moment};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How often progress is told (promise 20: at most ten times a second).
pub(super) const TICK: Duration = Duration::from_millis(100);
/// How often the journal is made to survive a loss of power.
const SYNC: Duration = Duration::from_secs(5);

/// What a transfer stands on.
pub(super) struct Ground {
    pub sender: Sender,
    pub keys: Vec<u128>,
    pub transfer: [u8; 16],
    pub journal: Journal,
    pub readers: Readers,
    /// Tells the readers that MD5s are wanted.
    pub md5: Arc<AtomicBool>,
    pub if_exists: IfExists,
    pub notes: Vec<JournalNote>,
    pub started: Moment,
}

/// What the reader threads work with. They go home when this is dropped, however a transfer ends.
pub(super) struct Readers {
    pub queue: Arc<Queue>,
    pub shelf: PageShelf,
}

impl Readers {
    fn send_home(&self) {
        self.queue.close();
        self.shelf.close();
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.send_home();
    }
}

/// A transfer under way.
pub(super) struct Course<'c> {
    pub(super) ground: Ground,
    pub(super) standings: Vec<Standing>,
    pub(super) control: &'c Control,
    pub(super) observer: Arc<dyn Observer>,
    tasks: JoinSet<Told>,
    /// To be written to the journal in one go.
    records: Vec<Record>,
    /// How often each item was begun anew; only the few that were.
    rounds: HashMap<usize, u32>,
    pub(super) progress: Progress,
    /// Bytes the service has; fewer again when a blob is begun anew.
    pub(super) arrived: u64,
    /// Items that are neither made nor given up.
    pub(super) left: usize,
}

impl<'c> Course<'c> {
    pub(super) fn new(
        ground: Ground,
        standings: Vec<Standing>,
        control: &'c Control,
        observer: Arc<dyn Observer>,
    ) -> Self {
        let mut course = Self {
            standings,
            control,
            observer,
            tasks: JoinSet::new(),
            records: Vec::new(),
            rounds: HashMap::new(),
            progress: Progress::default(),
            arrived: 0,
            left: 0,
            ground,
        };
        course.count();
        course
    }

    /// `end` is given where it is over before it begins.
    pub(super) async fn run(
        mut self,
        mut filled: mpsc::Receiver<Filled>,
        end: Option<End>,
    ) -> Result<TransferReport, Fault> {
        let end = match end {
            Some(end) => end,
            None => self.carry(&mut filled).await,
        };
        self.ground.readers.send_home();
        // Closes the connections of whatever is still under way (promise 18).
        self.tasks.abort_all();
        drop(filled);
        while let Some(told) = self.tasks.join_next().await {
            // What was answered in the last moment counts.
            if let Ok(told) = told
                && told.is_good_news()
            {
                self.hear(told);
            }
        }
        let end = match (self.write_down(), end) {
            (Err(fault), End::Complete) => End::GaveUp { fault },
            (_, end) => end,
        };
        self.sync().await;
        self.report(end).await
    }

    async fn carry(&mut self, filled: &mut mpsc::Receiver<Filled>) -> End {
        let clock = self.caller().clock().clone();
        let stop = self.control.stop_token().clone();
        let (mut pauses, mut links) = (self.control.pauses(), self.control.links());
        let mut tick = clock.wait(TICK);
        let mut before = Times::of(&*clock);
        let mut synced = before.elapsed;
        for item in self.whole_already() {
            self.ground.readers.queue.recheck(item);
        }
        self.observer.doing(&Doing::Sending);
        let mut said = Said::first(Doing::Sending);
        while self.left > 0 {
            let paused = *pauses.borrow_and_update();
            let may_begin = !paused && self.caller().at_once.has_room();
            tokio::select! {
                biased;
                () = stop.cancelled() => return End::Stopped,
                Some(told) = self.tasks.join_next() => {
                    let mut told = Some(told);
                    while let Some(one) = told {
                        match one {
                            Ok(one) => if let Some(end) = self.hear(one) {
                                return end;
                            },
                            // Only a panic ends a task early while the transfer runs.
                            Err(ended) => if let Ok(panic) = ended.try_into_panic() {
                                std::panic::resume_unwind(panic);
                            },
                        }
                        told = self.tasks.try_join_next();
                    }
                    if let Err(fault) = self.write_down() {
                        return End::GaveUp { fault };
                    }
                }
                Some(part) = filled.recv(), if may_begin => self.begin(part),
                Ok(()) = links.changed() => {
                    self.caller().go_on_with(links.borrow_and_update().clone());
                }
                Ok(()) = pauses.changed() => {}
                () = &mut tick => {
                    let now = Times::of(&*clock);
                    if now.slept_since(&before) {
                        self.caller().wire.renew();
                    }
                    before = now;
                    self.ground.md5.store(self.caller().uses_md5(), Ordering::Relaxed);
                    self.tell_progress();
                    said.say(self.caller(), paused, now.elapsed);
                    if now.elapsed.saturating_sub(synced) >= SYNC {
                        synced = now.elapsed;
                        self.sync().await;
                    }
                    tick = clock.wait(TICK);
                }
            }
        }
        End::Complete
    }

    /// Starts a request for a part that was read.
    fn begin(&mut self, part: Filled) {
        let inside = self.caller().at_once.enter();
        let sender = self.ground.sender.clone();
        match part {
            Filled::Whole(item, content) => {
                let condition = self.condition(item);
                self.tasks.spawn(async move {
                    Told::Made(item, sender.whole(item, content, condition, inside).await)
                });
            }
            Filled::Block(item, number, content) => {
                let Some(begun) = self.begun(item) else {
                    return;
                };
                let (ids, round) = (begun.ids.clone(), begun.round);
                self.tasks.spawn(async move {
                    let crc64 = content.crc64_of(&sender.items[item]);
                    let sent = sender.block(item, number, content, &ids, inside).await;
                    Told::Block {
                        item,
                        round,
                        number,
                        crc64,
                        sent,
                    }
                });
            }
            Filled::Unchanged(item) => {
                let condition = self.condition(item);
                let Some(begun) = self.begun(item) else {
                    return;
                };
                let ids = begun.ids.clone();
                let crc64 = sender.items[item].here().and_then(|_| begun.crc64());
                self.tasks.spawn(async move {
                    Told::Made(
                        item,
                        sender.commit(item, &ids, crc64, condition, inside).await,
                    )
                });
            }
            Filled::Trouble(item, fault) => self.over(item, Outcome::not_sent(fault)),
        }
    }

    /// Takes in what became of a request; an end if it is over for all.
    fn hear(&mut self, told: Told) -> Option<End> {
        match told {
            Told::Made(item, Ok(done)) => self.made(item, done),
            Told::Made(item, Err(ended)) => return self.not_made(item, ended),
            Told::Block {
                item,
                round,
                number,
                crc64,
                sent,
            } => {
                let Standing::Begun(begun) = &mut self.standings[item] else {
                    return None;
                };
                if begun.round != round {
                    return None;
                }
                if let Err(ended) = sent {
                    return self.not_made(item, ended);
                }
                if begun.take(number, crc64) {
                    self.arrived += length(&begun.plan, number);
                    self.records.push(Record::Block {
                        item: self.ground.keys[item],
                        number,
                        crc64,
                        at: self
                            .ground
                            .journal
                            .seconds_at(self.ground.sender.caller.clock().now()),
                    });
                }
                if begun.is_whole() {
                    self.ground.readers.queue.recheck(item);
                }
            }
            Told::Listed(item, there) => self.begin_anew(item, there.ok().as_deref()),
        }
        None
    }

    fn made(&mut self, item: usize, done: Done) {
        if !matches!(self.standings[item], Standing::Begun(_)) {
            self.arrived += self.item(item).bytes();
        }
        self.standings[item] = Standing::Made(done.clone().into());
        self.records.push(Record::Done {
            item: self.ground.keys[item],
            done,
        });
        self.left -= 1;
        self.progress.files_done.0 += 1;
    }

    fn not_made(&mut self, item: usize, ended: Ended) -> Option<End> {
        match ended {
            Ended::Blob(fault) => self.over(item, Outcome::not_sent(fault)),
            Ended::Taken(_) if self.ground.if_exists == IfExists::Keep => {
                self.over(item, Outcome::Kept);
            }
            Ended::Taken(fault) => self.over(item, Outcome::not_sent(fault)),
            Ended::Mixed(fault) => {
                let round = self.rounds.entry(item).or_default();
                *round += 1;
                if *round > 1 {
                    self.over(item, Outcome::not_sent(fault));
                } else {
                    if let Standing::Begun(begun) = &mut self.standings[item] {
                        begun.round += 1;
                    }
                    let sender = self.ground.sender.clone();
                    self.tasks.spawn(listed(sender, item));
                }
            }
            Ended::Lost => {
                let fault = Fault::new("storage-trouble", Retry::Exhausted, NextStep::TryAgain);
                self.over(item, Outcome::not_sent(fault));
            }
            ended @ (Ended::Link(_) | Ended::All(_)) => return Some(ended.end()),
        }
        None
    }

    /// Sends again what is missing of a blob whose blocks were mixed up (promise 4).
    fn begin_anew(&mut self, item: usize, there: Option<&[crate::blob::client::BlockOfBlob]>) {
        let (transfer, key) = (self.ground.transfer, self.ground.keys[item]);
        let Standing::Begun(begun) = &mut self.standings[item] else {
            return;
        };
        let before = begun.bytes_there();
        let ids = |length| BlockIds::new(&transfer, key, length);
        let Some(renamed) = begun.begin_anew(there, ids) else {
            let fault = Fault::new("blob-blocks-in-the-way", Retry::ByUser, NextStep::None)
                .with("blob", &self.item(item).blob);
            return self.over(item, Outcome::not_sent(fault));
        };
        self.arrived -= before.saturating_sub(begun.bytes_there());
        let missing = begun.missing();
        self.records.extend(renamed.map(|id_bytes| Record::Anew {
            item: key,
            id_bytes,
        }));
        self.ground.readers.queue.blocks_again(item, missing);
    }

    fn over(&mut self, item: usize, outcome: Outcome) {
        let arrived = match &self.standings[item] {
            Standing::Made(_) | Standing::Over(_) => return,
            Standing::Begun(begun) => begun.bytes_there(),
            Standing::Ahead => 0,
        };
        self.ground.readers.queue.give_up(item);
        self.progress.bytes_total.0 -= self.item(item).bytes() - arrived;
        self.progress.files_done.0 += 1;
        self.standings[item] = Standing::Over(outcome);
        self.left -= 1;
    }

    /// The item as one that is sent in blocks; none if nothing more of it is wanted.
    fn begun(&mut self, item: usize) -> Option<&mut Begun> {
        if matches!(self.standings[item], Standing::Ahead) {
            let plan = self.item(item).plan()?;
            let ids = BlockIds::new(
                &self.ground.transfer,
                self.ground.keys[item],
                BlockIds::USUAL_LENGTH,
            )?;
            self.standings[item] = Standing::Begun(Box::new(Begun::new(plan, ids)));
        }
        match &mut self.standings[item] {
            Standing::Begun(begun) => Some(begun),
            _ => None,
        }
    }

    /// Under which condition the blob is made (promise 8).
    fn condition(&self, item: usize) -> Condition {
        match &self.ground.if_exists {
            IfExists::Replace(etags) => etags
                .get(&*self.item(item).blob)
                .map_or(Condition::New, |etag| Condition::Still(etag.clone())),
            IfExists::Refuse | IfExists::Keep => Condition::New,
        }
    }

    /// Items of which an earlier run sent every block, but did not make the blob.
    fn whole_already(&self) -> Vec<usize> {
        let whole = |(_, standing): &(usize, &Standing)| matches!(standing, Standing::Begun(begun) if begun.is_whole());
        let with_places = (0..).zip(&self.standings);
        with_places.filter(whole).map(|(at, _)| at).collect()
    }

    pub(super) fn tell_progress(&mut self) {
        let counts = &self.ground.sender.caller.counts;
        // What has to be sent again was told before (promise 20).
        let done = self.arrived.min(self.progress.bytes_total.0);
        self.progress.bytes_done.0 = self.progress.bytes_done.0.max(done);
        self.progress.moving = Bytes(counts.moving.load(Ordering::Relaxed));
        self.progress.sent = Bytes(counts.sent.load(Ordering::Relaxed));
        self.progress.at_once = Count(self.ground.sender.caller.at_once.limit());
        self.observer.progress(&self.progress);
    }

    fn write_down(&mut self) -> Result<(), Fault> {
        if self.records.is_empty() {
            return Ok(());
        }
        let written = self.ground.journal.write(&self.records);
        self.records.clear();
        written.map_err(|cause| {
            Fault::new("journal-unwritable", Retry::ByUser, NextStep::FreeDiskSpace).detail(cause)
        })
    }

    async fn sync(&self) {
        if let Ok(file) = self.ground.journal.handle() {
            // What does not survive a loss of power is sent again.
            let _ = tokio::task::spawn_blocking(move || file.sync_data()).await;
        }
    }

    pub(super) fn caller(&self) -> &Arc<Caller> {
        &self.ground.sender.caller
    }

    fn item(&self, item: usize) -> &Item {
        &self.ground.sender.items[item]
    }
}
