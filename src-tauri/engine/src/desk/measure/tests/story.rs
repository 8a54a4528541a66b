//! A promotion as the monitor sees it, from before the press to the end of the half hour.

use super::*;
use crate::release::journey::{ReleaseEvent, Trigger, TriggerMetric};
use crate::release::monitor::{GapBecause, MonitorPhase};
use crate::units::Count;

fn with_trigger(stage: &Stage, release: &str) {
    let triggers = vec![Trigger {
        id: "t".into(),
        metric: TriggerMetric::FailedLooks,
        threshold: 2.0,
        for_minutes: Count(3),
    }];
    let told = stage
        .desk
        .release_event(release, &ReleaseEvent::TriggersSet { triggers });
    told.expect("it is taken");
}

#[tokio::test]
async fn promise_40_a_promotion_is_followed_through_its_outage_and_half_an_hour() {
    let stage = Stage::new().await;
    let release = stage.release();
    let baseline = stage.desk.baseline(&release, STAGE).expect("starts");
    let ended = stage.end_of(&baseline, 130).await;
    assert_eq!(ended.state, JobState::Succeeded, "{ended:?}");

    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    assert_eq!(
        stage.desk.monitor(&release, STAGE).expect("the same").id,
        job.id
    );
    stage.seconds(30).await;
    assert_eq!(stage.phase(&job), "waiting");
    stage.site.is(Face::Offline);
    stage.seconds(120).await;
    assert_eq!(stage.phase(&job), "offline");
    stage.site.is(Face::LiveAnew);
    stage.seconds(40).await;
    assert_eq!(stage.phase(&job), "monitoring");
    let ended = stage.end_of(&job, 1_900).await;
    assert_eq!(ended.state, JobState::Succeeded, "{ended:?}");

    let view = stage.desk.monitor_view(&job.id).expect("a view");
    assert_eq!(view.shown.phase, MonitorPhase::Done);
    let downtime = view.shown.downtime_ms.expect("measured").0;
    assert!((116_000..=124_000).contains(&downtime), "{downtime}");
    assert!((1_800_000..1_802_000).contains(&view.shown.looked_ms.0));
    assert!(view.shown.smoke.expect("it ran").all_work);
    let series = &view.shown.probes[0];
    assert_eq!(series.all.availability, Some(100.0));
    assert!(
        (355..=362).contains(&series.all.looks.0),
        "{:?}",
        series.all
    );
    assert!(series.baseline.expect("measured").looks.0 >= 24);
    assert!(series.points.len() <= 360);
    assert!(stage.desk.release_was_measured(&release).expect("reads"));
}

#[tokio::test]
async fn a_read_only_time_is_seen_at_the_administration() {
    let stage = Stage::new().await;
    let job = stage.desk.monitor(&stage.release(), STAGE).expect("starts");
    stage.seconds(10).await;
    stage.site.is(Face::ReadOnly);
    stage.seconds(10).await;
    assert_eq!(stage.phase(&job), "read-only");
    stage.site.is(Face::LiveAnew);
    stage.seconds(45).await;
    assert_eq!(stage.phase(&job), "monitoring");
}

#[tokio::test]
async fn a_trigger_that_fires_is_told_with_the_job_and_can_be_acknowledged() {
    let stage = Stage::new().await;
    let release = stage.release();
    with_trigger(&stage, &release);
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(5).await;
    stage
        .desk
        .monitor_told_arrived(&release, STAGE)
        .expect("told");
    stage.seconds(5).await;
    assert_eq!(stage.phase(&job), "monitoring");
    assert_eq!(stage.desk.job(&job.id).expect("a job").params["fired"], "0");
    let early = stage.desk.acknowledge(&job.id, "t");
    assert_eq!(early.expect_err("refused").code, "trigger-not-fired");
    stage.site.is(Face::Broken("/"));
    stage.seconds(200).await;
    assert_eq!(stage.desk.job(&job.id).expect("a job").params["fired"], "1");
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    assert!(view.shown.fired[0].value > 2.0 && !view.shown.fired[0].acknowledged);
    stage.desk.acknowledge(&job.id, "t").expect("acknowledged");
    let view = stage.desk.monitor_view(&job.id).expect("a view");
    assert!(view.shown.fired[0].acknowledged);
}

#[tokio::test]
async fn promise_40_a_monitor_goes_on_after_a_restart_and_says_when_it_was_not_running() {
    let mut stage = Stage::new().await;
    let release = stage.release();
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(5).await;
    stage
        .desk
        .monitor_told_arrived(&release, STAGE)
        .expect("told");
    stage.seconds(120).await;
    let before = stage.desk.monitor_view(&job.id).expect("a view");
    stage.come_back(Duration::from_secs(600)).await;
    let left = stage.desk.monitor_view(&job.id).expect("a view");
    assert_eq!(left.job.state, JobState::Interrupted);
    assert_eq!(left.shown.watched_from, before.shown.watched_from);
    stage.desk.take_up_watches().expect("taken up");
    stage.seconds(60).await;
    let after = stage.desk.monitor_view(&job.id).expect("a view");
    assert_eq!(after.shown.phase, MonitorPhase::Monitoring);
    let gap = after.shown.gaps.last().expect("a gap");
    assert_eq!(gap.because, GapBecause::NotRunning);
    let length = gap.to.0.duration_since(gap.from.0).as_secs();
    assert!((600..=612).contains(&length), "{length}");
    assert!(after.shown.overall.looks > left.shown.overall.looks);
    assert_eq!(after.shown.overall.availability, Some(100.0));
}

#[tokio::test]
async fn a_monitor_cut_off_between_its_last_look_and_its_end_ends_with_the_next_start() {
    let mut stage = Stage::new().await;
    let release = stage.release();
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(5).await;
    let told = stage.desk.monitor_told_arrived(&release, STAGE);
    told.expect("told");
    let mut ended = stage.end_of(&job, 1_900).await;
    ended.state = JobState::Running;
    let ledger = &stage.desk.0.ledger;
    let written = ledger.replace_job(&mut ended, stage.desk.now());
    assert!(written.expect("writes"));
    stage.come_back(Duration::from_secs(60)).await;
    stage.desk.take_up_watches().expect("taken up");
    let again = stage.end_of(&job, 10).await;
    assert_eq!(again.state, JobState::Succeeded, "{again:?}");
}

#[tokio::test]
async fn who_asks_for_a_monitor_that_was_cut_off_gets_it_and_it_goes_on_once() {
    let mut stage = Stage::new().await;
    let release = stage.release();
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(20).await;
    stage.come_back(Duration::from_secs(60)).await;
    let again = stage.desk.monitor(&release, STAGE).expect("goes on");
    assert_eq!(
        (again.id.as_str(), again.state),
        (job.id.as_str(), JobState::Running)
    );
    stage
        .desk
        .take_up_watches()
        .expect("there is nothing left to take up");
    let before = stage.site.asked_for("/");
    stage.seconds(20).await;
    assert!(stage.site.asked_for("/") > before, "it looks");
    let monitors = stage.desk.jobs().expect("reads").into_iter();
    let running = monitors.filter(|job| job.state.is_under_way());
    assert_eq!(running.count(), 1);

    stage.come_back(Duration::from_secs(25 * 3_600)).await;
    let anew = stage.desk.monitor(&release, STAGE).expect("starts");
    assert_ne!(anew.id, job.id, "a day later it is another watch");
}

#[tokio::test]
async fn a_monitor_that_is_stopped_keeps_what_it_saw() {
    let stage = Stage::new().await;
    let release = stage.release();
    let job = stage.desk.monitor(&release, STAGE).expect("starts");
    stage.seconds(5).await;
    stage
        .desk
        .monitor_told_arrived(&release, STAGE)
        .expect("told");
    stage.seconds(60).await;
    stage.desk.cancel_job(&job.id).expect("asked");
    let ended = stage.end_of(&job, 5).await;
    assert_eq!(ended.state, JobState::Cancelled);
    let view = stage.desk.stage_monitor(&release, STAGE).expect("reads");
    let view = view.expect("it is remembered");
    assert!(view.shown.overall.looks.0 >= 8, "{:?}", view.shown.overall);
    assert!(!stage.desk.release_was_measured(&release).expect("reads"));
}

#[tokio::test]
async fn a_stage_without_an_environment_or_a_site_is_not_monitored() {
    let stage = Stage::new().await;
    let release = stage.release();
    let refused = |stage: &Stage, id: &str| {
        let refused = stage.desk.monitor(&release, id);
        refused.expect_err("refused").code
    };
    assert_eq!(refused(&stage, "development"), "release-part-not-found");
    assert_eq!(
        refused(&stage, "production:nowhere"),
        "release-part-not-found"
    );
    let mut project = stage.desk.project("p").expect("reads");
    project.environments[2].site = None;
    stage.desk.0.ledger.save_project(&project).expect("saves");
    assert_eq!(refused(&stage, STAGE), "site-unknown");
}
