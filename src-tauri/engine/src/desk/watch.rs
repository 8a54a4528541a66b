//! Watching an environment's site from outside: after an upload, after a restore was started in the
//! Portal, and once on demand.

use super::upload::{entry_of, forecast_of};
use super::{Desk, KnownBy, Sample, SiteState, WatchVerdict, WatchView};
use crate::fault::Fault;
use crate::job::{Job, JobKind, JobRun, JobState, NewJob};
use crate::ledger::EntryDraft;
use crate::package::forecast::ForecastOutcome;
use crate::project::{EnvKey, SiteExpectation};
use crate::release::{Awaited, Watch, WatchSummary, look};
use crate::restore::session::Session;
use crate::units::{Count, Moment};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A watch interrupted longer ago than a deployment takes (facts 3.5) has nothing left to see.
const TAKEN_UP_WITHIN: jiff::SignedDuration = jiff::SignedDuration::from_hours(2);
/// Params of a watch that name what it follows.
const AFTER_UPLOAD: &str = "upload_job";
const AFTER_RESTORE: &str = "restore_id";
/// How many samples a view carries.
const SHOWN_SAMPLES: usize = 600;

/// Uploads that turned out to be accepted when Slipway started; some were not watched yet.
#[derive(Default)]
pub(super) struct Unwatched(Mutex<Vec<Job>>);

impl Unwatched {
    pub(super) fn found(&self, uploads: Vec<Job>) {
        *self.lock() = uploads;
    }

    fn take(&self) -> Vec<Job> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Watches the site after an upload; the same watch again if there is one.
    pub fn watch(&self, upload_job_id: &str) -> Result<Job, Fault> {
        let upload = self.job(upload_job_id)?;
        let mut new = NewJob::new(JobKind::Watch);
        new.project_id = upload.project_id.clone();
        new.env = upload.env.clone();
        new.package = upload.package.clone();
        for key in ["file_name", "build_number"] {
            if let Some(value) = upload.params.get(key) {
                new = new.param(key, value);
            }
        }
        self.watch_after(AFTER_UPLOAD, upload_job_id, new)
    }

    /// Watches the site a restore was started for; the same watch again if there is one.
    pub(super) fn watch_restored(&self, restore: &Session, env: &EnvKey) -> Result<Job, Fault> {
        let mut new = NewJob::new(JobKind::Watch);
        new.project_id = Some(restore.project_id.clone());
        new.env = Some(env.0.clone());
        self.watch_after(AFTER_RESTORE, &restore.id, new)
    }

    /// The last watch of a site a restore was started for.
    pub(super) fn restored_site(&self, restore_id: &str) -> Result<Option<Job>, Fault> {
        let after = |job: &Job| watches(job, AFTER_RESTORE, restore_id);
        Ok(self
            .jobs()?
            .into_iter()
            .filter(after)
            .max_by_key(|job| job.started_at))
    }

    pub(super) fn stop_watching_restored(&self, restore_id: &str) -> Result<(), Fault> {
        self.stop_watching(AFTER_RESTORE, restore_id)
    }

    fn stop_watching(&self, what: &str, id: &str) -> Result<(), Fault> {
        let open = self.0.ledger.open_jobs()?.into_iter();
        for watching in open.filter(|job| watches(job, what, id)) {
            self.0.jobs.cancel(&watching.id);
        }
        Ok(())
    }

    fn watch_after(&self, what: &str, id: &str, new: NewJob) -> Result<Job, Fault> {
        let open = self.0.ledger.open_jobs()?;
        let same = |job: &&Job| watches(job, what, id) && job.env == new.env;
        if let Some(watching) = open.iter().find(same) {
            return Ok(watching.clone());
        }
        let run = self.0.jobs.start(new.param(what, id))?.into_run();
        let job = run.snapshot();
        self.write_entry(entry_of("watch-started", &job))?;
        self.keep_watching_meanwhile(run, WatchSummary::waiting());
        Ok(job)
    }

    /// Goes on with the watches and monitors the last session left, while their deployments may still be under
    /// way. To be called once the practice world, if there is one, answers again.
    pub fn take_up_watches(&self) -> Result<(), Fault> {
        let recent = |at: Moment| self.now().0.duration_since(at.0) <= TAKEN_UP_WITHIN;
        let left = self.jobs()?.into_iter().filter(|job| {
            job.kind == JobKind::Watch
                && job.state == JobState::Interrupted
                && recent(job.started_at)
        });
        for job in left {
            let before = self.0.ledger.watch(&job.id)?;
            let run = self.0.jobs.take_up(&job.id)?;
            self.keep_watching_meanwhile(run, before);
        }
        let jobs = self.jobs()?;
        for upload in self.0.unwatched.take() {
            let watched = jobs
                .iter()
                .any(|job| watches(job, AFTER_UPLOAD, &upload.id));
            if recent(upload.started_at) && !watched {
                self.watch_if_possible(&upload);
            }
        }
        self.take_up_monitors()
    }

    /// Starts watching where there is something to look at; an upload is done without it too.
    pub(super) fn watch_if_possible(&self, upload: &Job) {
        let _ = self.watch(&upload.id);
    }

    pub fn watch_view(&self, job_id: &str) -> Result<WatchView, Fault> {
        let job = self.job(job_id)?;
        let samples = self.0.ledger.samples(job_id, SHOWN_SAMPLES)?;
        let about = self.0.ledger.watch(job_id)?;
        let forecast = self.uploaded(&job).as_ref().and_then(forecast_of);
        Ok(WatchView {
            samples,
            outcome: forecast.map(|forecast| ForecastOutcome::of(forecast, &about)),
            offline_from: about.offline_from,
            back_at: about.back_at,
            downtime_ms: about.downtime_ms,
            verdict: about.verdict,
            job,
        })
    }

    /// Looks at a site once.
    pub async fn look_at_site(&self, project_id: &str, env: &EnvKey) -> Result<Sample, Fault> {
        let project = self.project(project_id)?;
        let environment = self.environment(&project, env)?.clone();
        let sample = match &environment.site {
            Some(site) => {
                look(
                    &self.http(),
                    site,
                    &environment.expectation,
                    self.0.clock.as_ref(),
                )
                .await
                .sample
            }
            None => Sample {
                at: self.0.clock.now(),
                state: SiteState::Unknown,
                status: None,
                took_ms: Count(0),
                detail: None,
            },
        };
        self.0.ledger.save_look(project_id, env, &sample)?;
        Ok(sample)
    }

    /// The user says whether the deployment is live, as seen in the Portal.
    pub fn tell_deployment(&self, upload_job_id: &str, live: bool) -> Result<(), Fault> {
        let upload = self.job(upload_job_id)?;
        if live {
            self.0
                .ledger
                .confirm_placement(upload_job_id, KnownBy::Told, None)?;
            self.releases_see_live(&upload, KnownBy::Told, None)?;
        } else {
            self.releases_see_nothing_came(&upload)?;
        }
        let kind = if live {
            "deployment-told-live"
        } else {
            "deployment-told-not-live"
        };
        self.write_entry(entry_of(kind, &upload))?;
        self.stop_watching(AFTER_UPLOAD, upload_job_id)
    }

    fn keep_watching_meanwhile(&self, run: JobRun, before: WatchSummary) {
        let desk = self.clone();
        let watching = async move { desk.keep_watching(run, before).await };
        self.0.runtime.spawn(watching);
    }

    async fn keep_watching(&self, run: JobRun, before: WatchSummary) {
        run.phase("watching");
        let Some((site, expectation)) = self.site_of(&run.snapshot()) else {
            let _ = self.0.ledger.save_watch(run.id(), &WatchSummary::no_site());
            run.param("verdict", "no-site");
            run.finish(JobState::Succeeded);
            return;
        };
        let awaited = awaited(&run.snapshot());
        let mut watch = Watch::after(&before, awaited, self.0.watching.clone());
        let mut told = before.verdict;
        let cancel = run.cancel_token();
        loop {
            let http = self.http();
            let seen = tokio::select! {
                seen = look(&http, &site, &expectation, self.0.clock.as_ref()) => seen,
                () = cancel.cancelled() => break,
            };
            let verdict = watch.see(&seen, self.0.clock.elapsed());
            let kept = self
                .0
                .ledger
                .add_sample(run.id(), &seen.sample)
                .and_then(|()| self.0.ledger.save_watch(run.id(), &watch.summary()));
            if let Err(fault) = kept {
                run.finish(JobState::Failed { fault });
                return;
            }
            run.param("verdict", word(verdict));
            if verdict == WatchVerdict::BackAsBefore && verdict != told {
                let entry = entry_after("site-back-as-before", &run.snapshot(), &watch.summary());
                if let Err(fault) = self.write_entry(entry) {
                    run.finish(JobState::Failed { fault });
                    return;
                }
            }
            told = verdict;
            if watch.is_over() {
                self.conclude_watch(run, &watch);
                return;
            }
            tokio::select! {
                () = self.0.clock.wait(watch.next_look()) => {}
                () = cancel.cancelled() => break,
            }
        }
        run.finish(JobState::Cancelled);
    }

    fn conclude_watch(&self, run: JobRun, watch: &Watch) {
        let summary = watch.summary();
        let job = run.snapshot();
        let upload = self.uploaded(&job);
        let live = matches!(
            summary.verdict,
            WatchVerdict::LooksLive | WatchVerdict::ChangedWithoutOutage
        );
        let kind = match summary.verdict {
            _ if live && upload.is_none() => "restored-site-is-back",
            _ if live => "deployment-looks-live",
            WatchVerdict::BackUnclear => "site-back-unclear",
            WatchVerdict::StillOffline => "site-stayed-offline",
            _ => "watch-ended-without-change",
        };
        let mut entry = entry_after(kind, &job, &summary);
        if let Some(forecast) = upload.as_ref().and_then(forecast_of) {
            let outcome = ForecastOutcome::of(forecast, &summary);
            entry = entry
                .param("forecast", on_wire(outcome.forecast.outage))
                .param("agreement", on_wire(outcome.agreement));
        }
        let placed = match upload {
            Some(upload) if live => {
                let (by, downtime) = (KnownBy::Measured, summary.downtime_ms);
                let ledger = &self.0.ledger;
                let placed = ledger.confirm_placement(&upload.id, by, downtime);
                placed.and_then(|()| self.releases_see_live(&upload, by, downtime))
            }
            _ => Ok(()),
        };
        let ended = placed.and_then(|()| self.end_with_line(&run, JobState::Succeeded, entry));
        if let Err(fault) = ended {
            run.finish(JobState::Failed { fault });
        }
    }

    /// The upload a watch follows; none after a restore.
    fn uploaded(&self, watch: &Job) -> Option<Job> {
        self.job(watch.params.get(AFTER_UPLOAD)?).ok()
    }

    fn site_of(&self, watch: &Job) -> Option<(String, SiteExpectation)> {
        let project = self.project(watch.project_id.as_deref()?).ok()?;
        let environment = project.environment(&EnvKey(watch.env.clone()?))?;
        Some((environment.site.clone()?, environment.expectation.clone()))
    }
}

/// A restore brings content back, not another build.
fn awaited(watch: &Job) -> Awaited {
    if watch.params.contains_key(AFTER_RESTORE) {
        Awaited::TheSite
    } else {
        Awaited::AnotherBuild
    }
}

/// An audit line about what a watch concluded.
fn entry_after(kind: &str, watch: &Job, summary: &WatchSummary) -> EntryDraft {
    let entry = entry_of(kind, watch).param("verdict", word(summary.verdict));
    match summary.downtime_ms {
        Some(Count(ms)) => entry.param("downtime_ms", ms),
        None => entry,
    }
}

fn watches(job: &Job, what: &str, id: &str) -> bool {
    job.kind == JobKind::Watch && job.params.get(what).map(String::as_str) == Some(id)
}

fn word(verdict: WatchVerdict) -> String {
    on_wire(verdict)
}

/// A word as the wire writes it, so that history and interface share it.
fn on_wire(word: impl serde::Serialize) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
