//! What the server says of itself, asked of the practice world's Application Insights.

use crate::stage::{PROD, Stage};
use slipway_engine::portal;
use slipway_engine::release::journey::{ReleaseEvent, Trigger, TriggerMetric};
use slipway_engine::release::monitor::{MetricsSource, MonitorPhase, ServerFigures, ask_server};
use slipway_engine::units::Count;
use slipway_practice::{Effect, FaultRule, SiteTrouble};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn failed_requests_of_the_server_fire_their_trigger_beside_what_is_seen_from_outside() {
    let stage = Stage::before_production().await;
    stage.opens_insights(&stage.key());
    stage.tell(ReleaseEvent::TriggersSet {
        triggers: vec![Trigger {
            id: "server".into(),
            metric: TriggerMetric::ServerFailures,
            threshold: 10.0,
            for_minutes: Count(2),
        }],
    });
    let monitor = stage.live_and_monitored().await;
    stage.pass(MINUTE).await;
    let seen = stage.seen(&monitor.id);
    let server = seen.server.expect("it was asked");
    assert_eq!(server.fault, None);
    assert_eq!(
        (server.cpu_percent, server.memory_mb),
        (Some(23.5), Some(612.0))
    );
    let failing = SiteTrouble::ServerError;
    stage.rehearsal.world.faults().site("prod", Some(failing));
    let fired = |job: &slipway_engine::job::Job| job.params["fired"] != "0";
    stage.until(&monitor.id, fired).await;
    let seen = stage.seen(&monitor.id);
    assert_eq!(seen.fired[0].trigger.metric, TriggerMetric::ServerFailures);
    assert!(seen.fired[0].value > 10.0, "{:?}", seen.fired);
    assert!(!format!("{seen:?}").contains(&stage.key()));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_of_not_answering_is_told_apart() {
    let stage = Stage::begun().await;
    let key = stage.key();
    let answers = |status: u16, body: &str| Effect::Status {
        status,
        retry_after: None,
        body: Some(body.to_owned()),
        after_body: false,
    };
    for (effect, code) in [
        (answers(401, ""), "metrics-refused"),
        (answers(403, ""), "metrics-refused"),
        (answers(404, ""), "metrics-refused"),
        (answers(429, ""), "metrics-too-often"),
        (answers(500, ""), "metrics-unreachable"),
        (answers(200, "<h1>Sign in</h1>"), "metrics-unreadable"),
        (answers(200, r#"{"tables":[]}"#), "metrics-unreadable"),
        (answers(200, &"[".repeat(300 * 1024)), "metrics-unreadable"),
        (Effect::TruncatedAnswer { bytes: 20 }, "metrics-unreachable"),
        (Effect::ResetAfter { bytes: 0 }, "metrics-unreachable"),
        (Effect::Stall { ms: 60_000 }, "metrics-unreachable"),
        (
            Effect::Redirect {
                location: "http://127.0.0.1:9/".into(),
                status: 307,
            },
            "metrics-unreachable",
        ),
    ] {
        stage.insights_meets(effect.clone());
        let (answer, time) = (stage.asks(&key), stage.pass(Duration::from_secs(12)));
        let (figures, ()) = tokio::join!(answer, time);
        let fault = figures
            .fault
            .as_ref()
            .unwrap_or_else(|| panic!("{effect:?}"));
        assert_eq!(fault.code, code, "{effect:?}");
        assert_eq!(
            (figures.failed_requests_percent, figures.cpu_percent),
            (None, None)
        );
    }
    let refused = stage.asks("not-the-key").await.fault.expect("why not");
    assert_eq!(refused.code, "metrics-refused");
    let figures = stage.asks(&key).await;
    assert_eq!((figures.fault, figures.cpu_percent), (None, Some(23.5)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_is_asked_for_is_kept_and_the_site_is_looked_at_all_the_same() {
    let stage = Stage::before_production().await;
    stage.opens_insights(&stage.key());
    let pause = Effect::Status {
        status: 429,
        retry_after: Some("300".into()),
        body: None,
        after_body: false,
    };
    stage.insights_meets(pause);
    let monitor = stage.desk().monitor(&stage.release, PROD);
    let monitor = monitor.expect("a monitor").id;
    stage.pass(4 * MINUTE).await;
    assert_eq!(stage.times_asked(), 1);
    let seen = stage.seen(&monitor);
    assert_eq!(seen.phase, MonitorPhase::Waiting);
    let fault = seen
        .server
        .and_then(|server| server.fault)
        .expect("why not");
    assert_eq!(fault.params["seconds"], "300");
    assert!(seen.probes[0].last.as_ref().is_some_and(|look| look.works));
    stage.pass(2 * MINUTE).await;
    assert!(stage.times_asked() >= 2);
    assert!(
        stage
            .seen(&monitor)
            .server
            .is_some_and(|server| server.fault.is_none())
    );
}

impl Stage {
    fn key(&self) -> String {
        self.rehearsal.world.facts().insights.key
    }

    /// What a user enters under the sites of the project.
    fn opens_insights(&self, key: &str) {
        let app = self.rehearsal.world.facts().insights.app_id;
        let project = &self.rehearsal.project.id;
        let kept = self
            .desk()
            .save_metrics(project, Some(&app), Some(key.to_owned().into()));
        assert_eq!(kept, Ok(true));
    }

    fn insights_meets(&self, effect: Effect) {
        let rule = FaultRule {
            place: Some("insights".into()),
            ..FaultRule::next(effect)
        };
        self.rehearsal.world.faults().arm(rule);
    }

    async fn asks(&self, key: &str) -> ServerFigures {
        let facts = self.rehearsal.world.facts();
        let source = MetricsSource::new(&facts.insights.app_id, key.to_owned().into());
        let http = portal::client(None).expect("a client");
        let source = source.expect("a source");
        ask_server(&source, &facts.portal, &http, &self.clock).await
    }

    fn times_asked(&self) -> usize {
        let seen = self.rehearsal.world.requests();
        seen.iter().filter(|seen| seen.place == "insights").count()
    }
}
