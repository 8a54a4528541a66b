//! A restore by its id, and what happens to it.

use crate::desk::Desk;
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::KeptRestore;
use crate::project::Project;
use crate::restore::session::{Event, Session};
use std::path::PathBuf;

impl Desk {
    /// A restore as it stands. Faults: `restore-not-found`.
    pub(super) fn kept_restore(&self, id: &str) -> Result<KeptRestore, Fault> {
        self.0
            .ledger
            .restore(id)?
            .ok_or_else(|| Fault::new("restore-not-found", Retry::Never, NextStep::None))
    }

    /// The session of a restore. Faults: `restore-not-found`.
    pub(super) fn session(&self, id: &str) -> Result<Session, Fault> {
        Ok(self.kept_restore(id)?.session)
    }

    /// Has `event` happen now, in the user's name: written down with its line in the history.
    /// Gives the session afterwards.
    ///
    /// Faults: those of [`crate::restore::session::Refusal`], `restore-not-found`.
    pub(super) fn restore_happens(&self, id: &str, event: &Event) -> Result<Session, Fault> {
        let session = self.change_restore(id, event)?;
        self.write_entry(event.entry(&session))?;
        Ok(session)
    }

    /// As [`Self::restore_happens`], for what is no news to the user.
    pub(super) fn change_restore(&self, id: &str, event: &Event) -> Result<Session, Fault> {
        let person = self.preferences()?.person;
        let _alone = self.0.restores.changing();
        let before = self.kept_restore(id)?;
        let after = before.session.after(event, &person, self.now());
        let after = after.map_err(|refusal| self.named(&before.session, refusal.into()))?;
        let kept = self.0.ledger.change_restore(&before, &after, self.now())?;
        Ok(kept.session)
    }

    /// Whether `event` could happen now. Faults: as for [`Self::restore_happens`].
    pub(super) fn restore_allows(&self, session: &Session, event: &Event) -> Result<(), Fault> {
        let after = session.after(event, "", self.now());
        after
            .map(|_| ())
            .map_err(|refusal| self.named(session, refusal.into()))
    }

    /// Where the journal of one of its transfers lies; `part` is `database` or `storage`. The
    /// folder is made by whoever writes the journal.
    pub(super) fn restore_folder(&self, id: &str) -> PathBuf {
        self.0.restore_folder.join(id)
    }

    /// An environment by the name people know it by.
    fn named(&self, session: &Session, mut fault: Fault) -> Fault {
        let project: Option<Project> = self.0.ledger.project(&session.project_id).ok().flatten();
        if let (Some(project), Some(shown)) = (project, fault.params.get_mut("environment"))
            && let Some(known) = project.environments.iter().find(|one| one.key.0 == *shown)
        {
            *shown = known.name.clone();
        }
        fault
    }
}
