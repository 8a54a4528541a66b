//! Sending the package on its way, and whether it arrived.

use super::event::PortalPress;
use super::stage::{
    Arrival, ArrivalKnownBy, PressHow, PressOutcome, ReleasePress, Stage, StageKind,
};
use super::typed::name;
use super::{Circumstances, Refusal, Release, RollbackWay};
use crate::units::Moment;

impl Release {
    pub(super) fn pressed_in_portal(
        &mut self,
        stage: &str,
        how: PortalPress,
        due: Option<Moment>,
        again: bool,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let (how, due) = match (how, due) {
            (PortalPress::DeployTo, _) => (PressHow::DeployTo, None),
            (PortalPress::Schedule, None) => return Err(Refusal::TimeMissing),
            (PortalPress::Schedule, Some(due)) if due <= around.now => {
                return Err(Refusal::TimePassed);
            }
            (PortalPress::Schedule, due) => (PressHow::Schedule, due),
        };
        self.may_press(stage, again, around)?;
        self.press(stage, how, due, None, around)
    }

    /// Slipway uploaded it straight to the environment.
    ///
    /// # Errors
    /// As for a press in the Portal: the way in is another one, the readiness is not.
    pub fn uploaded(
        &self,
        stage: &str,
        job: &str,
        around: &Circumstances<'_>,
    ) -> Result<Self, Refusal> {
        let mut next = self.clone();
        next.may_press(stage, false, around)?;
        let how = match next.known(stage)?.kind {
            StageKind::Testing => PressHow::Upload,
            _ => PressHow::Emergency,
        };
        next.press(stage, how, None, Some(job.to_owned()), around)?;
        Ok(next)
    }

    /// Whether the package may be sent on its way into a stage now (promise 38).
    pub(super) fn may_press(
        &self,
        stage: &str,
        again: bool,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        if !self.is_open() {
            return Err(Refusal::Over);
        }
        if self.went_back() {
            return Err(Refusal::RolledBackAlready);
        }
        let known = self.known(stage)?;
        if !known.kind.deploys() {
            return Err(Refusal::NoTarget);
        }
        if let Some(other) = around.other_on_its_way {
            return Err(Refusal::OtherOnItsWay {
                name: other.to_owned(),
            });
        }
        self.may_go(known, around)?;
        self.has_current_go(known)?;
        // The page of the Portal may show nothing for a minute, and a second click queues a second
        // deployment (facts 3.5).
        match (known.last_sent(), again) {
            (Some(at), false) => Err(Refusal::PressedAlready { at }),
            _ => Ok(()),
        }
    }

    fn has_current_go(&self, stage: &Stage) -> Result<(), Refusal> {
        let decision = stage.decision.as_ref().filter(|decision| decision.go);
        let decision = decision.ok_or(Refusal::NotDecided)?;
        if decision.ground != self.ground(stage) {
            return Err(Refusal::DecisionStale);
        }
        let needs_second = self.four_eyes && stage.kind == StageKind::Production;
        match &decision.second {
            None if needs_second => Err(Refusal::SecondMissing),
            _ => Ok(()),
        }
    }

    fn press(
        &mut self,
        stage: &str,
        how: PressHow,
        due: Option<Moment>,
        upload_job: Option<String>,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let press = ReleasePress {
            id: (around.new_id)(),
            how,
            at: around.now,
            by: name(around.person)?,
            due,
            cancelled_at: None,
            upload_job,
            outcome: None,
        };
        self.known_mut(stage)?.presses.push(press);
        Ok(())
    }

    pub(super) fn schedule_moved(
        &mut self,
        stage: &str,
        due: Moment,
        now: Moment,
    ) -> Result<(), Refusal> {
        if due <= now {
            return Err(Refusal::TimePassed);
        }
        self.known_mut(stage)?.scheduled()?.due = Some(due);
        Ok(())
    }

    pub(super) fn schedule_cancelled(&mut self, stage: &str, now: Moment) -> Result<(), Refusal> {
        self.known_mut(stage)?.scheduled()?.cancelled_at = Some(now);
        Ok(())
    }

    pub(super) fn outcome_told(
        &mut self,
        stage: &str,
        works: bool,
        now: Moment,
    ) -> Result<(), Refusal> {
        if self.package.is_none() {
            return Err(Refusal::PackageMissing);
        }
        let stage = self.known_mut(stage)?;
        if !stage.kind.deploys() {
            return Err(Refusal::NoTarget);
        }
        // Before production it may have come there without this release, for example from a
        // pipeline; then there is nothing of a press to tell about.
        let came_otherwise = works && stage.kind != StageKind::Production;
        if stage.under_way().is_none() && !came_otherwise {
            return Err(Refusal::NotPressed);
        }
        if works {
            stage.arrives(now, ArrivalKnownBy::Told);
        } else {
            stage.ends(PressOutcome::DidNotWork);
        }
        Ok(())
    }

    /// The package was seen, or told, to run in the environment of a stage. What was measured stays
    /// measured when somebody says so too, and what was seen once keeps its time.
    ///
    /// # Errors
    /// A stage nobody knows, or one that brings nothing anywhere.
    pub fn arrived(
        &self,
        stage: &str,
        at: Moment,
        known_by: ArrivalKnownBy,
    ) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let known = next.known_mut(stage)?;
        if !known.kind.deploys() {
            return Err(Refusal::NoTarget);
        }
        known.arrives(at, known_by);
        Ok(next)
    }

    /// The upload of an emergency ended without anything having been sent.
    pub fn upload_came_to_nothing(&self, job: &str) -> Self {
        let mut next = self.clone();
        let presses = next.stages.iter_mut().flat_map(|stage| &mut stage.presses);
        for press in presses {
            if press.upload_job.as_deref() == Some(job) && press.outcome.is_none() {
                press.outcome = Some(PressOutcome::DidNotWork);
            }
        }
        next
    }

    /// Whether something is on its way of which nobody knows yet how it ended.
    pub fn is_on_its_way(&self) -> bool {
        self.stages.iter().any(|stage| stage.under_way().is_some())
    }

    /// It was taken back, other than by something newer.
    fn went_back(&self) -> bool {
        let back = self.rolled_back.as_ref();
        back.is_some_and(|back| back.way != RollbackWay::FixForward)
    }
}

impl Stage {
    /// The last press of which nobody knows yet how it ended.
    pub fn under_way(&self) -> Option<&ReleasePress> {
        self.presses.iter().rev().find(|press| press.is_pending())
    }

    /// The last one that was not cancelled.
    pub fn last_press(&self) -> Option<&ReleasePress> {
        let mut presses = self.presses.iter().rev();
        presses.find(|press| press.cancelled_at.is_none())
    }

    /// When it was last sent there without having come to nothing.
    fn last_sent(&self) -> Option<Moment> {
        let pending = self.under_way().map(|press| press.at);
        pending.or_else(|| self.arrived.as_ref().map(|arrived| arrived.at))
    }

    fn scheduled(&mut self) -> Result<&mut ReleasePress, Refusal> {
        let mut presses = self.presses.iter_mut().rev();
        presses
            .find(|press| press.is_pending() && press.how == PressHow::Schedule)
            .ok_or(Refusal::NotScheduled)
    }

    /// What is on its way arrives now; what was there before stays as it was first known, but for
    /// what is measured after it was only told.
    fn arrives(&mut self, at: Moment, known_by: ArrivalKnownBy) {
        let was_on_its_way = self.under_way().is_some();
        self.ends(PressOutcome::Arrived);
        let before = self.arrived.as_ref().map(|arrived| arrived.known_by);
        let better = (before, known_by) == (Some(ArrivalKnownBy::Told), ArrivalKnownBy::Measured);
        if was_on_its_way || before.is_none() || better {
            self.arrived = Some(Arrival { at, known_by });
        }
    }

    /// One look tells about every press that is still open: the last one decides what runs there.
    fn ends(&mut self, outcome: PressOutcome) {
        for press in self.presses.iter_mut().filter(|press| press.is_pending()) {
            press.outcome = Some(outcome);
        }
    }
}

impl ReleasePress {
    /// Neither cancelled nor known to have ended.
    pub fn is_pending(&self) -> bool {
        self.cancelled_at.is_none() && self.outcome.is_none()
    }
}
