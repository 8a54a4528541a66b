//! The moves of a release as the window makes them for a person who settles everything and decides.

use slipway_engine::desk::{Desk, ReleaseView, StageView};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::project::EnvKey;
use slipway_engine::release::journey::ReleaseEvent;
use slipway_engine::release::probe::{Expect, Probe};
use slipway_engine::release::readiness::Holds;

pub struct Releasing<'a> {
    desk: &'a Desk,
    release: &'a str,
}

impl<'a> Releasing<'a> {
    pub fn of(desk: &'a Desk, release: &'a str) -> Self {
        Self { desk, release }
    }

    pub fn tell(&self, event: &ReleaseEvent) -> Result<ReleaseView, Fault> {
        self.desk.release_event(self.release, event)
    }

    /// Fault: `no-such-stage`.
    pub fn stage(&self, id: &str) -> Result<StageView, Fault> {
        let mut stages = self.desk.release(self.release)?.stages.into_iter();
        let known = stages.find(|stage| stage.stage.id == id);
        known.ok_or_else(|| Fault::new("no-such-stage", Retry::Never, NextStep::None))
    }

    /// Settles every required line of a review, and gives the codes of those that had to be waived.
    pub fn settle(&self, stage: &str) -> Result<Vec<String>, Fault> {
        let mut waived = Vec::new();
        let open = self.stage(stage)?.items.into_iter();
        for view in open.filter(|view| view.item.required && !view.settled) {
            let (stage, item) = (stage.to_owned(), view.item.id);
            let holds_not = view.answer.is_some_and(|a| a.answer == Holds::DoesNotHold);
            self.tell(&if holds_not {
                waived.push(view.item.code.unwrap_or_default());
                ReleaseEvent::ItemWaived {
                    stage,
                    item,
                    reason: "Agreed with the team".into(),
                }
            } else {
                ReleaseEvent::ItemDone {
                    stage,
                    item,
                    note: None,
                }
            })?;
        }
        Ok(waived)
    }

    /// The decision about a stage, as it is said where everything is settled.
    pub fn decision(&self, stage: &str, go: bool) -> Result<ReleaseEvent, Fault> {
        Ok(ReleaseEvent::Decided {
            stage: stage.into(),
            go,
            reason: if go { "" } else { "Checkout fails in UAT" }.into(),
            typed_name: self.stage(stage)?.env_name,
        })
    }

    pub fn go(&self, stage: &str) -> Result<ReleaseView, Fault> {
        self.settle(stage)?;
        self.tell(&self.decision(stage, true)?)
    }
}

/// A question to a site as a user would enter it, every ten seconds.
pub fn probe(env: &str, path: &str) -> Probe {
    Probe {
        id: format!("{env} {path}"),
        env: EnvKey(env.into()),
        name: path.to_owned(),
        address: path.to_owned(),
        expect: Expect::Status { status: 200 },
        text: None,
        selector: None,
        limit_ms: 10_000,
        tries: 3,
        every_s: 10,
        smoke: true,
        monitored: true,
        user: None,
        login_is_fine: false,
    }
}
