//! Going back, the verdict, and what is learned.

use super::ending::{Action, ReleaseVerdict, Retrospective, RollbackWay, RolledBack, VerdictKind};
use super::typed::{name, note, reason};
use super::{Circumstances, Refusal, Release, StageKind};
use crate::units::Moment;

/// More than anybody does better at once.
const MOST: usize = 50;

impl Release {
    pub(super) fn rolls_back(
        &mut self,
        way: RollbackWay,
        why: &str,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        if self.rolled_back.is_some() {
            return Err(Refusal::RolledBackAlready);
        }
        if !self.reached_production() {
            return Err(Refusal::NotInProduction);
        }
        self.rolled_back = Some(RolledBack {
            way,
            at: around.now,
            by: name(around.person)?,
            reason: reason(why)?,
            restored_at: None,
        });
        Ok(())
    }

    pub(super) fn rollback_finished(&mut self, now: Moment) -> Result<(), Refusal> {
        let back = self.rolled_back.as_mut().ok_or(Refusal::NotRolledBack)?;
        back.restored_at.get_or_insert(now);
        Ok(())
    }

    pub(super) fn verdict_given(
        &mut self,
        kind: VerdictKind,
        remarks: &str,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let remarks = match kind {
            VerdictKind::Healthy | VerdictKind::RolledBack => note(remarks)?,
            VerdictKind::HealthyWithRemarks | VerdictKind::GivenUp => reason(remarks)?,
        };
        match kind {
            VerdictKind::Healthy | VerdictKind::HealthyWithRemarks => {
                self.may_be_healthy(around)?
            }
            VerdictKind::RolledBack if self.rolled_back.is_none() => {
                return Err(Refusal::NotRolledBack);
            }
            VerdictKind::GivenUp if self.is_on_its_way() => return Err(Refusal::OnItsWay),
            VerdictKind::RolledBack | VerdictKind::GivenUp => {}
        }
        self.verdict = Some(ReleaseVerdict {
            kind,
            at: around.now,
            by: name(around.person)?,
            remarks,
        });
        Ok(())
    }

    /// Nothing is declared healthy without a measurement, nor what was taken back.
    fn may_be_healthy(&self, around: &Circumstances<'_>) -> Result<(), Refusal> {
        match &self.rolled_back {
            Some(back) if back.way != RollbackWay::FixForward => {
                return Err(Refusal::RolledBackAlready);
            }
            _ => {}
        }
        match (self.runs_in_production(), around.measured) {
            (false, _) => Err(Refusal::NotInProduction),
            (true, false) => Err(Refusal::NotMeasured),
            (true, true) => Ok(()),
        }
    }

    /// An action that is written once more is the one that was there.
    pub(super) fn retrospective_written(
        &mut self,
        slowed: &str,
        late_alert: &str,
        unclear: &str,
        actions: &[String],
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let before = self.retrospective.take();
        let mut before = before.map_or_else(Vec::new, |before| before.actions);
        if actions.len() > MOST {
            return Err(Refusal::TooLong);
        }
        let texts: Result<Vec<String>, Refusal> = actions.iter().map(|text| note(text)).collect();
        let texts = texts?.into_iter().filter(|text| !text.is_empty());
        let actions = texts.map(|text| {
            let known = before.iter().position(|action| action.text == text);
            match known {
                Some(at) => before.remove(at),
                None => Action {
                    id: (around.new_id)(),
                    text,
                    owner: None,
                    done: false,
                },
            }
        });
        self.retrospective = Some(Retrospective {
            actions: actions.collect(),
            slowed: note(slowed)?,
            late_alert: note(late_alert)?,
            unclear: note(unclear)?,
        });
        Ok(())
    }

    pub(super) fn action_done(&mut self, id: &str, done: bool) -> Result<(), Refusal> {
        let actions = self
            .retrospective
            .iter_mut()
            .flat_map(|one| &mut one.actions);
        let action = actions.into_iter().find(|action| action.id == id);
        action.ok_or(Refusal::PartNotFound)?.done = done;
        Ok(())
    }

    /// What the next release of the project has to look at.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        let actions = self.retrospective.iter().flat_map(|one| &one.actions);
        actions.filter(|action| !action.done)
    }

    fn reached_production(&self) -> bool {
        self.stages.iter().any(|stage| {
            let sent = |press: &super::ReleasePress| press.cancelled_at.is_none();
            stage.kind == StageKind::Production
                && (stage.arrived.is_some() || stage.presses.iter().any(sent))
        })
    }

    fn runs_in_production(&self) -> bool {
        let production = |stage: &&super::Stage| stage.kind == StageKind::Production;
        let mut stages = self.stages.iter().filter(production);
        stages.any(|stage| stage.arrived.is_some())
    }
}

impl RolledBack {
    /// How long it took until everything worked again.
    pub fn took(&self) -> Option<jiff::SignedDuration> {
        let restored: Moment = self.restored_at?;
        Some(restored.0.duration_since(self.at.0))
    }
}
