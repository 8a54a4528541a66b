//! The next session, or why there is none.

use super::parts::{Access, Checked, Closing, LinkNote, Outcome, Press, RestorePoint, Transfer};
use super::{Event, Refusal, Session, Step};
use crate::package::Verdict;
use crate::project::EnvKey;
use crate::units::Moment;

impl Session {
    /// What follows `event`, told by `person` at `now`.
    ///
    /// # Errors
    /// The session is left as it is, and the refusal says what stands in the way.
    pub fn after(&self, event: &Event, person: &str, now: Moment) -> Result<Self, Refusal> {
        // Access can be taken back from a closed session too.
        if !self.is_open() {
            return Err(Refusal::Closed);
        }
        let mut next = self.clone();
        match event {
            Event::RestorePointMade { name, made_at } => {
                next.restore_point = Some(RestorePoint::Made {
                    name: name.clone(),
                    made_at: not_ahead(*made_at, now)?,
                    person: person.to_owned(),
                });
            }
            Event::RestorePointWaived { reason } => {
                next.restore_point = Some(RestorePoint::Waived {
                    person: person.to_owned(),
                    reason: reason.clone(),
                });
            }
            Event::SessionCreated { at } => next.created(not_ahead(*at, now)?)?,
            Event::AccessGot { database, storage } => next.got(database, storage, now)?,
            Event::DatabaseChosen { part } => {
                next.may_choose()?;
                next.database = Some(part.clone());
                next.checked = None;
            }
            Event::StorageChosen { part } => {
                next.may_choose()?;
                next.storage = Some(part.clone());
                next.checked = None;
            }
            Event::Checked { verdict } => {
                next.needs(&[Step::Database, Step::Files])?;
                next.checked = Some(Checked {
                    at: now,
                    verdict: *verdict,
                });
            }
            Event::TransferBegun { job } => next.begun(job, now)?,
            Event::TransferDone { job, verified } => next.done(job, *verified, now)?,
            Event::TransferEnded { job } => next.ended(job)?,
            Event::RestorePressed { env, again } => next.pressed(env, *again, person, now)?,
            Event::RestoreSeen { env, works } => next.seen(env, *works, now)?,
            Event::Closed => next.close(now)?,
            Event::AccessRevoked => {
                let access = next.access.as_mut();
                let access = access.ok_or(Refusal::First(Step::GetAccess))?;
                if matches!(next.transfer, Transfer::Begun { .. }) {
                    return Err(Refusal::Transferring);
                }
                access.revoked_at.get_or_insert(now);
            }
        }
        Ok(next)
    }

    fn needs(&self, steps: &[Step]) -> Result<(), Refusal> {
        match steps.iter().find(|step| !self.is_done(**step)) {
            Some(missing) => Err(Refusal::First(*missing)),
            None => Ok(()),
        }
    }

    /// May be told once more, to mend a wrong time, while nothing depends on it.
    fn created(&mut self, at: Moment) -> Result<(), Refusal> {
        if self.transfer != Transfer::NotYet {
            return Err(Refusal::Transferring);
        }
        self.created_at = Some(at);
        Ok(())
    }

    fn got(&mut self, database: &LinkNote, storage: &LinkNote, now: Moment) -> Result<(), Refusal> {
        self.needs(&[Step::CreateSession])?;
        if self.upload_time_is_over(now) {
            return Err(Refusal::UploadTimeOver);
        }
        if database.same_place(storage) {
            return Err(Refusal::SameContainer);
        }
        // Getting access again makes new links to the same containers (facts 3.7).
        if let Some(before) = &self.access
            && self.transfer != Transfer::NotYet
            && !(before.database.same_place(database) && before.storage.same_place(storage))
        {
            return Err(Refusal::OtherContainer);
        }
        self.access = Some(Access {
            at: now,
            database: database.clone(),
            storage: storage.clone(),
            revoked_at: None,
        });
        Ok(())
    }

    /// Another file after the transfer means that it has to be sent again.
    fn may_choose(&mut self) -> Result<(), Refusal> {
        match self.transfer {
            Transfer::Begun { .. } => Err(Refusal::Transferring),
            Transfer::NotYet => Ok(()),
            Transfer::Done { .. } => {
                self.transfer = Transfer::NotYet;
                Ok(())
            }
        }
    }

    fn begun(&mut self, job: &str, now: Moment) -> Result<(), Refusal> {
        if let Some(checked) = &self.checked
            && checked.verdict == Verdict::WillNotWork
        {
            return Err(Refusal::WillNotWork);
        }
        self.needs(&[
            Step::CreateSession,
            Step::GetAccess,
            Step::Database,
            Step::Files,
            Step::Check,
        ])?;
        if self.upload_time_is_over(now) {
            return Err(Refusal::UploadTimeOver);
        }
        let revoked = self.access.as_ref().is_some_and(|a| a.revoked_at.is_some());
        if revoked {
            return Err(Refusal::First(Step::GetAccess));
        }
        // The same job goes on after a pause; another one would send the same files twice.
        if let Transfer::Begun { job: before, .. } = &self.transfer
            && before != job
        {
            return Err(Refusal::Transferring);
        }
        self.transfer = Transfer::Begun {
            job: job.to_owned(),
            at: now,
        };
        Ok(())
    }

    fn done(&mut self, job: &str, verified: bool, now: Moment) -> Result<(), Refusal> {
        match &self.transfer {
            Transfer::Begun { job: begun, .. } if begun == job => {
                self.transfer = Transfer::Done {
                    job: job.to_owned(),
                    at: now,
                    verified,
                };
                Ok(())
            }
            _ => Err(Refusal::First(Step::Transfer)),
        }
    }

    /// Nothing is under way any more: other files may be chosen, and the session closed.
    fn ended(&mut self, job: &str) -> Result<(), Refusal> {
        match &self.transfer {
            Transfer::Begun { job: begun, .. } if begun == job => {
                self.transfer = Transfer::NotYet;
                Ok(())
            }
            _ => Err(Refusal::First(Step::Transfer)),
        }
    }

    /// A second press is what must not happen by accident: it takes the site down once more and
    /// deletes what was written since.
    fn pressed(
        &mut self,
        env: &EnvKey,
        again: bool,
        person: &str,
        now: Moment,
    ) -> Result<(), Refusal> {
        self.needs(&[Step::RestorePoint, Step::Transfer])?;
        if self.is_over(now) {
            return Err(Refusal::SessionOver);
        }
        let pending = self.under_way();
        let before = pending.or_else(|| self.presses.iter().rfind(|press| press.env == *env));
        if let Some(before) = before
            && !again
        {
            return Err(Refusal::PressedAlready {
                env: before.env.clone(),
                at: before.at,
            });
        }
        self.presses.push(Press {
            env: env.clone(),
            at: now,
            person: person.to_owned(),
            outcome: None,
        });
        Ok(())
    }

    /// One look tells about every press there that is still open: they end alike.
    fn seen(&mut self, env: &EnvKey, works: bool, now: Moment) -> Result<(), Refusal> {
        let mut open = self
            .presses
            .iter_mut()
            .filter(|press| press.env == *env && press.outcome.is_none())
            .peekable();
        if open.peek().is_none() {
            return Err(Refusal::First(Step::RestoreToEnvironment));
        }
        for press in open {
            press.outcome = Some(Outcome { at: now, works });
        }
        Ok(())
    }

    fn close(&mut self, now: Moment) -> Result<(), Refusal> {
        if let Some(press) = self.under_way() {
            return Err(Refusal::UnderWay {
                env: press.env.clone(),
            });
        }
        if matches!(self.transfer, Transfer::Begun { .. }) {
            return Err(Refusal::Transferring);
        }
        self.closed = Some(Closing {
            at: now,
            given_up: self.presses.is_empty(),
        });
        Ok(())
    }
}

/// Clocks of two computers differ a little.
fn not_ahead(at: Moment, now: Moment) -> Result<Moment, Refusal> {
    const TOLERATED: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);
    if at.0.duration_since(now.0) > TOLERATED {
        return Err(Refusal::InFuture);
    }
    Ok(at)
}
