//! Applications that come with something wrong.

use crate::support::{A_DEPLOYMENT, Recipe, Rehearsal};
use reqwest::StatusCode;
use serde_json::json;
use slipway_practice::{Flaw, SiteTrouble};
use std::time::Duration;

#[tokio::test]
async fn of_a_hundred_answers_about_as_many_as_ordered_are_500() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let trouble = SiteTrouble::Failing {
        percent: 20,
        seed: 3,
    };
    rehearsal.world.faults().site("qa", Some(trouble));
    let site = rehearsal.site("qa");
    let mut refused = 0;
    for _ in 0..200 {
        let status = rehearsal.get(&site).await.status();
        assert!(matches!(
            status,
            StatusCode::OK | StatusCode::INTERNAL_SERVER_ERROR
        ));
        refused += usize::from(status != StatusCode::OK);
    }
    assert!((25..=55).contains(&refused), "{refused} of 200");
}

#[tokio::test]
async fn a_flaw_comes_with_the_new_application_after_a_healthy_while() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.world.faults().flaw_next_deployment(
        Some("qa"),
        Flaw {
            trouble: SiteTrouble::ServerError,
            after_ms: 60_000,
        },
    );
    rehearsal.deployed("qa", Recipe::build("2")).await;
    let site = rehearsal.site("qa");
    assert!(rehearsal.text(&site).await.contains("Build 2"));
    rehearsal.pass(61.0);
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );

    rehearsal.deployed("qa", Recipe::build("1")).await;
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::OK,
        "the package before is well"
    );
}

#[tokio::test]
async fn a_flaw_is_ordered_for_one_environment_and_goes_with_its_restore_point() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.deploy_to("qa", "prod").await;
    rehearsal.clock.advance(A_DEPLOYMENT);
    let order = json!({ "env": "prod", "flaw": { "trouble": { "kind": "slow", "ms": 400 } } });
    let ordered = rehearsal
        .http
        .post(format!("{}/deployments/flaw-next", rehearsal.facts.control))
        .json(&order);
    assert_eq!(
        ordered.send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );

    rehearsal.deployed("qa", Recipe::build("2")).await;
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status(),
        StatusCode::OK
    );
    rehearsal.deploy_to("qa", "prod").await;
    rehearsal.clock.advance(A_DEPLOYMENT);
    let site = rehearsal.site("prod");
    let (http, slow) = (rehearsal.http.clone(), site.clone());
    let visit = tokio::spawn(async move { http.get(slow).send().await.unwrap().status() });
    rehearsal.clock.waited_for_by(1).await;
    rehearsal.clock.advance(Duration::from_millis(400));
    assert_eq!(visit.await.unwrap(), StatusCode::OK);

    let point = rehearsal
        .world
        .restore_points()
        .last()
        .cloned()
        .expect("before build 2");
    let restore = rehearsal.page(&format!(
        "data-management/restore-points/{}/restore",
        point.id
    ));
    rehearsal.post_form(&restore, &[]).await;
    rehearsal.clock.advance(A_DEPLOYMENT);
    assert!(
        rehearsal.text(&site).await.contains("Build 1"),
        "without any wait"
    );
}
