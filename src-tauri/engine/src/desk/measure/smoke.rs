//! Smoke tests, run on demand and when a site is back.

use super::probes::Asked;
use super::stage::{Measured, entry_of, no_probes};
use crate::desk::Desk;
use crate::fault::Fault;
use crate::job::{Job, JobKind, JobRun, JobState, NewJob};
use crate::project::EnvKey;
use crate::release::smoke::{self, Place, SmokeRun};

impl Desk {
    /// Asks all smoke tests of an environment once. Faults: `probes-none`.
    pub fn smoke(
        &self,
        project_id: &str,
        env: &EnvKey,
        release_id: Option<&str>,
    ) -> Result<Job, Fault> {
        let project = self.project(project_id)?;
        let environment = self.environment(&project, env)?.clone();
        let asked = self.asked(&project, env, |probe| probe.smoke)?;
        if asked.is_empty() {
            return Err(no_probes(env));
        }
        let placement = self.0.ledger.last_placement(project_id, env)?;
        let mut new = NewJob::new(JobKind::Smoke).project(project_id).env(env);
        new.package = placement.map(|placement| placement.sha256);
        if let Some(release_id) = release_id {
            new = new.param("release_id", release_id);
        }
        let measured = Measured {
            sha256: new.package.clone(),
            project,
            environment,
        };
        let run = self.0.jobs.start(new)?.into_run();
        let job = run.snapshot();
        let desk = self.clone();
        self.0.runtime.spawn(async move {
            desk.smoke_now(run, measured, asked).await;
        });
        Ok(job)
    }

    /// The last smoke run of an environment.
    pub fn smoke_run(&self, project_id: &str, env: &EnvKey) -> Result<Option<SmokeRun>, Fault> {
        self.0.ledger.last_smoke(project_id, env)
    }

    async fn smoke_now(&self, run: JobRun, measured: Measured, asked: Vec<Asked>) {
        run.phase("smoke");
        run.total(asked.len() as u64);
        let cancel = run.cancel_token();
        let smoked = tokio::select! {
            smoked = self.smoke_tests(&measured, &asked, &run) => smoked,
            () = cancel.cancelled() => {
                run.finish(JobState::Cancelled);
                return;
            }
        };
        match smoked {
            Ok(smoked) => {
                run.params([
                    ("run_id", smoked.id.clone()),
                    ("looks", smoked.looks.len().to_string()),
                    ("works", works(&smoked).to_string()),
                ]);
                run.finish(JobState::Succeeded);
            }
            Err(fault) => {
                run.finish(JobState::Failed { fault });
            }
        }
    }

    /// Asks, keeps what came of it, and writes it into the history.
    pub(super) async fn smoke_tests(
        &self,
        measured: &Measured,
        asked: &[Asked],
        run: &JobRun,
    ) -> Result<SmokeRun, Fault> {
        let place = Place {
            env: measured.environment.key.clone(),
            site: measured.environment.site.as_deref(),
            sha256: measured.sha256.clone(),
        };
        let smoked = smoke::run(
            uuid::Uuid::new_v4().to_string(),
            place,
            asked,
            &self.http(),
            self.0.clock.as_ref(),
            |asked| run.done(asked as u64),
        )
        .await;
        self.0.ledger.add_smoke_run(&measured.project.id, &smoked)?;
        self.write_entry(
            entry_of("smoke-tested", measured)
                .param("works", works(&smoked))
                .param("looks", smoked.looks.len()),
        )?;
        Ok(smoked)
    }
}

fn works(smoked: &SmokeRun) -> usize {
    smoked.looks.iter().filter(|look| look.works).count()
}
