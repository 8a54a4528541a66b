//! Monitors: starting them, taking them up again after a restart, and showing them.

use super::MonitorView;
use super::stage::{MeasuredStage, entry_of, no_probes};
use crate::clock::Times;
use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobState, NewJob};
use crate::ledger::KeptMonitor;
use crate::release::WatchPolicy;
use crate::release::monitor::{Monitor, MonitorKept, MonitorPolicy, Subject};
use crate::units::Moment;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// A monitor interrupted longer ago than this is not taken up again by itself.
const TAKEN_UP_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);
/// A promotion may wait behind other deployments, or for its time.
const NOTHING_AFTER: Duration = Duration::from_secs(24 * 3_600);

/// The monitors that run, by job.
#[derive(Default)]
pub struct Monitors {
    held: Mutex<HashMap<String, Held>>,
    /// Held while it is found out whether a stage has one already.
    starting: Mutex<()>,
}

pub(super) type Held = Arc<Mutex<Monitor>>;

impl Monitors {
    pub(super) fn hold(&self, job_id: &str, monitor: Monitor) -> Held {
        let held = Arc::new(Mutex::new(monitor));
        self.all().insert(job_id.to_owned(), held.clone());
        held
    }

    pub(super) fn find(&self, job_id: &str) -> Option<Held> {
        self.all().get(job_id).cloned()
    }

    pub(super) fn let_go(&self, job_id: &str) {
        self.all().remove(job_id);
    }

    fn starting(&self) -> MutexGuard<'_, ()> {
        self.starting
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Held>> {
        self.held
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

pub(super) fn locked(held: &Held) -> MutexGuard<'_, Monitor> {
    held.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

impl Desk {
    /// Follows a stage of a release through its deployment and the half hour after it; the same
    /// monitor again if there is one, and the one that was cut off goes on. Faults: `probes-none`,
    /// those of the stage.
    pub fn monitor(&self, release_id: &str, stage: &str) -> Result<Job, Fault> {
        let stage = self.measured_stage(release_id, stage)?;
        self.monitor_stage(stage)
    }

    pub(super) fn monitor_stage(&self, stage: MeasuredStage) -> Result<Job, Fault> {
        let _alone = self.0.monitors.starting();
        if let Some(job) = self.running_monitor(&stage)? {
            return Ok(job);
        }
        if let Some((job, kept)) = self.monitor_cut_off(&stage)? {
            self.take_up_monitor(&job, kept, stage)?;
            return self.job(&job.id);
        }
        let asked = self.asked(&stage.at.project, &stage.at.environment.key, |probe| {
            probe.monitored
        })?;
        if asked.is_empty() {
            return Err(no_probes(&stage.at.environment.key));
        }
        let (release_id, name) = stage.key();
        let baseline = self.0.ledger.baseline(release_id, name)?;
        let subject = Subject {
            probes: asked.iter().map(|(probe, _)| probe.clone()).collect(),
            baseline: baseline.map(|it| it.tallies).unwrap_or_default(),
            triggers: stage.triggers.clone(),
            arrived: stage.arrived,
        };
        let new = stage.names(NewJob::new(JobKind::Monitor)).param("fired", 0);
        let run = self.0.jobs.start(new)?.into_run();
        let monitor = Monitor::new(subject, MonitorPolicy::default(), self.watching());
        let held = self.0.monitors.hold(run.id(), monitor);
        let job = run.snapshot();
        self.write_entry(entry_of("monitoring-started", &stage.at))?;
        self.drive_meanwhile(run, stage, held, asked);
        Ok(job)
    }

    /// One that somebody looks after: a row alone goes on with nothing.
    fn running_monitor(&self, stage: &MeasuredStage) -> Result<Option<Job>, Fault> {
        let open = self.0.ledger.open_jobs()?.into_iter();
        let runs = |job: &Job| self.0.monitors.find(&job.id).is_some();
        let mut running = open.filter(|job| is_of(job, stage.key()) && runs(job));
        running.next().map(|job| self.job(&job.id)).transpose()
    }

    /// The last monitor of a stage, if Slipway ended while it looked, not long ago.
    fn monitor_cut_off(&self, stage: &MeasuredStage) -> Result<Option<(Job, KeptMonitor)>, Fault> {
        let of_stage = self
            .jobs()?
            .into_iter()
            .filter(|job| is_of(job, stage.key()));
        let last = of_stage.max_by_key(|job| job.started_at);
        let Some(job) = last.filter(|job| self.may_go_on(job)) else {
            return Ok(None);
        };
        // One that ended before it looked even once has nothing to go on with.
        let kept = self.0.ledger.monitor(&job.id)?;
        Ok(kept.map(|kept| (job, kept)))
    }

    fn may_go_on(&self, job: &Job) -> bool {
        job.state == JobState::Interrupted
            && self.now().0.duration_since(job.updated_at.0) <= TAKEN_UP_WITHIN
    }

    /// Goes on with the monitors the last session left. The time in between is a gap.
    pub(in crate::desk) fn take_up_monitors(&self) -> Result<(), Fault> {
        let left = self.jobs()?.into_iter();
        for job in left.filter(|job| job.kind == JobKind::Monitor && self.may_go_on(job)) {
            // A release or project that is gone needs no monitor; its row stays as it is.
            let Some(stage) = self.stage_of(&job) else {
                continue;
            };
            let _alone = self.0.monitors.starting();
            let none_runs = self.running_monitor(&stage)?.is_none();
            let last = self.monitor_cut_off(&stage)?.filter(|_| none_runs);
            if let Some((_, kept)) = last.filter(|(last, _)| last.id == job.id) {
                self.take_up_monitor(&job, kept, stage)?;
            }
        }
        Ok(())
    }

    fn take_up_monitor(
        &self,
        job: &Job,
        kept: KeptMonitor,
        stage: MeasuredStage,
    ) -> Result<(), Fault> {
        let monitor = self.after(kept, stage.triggers.clone());
        let asked: Vec<_> = monitor
            .probes()
            .iter()
            .map(|probe| self.with_password(&stage.at.project, probe.clone()))
            .collect();
        let run = self.0.jobs.take_up(&job.id)?;
        let held = self.0.monitors.hold(&job.id, monitor);
        self.drive_meanwhile(run, stage, held, asked);
        Ok(())
    }

    /// Faults: `job-not-found`, `monitor-not-found`.
    pub fn monitor_view(&self, job_id: &str) -> Result<MonitorView, Fault> {
        let job = self.job(job_id)?;
        let name = |key| job.params.get(key).cloned().unwrap_or_default();
        let shown = match self.0.monitors.find(job_id) {
            Some(held) => locked(&held).shown(self.0.clock.as_ref()),
            None => {
                let kept = self.0.ledger.monitor(job_id)?.ok_or_else(not_found)?;
                self.as_left(kept).shown(self.0.clock.as_ref())
            }
        };
        Ok(MonitorView {
            release_id: name("release_id"),
            stage: name("stage"),
            job,
            shown,
        })
    }

    /// The last monitor of a release's stage, running or not.
    pub fn stage_monitor(
        &self,
        release_id: &str,
        stage: &str,
    ) -> Result<Option<MonitorView>, Fault> {
        let of_stage = |job: &Job| is_of(job, (release_id, stage));
        let last = self.jobs()?.into_iter().filter(of_stage);
        match last.max_by_key(|job| job.started_at) {
            Some(job) if self.0.monitors.find(&job.id).is_some() => {
                self.monitor_view(&job.id).map(Some)
            }
            _ => match self.0.ledger.monitor_of(release_id, stage)? {
                Some(kept) => self.monitor_view(&kept.job_id).map(Some),
                None => Ok(None),
            },
        }
    }

    /// The last monitor of any stage of a release.
    pub(in crate::desk) fn release_monitor(&self, release_id: &str) -> Result<Option<Job>, Fault> {
        let of_release = |job: &Job| {
            job.kind == JobKind::Monitor
                && job.params.get("release_id").map(String::as_str) == Some(release_id)
        };
        let last = self.jobs()?.into_iter().filter(of_release);
        Ok(last.max_by_key(|job| job.started_at))
    }

    /// Whether a half hour of this release came to its end, with something measured in it.
    pub(in crate::desk) fn release_was_measured(&self, release_id: &str) -> Result<bool, Fault> {
        let monitors = self.0.ledger.monitors_of(release_id)?;
        Ok(monitors.iter().any(MonitorKept::has_measured))
    }

    /// The user knows of a trigger that fired: it may fire again for what happens from now on.
    /// Faults: `monitor-not-found`, `trigger-not-fired`.
    pub fn acknowledge(&self, job_id: &str, trigger_id: &str) -> Result<(), Fault> {
        let known = match self.0.monitors.find(job_id) {
            Some(held) => {
                let mut monitor = locked(&held);
                let known = monitor.acknowledge(trigger_id);
                if known {
                    self.keep(job_id, &monitor)?;
                }
                known
            }
            None => {
                let kept = self.0.ledger.monitor(job_id)?.ok_or_else(not_found)?;
                let mut monitor = self.as_left(kept);
                let known = monitor.acknowledge(trigger_id);
                if known {
                    self.keep(job_id, &monitor)?;
                }
                known
            }
        };
        if known {
            Ok(())
        } else {
            Err(Fault::new(
                "trigger-not-fired",
                Retry::Never,
                NextStep::None,
            ))
        }
    }

    /// The user saw in the Portal that the deployment is there: nothing is waited for any more.
    pub fn monitor_told_arrived(&self, release_id: &str, stage: &str) -> Result<(), Fault> {
        let open = self.0.ledger.open_jobs()?;
        let running = open.iter().filter(|job| is_of(job, (release_id, stage)));
        for held in running.filter_map(|job| self.0.monitors.find(&job.id)) {
            locked(&held).told_arrived(Times::of(self.0.clock.as_ref()));
        }
        Ok(())
    }

    /// Writes down how a monitor stands.
    pub(super) fn keep(&self, job_id: &str, monitor: &Monitor) -> Result<(), Fault> {
        let job = self.job(job_id)?;
        let name = |key: &str| job.params.get(key).map(String::as_str).unwrap_or_default();
        let key = (name("release_id"), name("stage"));
        self.0
            .ledger
            .save_monitor(job_id, key, job.started_at, &monitor.kept())
    }

    /// Waits longer than after an upload: a promotion may be scheduled.
    fn watching(&self) -> WatchPolicy {
        WatchPolicy {
            nothing_after: NOTHING_AFTER,
            offline_limit: NOTHING_AFTER,
            ..self.0.watching.clone()
        }
    }

    fn after(&self, it: KeptMonitor, triggers: Vec<crate::release::journey::Trigger>) -> Monitor {
        let policies = (MonitorPolicy::default(), self.watching());
        Monitor::after(
            it.kept,
            [it.before, it.during],
            triggers,
            policies,
            self.now(),
        )
    }

    /// To look at, not to go on with: time since it was left is no gap of it.
    fn as_left(&self, it: KeptMonitor) -> Monitor {
        let policies = (MonitorPolicy::default(), self.watching());
        let left = it
            .kept
            .seen_at()
            .unwrap_or(Moment(jiff::Timestamp::UNIX_EPOCH));
        Monitor::after(it.kept, [it.before, it.during], Vec::new(), policies, left)
    }

    fn stage_of(&self, job: &Job) -> Option<MeasuredStage> {
        let (release_id, stage) = (job.params.get("release_id")?, job.params.get("stage")?);
        self.measured_stage(release_id, stage).ok()
    }
}

fn is_of(job: &Job, (release_id, stage): (&str, &str)) -> bool {
    let is = |key: &str, value: &str| job.params.get(key).is_some_and(|it| it == value);
    job.kind == JobKind::Monitor && is("release_id", release_id) && is("stage", stage)
}

fn not_found() -> Fault {
    Fault::new("monitor-not-found", Retry::Never, NextStep::None)
}
