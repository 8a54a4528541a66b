//! The transfer itself, away from whoever ordered it.

use super::narrator::Narrator;
use super::order::IfExists;
use super::steering::Steering;
use super::ways::Way;
use crate::blob::Container;
use crate::blob::sas::SasLink;
use crate::blob::transfer::{self, AT_ONCE, End, Options, TransferReport};
use crate::desk::Desk;
use crate::desk::restore::PartName;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::JobRun;
use crate::portal::RetryPolicy;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Tries for each part of a file (promise 10).
const TRIES: u32 = 20;
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// A transfer that was ordered.
pub(in crate::desk::restore) struct Ordered {
    pub restore: String,
    pub steering: Arc<Steering>,
    pub if_exists: IfExists,
    /// The one part a server-side copy brings.
    pub part: Option<PartName>,
}

/// How the ways of a transfer ended, as far as their turn came.
pub(super) type Reports = Vec<(PartName, TransferReport)>;

impl Desk {
    /// Runs it beside everything else; `ways` says what goes where, once that is known.
    pub(in crate::desk::restore) fn spawn_transfer(
        &self,
        run: JobRun,
        ordered: Ordered,
        ways: impl Future<Output = Result<Vec<Way>, Fault>> + Send + 'static,
    ) {
        let desk = self.clone();
        self.0.runtime.spawn(async move {
            let _over = Over {
                desk: desk.clone(),
                restore: ordered.restore.clone(),
                steering: ordered.steering.clone(),
            };
            let at_work = desk.0.underway.begin();
            let stopping = desk.stop_when_wanted(&run, &ordered.steering);
            let came = tokio::select! {
                came = desk.carry(&run, &ordered, ways) => came,
                never = stopping => match never {},
            };
            drop(at_work);
            // Slipway ends: the job stays what it was made then, interrupted.
            if desk.0.underway.must_end() {
                return;
            }
            // Writing down what came of it touches the disk.
            let done = desk.aside(move |desk| {
                desk.conclude_transfer(run, &ordered, came);
                Ok(())
            });
            if let Err(fault) = done.await {
                tracing::warn!(code = fault.code, "a transfer could not be concluded");
            }
        });
    }

    /// Passes a wish to stop on, however long it takes until there is one.
    async fn stop_when_wanted(
        &self,
        run: &JobRun,
        steering: &Steering,
    ) -> std::convert::Infallible {
        let cancel = run.cancel_token();
        tokio::select! {
            () = cancel.cancelled() => {}
            () = self.0.underway.ending().cancelled() => {}
        }
        steering.stop();
        std::future::pending().await
    }

    async fn carry(
        &self,
        run: &JobRun,
        ordered: &Ordered,
        ways: impl Future<Output = Result<Vec<Way>, Fault>> + Send,
    ) -> Result<Reports, Fault> {
        run.phase("preparing");
        run.param("doing", "preparing");
        let ways = ways.await?;
        if ways.is_empty() {
            return Ok(Vec::new());
        }
        let stretches: Vec<_> = ways.iter().map(Way::stretch).collect();
        let total = stretches.iter().map(|way| way.bytes).sum();
        let narrator = Arc::new(Narrator::new(
            run.clone(),
            ordered.steering.clone(),
            self.0.clock.clone(),
            self.0.awake.clone(),
            stretches,
        ));
        let begun = self.make_folder(&ordered.restore).await;
        begun?;
        run.phase("sending");
        run.total(total);
        let mut reports = Vec::new();
        for way in &ways {
            let report = self.send_way(run, ordered, way, &narrator).await;
            let report = match report {
                Ok(report) => report,
                Err(fault) => {
                    narrator.let_sleep();
                    return Err(fault);
                }
            };
            let goes_on = report.end == End::Complete;
            reports.push((way.part, report));
            if !goes_on {
                break;
            }
        }
        narrator.let_sleep();
        Ok(reports)
    }

    /// One way to its end. A link that ended before anything moved is waited for here; one that
    /// ends later the transfer itself waits for.
    async fn send_way(
        &self,
        run: &JobRun,
        ordered: &Ordered,
        way: &Way,
        narrator: &Arc<Narrator>,
    ) -> Result<TransferReport, Fault> {
        let steering = &ordered.steering;
        let control = steering
            .control(way.part)
            .ok_or_else(|| Fault::new("restore-links-gone", Retry::ByUser, NextStep::None))?;
        let mut given = steering.links_given();
        loop {
            given.mark_unchanged();
            let items = {
                let make = way.items.clone();
                self.aside(move |_| make()).await?
            };
            let mut options = self.transfer_options(self.journal(&ordered.restore, way.part));
            options.if_exists = match ordered.if_exists {
                IfExists::Refuse => transfer::IfExists::Refuse,
                IfExists::Keep => transfer::IfExists::Keep,
                IfExists::Replace => {
                    let names: Vec<&str> = items.iter().map(|item| &*item.blob).collect();
                    let place = self.transfer_options(PathBuf::new());
                    let there = Container::open(control.link(), place)?;
                    let there = there.existing(&names).await?.into_iter();
                    transfer::IfExists::Replace(there.map(|blob| (blob.name, blob.etag)).collect())
                }
            };
            narrator.begins(way.part);
            let report = match &way.source {
                None => transfer::upload(items, control, options, narrator.clone()).await?,
                Some(source) => {
                    let source: SasLink = source.clone();
                    transfer::copy(items, source, control, options, narrator.clone()).await?
                }
            };
            let End::NeedsLink { fault } = &report.end else {
                return Ok(report);
            };
            narrator.waits_for_link(fault);
            let cancel = run.cancel_token();
            tokio::select! {
                biased;
                () = cancel.cancelled() => return Ok(stopped(report)),
                () = self.0.underway.ending().cancelled() => return Ok(stopped(report)),
                _ = given.changed() => run.carry_on(),
            }
        }
    }

    fn journal(&self, id: &str, part: PartName) -> PathBuf {
        let name = format!("{}.journal", part.word());
        self.restore_folder(id).join(name)
    }

    /// As patient as a transfer is, in this desk's own time.
    pub(in crate::desk::restore) fn transfer_options(&self, journal: PathBuf) -> Options {
        let mut options = Options::new(journal, None);
        options.connect = self.0.way_out.connect(AT_ONCE);
        options.clock = self.0.clock.clone();
        options.policy = RetryPolicy {
            tries: TRIES,
            first_wait: FIRST_WAIT.min(self.0.retries.first_wait),
            ..self.0.retries.clone()
        };
        options
    }

    async fn make_folder(&self, id: &str) -> Result<(), Fault> {
        let folder = self.restore_folder(id);
        self.aside(move |_| {
            std::fs::create_dir_all(&folder).map_err(|cause| {
                Fault::new("journal-unwritable", Retry::ByUser, NextStep::FreeDiskSpace)
                    .with("file", folder.display())
                    .detail(cause)
            })
        })
        .await
    }
}

/// Lets go of a transfer however it ends, a panic included.
struct Over {
    desk: Desk,
    restore: String,
    steering: Arc<Steering>,
}

impl Drop for Over {
    fn drop(&mut self) {
        self.desk.0.transfers.is_over(&self.restore, &self.steering);
    }
}

/// Nobody waits for another link any more.
fn stopped(report: TransferReport) -> TransferReport {
    TransferReport {
        end: End::Stopped,
        ..report
    }
}
