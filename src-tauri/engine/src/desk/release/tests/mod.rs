//! A desk at which releases are gone through, with everything it is given in the test's hand.

mod placements;
mod side_by_side;
mod story;
mod upload;

use super::*;
use crate::clock::ManualClock;
use crate::desk::{HistoryFilter, KnownBy, Parts, Placement, seat};
use crate::job::{Job, Sink};
use crate::package::sample::SamplePackage;
use crate::project::{EnvKey, Project};
use crate::release::journey::{
    ItemEvidence, PortalPress, RollbackPlan, RollbackWay, Stage as ReleaseStage, StageState,
    Trigger, TriggerMetric, VerdictKind,
};
use crate::release::readiness::Holds;
use crate::units::{Count, Moment};
use ReleaseEvent as Event;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;

pub(super) const QA: &str = "testing:qa";
pub(super) const UAT: &str = "staging:uat";
pub(super) const PROD: &str = "production:prod";
/// Longer than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);
pub(super) const MINUTE: Duration = Duration::from_secs(60);

struct Bell(watch::Sender<u64>);

impl Sink for Bell {
    fn job_changed(&self, _: &Job) {
        self.0.send_modify(|rung| *rung += 1);
    }
}

/// A package on the list.
pub(super) struct Listed {
    pub id: String,
    pub sha256: String,
}

pub(super) struct Scene {
    pub desk: Desk,
    pub clock: ManualClock,
    folder: TempDir,
    changes: watch::Receiver<u64>,
}

impl Scene {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = ManualClock::default();
        let (bell, changes) = watch::channel(0);
        let desk = Desk::new(Parts {
            clock: Arc::new(clock.clone()),
            ..seat::parts(folder.path(), Arc::new(Bell(bell))).expect("a ledger")
        });
        let desk = desk.expect("a desk");
        desk.0.ledger.save_project(&project()).expect("a project");
        Self {
            desk,
            clock,
            folder,
            changes,
        }
    }

    /// A package with that Xperience version, inspected and hashed.
    pub async fn package(&self, version: &str) -> Listed {
        let path = self.folder.path().join(format!("goat-{version}.zip"));
        let sample = SamplePackage::new().version(version);
        sample.write(&path).expect("a package");
        let file = self.desk.take_in(&[path]).expect("taken in");
        let job = self.desk.inspect(&file.handle).expect("it starts");
        let job = self.ended(&job.id).await;
        Listed {
            id: job.params["package_id"].clone(),
            sha256: job.package.expect("hashed"),
        }
    }

    pub fn begin(&self, name: &str, package: Option<&Listed>) -> String {
        let id = package.map(|package| package.id.as_str());
        let begun = self.desk.begin_release("p", Purpose::NewFeatures, name, id);
        begun.expect("it begins").release.id
    }

    pub fn tell(&self, id: &str, told: &Event) -> ReleaseView {
        self.clock.advance(MINUTE);
        match self.desk.release_event(id, told) {
            Ok(view) => view,
            Err(fault) => panic!("{told:?} is refused: {fault:?}"),
        }
    }

    pub fn refuses(&self, id: &str, told: &Event) -> String {
        code(self.desk.release_event(id, told))
    }

    pub fn view(&self, id: &str) -> ReleaseView {
        self.desk.release(id).expect("a release")
    }

    pub fn stage(&self, id: &str, stage: &str) -> StageView {
        let view = self.view(id);
        let mut stages = view.stages.into_iter();
        stages.find(|view| view.stage.id == stage).expect("a stage")
    }

    /// Plans the way back, and settles or waives every required item of a stage.
    pub fn settle(&self, id: &str, stage: &str) {
        self.tell(id, &planned_back());
        self.tell(id, &triggers());
        for view in self.stage(id, stage).items {
            if !view.item.required || view.settled {
                continue;
            }
            let (stage, item) = (stage.to_owned(), view.item.id);
            let does_not_hold = view
                .answer
                .is_some_and(|answer| answer.answer == Holds::DoesNotHold);
            self.tell(
                id,
                &match does_not_hold {
                    true => Event::ItemWaived {
                        stage,
                        item,
                        reason: "Known and agreed".into(),
                    },
                    false => Event::ItemDone {
                        stage,
                        item,
                        note: None,
                    },
                },
            );
        }
    }

    pub fn go(&self, id: &str, stage: &str) {
        self.settle(id, stage);
        self.tell(id, &go(stage));
    }

    pub fn bring(&self, id: &str, stage: &str) {
        self.go(id, stage);
        self.tell(id, &pressed(stage));
        self.tell(id, &arrived(stage));
    }

    pub fn last_there(&self, env: &str) -> Option<Placement> {
        let ledger = &self.desk.0.ledger;
        ledger
            .last_placement("p", &EnvKey(env.into()))
            .expect("reads")
    }

    /// What ran there before anybody used Slipway for it.
    pub fn place(&self, env: &str, sha256: &str, version: &str, known_by: KnownBy) {
        let placement = Placement {
            project_id: "p".into(),
            env: EnvKey(env.into()),
            sha256: sha256.into(),
            file_name: format!("goat-{version}.zip"),
            build_number: None,
            code_version: Some(version.into()),
            at: self.desk.now(),
            known_by,
            downtime_ms: None,
        };
        let key = format!("before:{env}:{sha256}");
        let placed = self.desk.0.ledger.add_placement(&key, &placement);
        placed.expect("placed");
    }

    pub fn history(&self) -> Vec<String> {
        let page = self.desk.history(&HistoryFilter::default());
        let entries = page.expect("the history").entries;
        entries.into_iter().map(|entry| entry.kind).collect()
    }

    pub async fn ended(&self, id: &str) -> Job {
        self.job_until(id, |job| job.state.has_ended()).await
    }

    pub async fn job_until(&self, id: &str, enough: impl Fn(&Job) -> bool) -> Job {
        let mut changes = self.changes.clone();
        let waiting = async {
            loop {
                changes.mark_unchanged();
                let job = self.desk.job(id).expect("a job");
                if enough(&job) {
                    return job;
                }
                changes.changed().await.expect("the desk is there");
            }
        };
        let ended = tokio::time::timeout(LIMIT, waiting).await;
        ended.expect("it ends in time")
    }
}

pub(super) fn code<T: std::fmt::Debug>(refused: Result<T, Fault>) -> String {
    refused.expect_err("it is refused").code
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

pub(super) fn arrived(stage: &str) -> Event {
    Event::OutcomeTold {
        stage: stage.into(),
        works: true,
    }
}

pub(super) fn planned_back() -> Event {
    Event::RollbackPlanned {
        plan: RollbackPlan {
            way: RollbackWay::RestorePoint,
            note: String::new(),
            tested: true,
        },
    }
}

pub(super) fn triggers() -> Event {
    Event::TriggersSet {
        triggers: vec![Trigger {
            id: "t".into(),
            metric: TriggerMetric::SmokeDown,
            threshold: 0.0,
            for_minutes: Count(0),
        }],
    }
}

/// Nobody listens where its Portal is.
fn project() -> Project {
    Project {
        portal: "http://127.0.0.1:9".into(),
        ..seat::project(None)
    }
}
