//! Nothing is declared healthy without a measurement, and what was measured is enough.

use super::*;
use crate::release::journey::{ArrivalKnownBy, ReleaseEvent, VerdictKind};

#[tokio::test]
async fn a_release_is_declared_healthy_once_its_half_hour_in_production_was_measured() {
    let stage = Stage::new().await;
    let release = stage.release();
    let declare = || {
        let healthy = ReleaseEvent::VerdictGiven {
            kind: VerdictKind::Healthy,
            remarks: String::new(),
        };
        stage.desk.release_event(&release, &healthy)
    };
    let refused = |why: &str| {
        let fault = declare().expect_err("it is refused");
        assert_eq!(fault.code, why);
    };
    refused("release-not-in-production");
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(10).await;
    stage.site.is(Face::Offline);
    stage.seconds(60).await;
    stage.site.is(Face::LiveAnew);
    stage.seconds(40).await;
    refused("release-not-measured");
    let view = stage.desk.release(&release).expect("a release");
    assert_eq!(view.monitor.map(|monitor| monitor.id), Some(job.id.clone()));
    let production = view.release.stage(STAGE).expect("a stage");
    let arrived = production.arrived.as_ref().expect("it is back");
    assert_eq!(arrived.known_by, ArrivalKnownBy::Measured);
    stage.end_of(&job, 1_900).await;
    let view = declare().expect("it was measured");
    assert!(view.release.verdict.is_some());
}
