//! The package of a release straight to an environment: the ordinary way into QA, and the emergency
//! way into the others (facts 3.1).

use crate::desk::{Desk, UploadOrder};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::Job;
use crate::release::journey::{Release, Stage, StageKind};

impl Desk {
    /// Uploads the very package of a release, proven by its SHA-256, and notes that as a press. The
    /// way in is another one, the readiness is not: it needs the same go as a click in the Portal
    /// (promise 38). The same confirmation gives the same job back (promise 39).
    ///
    /// Faults: `release-not-found`, `release-upload-elsewhere`, `release-other-package`, those of
    /// a press ([`crate::release::journey::Refusal`]) and those of [`Desk::upload`].
    pub fn release_upload(
        &self,
        release_id: &str,
        stage: &str,
        order: UploadOrder,
    ) -> Result<Job, Fault> {
        if let Some(job) = self.0.ledger.job_of_confirmation(&order.confirmation_id)? {
            return Ok(job);
        }
        self.catch_up_with_uploads(release_id)?;
        let reason = order.reason.clone();
        let mut started = None;
        let release = self.change_release(release_id, |release| {
            self.is_the_same_package(release, stage, &order)?;
            self.with_circumstances(release, Some(stage), None, |around| {
                // Asked before anything is sent, in the same breath as it is noted afterwards.
                release.uploaded(stage, "", around)?;
                let job = self.upload(order)?;
                let after = release.uploaded(stage, &job.id, around)?;
                started = Some(job);
                Ok(after)
            })
        })?;
        let kind = match release.stage(stage).map(|stage| stage.kind) {
            Some(StageKind::Testing) => "release-uploaded",
            _ => "release-emergency-upload",
        };
        let entry = release.entry(kind, Some(stage)).reason(reason);
        self.write_entry(entry)?;
        started.ok_or_else(|| Fault::new("job-not-found", Retry::Never, NextStep::None))
    }

    fn is_the_same_package(
        &self,
        release: &Release,
        stage: &str,
        order: &UploadOrder,
    ) -> Result<(), Fault> {
        let env = release
            .stage(stage)
            .and_then(|stage: &Stage| stage.env.as_ref());
        if order.project_id != release.project_id || env != Some(&order.env) {
            return Err(Fault::new(
                "release-upload-elsewhere",
                Retry::Never,
                NextStep::None,
            ));
        }
        let file = self.inspected(&order.package_id)?;
        let own = release.package.as_ref().map(|package| &package.sha256);
        if own.is_none() || file.sha256.as_ref() != own {
            return Err(Fault::new(
                "release-other-package",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            )
            .with("file", file.file_name));
        }
        Ok(())
    }
}
