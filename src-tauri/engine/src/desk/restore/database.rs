//! Reading a chosen database file.

use super::answers::DatabaseView;
use crate::desk::Desk;
use crate::desk::files::{Purpose, shown_name};
use crate::fault::Fault;
use crate::job::{Job, JobKind, JobRun, JobState, NewJob};
use crate::ledger::KeptDatabase;
use crate::package::FileStamp;
use crate::restore::bacpac::{self, DatabaseCheck, Depth};
use crate::restore::session::{DatabasePart, Event};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

impl Desk {
    /// Reads a chosen file whole: what it is, the checksum of every entry, and the rows counted.
    /// Ends with `params.verdict`; the restore knows the rest. An earlier reading that is still
    /// going on is stopped.
    ///
    /// Faults: `file-unreadable`, and those of choosing one now (`restore-transferring`,
    /// `restore-closed`).
    pub fn check_database(&self, id: &str, handle: &str) -> Result<Job, Fault> {
        let path = self.chosen_path(handle)?;
        self.free_of_ended_transfer(id)?;
        let session = self.session(id)?;
        let expected = Event::DatabaseChosen {
            part: DatabasePart {
                file_name: shown_name(&path),
                bytes: Default::default(),
                version: None,
            },
        };
        self.restore_allows(&session, &expected)?;
        self.stop_work_of(id, JobKind::CheckDatabase)?;
        let order = NewJob::new(JobKind::CheckDatabase)
            .project(&session.project_id)
            .env(&session.target)
            .param("restore_id", id)
            .param("file_name", shown_name(&path));
        let run = self.0.jobs.start(order)?.into_run();
        let job = run.snapshot();
        let desk = self.clone();
        self.0.runtime.spawn_blocking(move || {
            let end = desk.read_database(&run, path);
            run.finish(ending(end));
        });
        Ok(job)
    }

    pub(super) fn database_view(&self, kept: &KeptDatabase) -> DatabaseView {
        let handle = || self.0.chosen.remember(Purpose::ReadFile, &kept.path);
        DatabaseView {
            handle: is_still(&kept.path, &kept.check).then(handle),
            check: kept.check.clone(),
        }
    }

    fn read_database(&self, run: &JobRun, path: PathBuf) -> Result<(), Fault> {
        let id = run.snapshot().params["restore_id"].clone();
        let cancel = run.cancel_token();
        run.phase("reading");
        let counting = AtomicBool::new(false);
        let progress = |done: u64, total: u64| {
            if !counting.swap(true, Ordering::AcqRel) {
                run.phase("counting");
                run.total(total);
            }
            run.done(done);
        };
        let check = bacpac::check(&path, Depth::Whole, &progress, &|| cancel.is_cancelled())?;
        let _alone = self.0.restores.keeping();
        if cancel.is_cancelled() {
            return Err(crate::package::cancelled());
        }
        let part = DatabasePart {
            file_name: check.facts.file_name.clone(),
            bytes: check.facts.size,
            version: check.facts.version.version().map(str::to_owned),
        };
        run.param("verdict", word(check.verdict));
        let kept = KeptDatabase { path, check };
        // The part first: a step is done only when what it rests on can be found again.
        self.0
            .ledger
            .keep_restore_database(&id, &kept, self.now())?;
        self.restore_happens(&id, &Event::DatabaseChosen { part })?;
        self.judge_restore(&id)
    }

    /// Stops what still works on a question that is asked anew.
    pub(super) fn stop_work_of(&self, id: &str, kind: JobKind) -> Result<(), Fault> {
        let open = self.0.ledger.open_jobs()?;
        let same = |job: &&Job| {
            job.kind == kind && job.params.get("restore_id").map(String::as_str) == Some(id)
        };
        for job in open.iter().filter(same) {
            self.0.jobs.cancel(&job.id);
        }
        Ok(())
    }
}

/// How a job ends that came to `end`.
pub(super) fn ending(end: Result<(), Fault>) -> JobState {
    match end {
        Ok(()) => JobState::Succeeded,
        Err(fault) if fault.code == "cancelled" => JobState::Cancelled,
        Err(fault) => JobState::Failed { fault },
    }
}

/// The verdict as the wire writes it.
pub(super) fn word(verdict: crate::package::Verdict) -> String {
    let word = serde_json::to_value(verdict).ok();
    word.and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// Whether the file is the one that was read (promise 6).
pub(super) fn is_still(path: &Path, check: &DatabaseCheck) -> bool {
    let now = FileStamp::at(path).ok();
    match (now, check.facts.stamp) {
        (Some(now), Some(then)) => now.differs_from(&then).is_none(),
        _ => false,
    }
}
