//! Looking at the files of a restore, deciding about them, and turning the pages of the tree.

use super::answers::{NameChanges, StorageLevel, StorageView};
use super::database::{ending, word};
use super::tree::Tree;
use crate::desk::Desk;
use crate::desk::files::{Purpose, shown_name};
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind, JobRun, NewJob};
use crate::ledger::KeptStorage;
use crate::restore::session::{Event, StoragePart};
use crate::restore::storage::{self, Choices, Collision, StoragePlan};
use crate::units::{Bytes, Count};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Desk {
    /// Looks at a chosen folder or zip, with what was decided about it. The same handle with other
    /// decisions reads nothing again; with the same ones it looks at the disk anew. Ends with
    /// `params.verdict`. An earlier look that is still going on is stopped.
    ///
    /// Faults: `folder-unreadable`, and those of choosing now (`restore-transferring`,
    /// `restore-closed`).
    pub fn look_at_storage(&self, id: &str, handle: &str, choices: Choices) -> Result<Job, Fault> {
        let path = self
            .chosen_folder(handle)
            .or_else(|gone| self.chosen_path(handle).map_err(|_| gone))?;
        self.free_of_ended_transfer(id)?;
        let session = self.session(id)?;
        let expected = Event::StorageChosen {
            part: StoragePart {
                name: shown_name(&path),
                files: Count(0),
                bytes: Bytes(0),
            },
        };
        self.restore_allows(&session, &expected)?;
        self.stop_work_of(id, JobKind::LookStorage)?;
        let order = NewJob::new(JobKind::LookStorage)
            .project(&session.project_id)
            .env(&session.target)
            .param("restore_id", id)
            .param("file_name", shown_name(&path));
        let run = self.0.jobs.start(order)?.into_run();
        let job = run.snapshot();
        let desk = self.clone();
        let id = id.to_owned();
        self.0.runtime.spawn_blocking(move || {
            let end = desk.look_and_keep(&run, &id, path, choices);
            run.finish(ending(end));
        });
        Ok(job)
    }

    /// A page of one folder of the tree as it will be. Faults: `restore-files-not-chosen`,
    /// `restore-files-changed`, and those of looking.
    pub fn storage_level(
        &self,
        id: &str,
        folder: &str,
        after: Count,
    ) -> Result<StorageLevel, Fault> {
        Ok(self.tree(id)?.level(folder, after))
    }

    /// A page of the names that change. Faults: as for [`Self::storage_level`].
    pub fn name_changes(&self, id: &str, after: Count) -> Result<NameChanges, Fault> {
        Ok(self.tree(id)?.changes(after))
    }

    /// Files that would get the same name. Faults: as for [`Self::storage_level`].
    pub fn collisions(&self, id: &str) -> Result<Vec<Collision>, Fault> {
        Ok(self.tree(id)?.collisions().to_vec())
    }

    /// The tree as it was looked at. After a restart it is read once more, and is the same or
    /// refused: what was shown and agreed to is what goes out.
    pub(super) fn tree(&self, id: &str) -> Result<Arc<Tree>, Fault> {
        if let Some(tree) = self.0.restores.of(id, |known| known.tree.clone()) {
            return Ok(tree);
        }
        let kept =
            self.0.ledger.restore_storage(id)?.ok_or_else(|| {
                Fault::new("restore-files-not-chosen", Retry::ByUser, NextStep::None)
            })?;
        let plan = storage::look(&kept.path, &kept.choices, &|| false)?;
        if plan.print() != kept.print {
            return Err(
                Fault::new("restore-files-changed", Retry::ByUser, NextStep::TryAgain)
                    .with("folder", shown_name(&kept.path)),
            );
        }
        let tree = Arc::new(Tree::new(kept.path, plan));
        self.0
            .restores
            .of(id, |known| known.tree = Some(tree.clone()));
        Ok(tree)
    }

    pub(super) fn storage_view(&self, kept: &KeptStorage, limit: Option<Bytes>) -> StorageView {
        StorageView {
            handle: self.handle_of_files(&kept.path),
            choices: Choices {
                limit,
                ..kept.choices.clone()
            },
            check: kept.check.clone(),
        }
    }

    /// Judges the files by another limit, without looking at them again.
    pub(super) fn keep_storage_limit(&self, id: &str, limit: Option<Bytes>) -> Result<(), Fault> {
        self.change_notes(id, |notes| notes.limit = limit)?;
        if let Some(mut kept) = self.0.ledger.restore_storage(id)? {
            kept.choices.limit = limit;
            kept.check = kept.check.under_limit(limit);
            self.0.ledger.keep_restore_storage(id, &kept, self.now())?;
        }
        Ok(())
    }

    fn look_and_keep(
        &self,
        run: &JobRun,
        id: &str,
        path: PathBuf,
        choices: Choices,
    ) -> Result<(), Fault> {
        let cancel = run.cancel_token();
        run.phase("looking");
        let told = self.0.ledger.restore_notes(id)?.limit;
        let choices = Choices {
            limit: choices.limit.or(told),
            ..choices
        };
        let plan = self.plan_of(run, id, &path, &choices)?;
        let _alone = self.0.restores.keeping();
        if cancel.is_cancelled() {
            return Err(crate::package::cancelled());
        }
        let facts = &plan.check.facts;
        let part = StoragePart {
            name: facts.name.clone(),
            files: facts.files,
            bytes: facts.bytes,
        };
        run.done(facts.files.0);
        run.param("verdict", word(plan.check.verdict));
        let kept = KeptStorage {
            path: path.clone(),
            print: plan.print(),
            check: plan.check.clone(),
            choices,
        };
        let before = self.session(id)?.storage;
        self.change_notes(id, |notes| notes.limit = kept.choices.limit)?;
        self.0.ledger.keep_restore_storage(id, &kept, self.now())?;
        self.0.restores.of(id, |known| {
            known.tree = Some(Arc::new(Tree::new(path, plan)));
        });
        // Each decision about the same files is no line of its own in the history.
        let same = before.as_ref() == Some(&part);
        let chosen = Event::StorageChosen { part };
        match same {
            true => self.change_restore(id, &chosen)?,
            false => self.restore_happens(id, &chosen)?,
        };
        self.judge_restore(id)
    }

    /// The tree under these decisions; from memory where only they are new.
    fn plan_of(
        &self,
        run: &JobRun,
        id: &str,
        path: &Path,
        choices: &Choices,
    ) -> Result<StoragePlan, Fault> {
        let known = self.0.restores.of(id, |known| known.tree.clone());
        if let Some(tree) = known.filter(|tree| tree.path == path)
            && tree.plan.choices() != choices
        {
            return Ok(tree.plan.decided(choices.clone()));
        }
        let cancel = run.cancel_token();
        let seen = |files: u64| run.done(files);
        storage::look_telling(path, choices, &seen, &|| cancel.is_cancelled())
    }

    /// None when they are gone.
    fn handle_of_files(&self, path: &Path) -> Option<String> {
        let about = std::fs::metadata(path).ok()?;
        let purpose = match about.is_dir() {
            true => Purpose::ReadFolder,
            false => Purpose::ReadFile,
        };
        Some(self.0.chosen.remember(purpose, path))
    }
}
