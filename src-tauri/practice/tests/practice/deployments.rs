use crate::support::{A_DEPLOYMENT, Recipe, Rehearsal};
use reqwest::StatusCode;
use slipway_practice::{DeploymentState, Origin, RestorePointKind};
use std::io::{Cursor, Read};
use zip::ZipArchive;

use DeploymentState::{Failed, InProgress, Queued, Succeeded};

#[tokio::test]
async fn a_deployment_appears_after_a_moment_and_goes_through_its_states() {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .upload("qa", Recipe::build("1.0.0-a").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(rehearsal.states(), [Queued]);
    let page = rehearsal.page("deployments");
    assert!(
        rehearsal.text(&page).await.contains("Nothing is running."),
        "not shown yet"
    );

    rehearsal.pass(2.0);
    assert_eq!(rehearsal.states(), [InProgress]);
    let shown = rehearsal.text(&page).await;
    assert!(shown.contains("In progress") && shown.contains("DeploymentPackage.zip"));

    rehearsal.pass(17.9);
    assert_eq!(rehearsal.states(), [InProgress]);
    rehearsal.pass(0.2);
    assert_eq!(rehearsal.states(), [Succeeded]);
    let shown = rehearsal.text(&page).await;
    assert!(shown.contains("Nothing is running.") && shown.contains("1.0.0-a"));
}

#[tokio::test]
async fn only_one_deployment_runs_at_a_time_and_the_queue_is_visible() {
    let rehearsal = Rehearsal::start().await;
    for env in ["qa", "uat", "prod"] {
        rehearsal
            .upload(env, Recipe::build("1").zip())
            .send()
            .await
            .unwrap();
    }
    rehearsal.pass(5.0);
    assert_eq!(rehearsal.states(), [InProgress, Queued, Queued]);
    assert_eq!(
        rehearsal
            .text(&rehearsal.page("deployments"))
            .await
            .matches("Queued")
            .count(),
        2
    );
    rehearsal.pass(18.0);
    assert_eq!(rehearsal.states(), [Succeeded, InProgress, Queued]);
    rehearsal.pass(36.0);
    assert_eq!(rehearsal.states(), [Succeeded, Succeeded, Succeeded]);
    let times = rehearsal.world.deployments();
    assert_eq!(
        times[1].started_at, times[0].finished_at,
        "it starts when the one before ends"
    );
}

#[tokio::test]
async fn deploy_to_pressed_twice_queues_twice() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    for _ in 0..2 {
        assert_eq!(
            rehearsal.deploy_to("qa", "uat").await.status(),
            StatusCode::SEE_OTHER
        );
    }
    assert_eq!(rehearsal.states(), [Succeeded, Queued, Queued]);
    let [_, first, second] = &rehearsal.world.deployments()[..] else {
        panic!("three")
    };
    assert_eq!(
        first.package.sha256, second.package.sha256,
        "the same package"
    );
    assert!(matches!(&first.origin, Origin::DeployTo { from } if from.0 == "qa"));
}

#[tokio::test]
async fn only_the_latest_deployed_package_can_be_promoted() {
    let rehearsal = Rehearsal::start().await;
    let old = rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.deployed("qa", Recipe::build("2")).await;
    let stale = [
        ("source", &*old.id.to_string()),
        ("to", "uat"),
        ("action", "start"),
    ];
    let answer = rehearsal
        .post_form(&rehearsal.page("deployments/deploy-to"), &stale)
        .await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Only the latest deployed package")
    );
    rehearsal.deploy_to("qa", "uat").await;
    assert_eq!(
        rehearsal.latest().package.build_number.as_deref(),
        Some("2")
    );
}

#[tokio::test]
async fn a_package_is_promoted_forward_only() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("uat", Recipe::build("1")).await;
    assert_eq!(
        rehearsal.deploy_to("uat", "qa").await.status(),
        StatusCode::CONFLICT
    );
    assert_eq!(
        rehearsal.deploy_to("uat", "uat").await.status(),
        StatusCode::CONFLICT
    );
    assert_eq!(
        rehearsal.deploy_to("uat", "prod").await.status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_lower_xperience_version_fails_with_a_readable_log_and_changes_nothing() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let lower = Recipe {
        version: "31.5.9",
        ..Recipe::build("2")
    };
    let failed = rehearsal.deployed("qa", lower).await;
    assert_eq!(failed.state, Failed);
    let log = log_of(&rehearsal, failed.id).await;
    assert!(
        log.contains("31.5.9") && log.contains("31.6.2") && log.contains("lower"),
        "{log}"
    );
    assert!(log.contains("The environment was not changed."), "{log}");
    let home = rehearsal.get(&rehearsal.site("qa")).await;
    assert_eq!(home.status(), StatusCode::OK);
    assert!(home.text().await.unwrap().contains("Build 1"));
    let equal = rehearsal.deployed("qa", Recipe::build("3")).await;
    assert_eq!(equal.state, Succeeded, "the same version is fine");
}

#[tokio::test]
async fn a_broken_package_fails_with_the_reason_in_its_log() {
    let rehearsal = Rehearsal::start().await;
    for (without, reason) in [
        ("cloud-metadata.json", "cloud-metadata.json is missing"),
        ("DancingGoat.dll", "DancingGoat.dll is missing"),
        ("$CDRepository", "$CDRepository is missing"),
    ] {
        let failed = rehearsal
            .deployed(
                "qa",
                Recipe {
                    without: Some(without),
                    ..Recipe::build("1")
                },
            )
            .await;
        assert_eq!(failed.state, Failed, "{without}");
        let log = log_of(&rehearsal, failed.id).await;
        assert!(log.contains(reason), "{log}");
    }
    let cut = Recipe::build("1").zip();
    rehearsal
        .upload("qa", cut[..cut.len() / 2].to_vec())
        .send()
        .await
        .unwrap();
    rehearsal.clock.advance(A_DEPLOYMENT);
    let log = log_of(&rehearsal, rehearsal.latest().id).await;
    assert!(log.contains("not a readable ZIP archive"), "{log}");
}

#[tokio::test]
async fn a_deployment_can_be_made_to_fail_and_the_old_application_comes_back() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal
        .world
        .faults()
        .fail_next_deployment(Some("qa"), "Migration 20260710 failed.");
    let changed = Recipe {
        object: "second",
        ..Recipe::build("2")
    };
    let failed = rehearsal.deployed("qa", changed.clone()).await;
    assert_eq!(failed.state, Failed);
    assert!(
        log_of(&rehearsal, failed.id)
            .await
            .contains("Migration 20260710 failed.")
    );
    assert!(
        rehearsal
            .text(&rehearsal.site("qa"))
            .await
            .contains("Build 1")
    );
    assert_eq!(
        rehearsal.deployed("qa", changed).await.state,
        Succeeded,
        "only the next one"
    );
}

#[tokio::test]
async fn a_scheduled_deployment_waits_for_its_date_even_if_nobody_looks() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let answer = rehearsal.schedule("qa", "prod", "2026-07-17T23:30").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(rehearsal.states(), [Succeeded]);
    rehearsal.pass(4.0 * 3600.0);
    assert_eq!(rehearsal.states(), [Succeeded, Succeeded]);
    let done = rehearsal.latest();
    assert_eq!(done.accepted_at.to_string(), "2026-07-17T23:30:00Z");
    assert!(matches!(done.origin, Origin::Scheduled { .. }));
}

#[tokio::test]
async fn a_schedule_blocks_production_until_it_is_cancelled() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.schedule("qa", "prod", "2026-07-18T02:00").await;

    assert_eq!(
        rehearsal.deploy_to("qa", "prod").await.status(),
        StatusCode::CONFLICT
    );
    let again = rehearsal.schedule("qa", "prod", "2026-07-18T03:00").await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    let emergency = rehearsal
        .upload("prod", Recipe::build("2").zip())
        .send()
        .await
        .unwrap();
    assert_eq!(emergency.status(), StatusCode::CONFLICT);
    assert_eq!(
        rehearsal.deploy_to("qa", "uat").await.status(),
        StatusCode::SEE_OTHER
    );

    let cancel = rehearsal.page("deployments/cancel-scheduled");
    assert_eq!(
        rehearsal.post_form(&cancel, &[]).await.status(),
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        rehearsal.deploy_to("qa", "prod").await.status(),
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        rehearsal.post_form(&cancel, &[]).await.status(),
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn only_production_can_be_scheduled_and_only_for_the_future() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    for (to, due) in [
        ("uat", "2026-07-18T02:00"),
        ("prod", "2026-07-17T10:00"),
        ("prod", "soon"),
    ] {
        let answer = rehearsal.schedule("qa", to, due).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{to} {due}");
    }
}

#[tokio::test]
async fn a_restore_point_is_made_before_each_deployment_and_lasts_30_days() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    assert!(
        rehearsal.world.restore_points().is_empty(),
        "there was nothing to keep"
    );
    rehearsal.deployed("qa", Recipe::build("2")).await;
    let points = rehearsal.world.restore_points();
    assert_eq!(points.len(), 1);
    assert_eq!(points[0].kind, RestorePointKind::PreDeployment);
    assert_eq!(points[0].build_number.as_deref(), Some("1"));
    rehearsal.pass(30.0 * 24.0 * 3600.0);
    assert!(rehearsal.world.restore_points().is_empty());
}

#[tokio::test]
async fn restore_points_share_the_queue_with_deployments() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let create = rehearsal.page("data-management/restore-points");
    assert_eq!(
        rehearsal
            .post_form(&create, &[("env", "prod")])
            .await
            .status(),
        StatusCode::CONFLICT
    );
    assert_eq!(
        rehearsal
            .post_form(&create, &[("env", "qa")])
            .await
            .status(),
        StatusCode::SEE_OTHER
    );
    rehearsal.deploy_to("qa", "uat").await;
    rehearsal.pass(3.0);
    assert!(rehearsal.world.restore_points()[0].finished_at.is_none());
    assert_eq!(
        rehearsal.states(),
        [Succeeded, Queued],
        "it waits for the restore point"
    );
    rehearsal.pass(5.5);
    assert!(rehearsal.world.restore_points()[0].finished_at.is_some());
    assert_eq!(rehearsal.states(), [Succeeded, InProgress]);
}

#[tokio::test]
async fn the_pace_decides_how_long_a_deployment_takes() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.world.faults().pace(0.02);
    rehearsal
        .upload("qa", Recipe::build("1").zip())
        .send()
        .await
        .unwrap();
    rehearsal.pass(0.41);
    assert_eq!(rehearsal.states(), [Succeeded]);
}

async fn log_of(rehearsal: &Rehearsal, deployment: u64) -> String {
    let answer = rehearsal
        .get(&rehearsal.page(&format!("deployments/{deployment}/logs")))
        .await;
    assert_eq!(answer.headers()["content-type"], "application/zip");
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes().await.unwrap())).unwrap();
    let mut log = String::new();
    archive
        .by_name("deployment.log")
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    log
}
