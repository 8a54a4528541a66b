//! A restore from its beginning to its end, quitting at each step.

use super::*;
use crate::package::Verdict;
use crate::restore::session::Step;

fn next(stage: &Stage, id: &str) -> Option<Step> {
    let rows = stage.desk.restores("p").expect("restores");
    rows.into_iter()
        .find(|row| row.id == id)
        .expect("a row")
        .next_step
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_is_found_again_at_the_step_where_it_was_left() {
    let mut stage = Stage::new();
    let id = stage.begin("qa").session.id;
    assert_eq!(next(&stage, &id), Some(Step::RestorePoint));
    let now = stage.desk.now();

    stage.come_back();
    let made = RestoreEvent::RestorePointMade {
        name: "Before".into(),
        made_at: now,
    };
    stage.tell(&id, made);
    stage.come_back();
    assert_eq!(next(&stage, &id), Some(Step::CreateSession));
    let view = stage.tell(&id, RestoreEvent::SessionCreated { at: now });
    let clocks = view.clocks.expect("both clocks run");
    assert_eq!(clocks.upload_until.0, now.0 + 7 * DAY);

    stage.come_back();
    assert_eq!(next(&stage, &id), Some(Step::GetAccess));
    let text = format!("{}\n{}", stage.link("db-1"), stage.link("files-1"));
    stage.paste(&id, &text).await;
    stage.come_back();
    assert_eq!(next(&stage, &id), Some(Step::Database));
    stage.check(&id, &stage.database("31.6.2")).await;
    stage.come_back();
    assert_eq!(next(&stage, &id), Some(Step::Files));
    let files = stage.files(&["default/assets/a.jpg"]);
    stage.look(&id, &files, Choices::default()).await;
    stage.come_back();
    // The version of QA is known to nobody yet, which is a warning and no more.
    assert_eq!(next(&stage, &id), Some(Step::Transfer));

    let view = stage.view(&id);
    assert_eq!(view.links.saved, LinksSaved::Saved);
    assert_eq!(view.links.storage.expect("its link").container, "files-1");
    let database = view.database.expect("the database");
    assert_eq!(database.check.facts.version.version(), Some("31.6.2"));
    assert!(database.handle.is_some(), "it lies where it was");
    let storage = view.storage.expect("the files");
    assert!(storage.handle.is_some());
    assert_eq!(
        view.preflight.expect("judged").verdict,
        Verdict::ReadyWithWarnings
    );
    assert!(
        view.portal_page
            .ends_with("/data-management/custom-restore")
    );
    let lines = stage.history();
    for kind in [
        "restore-started",
        "restore-point-made",
        "restore-session-created",
        "restore-access-got",
        "restore-database-chosen",
        "restore-files-chosen",
        "restore-checked",
    ] {
        let told = lines.iter().filter(|line| *line == kind).count();
        assert_eq!(told, 1, "{kind}");
    }
}

#[tokio::test]
async fn a_project_has_one_open_restore() {
    let stage = Stage::new();
    let id = stage.begin("qa").session.id;
    let second = stage.desk.begin_restore("p", &EnvKey("prod".into()));
    assert_eq!(code(second), "restore-open-already");
    stage.tell(&id, RestoreEvent::Closed);
    let view = stage.begin("prod");
    let rows = stage.desk.restores("p").expect("restores");
    let targets: Vec<&str> = rows.iter().map(|row| row.target_name.as_str()).collect();
    assert_eq!(targets.len(), 2);
    assert!(targets.contains(&"QA") && targets.contains(&"PROD"));
    assert_eq!(view.session.target, EnvKey("prod".into()));
    let closed = rows.iter().find(|row| row.id == id).expect("the first");
    assert!(closed.given_up && closed.closed_at.is_some());
}

#[tokio::test]
async fn an_environment_or_a_restore_nobody_knows_is_refused() {
    let stage = Stage::new();
    let nowhere = stage.desk.begin_restore("p", &EnvKey("nowhere".into()));
    assert_eq!(code(nowhere), "environment-not-found");
    assert_eq!(code(stage.desk.restore("r")), "restore-not-found");
    let told = stage.desk.restore_event("r", RestoreEvent::Closed);
    assert_eq!(code(told), "restore-not-found");
}

#[tokio::test]
async fn what_does_not_fit_the_session_is_refused_with_the_environment_by_its_name() {
    let stage = Stage::new();
    let id = stage.created();
    let ahead = Moment(stage.desk.now().0 + HOUR);
    let later = stage
        .desk
        .restore_event(&id, RestoreEvent::SessionCreated { at: ahead });
    assert_eq!(code(later), "restore-time-ahead");
    let press = RestoreEvent::RestorePressed {
        env: EnvKey("qa".into()),
        again: false,
    };
    let waived = RestoreEvent::RestorePointWaived { reason: " ".into() };
    assert_eq!(
        code(stage.desk.restore_event(&id, waived)),
        "reason-missing"
    );
    let first = stage.desk.restore_event(&id, press).expect_err("too early");
    assert_eq!(first.code, "restore-step-first");
    assert_eq!(first.params["step"], "transfer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_version_of_the_target_is_told_or_known_from_its_last_package() {
    let stage = Stage::new();
    let id = stage.ready().await;
    let unclear = stage.desk.tell_target_version(&id, Some("the newest"));
    assert_eq!(code(unclear), "restore-version-unclear");
    let view = stage.desk.tell_target_version(&id, Some(" 31.5.0 "));
    let view = view.expect("taken");
    assert_eq!(view.target_version.as_deref(), Some("31.5.0"));
    assert_eq!(view.target_version_from, Some(VersionFrom::Told));
    let preflight = view.preflight.expect("judged");
    assert_eq!(preflight.verdict, Verdict::WillNotWork);
    let checked = view.session.checked.expect("the session knows");
    assert_eq!(checked.verdict, Verdict::WillNotWork);

    let view = stage.desk.tell_target_version(&id, None).expect("taken");
    assert_eq!(view.target_version, None);
    let placement = crate::desk::Placement {
        project_id: "p".into(),
        env: EnvKey("qa".into()),
        sha256: "ab".repeat(32),
        file_name: "a.zip".into(),
        build_number: None,
        code_version: Some("31.6.2".into()),
        at: stage.desk.now(),
        known_by: crate::desk::KnownBy::Measured,
        downtime_ms: None,
    };
    let ledger = &stage.desk.0.ledger;
    ledger.add_placement("u", &placement).expect("kept");
    let view = stage.view(&id);
    assert_eq!(view.target_version_from, Some(VersionFrom::Measured));
    assert_eq!(view.preflight.expect("judged").verdict, Verdict::Ready);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clocks_go_on_while_slipway_is_closed_and_stop_what_is_too_late() {
    let mut stage = Stage::new();
    let id = stage.ready().await;
    stage.clock.advance(6 * DAY + 3 * HOUR);
    stage.come_back();
    let checks = |view: RestoreView| -> Vec<String> {
        let findings = view.preflight.expect("judged").findings;
        findings.into_iter().map(|finding| finding.check).collect()
    };
    let found = checks(stage.view(&id));
    assert!(
        found.contains(&"restore-upload-time-ending".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"restore-link-expired".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"restore-point-old".to_owned()), "{found:?}");
    stage.clock.advance(DAY);
    let found = checks(stage.view(&id));
    assert!(
        found.contains(&"restore-upload-time-over".to_owned()),
        "{found:?}"
    );
    let text = format!(
        "{}\n{}",
        stage.link("database-7f21"),
        stage.link("storage-7f21")
    );
    let late = stage.desk.take_links(&id, text, false).await;
    assert_eq!(code(late), "restore-upload-time-over");
}

#[tokio::test]
async fn a_restore_before_production_needs_a_way_back() {
    let stage = Stage::new();
    let id = stage.begin("prod").session.id;
    let reason = "no time".to_owned();
    stage.tell(&id, RestoreEvent::RestorePointWaived { reason });
    let job = stage.check(&id, &stage.database("31.6.2")).await;
    assert_eq!(job.state, JobState::Succeeded);
    let preflight = stage.view(&id).preflight.expect("judged");
    assert_eq!(preflight.verdict, Verdict::WillNotWork);
    assert_eq!(preflight.findings[0].check, "restore-point-missing");
}

#[tokio::test]
async fn a_token_and_the_links_of_a_project_go_with_it() {
    let stage = Stage::new();
    let id = stage.created();
    let text = format!("{}\n{}", stage.link("db-1"), stage.link("files-1"));
    stage.paste(&id, &text).await;
    let token = Secret::from("pat-4711-abcdefgh".to_owned());
    let saved = stage.desk.save_token("p", token, KeepToken::InKeychain);
    saved.expect("saved");
    assert!(stage.holds_links(&id));
    stage.desk.remove_project("p").expect("removed");
    assert!(!stage.holds_links(&id));
}
