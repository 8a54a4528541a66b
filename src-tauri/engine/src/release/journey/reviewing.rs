//! The review of a stage: its items, and go or no-go.

use super::item::{Item, ItemEvidence, ItemSource, ItemState};
use super::stage::{Decision, Second, Stage};
use super::typed::{name, note, optional, reason, said, same_person};
use super::{Circumstances, Refusal, Release, StageKind};
use crate::release::readiness::{Holds, Review};
use crate::units::Moment;

/// More than anybody goes through before a release.
const MOST: usize = 200;

impl Release {
    pub(super) fn item_done(
        &mut self,
        stage: &str,
        item: &str,
        told: Option<&str>,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let ground = self.ground(self.known(stage)?);
        let by = name(around.person)?;
        let told = optional(told)?;
        let item = self.item(stage, item)?;
        if item
            .answer(around)
            .is_some_and(|answer| answer == Holds::DoesNotHold)
        {
            return Err(Refusal::DoesNotHold);
        }
        if let Some(text) = told {
            item.gets(ItemEvidence::Note { text })?;
        }
        item.state = ItemState::Done {
            by,
            at: around.now,
            ground,
        };
        Ok(())
    }

    pub(super) fn item_waived(
        &mut self,
        stage: &str,
        item: &str,
        why: &str,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let ground = self.ground(self.known(stage)?);
        let (by, reason) = (name(around.person)?, reason(why)?);
        self.item(stage, item)?.state = ItemState::Waived {
            by,
            reason,
            at: around.now,
            ground,
        };
        Ok(())
    }

    pub(super) fn item_reopened(&mut self, stage: &str, item: &str) -> Result<(), Refusal> {
        self.item(stage, item)?.state = ItemState::Open;
        Ok(())
    }

    pub(super) fn item_assigned(
        &mut self,
        stage: &str,
        item: &str,
        owner: Option<&str>,
        due: Option<Moment>,
    ) -> Result<(), Refusal> {
        let owner = optional(owner)?;
        let item = self.item(stage, item)?;
        item.owner = owner;
        item.due = due;
        Ok(())
    }

    pub(super) fn evidence_added(
        &mut self,
        stage: &str,
        item: &str,
        evidence: &ItemEvidence,
    ) -> Result<(), Refusal> {
        let evidence = evidence.tidied()?;
        self.item(stage, item)?.gets(evidence)
    }

    pub(super) fn evidence_removed(
        &mut self,
        stage: &str,
        item: &str,
        index: u64,
    ) -> Result<(), Refusal> {
        let evidence = &mut self.item(stage, item)?.evidence;
        let index = usize::try_from(index).ok();
        let index = index.filter(|index| *index < evidence.len());
        evidence.remove(index.ok_or(Refusal::PartNotFound)?);
        Ok(())
    }

    pub(super) fn item_added(
        &mut self,
        stage: &str,
        text: &str,
        required: bool,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let text = said(text)?;
        let items = &mut self.known_mut(stage)?.items;
        if items.len() >= MOST {
            return Err(Refusal::TooLong);
        }
        items.push(Item::own(
            (around.new_id)(),
            text,
            ItemSource::Own,
            required,
        ));
        Ok(())
    }

    pub(super) fn item_removed(&mut self, stage: &str, item: &str) -> Result<(), Refusal> {
        if self.item(stage, item)?.source != ItemSource::Own {
            return Err(Refusal::NotOwn);
        }
        let items = &mut self.known_mut(stage)?.items;
        items.retain(|other| other.id != item);
        Ok(())
    }

    /// Promise 38: go is said only with every required item settled, and on production with the
    /// environment's name typed. Stopping is always possible, with a reason.
    pub(super) fn decided(
        &mut self,
        stage: &str,
        go: bool,
        why: &str,
        typed_name: Option<&str>,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let known = self.known(stage)?;
        let by = name(around.person)?;
        let reason = if go {
            self.may_go(known, around)?;
            confirmed_by_name(known, typed_name, around)?;
            note(why)?
        } else {
            reason(why)?
        };
        let decision = Decision {
            go,
            by,
            at: around.now,
            reason,
            second: None,
            ground: self.ground(known),
        };
        self.known_mut(stage)?.decision = Some(decision);
        Ok(())
    }

    pub(super) fn seconded(
        &mut self,
        stage: &str,
        by: &str,
        around: &Circumstances<'_>,
    ) -> Result<(), Refusal> {
        let by = name(by)?;
        let known = self.known(stage)?;
        let decision = known.decision.as_ref().filter(|decision| decision.go);
        let decision = decision.ok_or(Refusal::NotDecided)?;
        if decision.ground != self.ground(known) {
            return Err(Refusal::DecisionStale);
        }
        if same_person(&by, &decision.by) {
            return Err(Refusal::SecondIsFirst);
        }
        let mut decision = decision.clone();
        decision.second = Some(Second { by, at: around.now });
        self.known_mut(stage)?.decision = Some(decision);
        Ok(())
    }

    /// Whether everything is there that go needs.
    pub(super) fn may_go(&self, stage: &Stage, around: &Circumstances<'_>) -> Result<(), Refusal> {
        if stage.kind != StageKind::Development && self.package.is_none() {
            return Err(Refusal::PackageMissing);
        }
        match Review::of(self, stage, around.answers).open {
            0 => Ok(()),
            count => Err(Refusal::ItemsOpen { count }),
        }
    }

    fn item(&mut self, stage: &str, item: &str) -> Result<&mut Item, Refusal> {
        let mut items = self.known_mut(stage)?.items.iter_mut();
        items
            .find(|known| known.id == item)
            .ok_or(Refusal::PartNotFound)
    }

    pub(super) fn known(&self, stage: &str) -> Result<&Stage, Refusal> {
        self.stage(stage).ok_or(Refusal::PartNotFound)
    }

    pub(super) fn known_mut(&mut self, stage: &str) -> Result<&mut Stage, Refusal> {
        let mut stages = self.stages.iter_mut();
        stages
            .find(|known| known.id == stage)
            .ok_or(Refusal::PartNotFound)
    }
}

fn confirmed_by_name(
    stage: &Stage,
    typed: Option<&str>,
    around: &Circumstances<'_>,
) -> Result<(), Refusal> {
    if stage.kind != StageKind::Production {
        return Ok(());
    }
    // An environment that is not in the project any more has no name to type.
    match around.env_name {
        Some(name) if typed.map(str::trim) == Some(name.trim()) => Ok(()),
        name => Err(Refusal::NameDoesNotMatch {
            environment: name.unwrap_or_default().to_owned(),
        }),
    }
}

impl Item {
    /// An item in people's own words.
    pub(super) fn own(id: String, text: String, source: ItemSource, required: bool) -> Self {
        Self {
            id,
            code: None,
            text: Some(text),
            source,
            required,
            owner: None,
            due: None,
            evidence: Vec::new(),
            state: ItemState::Open,
        }
    }

    fn gets(&mut self, evidence: ItemEvidence) -> Result<(), Refusal> {
        if self.evidence.len() >= MOST {
            return Err(Refusal::TooLong);
        }
        self.evidence.push(evidence);
        Ok(())
    }

    fn answer(&self, around: &Circumstances<'_>) -> Option<Holds> {
        Some(around.answers.to(self.code.as_deref()?)?.answer)
    }
}

impl ItemEvidence {
    /// A link is one a browser opens: it stands in the report as such.
    fn tidied(&self) -> Result<Self, Refusal> {
        match self {
            Self::Link { address } => {
                let url = reqwest::Url::parse(&said(address)?).map_err(|_| Refusal::LinkUnclear)?;
                if !matches!(url.scheme(), "http" | "https")
                    || !url.username().is_empty()
                    || url.password().is_some()
                {
                    return Err(Refusal::LinkUnclear);
                }
                Ok(Self::Link {
                    address: url.to_string(),
                })
            }
            Self::Note { text } => Ok(Self::Note { text: said(text)? }),
            Self::File {
                name,
                sha256,
                bytes,
            } => {
                if sha256.len() != 64 || !sha256.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(Refusal::TextMissing);
                }
                Ok(Self::File {
                    name: said(name)?,
                    sha256: sha256.to_ascii_lowercase(),
                    bytes: *bytes,
                })
            }
        }
    }
}
