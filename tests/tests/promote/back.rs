//! Triggers that fire, and the ways back.

use crate::stage::{PROD, Stage};
use slipway_engine::release::journey::{
    ReleaseEvent, RollbackPlan, RollbackWay, Trigger, TriggerMetric, VerdictKind,
};
use slipway_engine::units::Count;
use slipway_practice::{Flaw, SiteTrouble};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_breaks_later_fires_its_trigger_and_the_restore_point_brings_it_back() {
    let stage = Stage::before_production().await;
    stage.watch_pages();
    stage.tell(ReleaseEvent::RollbackPlanned {
        plan: RollbackPlan {
            way: RollbackWay::RestorePoint,
            note: "Restore points, newest of PROD".into(),
            tested: true,
        },
    });
    stage.set_triggers(&[
        (TriggerMetric::FailedLooks, 2.0, 3),
        (TriggerMetric::SmokeDown, 0.0, 0),
    ]);
    stage.flaw(SiteTrouble::ServerError, 6 * MINUTE);
    let monitor = stage.live_and_monitored().await;
    stage.pass(4 * MINUTE).await;
    let calm = stage.seen(&monitor.id);
    assert!(calm.fired.is_empty(), "{:?}", calm.fired);

    let monitor = stage
        .until(&monitor.id, |job| job.params["fired"] != "0")
        .await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.fired.len(), 1);
    let fired = &seen.fired[0];
    assert_eq!(fired.trigger.metric, TriggerMetric::FailedLooks);
    assert!(fired.value > 2.0 && fired.at >= stage.live_since() && !fired.acknowledged);
    stage
        .desk()
        .acknowledge(&monitor.id, &fired.trigger.id)
        .expect("it is known");
    assert!(stage.wrote("trigger-fired"));

    stage.tell(ReleaseEvent::RolledBack {
        way: RollbackWay::RestorePoint,
        reason: "Every page answers 500".into(),
    });
    assert_eq!(stage.browser.restore_newest_point("PROD").await, 303);
    stage.pass(MINUTE).await;
    let prod = Stage::env("prod");
    let site = stage
        .desk()
        .look_at_site(&stage.rehearsal.project.id, &prod);
    let site = site.await.expect("a look");
    assert_eq!(site.status, Some(200), "{site:?}");
    let view = stage.tell(ReleaseEvent::RollbackFinished);
    let back = view.release.rolled_back.expect("it was");
    assert!(back.restored_at.expect("it is over").0 > back.at.0);

    let verdict = |kind| ReleaseEvent::VerdictGiven {
        kind,
        remarks: String::new(),
    };
    assert_eq!(
        stage.refused(&verdict(VerdictKind::Healthy)),
        "release-rolled-back"
    );
    stage.tell(verdict(VerdictKind::RolledBack));
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_became_slow_fire_against_the_baseline() {
    let stage = Stage::before_production().await;
    stage.watch_pages();
    let baseline = stage
        .desk()
        .baseline(&stage.release, PROD)
        .expect("a baseline");
    stage.ended(&baseline.id).await;
    stage.set_triggers(&[(TriggerMetric::P95TimesBaseline, 2.0, 5)]);
    stage.flaw(SiteTrouble::Slow { ms: 4_000 }, MINUTE);
    let monitor = stage.live_and_monitored().await;
    stage
        .until(&monitor.id, |job| job.params["fired"] != "0")
        .await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(
        seen.fired[0].trigger.metric,
        TriggerMetric::P95TimesBaseline
    );
    assert!(seen.fired[0].value > 2.0);
    assert_eq!(seen.overall.availability, Some(100.0), "slow is not down");
}

impl Stage {
    fn set_triggers(&self, triggers: &[(TriggerMetric, f64, u64)]) {
        let triggers = triggers
            .iter()
            .zip(1..)
            .map(|((metric, threshold, minutes), id)| Trigger {
                id: format!("trigger-{id}"),
                metric: *metric,
                threshold: *threshold,
                for_minutes: Count(*minutes),
            });
        self.tell(ReleaseEvent::TriggersSet {
            triggers: triggers.collect(),
        });
    }

    fn flaw(&self, trouble: SiteTrouble, after: Duration) {
        let after_ms = u64::try_from(after.as_millis()).expect("minutes");
        let flaw = Flaw { trouble, after_ms };
        self.rehearsal
            .world
            .faults()
            .flaw_next_deployment(Some("prod"), flaw);
    }

    fn live_since(&self) -> slipway_engine::units::Moment {
        self.stage(PROD).stage.arrived.expect("it arrived").at
    }
}
