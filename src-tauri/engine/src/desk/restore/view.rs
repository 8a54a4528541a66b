//! A restore as it is shown, and the judgement over all of it.

use super::answers::{EnvironmentName, PartName, RestoreRow, RestoreView, VersionFrom};
use super::known::HeldLinks;
use crate::desk::{Desk, KnownBy};
use crate::fault::Fault;
use crate::ledger::{KeptDatabase, KeptStorage, RestoreNotes};
use crate::package::Verdict;
use crate::project::{EnvKey, Project};
use crate::restore::preflight::{self, Ground, Links, Parts, Preflight};
use crate::restore::session::{Event, RestorePoint, Session, Transfer};
use crate::units::Moment;

/// A restore with all that is known of it.
struct Whole {
    session: Session,
    project: Project,
    notes: RestoreNotes,
    database: Option<KeptDatabase>,
    storage: Option<KeptStorage>,
    held: Option<HeldLinks>,
    target_version: Option<(String, VersionFrom)>,
}

impl Desk {
    /// A restore as it stands. Faults: `restore-not-found`, `project-not-found`.
    pub fn restore(&self, id: &str) -> Result<RestoreView, Fault> {
        let whole = self.whole(id)?;
        let times = self.times(id);
        let preflight = self.judged(&whole);
        let session = &whole.session;
        Ok(RestoreView {
            steps: session.steps(),
            clocks: session.clocks(),
            now: times.now,
            links: self.links_view(whole.held.as_ref(), times),
            database: whole.database.as_ref().map(|kept| self.database_view(kept)),
            storage: whole
                .storage
                .as_ref()
                .map(|kept| self.storage_view(kept, whole.notes.limit)),
            preflight,
            there: self.0.restores.of(id, |known| known.there.clone()),
            target_version: whole
                .target_version
                .as_ref()
                .map(|(version, _)| version.clone()),
            target_version_from: whole.target_version.as_ref().map(|(_, from)| *from),
            limit: whole.notes.limit,
            transfer_job: self.last_transfer(session)?,
            report: self.transfer_summary(id)?,
            watch: self.restored_site(id)?,
            environments: whole
                .project
                .environments
                .iter()
                .map(|one| EnvironmentName {
                    key: one.key.clone(),
                    name: one.name.clone(),
                    kind: one.kind,
                })
                .collect(),
            portal_page: whole.project.restore_page(),
            session: whole.session,
        })
    }

    /// Judges a restore anew once both parts were looked at, and has the session know. To be
    /// called after whatever may change the verdict, and before bytes move.
    pub(super) fn judge_restore(&self, id: &str) -> Result<(), Fault> {
        let whole = self.whole(id)?;
        let session = &whole.session;
        let both = session.database.is_some() && session.storage.is_some();
        if !both || !session.is_open() || session.transfer != Transfer::NotYet {
            return Ok(());
        }
        let Some(Preflight { verdict, .. }) = self.judged(&whole) else {
            return Ok(());
        };
        if session.checked.as_ref().map(|checked| checked.verdict) != Some(verdict) {
            self.restore_happens(id, &Event::Checked { verdict })?;
        }
        Ok(())
    }

    /// How everything is judged now; none as long as there is nothing to judge.
    pub(super) fn verdict_of_restore(&self, id: &str) -> Result<Option<Verdict>, Fault> {
        let judged = self.judged(&self.whole(id)?);
        Ok(judged.map(|judged| judged.verdict))
    }

    fn whole(&self, id: &str) -> Result<Whole, Fault> {
        let session = self.session(id)?;
        let project = self.project(&session.project_id)?;
        let notes = self.0.ledger.restore_notes(id)?;
        let target_version = match &notes.target_version {
            Some(version) => Some((version.clone(), VersionFrom::Told)),
            None => self.version_known_of(&project.id, &session.target)?,
        };
        Ok(Whole {
            database: self.0.ledger.restore_database(id)?,
            storage: self.0.ledger.restore_storage(id)?,
            held: self.held_links(&session),
            target_version,
            session,
            project,
            notes,
        })
    }

    /// What the last package in an environment tells of the version there.
    fn version_known_of(
        &self,
        project_id: &str,
        env: &EnvKey,
    ) -> Result<Option<(String, VersionFrom)>, Fault> {
        let last = self.0.ledger.last_placement(project_id, env)?;
        Ok(last.and_then(|last| {
            let from = match last.known_by {
                KnownBy::Measured => VersionFrom::Measured,
                KnownBy::Sent | KnownBy::Told => VersionFrom::Package,
            };
            Some((last.code_version?, from))
        }))
    }

    fn judged(&self, whole: &Whole) -> Option<Preflight> {
        let session = &whole.session;
        let copied = |part| self.copied_part(&session.id, part).ok().flatten();
        let database_there = copied(PartName::Database).map(|_| true);
        let storage_there = copied(PartName::Storage).map(|sum| sum.files.0);
        let local = whole.database.is_some() || whole.storage.is_some();
        if !local && database_there.is_none() && storage_there.is_none() {
            return None;
        }
        let now = self.now();
        let there = self.0.restores.of(&session.id, |known| known.there.clone());
        let parts = Parts {
            database: whole.database.as_ref().map(|kept| &kept.check),
            storage: whole.storage.as_ref().map(|kept| &kept.check),
            // What a server-side copy brought is there, whether anybody looked or not.
            there: preflight::There {
                database: database_there.or(there.as_ref().map(|there| there.database.is_some())),
                storage: storage_there.or(there
                    .and_then(|there| there.storage_files)
                    .map(|files| files.0)),
            },
        };
        let target = whole.project.environment(&session.target);
        let ground = Ground {
            now: Some(now),
            target: target.map(|environment| environment.kind),
            target_version: whole
                .target_version
                .as_ref()
                .map(|(version, _)| version.clone()),
            session_created: session.created_at,
            restore_point: Some(made_at(session)),
            links: Links {
                database: whole
                    .held
                    .as_ref()
                    .map(|held| held.database.facts().clone()),
                storage: whole.held.as_ref().map(|held| held.storage.facts().clone()),
                service_time: self.0.restores.service_time(&session.id, now),
            },
        };
        Some(preflight::preflight(&parts, &ground))
    }
}

pub(super) fn row(project: &Project, session: &Session) -> RestoreRow {
    let target = project.environment(&session.target);
    RestoreRow {
        id: session.id.clone(),
        project_id: session.project_id.clone(),
        target: session.target.clone(),
        target_name: target.map_or_else(|| session.target.0.clone(), |target| target.name.clone()),
        started_at: session.started_at,
        next_step: session.next_step(),
        clocks: session.clocks(),
        transferring: matches!(session.transfer, Transfer::Begun { .. }),
        closed_at: session.closed.as_ref().map(|closed| closed.at),
        given_up: session
            .closed
            .as_ref()
            .is_some_and(|closed| closed.given_up),
    }
}

/// When the way back was made, if there is one.
fn made_at(session: &Session) -> Option<Moment> {
    match session.restore_point.as_ref()? {
        RestorePoint::Made { made_at, .. } => Some(*made_at),
        RestorePoint::Waived { .. } => None,
    }
}
