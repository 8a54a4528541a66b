//! The Portal's answer to an upload, where Slipway ends just after it or cannot write it down.

use super::entry_of;
use super::unrecorded::NOT_RECORDED;
use crate::desk::measure::tests::Stage;
use crate::desk::{Desk, HistoryFilter, KnownBy, Placement};
use crate::job::{JobKind, JobRun, JobState, NewJob, WAITING_FOR_ANSWER};
use crate::ledger::EntryDraft;
use crate::project::EnvKey;
use crate::units::Moment;
use std::sync::atomic::Ordering;
use std::time::Duration;

const SHA256: &str = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";

fn placement(at: Moment, known_by: KnownBy) -> Placement {
    Placement {
        project_id: "p".into(),
        env: EnvKey("qa".into()),
        sha256: SHA256.into(),
        file_name: "Shop.zip".into(),
        build_number: None,
        code_version: None,
        at,
        known_by,
        downtime_ms: None,
    }
}

/// An upload that is over but for saying so.
fn sent(desk: &Desk) -> JobRun {
    let new = NewJob::new(JobKind::Upload)
        .project("p")
        .env(&EnvKey("qa".into()))
        .package(SHA256)
        .param("file_name", "Shop.zip");
    let run = desk.0.jobs.start(new).expect("starts").into_run();
    run.phase(WAITING_FOR_ANSWER);
    run.write_down().expect("writes");
    run
}

fn kinds(desk: &Desk) -> Vec<String> {
    let page = desk.history(&HistoryFilter::default()).expect("reads");
    page.entries.into_iter().map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn promise_39_an_upload_whose_answer_was_written_down_is_over_at_the_next_start_and_watched()
{
    let mut stage = Stage::new().await;
    let run = sent(&stage.desk);
    let (job, now) = (run.snapshot(), stage.desk.now());
    let line = entry_of("upload-accepted", &job).person("Petra".to_owned());
    let placed = placement(now, KnownBy::Sent);
    let noted = stage
        .desk
        .0
        .ledger
        .add_placement_with(&job.id, &placed, line, now);
    noted.expect("writes");
    stage.come_back(Duration::from_secs(60)).await;
    let after = stage.desk.job(&job.id).expect("a job");
    assert_eq!(after.state, JobState::Succeeded, "nobody is asked to look");
    assert_eq!(kinds(&stage.desk), ["upload-accepted"]);
    stage.desk.take_up_watches().expect("taken up");
    let jobs = stage.desk.jobs().expect("reads");
    let watches = || jobs.iter().filter(|job| job.kind == JobKind::Watch);
    assert_eq!(watches().count(), 1, "what it brought is watched");
}

#[tokio::test]
async fn promise_39_an_upload_nobody_answered_for_still_asks_to_look_whatever_was_said_of_it() {
    let mut stage = Stage::new().await;
    let run = sent(&stage.desk);
    let job = run.snapshot();
    // As an answer of the user leaves it that was cut off in the middle.
    let told = placement(stage.desk.now(), KnownBy::Told);
    let noted = stage.desk.0.ledger.add_placement(&job.id, &told);
    noted.expect("writes");
    stage.come_back(Duration::from_secs(60)).await;
    let after = stage.desk.job(&job.id).expect("a job");
    assert_eq!(after.state, JobState::Interrupted);
    assert_eq!(kinds(&stage.desk), ["upload-interrupted"]);
}

/// An upload the Portal accepted while nothing else could be written.
fn not_recorded(desk: &Desk) -> String {
    let run = sent(desk);
    run.param(NOT_RECORDED, "ledger-full");
    let id = run.id().to_owned();
    run.finish(JobState::Succeeded);
    id
}

#[tokio::test]
async fn what_was_accepted_on_a_full_disk_is_in_the_history_once_after_the_next_start() {
    let mut stage = Stage::new().await;
    let id = not_recorded(&stage.desk);
    let accepted = stage.desk.job(&id).expect("a job").updated_at;
    for _ in 0..2 {
        stage.come_back(Duration::from_secs(60)).await;
        assert_eq!(kinds(&stage.desk), ["upload-accepted"]);
        let placed = stage.desk.0.ledger.placements_of(SHA256).expect("reads");
        assert_eq!(placed, [placement(accepted, KnownBy::Sent)]);
    }
}

#[tokio::test]
async fn promise_39_nobody_is_asked_to_look_for_what_was_accepted_on_a_full_disk() {
    let mut stage = Stage::new().await;
    let run = sent(&stage.desk);
    run.param(NOT_RECORDED, "ledger-full");
    run.write_down().expect("writes");
    stage.come_back(Duration::from_secs(60)).await;
    let after = stage.desk.job(run.id()).expect("a job");
    assert_eq!(after.state, JobState::Succeeded);
    assert_eq!(kinds(&stage.desk), ["upload-accepted"]);
}

#[tokio::test]
async fn what_was_accepted_on_a_full_disk_is_in_the_history_with_the_next_line_of_it() {
    let stage = Stage::new().await;
    let id = not_recorded(&stage.desk);
    stage.desk.0.behind.store(true, Ordering::Release);
    let line = || stage.desk.write_entry(EntryDraft::new("upload-started"));
    line().expect("writes");
    line().expect("writes");
    let newest_first = ["upload-started", "upload-accepted", "upload-started"];
    assert_eq!(kinds(&stage.desk), newest_first);
    let after = stage.desk.job(&id).expect("a job");
    assert!(!after.params.contains_key(NOT_RECORDED));
}
