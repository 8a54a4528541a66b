//! The two ends of a course: what there is to do, and what came of it.

use super::caller::Ended;
use super::course::{Course, TICK};
use super::observer::Doing;
use super::report::{End, FileReport, Outcome, TransferReport};
use super::said::Said;
use super::standing::Standing;
use super::verify::read_back;
use crate::blob::item::Item;
use crate::fault::Fault;
use crate::units::{Bytes, Count};
use std::sync::atomic::Ordering;

impl Course<'_> {
    pub(super) fn count(&mut self) {
        for (item, standing) in self.ground.sender.items.iter().zip(&self.standings) {
            let (mut total, mut done) = (item.bytes(), 0);
            match standing {
                Standing::Ahead => self.left += 1,
                Standing::Begun(begun) => {
                    self.left += 1;
                    done = begun.bytes_there();
                }
                Standing::Made(_) => {
                    done = total;
                    self.progress.files_done.0 += 1;
                }
                Standing::Over(_) => {
                    total = 0;
                    self.progress.files_done.0 += 1;
                }
            }
            self.progress.files_total.0 += 1;
            self.progress.bytes_total.0 += total;
            self.arrived += done;
        }
    }

    pub(super) async fn report(mut self, end: End) -> Result<TransferReport, Fault> {
        let end = self.verify(end).await;
        self.tell_progress();
        let items = self.ground.sender.items.clone();
        let outcomes = self.standings.into_iter().map(|standing| match standing {
            Standing::Over(outcome) => outcome,
            Standing::Made(made) => Outcome::Sent(made.proof()),
            Standing::Ahead | Standing::Begun(_) => Outcome::NotReached,
        });
        let files = items
            .iter()
            .zip(outcomes)
            .map(|(item, outcome)| FileReport {
                blob: item.blob.clone(),
                bytes: Bytes(item.bytes()),
                outcome,
            });
        let caller = &self.ground.sender.caller;
        let counted = |count: &std::sync::atomic::AtomicU64| count.load(Ordering::Relaxed);
        Ok(TransferReport {
            end,
            files: files.collect(),
            bytes_total: Bytes(items.iter().map(Item::bytes).sum()),
            bytes_sent: Bytes(counted(&caller.counts.sent)),
            requests: Count(counted(&caller.counts.requests)),
            damaged_in_flight: Count(counted(&caller.counts.damaged)),
            throttled: Count(counted(&caller.counts.throttled)),
            notes: self.ground.notes,
            started: self.ground.started,
            ended: caller.clock().now(),
        })
    }

    /// Waits for an answer as patiently as the transfer itself: whatever happens is told, and
    /// another link is taken where that was chosen.
    async fn patiently<T>(
        &self,
        reading: impl Future<Output = Result<T, Ended>>,
    ) -> Result<T, Ended> {
        let caller = self.caller();
        let mut links = self.control.links();
        // One that came in a moment ago counts, too.
        links.mark_changed();
        let mut said = Said::first(Doing::Verifying);
        let mut tick = caller.clock().wait(TICK);
        let mut reading = std::pin::pin!(reading);
        loop {
            tokio::select! {
                biased;
                read = &mut reading => return read,
                Ok(()) = links.changed() => {
                    caller.go_on_with(links.borrow_and_update().clone());
                    said.say(caller, false, caller.clock().elapsed());
                }
                () = &mut tick => {
                    said.say(caller, false, caller.clock().elapsed());
                    tick = caller.clock().wait(TICK);
                }
            }
        }
    }

    /// Reads back what was made, once all is over (promise 7).
    async fn verify(&mut self, end: End) -> End {
        if end != End::Complete {
            return end;
        }
        self.observer.doing(&Doing::Verifying);
        let items = self.ground.sender.items.clone();
        let stop = self.control.stop_token();
        // Out of the way, so that everything else can be asked meanwhile.
        let mut standings = std::mem::take(&mut self.standings);
        let read = tokio::select! {
            biased;
            () = stop.cancelled() => None,
            read = self.patiently(read_back(self.caller(), &items, &mut standings)) => Some(read),
        };
        self.standings = standings;
        match read {
            None => End::Stopped,
            Some(Ok(())) => end,
            Some(Err(ended)) => ended.end(),
        }
    }
}
