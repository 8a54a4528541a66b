//! A release: its package through QA and UAT to PROD and the half hour there, taken up where it was
//! left.

use super::presses::Presses;
use super::seat::{Person, given_up};
use slipway_engine::desk::StageView;
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobState};
use slipway_engine::release::journey::{PortalPress, Purpose, ReleaseEvent, VerdictKind};
use slipway_engine::release::probe::Probe;
use slipway_practice::{Deployment, DeploymentState};
use slipway_tests::releasing::{Releasing, probe};
use std::path::Path;

const DEVELOPMENT: &str = "development";
const QA: &str = "testing:qa";
const UAT: &str = "staging:uat";
const PROD: &str = "production:prod";
/// Phases of a monitor that saw nothing happen so far.
const NOTHING_SEEN: [&str; 2] = ["queued", "waiting"];
/// Phase of a monitor that saw the site come back as it was.
const AS_BEFORE: &str = "back-as-before";

/// The release this person is busy with.
struct Busy<'a> {
    person: &'a Person,
    release: String,
    sha256: String,
}

impl Person {
    pub async fn promote(&self, package: &Path, name: &str) -> Result<(), Fault> {
        self.answer_open_questions().await?;
        let (package_id, sha256) = self.inspected(package).await?;
        let start_page = Probe {
            every_s: 20,
            ..probe("prod", "/")
        };
        self.desk.save_probes(&self.project.id, vec![start_page])?;
        let busy = Busy {
            person: self,
            release: self.release_named(name, &package_id)?,
            sha256,
        };
        if busy.view()?.release.verdict.is_some() {
            return Ok(());
        }
        busy.decided(DEVELOPMENT)?;
        busy.sent_to_qa(&package_id, name).await?;
        busy.pressed(UAT, "QA", "UAT").await?;
        busy.told_to_work(UAT, "uat").await?;
        busy.compared_with_before().await?;
        busy.pressed(PROD, "UAT", "PROD").await?;
        busy.watched().await?;
        busy.told_to_work(PROD, "prod").await?;
        busy.releasing().tell(&ReleaseEvent::VerdictGiven {
            kind: VerdictKind::Healthy,
            remarks: String::new(),
        })?;
        Ok(())
    }

    fn release_named(&self, name: &str, package_id: &str) -> Result<String, Fault> {
        let rows = self.desk.releases(&self.project.id)?;
        if let Some(row) = rows.into_iter().find(|row| row.name == name) {
            return Ok(row.id);
        }
        let begun = self.desk.begin_release(
            &self.project.id,
            Purpose::NewFeatures,
            name,
            Some(package_id),
        )?;
        Ok(begun.release.id)
    }
}

impl Busy<'_> {
    fn releasing(&self) -> Releasing<'_> {
        Releasing::of(&self.person.desk, &self.release)
    }

    fn view(&self) -> Result<slipway_engine::desk::ReleaseView, Fault> {
        self.person.desk.release(&self.release)
    }

    fn stage(&self, stage: &str) -> Result<StageView, Fault> {
        self.releasing().stage(stage)
    }

    fn decided(&self, stage: &str) -> Result<(), Fault> {
        let decision = self.stage(stage)?.stage.decision;
        if decision.is_none_or(|decision| !decision.go) {
            self.releasing().go(stage)?;
        }
        Ok(())
    }

    async fn sent_to_qa(&self, package_id: &str, name: &str) -> Result<(), Fault> {
        let person = self.person;
        self.decided(QA)?;
        let mut presses = Presses::of(name);
        while let Some(press) = presses.next() {
            if self.stage(QA)?.stage.arrived.is_some() {
                return Ok(());
            }
            let order = person.order(package_id, press);
            let job = person.desk.release_upload(&self.release, QA, order)?;
            presses.gave(&job);
            let job = person.upload_settled(job, &self.sha256).await?;
            if job.state == JobState::Succeeded {
                return self.told_to_work(QA, "qa").await;
            }
        }
        Err(given_up("pressed-too-often"))
    }

    /// What the Portal shows is clicked already is not clicked again, and what Slipway was told is
    /// not told again.
    async fn pressed(&self, stage: &str, from: &str, to: &str) -> Result<(), Fault> {
        if self.stage(stage)?.stage.arrived.is_some() {
            return Ok(());
        }
        self.decided(stage)?;
        let person = self.person;
        if self.deployment_to(&to.to_lowercase()).await.is_none() {
            let status = person.browser().deploy_to(from, to).await;
            person.did(&format!("deployed from {from} to {to}: {status}"));
        }
        if self.stage(stage)?.stage.under_way().is_none() {
            self.releasing().tell(&ReleaseEvent::Pressed {
                stage: stage.into(),
                how: PortalPress::DeployTo,
                due: None,
                again: false,
            })?;
        }
        Ok(())
    }

    /// Looks into the Portal until the deployment is over, and says that it works, unless Slipway
    /// saw that by itself.
    async fn told_to_work(&self, stage: &str, env: &str) -> Result<(), Fault> {
        let deployment = self.deployment_over(env).await;
        if deployment.state != DeploymentState::Succeeded {
            return Err(given_up("deployment-did-not-succeed"));
        }
        if self.stage(stage)?.stage.arrived.is_none() {
            self.releasing().tell(&ReleaseEvent::OutcomeTold {
                stage: stage.into(),
                works: true,
            })?;
        }
        Ok(())
    }

    /// Looks at PROD before anything is deployed there.
    async fn compared_with_before(&self) -> Result<(), Fault> {
        if self.deployment_to("prod").await.is_some() {
            return Ok(());
        }
        let job = self.person.desk.baseline(&self.release, PROD)?;
        self.person
            .until(&job.id, |job| job.state.has_ended())
            .await;
        Ok(())
    }

    /// Until the half hour is over. One that is over already is not begun again.
    ///
    /// Slipway may have been away while the new build came, and see nothing happen at all, or take an
    /// outage after that for one in which nothing changed: it waits for more then, and this person
    /// looks into the Portal.
    async fn watched(&self) -> Result<(), Fault> {
        let last = self.view()?.monitor;
        if last.is_some_and(|job| job.state == JobState::Succeeded) {
            return Ok(());
        }
        let job = self.person.desk.monitor(&self.release, PROD)?;
        let ended = |job: &Job| job.state.has_ended();
        let over_or_as_before = |job: &Job| ended(job) || job.phase == AS_BEFORE;
        let something = |job: &Job| ended(job) || !NOTHING_SEEN.contains(&job.phase.as_str());
        let happens = self.person.patiently(&job.id, something).await;
        if !happens || !ended(&self.person.until(&job.id, over_or_as_before).await) {
            self.told_to_work(PROD, "prod").await?;
        }
        match self.person.until(&job.id, ended).await.state {
            JobState::Succeeded => Ok(()),
            JobState::Failed { fault } => Err(fault),
            _ => Err(given_up("not-watched-to-the-end")),
        }
    }

    async fn deployment_to(&self, env: &str) -> Option<Deployment> {
        let all = self.person.portal.deployments().await.into_iter();
        let mut of_it = all.filter(|one| one.package.sha256 == self.sha256 && one.env.0 == env);
        of_it.next()
    }

    async fn deployment_over(&self, env: &str) -> Deployment {
        self.person
            .seen(async || {
                let found = self.deployment_to(env).await?;
                let over = [DeploymentState::Succeeded, DeploymentState::Failed];
                over.contains(&found.state).then_some(found)
            })
            .await
    }
}
