//! How sites answer before a deployment, for what comes after to be held against.

use super::probes::Asked;
use super::stage::{MeasuredStage, entry_of, no_probes};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::job::{Job, JobKind, JobRun, JobState, NewJob};
use crate::ledger::Baseline;
use crate::release::monitor::Tally;
use crate::release::probe::look_again_at;
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::time::Duration;

/// Long enough for a 95th percentile at one look in five seconds to mean something.
const LASTS: Duration = Duration::from_secs(120);

impl Desk {
    /// Measures for two minutes how the monitored probes of a stage answer; the same measurement
    /// again if there is one. Faults: `probes-none`, those of the stage.
    pub fn baseline(&self, release_id: &str, stage: &str) -> Result<Job, Fault> {
        let stage = self.measured_stage(release_id, stage)?;
        self.baseline_of(stage)
    }

    pub(super) fn baseline_of(&self, stage: MeasuredStage) -> Result<Job, Fault> {
        let new = stage.names(NewJob::new(JobKind::Baseline));
        let open = self.0.ledger.open_jobs()?;
        let same = |job: &&Job| job.kind == JobKind::Baseline && job.params == new.params;
        if let Some(job) = open.iter().find(same) {
            return self.job(&job.id);
        }
        let asked = self.asked(&stage.at.project, &stage.at.environment.key, |probe| {
            probe.monitored
        })?;
        if asked.is_empty() {
            return Err(no_probes(&stage.at.environment.key));
        }
        self.prepare_looks();
        let run = self.0.jobs.start(new)?.into_run();
        let job = run.snapshot();
        let desk = self.clone();
        self.0.runtime.spawn(async move {
            run.phase("baseline");
            let cancel = run.cancel_token();
            let ending = tokio::select! {
                measured = desk.measure_baseline(&run, &stage, &asked) => match measured {
                    Ok(()) => JobState::Succeeded,
                    Err(fault) => JobState::Failed { fault },
                },
                () = cancel.cancelled() => JobState::Cancelled,
            };
            run.finish(ending);
        });
        Ok(job)
    }

    async fn measure_baseline(
        &self,
        run: &JobRun,
        stage: &MeasuredStage,
        asked: &[Asked],
    ) -> Result<(), Fault> {
        let at = self.now();
        run.total(LASTS.as_secs());
        let each = asked.iter().map(|asked| self.looked_for(asked, stage, run));
        let tallies: BTreeMap<String, Tally> = join_all(each)
            .await
            .into_iter()
            .filter(|(_, tally)| !tally.is_empty())
            .collect();
        let looks: u32 = tallies.values().map(Tally::looks).sum();
        if looks == 0 {
            return Err(super::stage::nothing_measured());
        }
        let (release_id, name) = stage.key();
        self.0
            .ledger
            .save_baseline(release_id, name, &Baseline { at, tallies })?;
        self.write_entry(entry_of("baseline-measured", &stage.at).param("looks", looks))
    }

    /// One probe, again and again until the time is over.
    async fn looked_for(
        &self,
        (probe, password): &Asked,
        stage: &MeasuredStage,
        run: &JobRun,
    ) -> (String, Tally) {
        let clock = self.0.clock.as_ref();
        let every = Duration::from_secs(probe.every_s.max(1).into());
        let begun = clock.elapsed();
        let mut tally = Tally::default();
        let mut due = Duration::ZERO;
        while due < LASTS {
            let site = stage.at.environment.site.as_deref();
            let (password, out) = (password.as_ref(), self.looks_out());
            let looked = look_again_at(probe, site, password, &out, clock).await;
            if looked.look.because.is_about_the_site() {
                tally.add(&looked.look);
            }
            let passed = clock.elapsed().saturating_sub(begun);
            while due <= passed {
                due += every;
            }
            run.done(passed.as_secs());
            clock.wait(due.min(LASTS).saturating_sub(passed)).await;
        }
        run.done(LASTS.as_secs());
        (probe.id.clone(), tally)
    }
}
