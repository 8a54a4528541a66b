//! Slipway ends just after the Portal's answer to an upload was written down.

use super::entry_of;
use crate::desk::measure::tests::Stage;
use crate::desk::{Desk, HistoryFilter, KnownBy, Placement};
use crate::job::{JobKind, JobRun, JobState, NewJob, WAITING_FOR_ANSWER};
use crate::project::EnvKey;
use crate::units::Moment;
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
        .package(SHA256);
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
