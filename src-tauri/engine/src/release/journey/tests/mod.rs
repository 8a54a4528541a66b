//! A release in the test's hand: events are told, and time passes only when asked to.

mod history;
mod lessons;
mod random;
mod refusals;
mod staleness;
mod story;
mod wire;

use super::*;
use crate::package::Verdict;
use crate::package::forecast::{Forecast, Outage, Sureness};
use crate::project::{EnvKey, Environment, EnvironmentKind, Role, SiteExpectation};
use crate::release::readiness::{
    Answers, JudgedPackage, Known, LastParity, LastSmoke, LastThere, Review, Source, Target,
    Template,
};
use crate::units::{Bytes, Count, Moment};
use ReleaseEvent as Event;
use std::cell::Cell;

pub(super) const UAT: &str = "staging:uat";
pub(super) const PROD: &str = "production:prod";

pub(super) fn at(second: i64) -> Moment {
    Moment(jiff::Timestamp::from_second(1_800_000_000 + second).expect("in range"))
}

pub(super) fn package(letter: char) -> ReleasePackage {
    ReleasePackage {
        sha256: String::from(letter).repeat(64),
        file_name: format!("goat-{letter}.zip"),
        build_number: Some("31.6.2-202607171957".into()),
        code_version: Some("31.6.2".into()),
        size: Bytes(1_240_118_272),
    }
}

pub(super) fn environments() -> Vec<Environment> {
    let environment = |key: &str, kind| Environment {
        key: EnvKey(key.into()),
        kind,
        name: key.to_uppercase(),
        site: None,
        expectation: SiteExpectation::default(),
    };
    vec![
        environment("qa", EnvironmentKind::Qa),
        environment("uat", EnvironmentKind::Uat),
        environment("prod", EnvironmentKind::Prod),
    ]
}

/// Around a release in which everything Slipway can see is well.
pub(super) struct Told {
    pub release: Release,
    pub now: i64,
    pub person: &'static str,
    pub measured: bool,
    pub other: Option<&'static str>,
    /// The package `package-chosen` is about.
    pub chosen: ReleasePackage,
    pub smoke_works: bool,
    ids: Cell<u32>,
}

impl Told {
    /// A release of package `a`.
    pub fn new() -> Self {
        let mut told = Self::empty(&environments(), &[]);
        told.tells(&chosen());
        told
    }

    /// One without a package.
    pub fn empty(environments: &[Environment], lessons: &[Action]) -> Self {
        let mut number = 1_000;
        let mut new_id = || {
            number += 1;
            format!("i{number}")
        };
        let release = Release::begin(Beginning {
            id: "r".into(),
            project_id: "p",
            environments,
            purpose: Purpose::NewFeatures,
            name: "Summer",
            package: None,
            template: &Template::usual(),
            lessons,
            person: "Petra Novak",
            now: at(0),
            new_id: &mut new_id,
        });
        Self {
            release: release.expect("it begins"),
            now: 1,
            person: "Petra Novak",
            measured: false,
            other: None,
            chosen: package('a'),
            smoke_works: true,
            ids: Cell::new(0),
        }
    }

    pub fn try_tell(&self, event: &Event) -> Result<Release, Refusal> {
        self.with_around(event.stage(), |around| self.release.after(event, around))
    }

    /// What happens to a stage, with everything it rests on.
    pub fn with_around<T>(
        &self,
        stage: Option<&str>,
        happens: impl FnOnce(&Circumstances<'_>) -> T,
    ) -> T {
        let stage = stage.and_then(|id| self.release.stage(id));
        let answers = stage.map_or_else(Answers::default, |stage| self.answers(stage));
        let env = stage.and_then(|stage| stage.env.as_ref());
        let name = env.map(|env| env.0.to_uppercase());
        let new_id = || {
            self.ids.set(self.ids.get() + 1);
            format!("n{}", self.ids.get())
        };
        happens(&Circumstances {
            person: self.person,
            now: at(self.now),
            env_name: name.as_deref(),
            answers: &answers,
            package: Some(&self.chosen),
            measured: self.measured,
            other_on_its_way: self.other,
            new_id: &new_id,
        })
    }

    pub fn tells(&mut self, event: &Event) {
        self.now += 1;
        match self.try_tell(event) {
            Ok(next) => self.release = next,
            Err(refusal) => panic!("{event:?} is refused: {refusal:?}"),
        }
    }

    pub fn refuses(&self, event: &Event) -> Refusal {
        self.try_tell(event).expect_err("it is refused")
    }

    pub fn stage(&self, id: &str) -> &Stage {
        self.release.stage(id).expect("a stage")
    }

    pub fn state(&self, id: &str) -> StageState {
        self.release.state_of(self.stage(id), at(self.now))
    }

    pub fn review(&self, id: &str) -> Review {
        let stage = self.stage(id);
        Review::of(&self.release, stage, &self.answers(stage))
    }

    /// Id of the item with that code.
    pub fn item(&self, stage: &str, code: &str) -> String {
        let items = &self.stage(stage).items;
        let item = items.iter().find(|item| item.code.as_deref() == Some(code));
        item.expect("an item").id.clone()
    }

    /// Says done to everything people have to say.
    pub fn settles(&mut self, stage: &str) {
        for view in self.review(stage).items {
            if view.item.required && !view.settled {
                self.tells(&Event::ItemDone {
                    stage: stage.into(),
                    item: view.item.id,
                    note: None,
                });
            }
        }
    }

    /// Everything up to a go, without a second person.
    pub fn goes(&mut self, stage: &str) {
        self.settles(stage);
        self.tells(&go(stage));
    }

    /// Goes, clicks and hears that it is there.
    pub fn brings(&mut self, stage: &str) {
        self.goes(stage);
        self.tells(&pressed(stage));
        self.tells(&outcome(stage, true));
    }

    pub fn answers(&self, stage: &Stage) -> Answers {
        self.known(stage).answers()
    }

    fn known(&self, stage: &Stage) -> Known {
        let sha256 = self.release.package.as_ref().map(|one| one.sha256.clone());
        let first = stage.kind == StageKind::Testing;
        Known {
            now: at(self.now),
            package: sha256.as_ref().map(|_| JudgedPackage {
                verdict: Verdict::Ready,
                warnings: 0,
                blockers: 0,
                forecast: Some(Forecast {
                    outage: Outage::Offline,
                    reasons: Vec::new(),
                    sure: Sureness::Known,
                    missing: Vec::new(),
                    minutes: None,
                }),
                offline_page: Some(true),
            }),
            target: Some(Target {
                name: "there".into(),
                kind: EnvironmentKind::Prod,
            }),
            source: (!first).then(|| Source {
                name: "before".into(),
                last: sha256.clone().map(|sha256| LastThere {
                    sha256,
                    file_name: "goat.zip".into(),
                }),
                smoke: Some(LastSmoke {
                    at: at(self.now),
                    sha256: sha256.clone(),
                    all_work: self.smoke_works,
                }),
            }),
            queued: Vec::new(),
            role: Role::DevopsEngineer,
            rollback: self.release.rollback.clone(),
            previous_may_return: None,
            triggers: self.release.triggers.len(),
            parity: Some(LastParity {
                at: at(self.now),
                differences: 0,
            }),
            sha256,
        }
    }
}

pub(super) fn chosen() -> Event {
    Event::PackageChosen {
        package_id: "known to the desk".into(),
    }
}

pub(super) fn go(stage: &str) -> Event {
    let (_, env) = stage.split_once(':').unwrap_or((stage, ""));
    Event::Decided {
        stage: stage.into(),
        go: true,
        reason: "Everything is ready".into(),
        typed_name: Some(env.to_uppercase()),
    }
}

pub(super) fn pressed(stage: &str) -> Event {
    Event::Pressed {
        stage: stage.into(),
        how: PortalPress::DeployTo,
        due: None,
        again: false,
    }
}

pub(super) fn scheduled(stage: &str, due: i64) -> Event {
    Event::Pressed {
        stage: stage.into(),
        how: PortalPress::Schedule,
        due: Some(at(due)),
        again: false,
    }
}

pub(super) fn outcome(stage: &str, works: bool) -> Event {
    Event::OutcomeTold {
        stage: stage.into(),
        works,
    }
}

pub(super) fn planned_back() -> Event {
    Event::RollbackPlanned {
        plan: RollbackPlan {
            way: RollbackWay::RestorePoint,
            note: "Content since then is lost".into(),
            tested: true,
        },
    }
}

pub(super) fn triggers() -> Event {
    Event::TriggersSet {
        triggers: vec![Trigger {
            id: "t".into(),
            metric: TriggerMetric::FailedLooks,
            threshold: 2.0,
            for_minutes: Count(3),
        }],
    }
}
