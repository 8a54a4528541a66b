//! Tells the job what the one or two ways of a transfer do, as one.

use super::link_time::ends_too_early;
use super::steering::Steering;
use crate::awake::{Held, StayAwake};
use crate::blob::transfer::{Doing, Observer, Progress};
use crate::clock::Clock;
use crate::desk::restore::PartName;
use crate::fault::Fault;
use crate::job::{JobRun, JobState, WaitingFor};
use crate::units::{Bytes, Moment};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// How often it is reckoned whether a link lasts.
const RECKON_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Narrator {
    run: JobRun,
    steering: Arc<Steering>,
    clock: Arc<dyn Clock>,
    awake: Arc<dyn StayAwake>,
    tally: Mutex<Tally>,
}

/// One way as it is announced before anything moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub part: PartName,
    pub files: u64,
    pub bytes: u64,
}

#[derive(Default)]
struct Tally {
    /// Those that are over, added up.
    before: Progress,
    /// Those that come later.
    ahead: Vec<Stretch>,
    at: Option<PartName>,
    /// Of the way that goes on now.
    now: Progress,
    /// The first report of a way says how far earlier runs were.
    fresh: bool,
    reckoned: Option<Duration>,
    held: Option<Held>,
}

impl Narrator {
    pub fn new(
        run: JobRun,
        steering: Arc<Steering>,
        clock: Arc<dyn Clock>,
        awake: Arc<dyn StayAwake>,
        ways: Vec<Stretch>,
    ) -> Self {
        let tally = Tally {
            ahead: ways,
            ..Tally::default()
        };
        Self {
            run,
            steering,
            clock,
            awake,
            tally: Mutex::new(tally),
        }
    }

    /// The next way begins, or the same one once more.
    pub fn begins(&self, part: PartName) {
        let mut tally = self.tally();
        let now = std::mem::take(&mut tally.now);
        if tally.at == Some(part) {
            // Begun again with another link: what went out before still did.
            tally.before.sent.0 += now.sent.0;
        } else {
            tally.before.add(&now);
            tally.ahead.retain(|way| way.part != part);
            tally.at = Some(part);
        }
        tally.fresh = true;
    }

    /// Nothing goes on without another link.
    pub fn waits_for_link(&self, fault: &Fault) {
        self.let_sleep();
        self.run.params([
            ("doing", "needs-link".to_owned()),
            ("link_fault", fault.code.clone()),
        ]);
        self.run.no_longer("link_ends");
        self.run.wait_for(WaitingFor::Link);
    }

    /// What was stopped or is over needs no computer that stays awake.
    pub fn let_sleep(&self) {
        // Dropped after the tally is free again.
        let held = self.tally().held.take();
        if held.is_some() {
            self.run.no_longer("awake");
        }
    }

    fn stay_awake(&self) {
        let mut tally = self.tally();
        if tally.held.is_none() {
            let run = self.run.clone();
            let told = move |kept: Result<(), String>| {
                if let Err(cause) = &kept {
                    tracing::info!(cause, "the computer may fall asleep during the transfer");
                }
                run.param("awake", if kept.is_ok() { "yes" } else { "no" });
            };
            tally.held = Some(self.awake.hold(Box::new(told)));
        }
    }

    fn goes_on(&self, doing: &str) {
        self.stay_awake();
        self.run.no_longer("link_fault");
        self.run.no_longer("offline_since");
        self.run.param("doing", doing);
        // A pause ends when the user says so, and an interruption not in this life.
        if matches!(self.run.snapshot().state, JobState::Waiting { .. }) {
            self.run.carry_on();
        }
    }

    /// Warns while the link of a part will end before its part is there (promise 15).
    fn reckon(&self, tally: &mut Tally) {
        let elapsed = self.clock.elapsed();
        if tally
            .reckoned
            .is_some_and(|last| elapsed.saturating_sub(last) < RECKON_EVERY)
        {
            return;
        }
        tally.reckoned = Some(elapsed);
        let job = self.run.snapshot();
        // A speed means something once there is a time left (promise 20).
        let (Some(speed), Some(_)) = (job.speed, job.eta_s) else {
            return;
        };
        match tally.link_that_ends(&self.steering, self.clock.now(), speed) {
            Some(at) => self.run.param("link_ends", at),
            None => self.run.no_longer("link_ends"),
        }
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Observer for Narrator {
    fn progress(&self, progress: &Progress) {
        let mut tally = self.tally();
        tally.now = *progress;
        let all = tally.all();
        self.run.total(all.bytes_total.0);
        if std::mem::take(&mut tally.fresh) {
            self.run.done_before(all.bytes_done.0);
        } else {
            self.run.done(all.bytes_done.0);
        }
        self.run.params([
            ("files_done", all.files_done.0.to_string()),
            ("files_total", all.files_total.0.to_string()),
            ("moving", all.moving.0.to_string()),
            ("sent", all.sent.0.to_string()),
            ("at_once", all.at_once.0.to_string()),
        ]);
        self.reckon(&mut tally);
    }

    fn doing(&self, doing: &Doing) {
        match doing {
            // Looking at what is there is told with the phase.
            Doing::Preparing => {}
            Doing::Sending => self.goes_on("sending"),
            Doing::Stalled => self.goes_on("stalled"),
            Doing::Throttled => self.goes_on("throttled"),
            Doing::Paused => {
                self.let_sleep();
                self.run.param("doing", "paused");
            }
            Doing::Offline { since, .. } => {
                self.run.params([
                    ("doing", "offline".to_owned()),
                    ("offline_since", since.to_string()),
                ]);
            }
            Doing::NeedsLink { fault } => self.waits_for_link(fault),
            Doing::Verifying => {
                // Between the parts it is over in a moment, and sending goes on.
                if self.tally().ahead.is_empty() {
                    self.goes_on("verifying");
                    self.run.goes_on_with("verifying");
                }
            }
        }
    }
}

impl Tally {
    fn all(&self) -> Progress {
        let mut all = self.before;
        all.add(&self.now);
        all.moving = self.now.moving;
        all.at_once = self.now.at_once;
        for way in &self.ahead {
            all.files_total.0 += way.files;
            all.bytes_total.0 += way.bytes;
        }
        all
    }

    /// When the first link ends that will not last; a later way has to wait for those before it.
    fn link_that_ends(&self, steering: &Steering, now: Moment, speed: Bytes) -> Option<Moment> {
        let mut left = self.now.bytes_total.0 - self.now.bytes_done.0.min(self.now.bytes_total.0);
        let current = self.at.map(|part| (part, left));
        let later = self.ahead.iter().map(|way| {
            left += way.bytes;
            (way.part, left)
        });
        current
            .into_iter()
            .chain(later.collect::<Vec<_>>())
            .filter_map(|(part, left)| Some((steering.link(part)?.expires?, left)))
            .filter(|(expires, left)| ends_too_early(now, *expires, Bytes(*left), speed))
            .map(|(expires, _)| expires)
            .min()
    }
}

impl Progress {
    fn add(&mut self, more: &Self) {
        self.files_total.0 += more.files_total.0;
        self.files_done.0 += more.files_done.0;
        self.bytes_total.0 += more.bytes_total.0;
        self.bytes_done.0 += more.bytes_done.0;
        self.sent.0 += more.sent.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blob::sas::SasLink;
    use crate::clock::ManualClock;
    use crate::job::{Job, JobKind, Jobs, NewJob, Sink};
    use crate::ledger::Ledger;
    use crate::units::Count;

    const MIB: u64 = 1024 * 1024;

    struct Nobody;

    impl Sink for Nobody {
        fn job_changed(&self, _: &Job) {}
    }

    impl StayAwake for Nobody {
        fn hold(&self, told: Box<dyn FnOnce(Result<(), String>) + Send>) -> Held {
            told(Ok(()));
            Held::until(())
        }
    }

    fn link(container: &str, until: &str) -> SasLink {
        let signature = "c2lnbmF0dXJlLW9mLWEtdGVzdC1saW5rLTAwMDAwMDE%3D";
        let text = format!(
            "https://restore.blob.core.windows.net/{container}?sv=2021-12-02&sr=c&sp=rwl&se={until}&sig={signature}"
        );
        SasLink::parse(&text).expect("a link")
    }

    struct Told {
        clock: ManualClock,
        run: JobRun,
        steering: Arc<Steering>,
        narrator: Narrator,
    }

    impl Told {
        /// A transfer of 100 MiB and 900 MiB over links until then.
        fn new(database_until: &str, storage_until: &str) -> Self {
            let start = "2026-11-21T20:00:00Z".parse().expect("a moment");
            let clock = ManualClock::at(Moment(start));
            let jobs = Jobs::new(
                Arc::new(Ledger::in_memory().expect("a ledger")),
                Arc::new(clock.clone()),
                Arc::new(Nobody),
            );
            let run = jobs.start(NewJob::new(JobKind::Transfer));
            let run = run.expect("it starts").into_run();
            let links = [
                (PartName::Database, link("db", database_until)),
                (PartName::Storage, link("files", storage_until)),
            ];
            let steering = Arc::new(Steering::new(&run, &links, None));
            let way = |part, files, bytes| Stretch { part, files, bytes };
            let narrator = Narrator::new(
                run.clone(),
                steering.clone(),
                Arc::new(clock.clone()),
                Arc::new(Nobody),
                vec![
                    way(PartName::Database, 1, 100 * MIB),
                    way(PartName::Storage, 9, 900 * MIB),
                ],
            );
            run.phase("sending");
            narrator.begins(PartName::Database);
            Self {
                clock,
                run,
                steering,
                narrator,
            }
        }

        fn progress(&self, done: u64, total: u64) {
            self.narrator.progress(&Progress {
                files_total: Count(1),
                bytes_total: Bytes(total),
                bytes_done: Bytes(done),
                ..Progress::default()
            });
        }

        /// Sends 1 MiB a second of the database for so long, after what was `before`.
        fn send(&self, before: u64, seconds: u64) {
            for tenth in 0..=seconds * 10 {
                self.progress(before + tenth * MIB / 10, 100 * MIB);
                self.clock.advance(Duration::from_millis(100));
            }
        }

        fn job(&self) -> Job {
            self.run.snapshot()
        }
    }

    #[test]
    fn promise_15_a_link_that_will_end_before_its_part_is_there_is_told_until_another_is_given() {
        // 1000 s are left at this speed: 1500 with some caution.
        let told = Told::new("2026-11-22T20:00:00Z", "2026-11-21T20:20:00Z");
        told.send(0, 9);
        assert!(!told.job().params.contains_key("link_ends"), "too early");
        told.send(9 * MIB, 16);
        assert_eq!(told.job().params["link_ends"], "2026-11-21T20:20:00Z");
        let later = [(PartName::Storage, link("files", "2026-11-22T20:00:00Z"))];
        told.steering
            .give_links(&later)
            .expect("the same container");
        told.send(25 * MIB, 3);
        assert!(!told.job().params.contains_key("link_ends"));
    }

    #[test]
    fn promise_15_a_link_that_lasts_for_its_own_part_is_no_matter() {
        // The database's hundred seconds are over long before its link is.
        let told = Told::new("2026-11-21T20:10:00Z", "2026-11-22T20:00:00Z");
        told.send(0, 30);
        assert!(told.job().eta_s.is_some());
        assert!(!told.job().params.contains_key("link_ends"));
    }

    #[test]
    fn promise_16_a_link_to_another_place_is_refused_and_changes_nothing() {
        let told = Told::new("2026-11-21T20:10:00Z", "2026-11-22T20:00:00Z");
        let links = [
            (PartName::Database, link("db", "2026-11-29T20:00:00Z")),
            (PartName::Storage, link("elsewhere", "2026-11-29T20:00:00Z")),
        ];
        let refused = told.steering.give_links(&links).expect_err("elsewhere");
        assert_eq!(refused.code, "link-to-another-place");
        let kept = told.steering.link(PartName::Database).expect("a link");
        let until = kept.expires.expect("a time").to_string();
        assert_eq!(until, "2026-11-21T20:10:00Z");
    }

    #[test]
    fn the_parts_are_one_in_numbers_and_what_was_there_before_is_no_speed() {
        let told = Told::new("2026-11-22T20:00:00Z", "2026-11-22T20:00:00Z");
        told.send(90 * MIB, 2);
        let job = told.job();
        assert_eq!(job.total, Bytes(1_000 * MIB));
        assert_eq!(job.done, Bytes(92 * MIB));
        assert_eq!(job.params["files_total"], "10");
        let speed = job.speed.expect("two seconds are enough").0;
        assert!((MIB / 2..2 * MIB).contains(&speed), "{speed}");
        told.progress(100 * MIB, 100 * MIB);
        told.narrator.doing(&Doing::Verifying);
        assert_eq!(told.job().phase, "sending", "the files come after it");
        told.narrator.begins(PartName::Storage);
        told.progress(1, 900 * MIB);
        assert_eq!(told.job().done, Bytes(100 * MIB + 1));
        told.narrator.doing(&Doing::Verifying);
        let job = told.job();
        assert_eq!(
            (job.phase.as_str(), job.done),
            ("verifying", Bytes(100 * MIB + 1))
        );
    }

    #[test]
    fn a_job_that_needs_a_link_waits_and_goes_on_with_what_it_did() {
        let told = Told::new("2026-11-22T20:00:00Z", "2026-11-22T20:00:00Z");
        told.narrator.doing(&Doing::Sending);
        assert_eq!(told.job().params["awake"], "yes");
        let fault = Fault::new(
            "link-expired",
            crate::fault::Retry::ByUser,
            crate::fault::NextStep::None,
        );
        told.narrator.doing(&Doing::NeedsLink { fault });
        let job = told.job();
        let waiting_for = WaitingFor::Link;
        assert_eq!(job.state, JobState::Waiting { waiting_for });
        assert_eq!(job.params["link_fault"], "link-expired");
        assert!(!job.params.contains_key("awake"));
        told.narrator.doing(&Doing::Sending);
        let job = told.job();
        assert_eq!(
            (job.state, job.params["doing"].as_str()),
            (JobState::Running, "sending")
        );
        assert!(!job.params.contains_key("link_fault"));
    }
}
