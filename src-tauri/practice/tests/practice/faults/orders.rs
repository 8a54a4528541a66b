//! Troubles and the clock, ordered in the program and over HTTP, and by nobody else.

use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use serde_json::{Value, json};
use slipway_practice::{PracticeOptions, SiteTrouble};
use std::time::Duration;

#[tokio::test]
async fn a_site_can_be_down_broken_or_slow_until_it_is_healed() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let site = rehearsal.site("qa");
    let faults = rehearsal.world.faults();

    faults.site("qa", Some(SiteTrouble::Down));
    for _ in 0..2 {
        assert!(rehearsal.http.get(&site).send().await.is_err());
    }
    faults.site("qa", Some(SiteTrouble::ServerError));
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(
        rehearsal.get(&rehearsal.site("uat")).await.status(),
        StatusCode::NOT_FOUND
    );

    faults.site("qa", Some(SiteTrouble::Slow { ms: 5000 }));
    let visit = tokio::spawn(rehearsal.http.get(&site).send());
    rehearsal.clock.waited_for_by(1).await;
    rehearsal.pass(5.0);
    assert_eq!(visit.await.unwrap().unwrap().status(), StatusCode::OK);

    faults.site("qa", None);
    assert_eq!(rehearsal.get(&site).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_jump_of_the_clock_lets_hours_pass_at_once() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.schedule("qa", "prod", "2026-07-18T06:00").await;
    let before = rehearsal.world.now();
    rehearsal
        .world
        .faults()
        .jump(Duration::from_secs(12 * 3600));
    assert_eq!(
        rehearsal.world.now().0.duration_since(before.0).as_hours(),
        12
    );
    assert_eq!(rehearsal.latest().env.0, "prod");
}

#[tokio::test]
async fn everything_can_be_ordered_over_http_too() {
    let rehearsal = Rehearsal::start().await;
    let control = rehearsal.facts.control.clone();
    let post = async |path: &str, body: Value| {
        let request = rehearsal.http.post(format!("{control}/{path}")).json(&body);
        request.send().await.unwrap().status()
    };
    let facts: Value = rehearsal
        .get(&format!("{control}/facts"))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(facts, serde_json::to_value(&rehearsal.facts).unwrap());

    let rule =
        json!({ "path": "/upload/", "times": 1, "effect": { "kind": "status", "status": 502 } });
    assert_eq!(post("faults", rule).await, StatusCode::OK);
    let upload = async || {
        rehearsal
            .upload("qa", Recipe::build("1").zip())
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(upload().await, 502);
    post("maintenance", json!({ "on": true })).await;
    assert_eq!(upload().await, 503);
    rehearsal
        .http
        .delete(format!("{control}/faults"))
        .send()
        .await
        .unwrap();
    post(
        "deployments/fail-next",
        json!({ "words": "No luck today." }),
    )
    .await;
    assert_eq!(upload().await, 200);
    post("clock", json!({ "jump_ms": 60_000, "pace": 0.5 })).await;
    let deployments = rehearsal.text(&format!("{control}/deployments")).await;
    assert!(deployments.contains("No luck today."), "{deployments}");

    post("sites/qa", json!({ "trouble": { "kind": "server-error" } })).await;
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status().as_u16(),
        500
    );
    post("sites/qa", json!({ "trouble": null })).await;
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status().as_u16(),
        404
    );
    assert_eq!(
        post("sites/moon", json!({ "trouble": null })).await,
        StatusCode::NOT_FOUND
    );
    assert!(
        !post("faults", json!({ "effect": { "kind": "unknown" } }))
            .await
            .is_success()
    );

    let requests: Value = rehearsal
        .get(&format!("{control}/requests"))
        .await
        .json()
        .await
        .unwrap();
    let paths: Vec<_> = requests
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| seen["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths.len(), 5, "control calls are not counted: {paths:?}");
    assert!(!requests.to_string().contains(&rehearsal.facts.token));
}

#[tokio::test]
async fn web_pages_from_elsewhere_have_no_way_in() {
    let rehearsal = Rehearsal::with(PracticeOptions::default()).await;
    let page = rehearsal.page("dashboard");
    let named = rehearsal
        .http
        .get(&page)
        .header("host", "practice.example.com");
    assert_eq!(
        named.send().await.unwrap().status(),
        StatusCode::MISDIRECTED_REQUEST
    );
    let clear = format!("{}/requests", rehearsal.facts.control);
    for origin in [
        "https://example.com",
        "null",
        "http://127.0.0.1.example.com",
    ] {
        let form = rehearsal.http.delete(&clear).header("origin", origin);
        assert_eq!(
            form.send().await.unwrap().status(),
            StatusCode::FORBIDDEN,
            "{origin}"
        );
    }
    let own = rehearsal
        .http
        .delete(&clear)
        .header("origin", &rehearsal.facts.portal);
    assert_eq!(own.send().await.unwrap().status(), StatusCode::NO_CONTENT);
}
