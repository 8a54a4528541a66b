//! Logs attached to a stage of a release. What was found is kept, the logs are not.

use crate::desk::Desk;
use crate::desk::files::shown_name;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::package::{FileStamp, cancelled, fingerprint};
use crate::release::journey::{Refusal, Release};
use crate::release::logs::{LogReading, read_logs};

impl Desk {
    /// Reads logs the user chose, until `reading` is stopped: an archive out of Deployment history, or
    /// one text. The same file again takes the place of what was read of it before; what was stopped
    /// leaves nothing behind.
    ///
    /// Faults: `release-not-found`, `release-part-not-found`, `file-changed`, `cancelled`, and those
    /// of [`read_logs`].
    pub fn read_logs(
        &self,
        release_id: &str,
        stage: &str,
        handle: &str,
        reading: &str,
    ) -> Result<LogReading, Fault> {
        let waited_for = self.0.readings.begin(reading)?;
        let stopped = || waited_for.is_stopped();
        let release = self.kept_release(release_id)?.release;
        if release.stage(stage).is_none() {
            return Err(Refusal::PartNotFound.into());
        }
        let path = self.chosen_path(handle)?;
        let file_name = shown_name(&path);
        let before = FileStamp::at(&path)?;
        // First, because it refuses what is too large to be worth a hash.
        let contents = read_logs(&path, &stopped)?;
        let print = fingerprint(&path, &|_| {}, &stopped)?;
        if before.differs_from(&print.stamp).is_some() {
            return Err(
                Fault::new("file-changed", Retry::ByUser, NextStep::TryAgain)
                    .with("file", &file_name),
            );
        }
        let reading = LogReading {
            id: uuid::Uuid::new_v4().to_string(),
            release_id: release.id.clone(),
            stage: stage.to_owned(),
            file_name,
            sha256: print.sha256,
            read_at: self.now(),
            files: contents.files,
            findings: contents.findings,
            last_step: contents.last_step,
            text_only: contents.text_only,
        };
        if stopped() {
            return Err(cancelled());
        }
        self.0.ledger.keep_release_logs(&reading)?;
        self.write_logs_entry("release-logs-read", &release, &reading)?;
        Ok(reading)
    }

    /// Everything that was read for a release, newest first. Faults: `release-not-found`.
    pub fn logs(&self, release_id: &str) -> Result<Vec<LogReading>, Fault> {
        self.kept_release(release_id)?;
        self.0.ledger.release_logs(release_id)
    }

    /// Takes logs off a release; forgetting twice is fine. Faults: `release-not-found`.
    pub fn forget_logs(&self, release_id: &str, id: &str) -> Result<(), Fault> {
        let release = self.kept_release(release_id)?.release;
        let known = self.0.ledger.release_logs(release_id)?;
        let reading = known.iter().find(|reading| reading.id == id);
        let gone = self.0.ledger.forget_release_logs(release_id, id)?;
        match reading.filter(|_| gone) {
            Some(reading) => self.write_logs_entry("release-logs-forgotten", &release, reading),
            None => Ok(()),
        }
    }

    fn write_logs_entry(
        &self,
        kind: &str,
        release: &Release,
        reading: &LogReading,
    ) -> Result<(), Fault> {
        let mut entry = EntryDraft::new(kind)
            .param("release", &release.id)
            .param("name", &release.name)
            .param("file", &reading.file_name)
            .param("sha256", &reading.sha256);
        entry.project_id = Some(release.project_id.clone());
        let stage = release.stage(&reading.stage);
        self.write_entry(match stage.and_then(|stage| stage.env.as_ref()) {
            Some(env) => entry.env(env),
            None => entry,
        })
    }
}
