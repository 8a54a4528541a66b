//! A custom restore up to the moment both parts are in their containers, taken up where it was
//! left.

use super::presses::Presses;
use super::seat::{Person, given_up};
use slipway_engine::desk::{IfExists, LinksTaken, RestoreEvent, RestoreView, TransferOrder};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobState, WaitingFor};
use slipway_engine::project::EnvKey;
use slipway_engine::restore::session::Transfer;
use slipway_engine::restore::storage::Choices;
use std::path::Path;

/// The version of the sample database.
const VERSION: &str = "31.6.2";

impl Person {
    pub async fn restore(
        &self,
        database: &Path,
        files: &Path,
        confirmation: &str,
    ) -> Result<(), Fault> {
        let id = self.begun().await?;
        // Links are kept in the keychain of this session only, so every start needs them anew.
        self.get_access(&id).await?;
        if !matches!(self.desk.restore(&id)?.session.transfer, Transfer::NotYet) {
            return self.carry(&id, database, confirmation).await;
        }
        self.desk.tell_target_version(&id, Some(VERSION))?;
        self.check(&id, database).await?;
        let folder = self.desk.take_in_folder(files)?;
        let choices = Choices::default();
        let job = self.desk.look_at_storage(&id, &folder.handle, choices)?;
        self.well_ended(&job.id).await?;
        self.carry(&id, database, confirmation).await
    }

    async fn check(&self, id: &str, database: &Path) -> Result<(), Fault> {
        let file = self.desk.take_in(&[database.to_path_buf()])?;
        let job = self.desk.check_database(id, &file.handle)?;
        self.well_ended(&job.id).await
    }

    pub async fn close_restore(&self) -> Result<(), Fault> {
        if self.portal.open_session().await.is_some() {
            self.portal.close_session().await;
        }
        for row in self.desk.restores(&self.project.id)? {
            let view = self.desk.restore(&row.id)?;
            if view.session.is_open() {
                self.desk
                    .restore_event(&row.id, RestoreEvent::AccessRevoked)?;
                self.desk.restore_event(&row.id, RestoreEvent::Closed)?;
            }
        }
        Ok(())
    }

    /// The open restore, told everything up to its links.
    async fn begun(&self) -> Result<String, Fault> {
        let rows = self.desk.restores(&self.project.id)?;
        let mut open = None;
        for row in rows {
            let view = self.desk.restore(&row.id)?;
            if view.session.is_open() {
                open = Some(view);
            }
        }
        let view = match open {
            Some(view) => view,
            None => self
                .desk
                .begin_restore(&self.project.id, &EnvKey("qa".into()))?,
        };
        let id = view.session.id.clone();
        let now = self.desk.now();
        if view.session.restore_point.is_none() {
            let made = RestoreEvent::RestorePointMade {
                name: "Before".into(),
                made_at: now,
            };
            self.desk.restore_event(&id, made)?;
        }
        if self.portal.open_session().await.is_none() {
            self.portal.create_session().await;
        }
        if view.session.created_at.is_none() {
            let created = RestoreEvent::SessionCreated { at: now };
            self.desk.restore_event(&id, created)?;
        }
        Ok(id)
    }

    async fn get_access(&self, id: &str) -> Result<(), Fault> {
        let links = self.portal.get_access().await;
        let text = format!("{}\n{}", links.database, links.storage);
        match self.desk.take_links(id, text, false).await? {
            LinksTaken::Taken { .. } => Ok(()),
            _ => Err(given_up("links-not-taken")),
        }
    }

    async fn carry(&self, id: &str, database: &Path, confirmation: &str) -> Result<(), Fault> {
        let mut presses = Presses::of(confirmation);
        while let Some(press) = presses.next() {
            let view = self.desk.restore(id)?;
            if matches!(view.session.transfer, Transfer::Done { .. }) {
                return self.all_well(&view);
            }
            let order = TransferOrder {
                if_exists: IfExists::Replace,
                limit: None,
                confirmation_id: press,
            };
            let mut job = self.desk.transfer(id, &order)?;
            presses.gave(&job);
            if job.state == JobState::Interrupted {
                job = self.desk.resume_job(&job.id)?;
            }
            loop {
                job = self.until(&job.id, is_settled).await;
                if !waits_for_a_link(&job.state) {
                    break;
                }
                self.did("got access again");
                self.get_access(id).await?;
                job = self
                    .until(&job.id, |job| !waits_for_a_link(&job.state))
                    .await;
            }
            // Also a file that was moved away and back: it may have been another in between. A press
            // of before tells of a transfer of before, and a later one may be under way.
            let transfer = self.desk.restore(id)?.session.transfer;
            if is_not_what_was_checked(&job.state) && matches!(transfer, Transfer::NotYet) {
                self.did("checked the database again");
                self.check(id, database).await?;
            }
        }
        Err(given_up("pressed-too-often"))
    }

    fn all_well(&self, view: &RestoreView) -> Result<(), Fault> {
        match &view.report {
            Some(report) if report.all_is_well => Ok(()),
            report => {
                self.did(&format!("read in the report: {report:?}"));
                Err(given_up("not-all-well"))
            }
        }
    }

    async fn well_ended(&self, job: &str) -> Result<(), Fault> {
        match self.until(job, |job| job.state.has_ended()).await.state {
            JobState::Failed { fault } => Err(fault),
            _ => Ok(()),
        }
    }
}

fn waits_for_a_link(state: &JobState) -> bool {
    matches!(
        state,
        JobState::Waiting {
            waiting_for: WaitingFor::Link
        }
    )
}

fn is_not_what_was_checked(state: &JobState) -> bool {
    matches!(state, JobState::Failed { fault } if fault.code == "source-changed")
}

fn is_settled(job: &Job) -> bool {
    job.state.has_ended() || waits_for_a_link(&job.state)
}
