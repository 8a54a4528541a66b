//! Inspecting a package and asking about it afterwards.

use super::files::shown_name;
use super::{Desk, PackageSummary, PackageView};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobRun, JobState, NewJob};
use crate::ledger::{EntryDraft, InspectedFile};
use crate::package::forecast::{DowntimeFacts, LastPackage};
use crate::package::{self, FileStamp, Ground, Inspection};
use crate::project::{EnvKey, Project};
use crate::units::Bytes;
use std::path::{Path, PathBuf};

/// What the two parts of reading a package are called in a job.
pub(super) struct Phases {
    pub reading: &'static str,
    pub hashing: &'static str,
}

const INSPECTING: Phases = Phases {
    reading: "reading",
    hashing: "hashing",
};

impl Desk {
    /// Reads a chosen file: the verdict first (`params.package_id` appears with it), then the
    /// SHA-256, which takes as long as reading the whole file.
    pub fn inspect(&self, handle: &str) -> Result<Job, Fault> {
        let path = self.chosen_path(handle)?;
        let order = NewJob::new(JobKind::Inspect).param("file_name", shown_name(&path));
        let run = self.0.jobs.start(order)?.into_run();
        let job = run.snapshot();
        let desk = self.clone();
        self.0.runtime.spawn_blocking(move || {
            let end = desk.read_package(&run, &path, INSPECTING);
            run.finish(match end {
                Ok(_) => JobState::Succeeded,
                Err(fault) if fault.code == "cancelled" => JobState::Cancelled,
                Err(fault) => JobState::Failed { fault },
            });
        });
        Ok(job)
    }

    /// Inspects and hashes a file and puts it on the list; gives its SHA-256.
    pub(super) fn read_package(
        &self,
        run: &JobRun,
        path: &Path,
        phases: Phases,
    ) -> Result<String, Fault> {
        let cancel = run.cancel_token();
        run.phase(phases.reading);
        let inspection = package::inspect(path, &Ground::default(), &|| cancel.is_cancelled())?;
        let stamp = FileStamp::at(path)?;
        let file = InspectedFile {
            id: uuid::Uuid::new_v4().to_string(),
            path: path.to_owned(),
            file_name: shown_name(path),
            stamp,
            inspection,
            sha256: None,
            crc64: None,
            inspected_at: self.0.clock.now(),
        };
        self.0.ledger.save_package(&file)?;
        run.param("package_id", &file.id);

        run.phase(phases.hashing);
        run.total(file.stamp.size);
        let print = package::fingerprint(path, &|done| run.done(done), &|| cancel.is_cancelled())?;
        if print.stamp.differs_from(&file.stamp).is_some() {
            return Err(
                Fault::new("file-changed", Retry::ByUser, NextStep::InspectAgain)
                    .with("file", &file.file_name),
            );
        }
        self.0
            .ledger
            .set_fingerprint(&file.id, &print.sha256, print.crc64)?;
        run.package(&print.sha256);
        self.write_entry(
            EntryDraft::new("package-inspected")
                .package(&print.sha256)
                .param("file_name", &file.file_name)
                .param("verdict", verdict_word(&file)),
        )?;
        Ok(print.sha256)
    }

    pub fn packages(&self) -> Result<Vec<PackageSummary>, Fault> {
        self.0
            .ledger
            .packages()?
            .into_iter()
            .map(|file| self.summary(file))
            .collect()
    }

    /// A package, checked again for the environment it may go to.
    pub fn package(
        &self,
        id: &str,
        project_id: Option<&str>,
        env: Option<&EnvKey>,
    ) -> Result<PackageView, Fault> {
        let file = self.inspected(id)?;
        let inspection = match (project_id, env) {
            (Some(project_id), Some(env)) => {
                self.checked_for(&file, &self.project(project_id)?, env)?
            }
            _ => file.inspection.clone(),
        };
        let placements = match &file.sha256 {
            Some(sha256) => self.0.ledger.placements_of(sha256)?,
            None => Vec::new(),
        };
        let still_there =
            FileStamp::at(&file.path).is_ok_and(|now| now.differs_from(&file.stamp).is_none());
        Ok(PackageView {
            folder: file
                .path
                .parent()
                .map(|p| p.display().to_string())
                .unwrap_or_default(),
            id: file.id,
            file_name: file.file_name,
            sha256: file.sha256,
            inspected_at: file.inspected_at,
            inspection,
            placements,
            still_there,
        })
    }

    /// Takes a package off the list; the file stays where it is.
    pub fn forget_package(&self, id: &str) -> Result<(), Fault> {
        self.inspected(id)?;
        self.0.ledger.forget_package(id)
    }

    /// Faults: `package-not-found`, `package-file-gone`.
    pub fn package_path(&self, id: &str) -> Result<PathBuf, Fault> {
        let file = self.inspected(id)?;
        if !file.path.exists() {
            return Err(Fault::new(
                "package-file-gone",
                Retry::ByUser,
                NextStep::ChooseAnotherFile,
            )
            .with("file", &file.file_name));
        }
        Ok(file.path)
    }

    pub(super) fn inspected(&self, id: &str) -> Result<InspectedFile, Fault> {
        self.0.ledger.package(id)?.ok_or_else(|| {
            Fault::new(
                "package-not-found",
                Retry::Never,
                NextStep::ChooseAnotherFile,
            )
        })
    }

    /// A package, checked again for an environment of the project, at this moment.
    pub(super) fn checked_for(
        &self,
        file: &InspectedFile,
        project: &Project,
        env: &EnvKey,
    ) -> Result<Inspection, Fault> {
        let ground = Ground {
            sha256: file.sha256.clone(),
            now: Some(self.0.clock.now()),
            ..self.ground(project, env)?
        };
        Ok(package::recheck(&file.inspection, &ground))
    }

    /// What is known about an environment before a package goes there.
    fn ground(&self, project: &Project, env: &EnvKey) -> Result<Ground, Fault> {
        let kind = self.environment(project, env)?.kind;
        let Some(last) = self.0.ledger.last_placement(&project.id, env)? else {
            return Ok(Ground {
                target: Some(kind),
                ..Ground::default()
            });
        };
        let facts = self
            .0
            .ledger
            .package_by_sha256(&last.sha256)?
            .map(|file| file.inspection.facts);
        Ok(Ground {
            target: Some(kind),
            target_version: last.code_version,
            last_build: last.build_number,
            last_zero_downtime: facts.as_ref().and_then(|facts| facts.zero_downtime),
            last: facts.as_ref().map_or(LastPackage::Unknown, |facts| {
                LastPackage::Known(DowntimeFacts::from(facts))
            }),
            last_sha256: Some(last.sha256),
            ..Ground::default()
        })
    }

    fn summary(&self, file: InspectedFile) -> Result<PackageSummary, Fault> {
        let placements = match &file.sha256 {
            Some(sha256) => self.0.ledger.placements_of(sha256)?,
            None => Vec::new(),
        };
        let facts = file.inspection.facts;
        Ok(PackageSummary {
            id: file.id,
            file_name: file.file_name,
            sha256: file.sha256,
            build_number: facts.build_number,
            code_version: facts.code_version.map(|v| v.value),
            size: Bytes(facts.size.0),
            verdict: file.inspection.verdict,
            inspected_at: file.inspected_at,
            placements,
        })
    }
}

/// The verdict as the wire writes it, so that history and interface share one word.
fn verdict_word(file: &InspectedFile) -> String {
    serde_json::to_value(file.inspection.verdict)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}
