//! What people can ask of custom restore: pure state.

use super::{Access, EnvironmentRestore, RestoreContent, RestoreSession};
use crate::project::{Origin, ProjectState, Refusal, UNTIL_VISIBLE, later};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

impl ProjectState {
    pub fn open_session(&self) -> Option<&RestoreSession> {
        self.restore_sessions
            .iter()
            .find(|session| session.is_open())
    }

    /// The open session at a moment up to which uploading is possible.
    pub fn uploading_session(&self, now: Moment) -> Result<&RestoreSession, Refusal> {
        let session = self.open_session().ok_or(Refusal::NoSession)?;
        if now < session.upload_until() {
            Ok(session)
        } else {
            Err(Refusal::UploadPeriodOver)
        }
    }

    /// **Create session**. The containers' names end with the session's own number.
    pub fn create_session(&mut self, now: Moment) -> Result<RestoreSession, Refusal> {
        if self.open_session().is_some() {
            return Err(Refusal::SessionOpen);
        }
        let id = self.next_id();
        let session = RestoreSession {
            id,
            created_at: now,
            closed_at: None,
            database: format!("customrestore-{id}-database"),
            storage: format!("customrestore-{id}-storage"),
            accesses: Vec::new(),
        };
        self.restore_sessions.push(session.clone());
        Ok(session)
    }

    /// **Get access**: notes that it was given. Links made before stay valid.
    pub fn give_access(
        &mut self,
        now: Moment,
        addresses: Option<String>,
    ) -> Result<RestoreSession, Refusal> {
        self.uploading_session(now)?;
        let session = self.open_session_mut()?;
        session.accesses.push(Access {
            at: now,
            addresses,
            revoked_at: None,
        });
        Ok(session.clone())
    }

    /// **Revoke access**: every link made until now is void.
    pub fn revoke_access(&mut self, now: Moment) -> Result<(), Refusal> {
        let session = self.open_session_mut()?;
        for access in &mut session.accesses {
            access.revoked_at.get_or_insert(now);
        }
        self.storage_rotations += 1;
        Ok(())
    }

    /// **Restore to environment**, **Create**: queues it. What lies in the containers was looked at
    /// before.
    pub fn restore_to(
        &mut self,
        now: Moment,
        env: &EnvKey,
        content: RestoreContent,
    ) -> Result<u64, Refusal> {
        let session = self.restorable_session(now)?.id;
        self.latest_deployed(env).ok_or(Refusal::NothingDeployed)?;
        let id = self.next_id();
        self.restores.push(EnvironmentRestore {
            id,
            session,
            env: env.clone(),
            content,
            accepted_at: now,
            visible_at: later(now, UNTIL_VISIBLE * self.pace),
            started_at: None,
            offline: None,
            ends_at: None,
            finished_at: None,
            failure: None,
        });
        Ok(id)
    }

    /// The open session, if what was uploaded may still be restored.
    pub fn restorable_session(&self, now: Moment) -> Result<&RestoreSession, Refusal> {
        let session = self.open_session().ok_or(Refusal::NoSession)?;
        if now < session.restore_until() {
            Ok(session)
        } else {
            Err(Refusal::RestorePeriodOver)
        }
    }

    /// **Close**: the containers go with it. Not while a restore still needs them.
    pub fn close_session(&mut self, now: Moment) -> Result<RestoreSession, Refusal> {
        let id = self.open_session().ok_or(Refusal::NoSession)?.id;
        if self
            .restores
            .iter()
            .any(|r| r.session == id && r.finished_at.is_none())
        {
            return Err(Refusal::RestoreUnderWay);
        }
        self.revoke_access(now)?;
        let session = self.open_session_mut()?;
        session.closed_at = Some(now);
        Ok(session.clone())
    }

    /// When the content an environment shows at `now` was restored; none if it never was.
    pub fn content_restored(&self, env: &EnvKey, now: Moment) -> Option<Moment> {
        let of_env = self.restores.iter().filter(|restore| &restore.env == env);
        let done = of_env.filter_map(EnvironmentRestore::restored_at);
        // A restore point took back what had been restored since it was made.
        let taken_back = |at: &Moment| {
            self.deployments
                .iter()
                .any(|d| match (&d.origin, &d.course) {
                    (Origin::RestorePoint { made_at, .. }, Some(course)) => {
                        let put_back = course.swapped_at.filter(|put_back| *put_back <= now);
                        &d.env == env
                            && made_at < at
                            && put_back.is_some_and(|put_back| *at < put_back)
                    }
                    _ => false,
                })
        };
        done.filter(|at| *at <= now && !taken_back(at)).max()
    }

    fn open_session_mut(&mut self) -> Result<&mut RestoreSession, Refusal> {
        let open = self
            .restore_sessions
            .iter_mut()
            .find(|session| session.is_open());
        open.ok_or(Refusal::NoSession)
    }
}
