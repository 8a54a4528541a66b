//! The audit line of each event.

use super::{Release, ReleaseEvent as Event};
use crate::ledger::EntryDraft;

impl Event {
    /// What the history says about it; `release` is the one after the event. Words:
    /// `entry.<kind>`.
    pub fn entry(&self, release: &Release) -> EntryDraft {
        let draft = release.entry(self.kind(), self.stage());
        match self {
            Self::RollbackPlanned { plan } => draft.param("way", word(&plan.way)),
            Self::TriggersSet { triggers } => draft.param("count", triggers.len()),
            Self::FeatureAdded { name, .. } => draft.param("name", name),
            Self::FeatureOn { id, .. } => {
                let feature = release.features.iter().find(|feature| feature.id == *id);
                draft.param("name", feature.map_or("", |feature| &feature.name))
            }
            Self::ItemDone { stage, item, note } => {
                item_line(draft, release, stage, item).reason(note.clone())
            }
            Self::ItemWaived {
                stage,
                item,
                reason,
            } => item_line(draft, release, stage, item).reason(Some(reason.clone())),
            Self::ItemAssigned {
                stage, item, owner, ..
            } => item_line(draft, release, stage, item)
                .param("owner", owner.as_deref().unwrap_or_default()),
            Self::ItemReopened { stage, item }
            | Self::EvidenceAdded { stage, item, .. }
            | Self::EvidenceRemoved { stage, item, .. } => item_line(draft, release, stage, item),
            Self::ItemAdded { text, .. } => draft.param("item", text),
            Self::Decided { reason, .. } => draft.reason(Some(reason.clone())),
            Self::Seconded { by, .. } => draft.param("by", by),
            Self::Pressed { due: Some(due), .. } | Self::ScheduleMoved { due, .. } => {
                draft.param("due", due)
            }
            Self::RolledBack { way, reason } => {
                draft.param("way", word(way)).reason(Some(reason.clone()))
            }
            Self::VerdictGiven { kind, remarks } => draft
                .param("verdict", word(kind))
                .reason(Some(remarks.clone())),
            Self::RetrospectiveWritten { actions, .. } => draft.param("count", actions.len()),
            Self::Planned { .. }
            | Self::PackageChosen { .. }
            | Self::FeatureRemoved { .. }
            | Self::ItemRemoved { .. }
            | Self::Pressed { .. }
            | Self::ScheduleCancelled { .. }
            | Self::OutcomeTold { .. }
            | Self::RollbackFinished
            | Self::ActionDone { .. } => draft,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Planned { .. } => "release-planned",
            Self::PackageChosen { .. } => "release-package-chosen",
            Self::RollbackPlanned { .. } => "release-rollback-planned",
            Self::TriggersSet { .. } => "release-triggers-set",
            Self::FeatureAdded { .. } => "release-feature-added",
            Self::FeatureRemoved { .. } => "release-feature-removed",
            Self::FeatureOn { on: true, .. } => "release-feature-on",
            Self::FeatureOn { on: false, .. } => "release-feature-off",
            Self::ItemDone { .. } => "release-item-done",
            Self::ItemWaived { .. } => "release-item-waived",
            Self::ItemReopened { .. } => "release-item-reopened",
            Self::ItemAssigned { .. } => "release-item-assigned",
            Self::EvidenceAdded { .. } => "release-evidence-added",
            Self::EvidenceRemoved { .. } => "release-evidence-removed",
            Self::ItemAdded { .. } => "release-item-added",
            Self::ItemRemoved { .. } => "release-item-removed",
            Self::Decided { go: true, .. } => "release-go",
            Self::Decided { go: false, .. } => "release-no-go",
            Self::Seconded { .. } => "release-seconded",
            Self::Pressed { due: Some(_), .. } => "release-scheduled",
            Self::Pressed { again: true, .. } => "release-pressed-again",
            Self::Pressed { .. } => "release-pressed",
            Self::ScheduleMoved { .. } => "release-schedule-moved",
            Self::ScheduleCancelled { .. } => "release-schedule-cancelled",
            Self::OutcomeTold { works: true, .. } => "release-told-arrived",
            Self::OutcomeTold { works: false, .. } => "release-told-not-working",
            Self::RolledBack { .. } => "release-rolled-back",
            Self::RollbackFinished => "release-rollback-finished",
            Self::VerdictGiven { .. } => "release-verdict",
            Self::RetrospectiveWritten { .. } => "release-retrospective",
            Self::ActionDone { done: true, .. } => "release-action-done",
            Self::ActionDone { done: false, .. } => "release-action-reopened",
        }
    }
}

impl Release {
    /// A line about this release, in one of its stages where `stage` names it.
    pub fn entry(&self, kind: &str, stage: Option<&str>) -> EntryDraft {
        let mut draft = EntryDraft::new(kind)
            .param("release", &self.id)
            .param("release_name", &self.name);
        draft.project_id = Some(self.project_id.clone());
        draft.sha256 = self.package.as_ref().map(|package| package.sha256.clone());
        let stage = stage.and_then(|id| self.stage(id));
        draft.env = stage.and_then(|stage| stage.env.clone()).map(|env| env.0);
        match stage {
            Some(stage) => draft.param("stage", &stage.id),
            None => draft,
        }
    }
}

/// The line says which item it was: by its code, or in the words of whoever wrote it.
fn item_line(draft: EntryDraft, release: &Release, stage: &str, item: &str) -> EntryDraft {
    let items = release.stage(stage).map_or(&[][..], |stage| &stage.items);
    let item = items.iter().find(|known| known.id == item);
    let named = item.and_then(|item| item.code.as_deref().or(item.text.as_deref()));
    draft.param("item", named.unwrap_or_default())
}

fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
