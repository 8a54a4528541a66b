//! A custom restore as the window goes through it (facts 3.7): what the user tells, the two links,
//! the database file, the tree of files, and whether all of it will work.
//!
//! The session is a row of the ledger, what was looked at another; the links are in the keychain.
//! What is in memory can be had again: after a restart every step is as it was left.

mod answers;
mod containers;
mod copy_from;
mod database;
mod keys;
mod known;
mod links;
mod opened;
mod pasted;
mod report;
mod storage;
#[cfg(test)]
pub(super) mod tests;
mod transfer;
mod tree;
mod view;

pub use answers::*;
pub(super) use known::Restores;
pub use report::{ReportFormat, TransferPage};
pub(super) use transfer::Transfers;
pub use transfer::{IfExists, TransferOrder};

use super::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::job::{Job, JobKind};
use crate::ledger::{EntryDraft, RestoreNotes};
use crate::package::XperienceVersion;
use crate::project::EnvKey;
use crate::restore::session::{Event, Refusal, Session, Step};
use crate::units::Bytes;

impl Desk {
    /// All restores of a project, newest first.
    pub fn restores(&self, project_id: &str) -> Result<Vec<RestoreRow>, Fault> {
        let project = self.project(project_id)?;
        let kept = self.0.ledger.restores(project_id)?;
        Ok(kept
            .into_iter()
            .map(|kept| view::row(&project, &kept.session))
            .collect())
    }

    /// Begins a restore into an environment. Faults: `restore-open-already`, `project-not-found`,
    /// `environment-not-found`.
    pub fn begin_restore(&self, project_id: &str, target: &EnvKey) -> Result<RestoreView, Fault> {
        let project = self.project(project_id)?;
        self.environment(&project, target)?;
        self.clear_away_links(project_id)?;
        let id = uuid::Uuid::new_v4().to_string();
        let session = Session::new(id, project.id.clone(), target.clone(), self.now());
        self.0.ledger.add_restore(&session)?;
        let entry = EntryDraft::new("restore-started").project(&project);
        self.write_entry(entry.env(target).param("restore", &session.id))?;
        self.restore(&session.id)
    }

    /// What the user tells. Faults: those of [`crate::restore::session::Refusal`],
    /// `reason-missing`, `environment-not-found`.
    pub fn restore_event(&self, id: &str, told: RestoreEvent) -> Result<RestoreView, Fault> {
        self.free_of_ended_transfer(id)?;
        let session = self.session(id)?;
        match &told {
            RestoreEvent::RestorePointWaived { reason } if reason.trim().is_empty() => {
                return Err(Fault::new("reason-missing", Retry::ByUser, NextStep::None));
            }
            RestoreEvent::RestorePressed { env, .. } => {
                self.environment(&self.project(&session.project_id)?, env)?;
            }
            _ => {}
        }
        let event = Event::from(told);
        self.restore_happens(id, &event)?;
        match &event {
            Event::Closed | Event::AccessRevoked => self.let_go_of_all(id),
            Event::RestorePressed { env, .. } => {
                self.watch_restored(&session, env)?;
            }
            // Somebody saw it: there is nothing left to look for.
            Event::RestoreSeen { .. } => {
                self.stop_watching_restored(id)?;
                self.judge_restore(id)?;
            }
            _ => self.judge_restore(id)?,
        }
        self.restore(id)
    }

    /// Watches the site of the last restore that was started, again where that was stopped. Faults:
    /// `restore-step-first`.
    pub fn watch_restore(&self, id: &str) -> Result<Job, Fault> {
        let session = self.session(id)?;
        let Some(press) = session.presses.last() else {
            return Err(Refusal::First(Step::RestoreToEnvironment).into());
        };
        self.watch_restored(&session, &press.env)
    }

    /// The Xperience version of the target as the user read it; none takes that back. Faults:
    /// `restore-version-unclear`.
    pub fn tell_target_version(
        &self,
        id: &str,
        version: Option<&str>,
    ) -> Result<RestoreView, Fault> {
        self.session(id)?;
        let version = version.map(str::trim).filter(|version| !version.is_empty());
        if let Some(version) = version.filter(|version| XperienceVersion::parse(version).is_none())
        {
            return Err(
                Fault::new("restore-version-unclear", Retry::ByUser, NextStep::None)
                    .with("version", version),
            );
        }
        self.change_notes(id, |notes| {
            notes.target_version = version.map(str::to_owned);
        })?;
        self.judge_restore(id)?;
        self.restore(id)
    }

    /// The file storage limit as the Dashboard shows it; none takes it back.
    pub fn tell_storage_limit(&self, id: &str, limit: Option<Bytes>) -> Result<RestoreView, Fault> {
        self.session(id)?;
        self.keep_storage_limit(id, limit)?;
        self.judge_restore(id)?;
        self.restore(id)
    }

    /// Address of Data Management → Custom restore.
    pub fn restore_page(&self, id: &str) -> Result<String, Fault> {
        let session = self.session(id)?;
        Ok(self.project(&session.project_id)?.restore_page())
    }

    /// Before a project goes: its links are in no list any more.
    pub(super) fn forget_links_of_project(&self, project_id: &str) -> Result<(), Fault> {
        for kept in self.0.ledger.restores(project_id)? {
            self.stop_work_of(&kept.session.id, JobKind::Transfer)?;
            self.let_go_of_links(&kept.session.id)?;
            self.0.restores.forget(&kept.session.id);
        }
        Ok(())
    }

    pub(super) fn change_notes(
        &self,
        id: &str,
        change: impl FnOnce(&mut RestoreNotes),
    ) -> Result<(), Fault> {
        let _alone = self.0.restores.changing();
        let mut notes = self.0.ledger.restore_notes(id)?;
        change(&mut notes);
        self.0.ledger.keep_restore_notes(id, &notes)
    }

    /// After the end of a restore. A keychain that is locked now keeps nobody from closing: what
    /// is left in it is cleared away when the next restore begins.
    fn let_go_of_all(&self, id: &str) {
        if let Err(fault) = self.let_go_of_links(id) {
            tracing::warn!(
                code = fault.code,
                "links of a restore are left in the keychain"
            );
        }
        self.0.restores.forget(id);
    }

    /// Links of closed restores that could not be forgotten then.
    fn clear_away_links(&self, project_id: &str) -> Result<(), Fault> {
        let kept = self.0.ledger.restores(project_id)?;
        let closed = kept.iter().filter(|kept| !kept.session.is_open());
        for kept in closed {
            self.let_go_of_all(&kept.session.id);
        }
        Ok(())
    }
}
