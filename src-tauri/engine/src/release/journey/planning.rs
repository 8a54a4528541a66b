//! What is agreed before anything goes anywhere, and the package it is about.

use super::item::ItemState;
use super::plan::{
    DeploymentWindow, Feature, ReleasePackage, RollbackPlan, Trigger, TriggerMetric,
};
use super::typed::{note, optional, said};
use super::{Circumstances, Refusal, Release, StageKind};

/// More than anybody keeps an eye on.
const MOST: usize = 200;

impl Release {
    pub(super) fn planned(
        &mut self,
        name: &str,
        promise: &str,
        lead: Option<&str>,
        window: Option<DeploymentWindow>,
    ) -> Result<(), Refusal> {
        if window.is_some_and(|window| window.to <= window.from) {
            return Err(Refusal::WindowUnclear);
        }
        self.name = said(name)?;
        self.promise = note(promise)?;
        self.lead = optional(lead)?;
        self.window = window;
        Ok(())
    }

    /// Another package than before starts anew from testing on: nothing that was said or seen was
    /// about it. What was clicked stays as history.
    pub(super) fn carries(&mut self, package: &ReleasePackage) -> Result<(), Refusal> {
        let before = self.package.as_ref().map(|before| before.sha256.clone());
        if before.as_ref() == Some(&package.sha256) {
            self.package = Some(package.clone());
            return Ok(());
        }
        if self.is_on_its_way() {
            return Err(Refusal::OnItsWay);
        }
        let nothing_yet = before.is_none();
        let grounds: Vec<String> = self.stages.iter().map(|one| self.ground(one)).collect();
        self.package = Some(package.clone());
        let new_grounds: Vec<String> = self.stages.iter().map(|one| self.ground(one)).collect();
        for (stage, (old, new)) in self.stages.iter_mut().zip(grounds.iter().zip(&new_grounds)) {
            // What was ticked before there was a package was said about the one that comes.
            if nothing_yet {
                for item in &mut stage.items {
                    item.state.moves(old, new);
                }
                if let Some(decision) = &mut stage.decision
                    && decision.ground == *old
                {
                    decision.ground.clone_from(new);
                }
            } else if stage.kind != StageKind::Development {
                stage.decision = None;
                stage.arrived = None;
            }
        }
        Ok(())
    }

    pub(super) fn rollback_planned(&mut self, plan: &RollbackPlan) -> Result<(), Refusal> {
        self.rollback = Some(RollbackPlan {
            note: note(&plan.note)?,
            ..plan.clone()
        });
        Ok(())
    }

    pub(super) fn triggers_set(&mut self, triggers: &[Trigger]) -> Result<(), Refusal> {
        if triggers.len() > MOST {
            return Err(Refusal::TooLong);
        }
        let twice =
            |(at, one): (usize, &Trigger)| triggers[..at].iter().any(|other| other.id == one.id);
        let unclear = |trigger: &Trigger| !trigger.is_clear();
        if triggers.iter().any(unclear) || triggers.iter().enumerate().any(twice) {
            return Err(Refusal::TriggerUnclear);
        }
        self.triggers = triggers.to_vec();
        Ok(())
    }

    pub(super) fn feature_added(
        &mut self,
        name: &str,
        planned: &str,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        if self.features.len() >= MOST {
            return Err(Refusal::TooLong);
        }
        self.features.push(Feature {
            id: (around.new_id)(),
            name: said(name)?,
            planned: note(planned)?,
            on_at: None,
            on_by: None,
        });
        Ok(())
    }

    pub(super) fn feature_removed(&mut self, id: &str) -> Result<(), Refusal> {
        let at = self.features.iter().position(|feature| feature.id == id);
        self.features.remove(at.ok_or(Refusal::PartNotFound)?);
        Ok(())
    }

    pub(super) fn feature_on(
        &mut self,
        id: &str,
        on: bool,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let feature = self.features.iter_mut().find(|feature| feature.id == id);
        let feature = feature.ok_or(Refusal::PartNotFound)?;
        // Said twice, the first time counts.
        if on == feature.on_at.is_some() {
            return Ok(());
        }
        feature.on_at = on.then_some(around.now);
        feature.on_by = on.then(|| around.person.to_owned());
        Ok(())
    }
}

impl ItemState {
    fn moves(&mut self, from: &str, to: &str) {
        match self {
            Self::Done { ground, .. } | Self::Waived { ground, .. } if ground == from => {
                to.clone_into(ground);
            }
            _ => {}
        }
    }
}

impl Trigger {
    fn is_clear(&self) -> bool {
        let number = self.threshold.is_finite() && self.threshold >= 0.0;
        let share = !matches!(
            self.metric,
            TriggerMetric::FailedLooks | TriggerMetric::ServerFailures
        ) || self.threshold <= 100.0;
        // Longer than a monitoring lasts would never fire.
        number && share && self.for_minutes.0 <= 30 && !self.id.trim().is_empty()
    }
}
