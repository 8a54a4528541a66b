//! The next release, or why there is none.

use super::{Circumstances, Refusal, Release, ReleaseEvent as Event};

impl Release {
    /// What follows `event`.
    ///
    /// # Errors
    /// The release is left as it is, and the refusal says what stands in the way.
    pub fn after(&self, event: &Event, around: &Circumstances<'_>) -> Result<Self, Refusal> {
        if !self.is_open() && !event.follows_a_verdict() {
            return Err(Refusal::Over);
        }
        let mut next = self.clone();
        next.take(event, around)?;
        Ok(next)
    }

    fn take(&mut self, event: &Event, around: &Circumstances<'_>) -> Result<(), Refusal> {
        match event {
            Event::Planned {
                name,
                promise,
                lead,
                four_eyes,
                window,
                strategy,
            } => {
                self.planned(name, promise, lead.as_deref(), *window)?;
                self.four_eyes = *four_eyes;
                self.strategy = *strategy;
                Ok(())
            }
            Event::PackageChosen { .. } => {
                self.carries(around.package.ok_or(Refusal::PackageMissing)?)
            }
            Event::RollbackPlanned { plan } => self.rollback_planned(plan),
            Event::TriggersSet { triggers } => self.triggers_set(triggers),
            Event::FeatureAdded { name, planned } => self.feature_added(name, planned, around),
            Event::FeatureRemoved { id } => self.feature_removed(id),
            Event::FeatureOn { id, on } => self.feature_on(id, *on, around),
            Event::ItemDone { stage, item, note } => {
                self.item_done(stage, item, note.as_deref(), around)
            }
            Event::ItemWaived {
                stage,
                item,
                reason,
            } => self.item_waived(stage, item, reason, around),
            Event::ItemReopened { stage, item } => self.item_reopened(stage, item),
            Event::ItemAssigned {
                stage,
                item,
                owner,
                due,
            } => self.item_assigned(stage, item, owner.as_deref(), *due),
            Event::EvidenceAdded {
                stage,
                item,
                evidence,
            } => self.evidence_added(stage, item, evidence),
            Event::EvidenceRemoved { stage, item, index } => {
                self.evidence_removed(stage, item, index.0)
            }
            Event::ItemAdded {
                stage,
                text,
                required,
            } => self.item_added(stage, text, *required, around),
            Event::ItemRemoved { stage, item } => self.item_removed(stage, item),
            Event::Decided {
                stage,
                go,
                reason,
                typed_name,
            } => self.decided(stage, *go, reason, typed_name.as_deref(), around),
            Event::Seconded { stage, by } => self.seconded(stage, by, around),
            Event::Pressed {
                stage,
                how,
                due,
                again,
            } => self.pressed_in_portal(stage, *how, *due, *again, around),
            Event::ScheduleMoved { stage, due } => self.schedule_moved(stage, *due, around.now),
            Event::ScheduleCancelled { stage } => self.schedule_cancelled(stage, around.now),
            Event::OutcomeTold { stage, works } => self.outcome_told(stage, *works, around.now),
            Event::RolledBack { way, reason } => self.rolls_back(*way, reason, around),
            Event::RollbackFinished => self.rollback_finished(around.now),
            Event::VerdictGiven { kind, remarks } => self.verdict_given(*kind, remarks, around),
            Event::RetrospectiveWritten {
                slowed,
                late_alert,
                unclear,
                actions,
            } => self.retrospective_written(slowed, late_alert, unclear, actions, around),
            Event::ActionDone { id, done } => self.action_done(id, *done),
        }
    }
}

impl Event {
    /// What is learned, and switched on, comes after the end; so may the end of a rollback.
    fn follows_a_verdict(&self) -> bool {
        matches!(
            self,
            Self::FeatureOn { .. }
                | Self::RetrospectiveWritten { .. }
                | Self::ActionDone { .. }
                | Self::RollbackFinished
        )
    }

    /// The stage it is about.
    pub fn stage(&self) -> Option<&str> {
        match self {
            Self::ItemDone { stage, .. }
            | Self::ItemWaived { stage, .. }
            | Self::ItemReopened { stage, .. }
            | Self::ItemAssigned { stage, .. }
            | Self::EvidenceAdded { stage, .. }
            | Self::EvidenceRemoved { stage, .. }
            | Self::ItemAdded { stage, .. }
            | Self::ItemRemoved { stage, .. }
            | Self::Decided { stage, .. }
            | Self::Seconded { stage, .. }
            | Self::Pressed { stage, .. }
            | Self::ScheduleMoved { stage, .. }
            | Self::ScheduleCancelled { stage }
            | Self::OutcomeTold { stage, .. } => Some(stage),
            Self::Planned { .. }
            | Self::PackageChosen { .. }
            | Self::RollbackPlanned { .. }
            | Self::TriggersSet { .. }
            | Self::FeatureAdded { .. }
            | Self::FeatureRemoved { .. }
            | Self::FeatureOn { .. }
            | Self::RolledBack { .. }
            | Self::RollbackFinished
            | Self::VerdictGiven { .. }
            | Self::RetrospectiveWritten { .. }
            | Self::ActionDone { .. } => None,
        }
    }
}
