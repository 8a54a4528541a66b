//! What the server says of itself, beside what is seen from outside.

use super::*;
use crate::release::journey::{ReleaseEvent, Trigger, TriggerMetric};
use crate::secret::{Keychain, Secret};
use crate::units::Count;

const APP: &str = "1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11";

impl Stage {
    /// Its site stands in for Application Insights.
    fn practises(&self) {
        let project = Project {
            practice: true,
            portal: self.site.origin(),
            ..self.desk.project("p").expect("reads")
        };
        self.desk.0.ledger.save_project(&project).expect("saves");
    }
}

fn key() -> Option<Secret> {
    Some(Secret::from("k3y-of-this-application".to_owned()))
}

#[tokio::test]
async fn a_source_of_metrics_is_kept_in_the_keychain_and_forgotten_with_its_project() {
    let stage = Stage::new().await;
    let kept = || stage.keychain.read("metrics:p").expect("reads").is_some();
    let odd = stage.desk.save_metrics("p", Some("shop"), key());
    assert_eq!(odd.expect_err("refused").code, "metrics-source-invalid");
    assert_eq!(stage.desk.save_metrics("p", Some(APP), key()), Ok(true));
    assert!(kept());
    assert_eq!(stage.desk.save_metrics("p", None, None), Ok(false));
    assert!(!kept());
    assert_eq!(stage.desk.save_metrics("p", Some(APP), key()), Ok(true));
    stage.desk.remove_project("p").expect("removed");
    assert!(!kept());
}

#[tokio::test]
async fn failed_requests_of_the_server_fire_their_trigger_and_the_key_stays_secret() {
    let stage = Stage::new().await;
    stage.practises();
    let saved = stage.desk.save_metrics("p", Some(APP), key());
    assert_eq!(saved, Ok(true));
    let release = stage.release();
    let triggers = vec![Trigger {
        id: "t".into(),
        metric: TriggerMetric::ServerFailures,
        threshold: 5.0,
        for_minutes: Count(2),
    }];
    let told = stage
        .desk
        .release_event(&release, &ReleaseEvent::TriggersSet { triggers });
    told.expect("it is taken");
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(5).await;
    stage
        .desk
        .monitor_told_arrived(&release, STAGE)
        .expect("told");
    stage.seconds(250).await;
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    let server = view.shown.server.clone().expect("it was asked");
    assert_eq!(server.failed_requests_percent, Some(7.5));
    assert_eq!((server.cpu_percent, server.memory_mb), (None, Some(512.0)));
    assert_eq!(view.shown.fired.len(), 1);
    assert_eq!(view.shown.fired[0].value, 7.5);
    assert!(!format!("{view:?}").contains("k3y-of"));
}

#[tokio::test]
async fn a_source_that_does_not_answer_says_so_and_nothing_about_the_site() {
    let stage = Stage::new().await;
    stage.practises();
    let saved = stage.desk.save_metrics("p", Some(APP), key());
    assert_eq!(saved, Ok(true));
    stage.site.is(Face::ReadOnly);
    let job = stage.desk.monitor(&stage.release(), STAGE).expect("starts");
    stage.seconds(5).await;
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    let fault = view
        .shown
        .server
        .expect("it was asked")
        .fault
        .expect("why not");
    assert_eq!(fault.code, "metrics-unreadable");
}
