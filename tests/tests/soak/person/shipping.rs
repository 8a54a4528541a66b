//! Sending a package as a careful person does: after a lost answer they look in the Portal.

use super::presses::Presses;
use super::seat::{Person, given_up};
use slipway_engine::desk::{PortalShows, UploadOrder};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobKind, JobState, WaitingFor};
use slipway_engine::project::EnvKey;
use std::path::Path;

impl Person {
    pub async fn ship(&self, package: &Path, confirmation: &str) -> Result<(), Fault> {
        self.answer_open_questions().await?;
        let (id, sha256) = self.inspected(package).await?;
        let mut presses = Presses::of(confirmation);
        while let Some(press) = presses.next() {
            let job = self.desk.upload(self.order(&id, press))?;
            presses.gave(&job);
            let job = self.upload_settled(job, &sha256).await?;
            if job.state == JobState::Succeeded {
                return Ok(());
            }
        }
        Err(given_up("pressed-too-often"))
    }

    pub fn order(&self, package_id: &str, confirmation_id: String) -> UploadOrder {
        UploadOrder {
            package_id: package_id.into(),
            project_id: self.project.id.clone(),
            env: EnvKey("qa".into()),
            confirmation_id,
            reason: None,
            typed_name: None,
            despite_blockers: false,
        }
    }

    /// The upload once it is known how it ended.
    pub async fn upload_settled(&self, job: Job, sha256: &str) -> Result<Job, Fault> {
        let job = self.until(&job.id, is_settled).await;
        self.look_if_asked(job, sha256).await
    }

    /// Uploads whose end nobody knows: this person goes and looks.
    pub async fn answer_open_questions(&self) -> Result<(), Fault> {
        for job in self.desk.jobs()? {
            if job.kind == JobKind::Upload {
                let sha256 = job.package.clone().unwrap_or_default();
                self.look_if_asked(job, &sha256).await?;
            }
        }
        Ok(())
    }

    async fn look_if_asked(&self, job: Job, sha256: &str) -> Result<Job, Fault> {
        let asks = asks_to_look(&job.state) || job.state == JobState::Interrupted;
        if !asks {
            return Ok(job);
        }
        let shown = match self.portal.shows(sha256).await {
            0 => PortalShows::NoDeployment,
            _ => PortalShows::TheDeployment,
        };
        self.did(&format!("looked in the Portal: {shown:?}"));
        self.desk.answer_upload(&job.id, shown)
    }

    /// The package's id and SHA-256, inspected to the end now or before.
    pub async fn inspected(&self, package: &Path) -> Result<(String, String), Fault> {
        let file = self.desk.take_in(&[package.to_path_buf()])?;
        let job = self.desk.inspect(&file.handle)?;
        let job = self.until(&job.id, |job| job.state.has_ended()).await;
        if let JobState::Failed { fault } = job.state {
            return Err(fault);
        }
        let id = job.params.get("package_id").cloned();
        let id = id.ok_or_else(|| given_up("not-inspected"))?;
        let view = self.desk.package(&id, None, None)?;
        let sha256 = view.sha256.ok_or_else(|| given_up("not-hashed"))?;
        Ok((id, sha256))
    }
}

fn asks_to_look(state: &JobState) -> bool {
    matches!(
        state,
        JobState::Waiting {
            waiting_for: WaitingFor::LookInPortal
        }
    )
}

fn is_settled(job: &Job) -> bool {
    job.state.has_ended() || asks_to_look(&job.state)
}
