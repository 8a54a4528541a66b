//! A support file at a desk: gathered, shown, saved.

use super::{Desk, files};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::EntryDraft;
use crate::log_file::{LOG_FOLDER, last_lines};
use crate::secret::{KeychainHealth, Secret};
use crate::support::{About, Gathered, Names, PartKind, SupportBundle, parts_of, save};
use crate::words::Catalog;
use std::path::Path;
use std::sync::Mutex;

/// Jobs that are told of.
const JOBS: u32 = 200;
/// Bytes of the log: what somebody can still look through before handing it over.
const LOG: usize = 256 * 1024;

/// The support file that was shown last: what is saved is what was seen.
#[derive(Default)]
pub(super) struct Shown(Mutex<Option<SupportBundle>>);

impl Desk {
    /// Gathers a support file. `names` leaves the names of people, projects and hosts in it.
    /// `words` are those of first aid.
    pub fn support_bundle(
        &self,
        about: &About,
        names: bool,
        words: &Catalog,
    ) -> Result<SupportBundle, Fault> {
        let projects = self.0.ledger.projects()?;
        let home = std::env::home_dir();
        let names = if names {
            Names::shown(home.as_deref())
        } else {
            Names::hidden(home.as_deref(), &self.preferences()?.person, &projects)
        };
        // In memory for as long as this takes, so that they are found wherever they stand.
        let _known = self.tokens_at_hand()?;
        let gathered = Gathered {
            about,
            findings: &self.0.found.all(),
            words,
            jobs: &self.0.ledger.last_jobs(JOBS)?,
            ledger: &self.0.ledger.figures()?,
            chain: &self.0.ledger.verify()?,
            log: &self.end_of_log(),
            now: self.0.clock.now(),
        };
        let bundle = SupportBundle {
            id: uuid::Uuid::new_v4().to_string(),
            parts: parts_of(&gathered, &names),
        };
        *self.shown() = Some(bundle.clone());
        Ok(bundle)
    }

    /// Saves what was shown, without what was taken out. Faults: `support-file-gone` if another one
    /// was made meanwhile; `export-not-written`.
    pub fn save_support_bundle(
        &self,
        id: &str,
        kept: &[PartKind],
        path: &Path,
    ) -> Result<(), Fault> {
        let bundle = self.shown().clone().filter(|bundle| bundle.id == id);
        let bundle = bundle
            .ok_or_else(|| Fault::new("support-file-gone", Retry::ByUser, NextStep::TryAgain))?;
        files::export_whole(path, |out| save(&bundle, kept, out))?;
        let parts = bundle.parts.iter().filter(|part| kept.contains(&part.kind));
        self.write_entry(EntryDraft::new("support-file-saved").param("parts", parts.count()))
    }

    fn shown(&self) -> std::sync::MutexGuard<'_, Option<SupportBundle>> {
        self.0
            .support
            .0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// Tokens that can be had without asking the user to unlock anything.
    fn tokens_at_hand(&self) -> Result<Vec<Secret>, Fault> {
        if self.0.keychain.health() != KeychainHealth::Open {
            return Ok(Vec::new());
        }
        let projects = self.0.ledger.projects()?;
        Ok(projects
            .iter()
            .filter_map(|project| self.token(project).ok())
            .collect())
    }

    /// A log that cannot be read is a fact, too.
    fn end_of_log(&self) -> String {
        let folder = self.0.restore_folder.with_file_name(LOG_FOLDER);
        last_lines(&folder, LOG).unwrap_or_else(|cause| cause.to_string())
    }
}
