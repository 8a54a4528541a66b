use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use slipway_practice::{DeploymentState, PracticeOptions};
use std::time::Duration;

/// What a visitor saw, and whether the Portal said it was over by then.
#[derive(Debug)]
struct Look {
    home: StatusCode,
    newsletter: StatusCode,
    /// Confirming a subscription, which a link in an e-mail does.
    confirm: StatusCode,
    admin: String,
    build: String,
    over: bool,
}

#[tokio::test]
async fn before_the_first_deployment_there_is_nothing() {
    let rehearsal = Rehearsal::start().await;
    let answer = rehearsal.get(&rehearsal.site("prod")).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("Nothing deployed yet")
    );
}

#[tokio::test]
async fn the_first_deployment_ends_with_the_site_answering() {
    let rehearsal = Rehearsal::start().await;
    let looks = watch(&rehearsal, Recipe::build("1")).await;
    assert!(
        looks
            .iter()
            .any(|look| look.home == StatusCode::SERVICE_UNAVAILABLE)
    );
    assert_eq!(looks.last().unwrap().build, "1");
}

#[tokio::test]
async fn code_only_causes_no_outage_and_is_live_before_the_portal_says_so() {
    let rehearsal = running("1", false).await;
    let looks = watch(&rehearsal, Recipe::build("2")).await;
    assert!(
        looks
            .iter()
            .all(|look| look.home == StatusCode::OK && look.newsletter == StatusCode::OK)
    );
    assert_eq!(looks.first().unwrap().build, "1");
    assert!(
        looks.iter().any(|look| look.build == "2" && !look.over),
        "slots swap first"
    );
    assert!(looks.iter().all(|look| look.build == "2" || !look.over));
}

#[tokio::test]
async fn a_changed_repository_takes_the_site_offline_in_the_middle() {
    let rehearsal = running("1", false).await;
    let looks = watch(
        &rehearsal,
        Recipe {
            object: "second",
            ..Recipe::build("2")
        },
    )
    .await;
    offline_in_the_middle(&looks);
}

#[tokio::test]
async fn a_changed_xperience_version_takes_the_site_offline() {
    let rehearsal = running("1", false).await;
    offline_in_the_middle(
        &watch(
            &rehearsal,
            Recipe {
                version: "31.7.0",
                ..Recipe::build("2")
            },
        )
        .await,
    );
}

#[tokio::test]
async fn storage_assets_take_the_site_offline() {
    let rehearsal = running("1", false).await;
    offline_in_the_middle(
        &watch(
            &rehearsal,
            Recipe {
                assets: true,
                ..Recipe::build("2")
            },
        )
        .await,
    );
}

#[tokio::test]
async fn the_first_zero_downtime_package_still_takes_the_site_offline() {
    let rehearsal = running("1", false).await;
    let flagged = Recipe {
        object: "second",
        zero_downtime: true,
        ..Recipe::build("2")
    };
    offline_in_the_middle(&watch(&rehearsal, flagged).await);
}

#[tokio::test]
async fn zero_downtime_over_zero_downtime_is_read_only_in_the_middle() {
    let rehearsal = running("1", true).await;
    let flagged = Recipe {
        object: "second",
        zero_downtime: true,
        ..Recipe::build("2")
    };
    let looks = watch(&rehearsal, flagged).await;
    assert!(
        looks.iter().all(|look| look.home == StatusCode::OK),
        "pages are always served"
    );
    let read_only: Vec<_> = looks
        .iter()
        .filter(|look| look.newsletter == StatusCode::SERVICE_UNAVAILABLE)
        .collect();
    assert!(!read_only.is_empty());
    assert!(
        read_only
            .iter()
            .all(|look| look.admin.contains("read-only mode")
                && look.confirm == StatusCode::SERVICE_UNAVAILABLE
                && !look.over)
    );
    for end in [looks.first().unwrap(), looks.last().unwrap()] {
        assert_eq!(end.newsletter, StatusCode::OK);
        assert!(end.admin.contains("Sign in"));
    }
}

#[tokio::test]
async fn a_zero_downtime_package_below_31_0_2_takes_the_site_offline() {
    let rehearsal = Rehearsal::start().await;
    let old = Recipe {
        version: "31.0.1",
        zero_downtime: true,
        ..Recipe::build("1")
    };
    rehearsal.deployed("qa", old.clone()).await;
    let looks = watch(
        &rehearsal,
        Recipe {
            object: "second",
            build: "2",
            ..old
        },
    )
    .await;
    offline_in_the_middle(&looks);
}

#[tokio::test]
async fn another_environment_is_not_touched() {
    let rehearsal = running("1", false).await;
    rehearsal.deploy_to("qa", "uat").await;
    rehearsal.pass(12.0);
    assert_eq!(
        rehearsal.get(&rehearsal.site("uat")).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_build_is_in_a_meta_tag_and_in_the_footer() {
    let rehearsal = running("1.0.0-202607171957", false).await;
    let home = rehearsal.text(&rehearsal.site("qa")).await;
    assert!(home.contains(r#"<meta name="build" content="1.0.0-202607171957">"#));
    assert!(home.contains("Build 1.0.0-202607171957</p></footer>"));
}

#[tokio::test]
async fn status_is_healthy_and_unknown_pages_are_404() {
    let rehearsal = running("1", false).await;
    let site = rehearsal.site("qa");
    assert_eq!(rehearsal.text(&format!("{site}/status")).await, "Healthy");
    assert_eq!(
        rehearsal.get(&format!("{site}/admin")).await.status(),
        StatusCode::OK
    );
    assert_eq!(
        rehearsal.get(&format!("{site}/tea")).await.status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_restarted_site_is_away_for_a_moment() {
    let rehearsal = running("1", false).await;
    let restart = rehearsal.page("deployments/restart/qa");
    assert_eq!(
        rehearsal.post_form(&restart, &[]).await.status(),
        StatusCode::SEE_OTHER
    );
    let site = rehearsal.site("qa");
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    rehearsal.pass(4.0);
    assert_eq!(rehearsal.get(&site).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn extra_latency_holds_every_answer_back() {
    let site_latency = Duration::from_millis(300);
    let options = PracticeOptions {
        site_latency,
        ..PracticeOptions::default()
    };
    let rehearsal = Rehearsal::with(options).await;
    let (http, site) = (rehearsal.http.clone(), rehearsal.site("qa"));
    let visit = tokio::spawn(async move { http.get(site).send().await.unwrap().status() });
    rehearsal.clock.waited_for_by(1).await;
    assert!(!visit.is_finished());
    rehearsal.clock.advance(site_latency);
    assert_eq!(visit.await.unwrap(), StatusCode::NOT_FOUND);
}

async fn running(build: &'static str, zero_downtime: bool) -> Rehearsal {
    let rehearsal = Rehearsal::start().await;
    rehearsal
        .deployed(
            "qa",
            Recipe {
                zero_downtime,
                ..Recipe::build(build)
            },
        )
        .await;
    rehearsal
}

/// Deploys to QA and looks at its site twice a second until two seconds after the end.
async fn watch(rehearsal: &Rehearsal, package: Recipe) -> Vec<Look> {
    rehearsal.upload("qa", package.zip()).send().await.unwrap();
    let site = rehearsal.site("qa");
    let mut looks = Vec::new();
    for _ in 0..44 {
        let home = rehearsal.get(&site).await;
        let status = home.status();
        let page = home.text().await.unwrap();
        let build = page
            .split_once(r#"name="build" content=""#)
            .map(|(_, rest)| rest);
        looks.push(Look {
            home: status,
            newsletter: rehearsal
                .post_form(&format!("{site}/newsletter"), &[])
                .await
                .status(),
            confirm: rehearsal
                .get(&format!("{site}/newsletter/confirm"))
                .await
                .status(),
            admin: rehearsal.text(&format!("{site}/admin")).await,
            build: build
                .and_then(|rest| rest.split('"').next())
                .unwrap_or_default()
                .to_owned(),
            over: rehearsal.latest().state == DeploymentState::Succeeded,
        });
        rehearsal.pass(0.5);
    }
    assert!(looks.last().unwrap().over);
    looks
}

fn offline_in_the_middle(looks: &[Look]) {
    let offline: Vec<_> = looks
        .iter()
        .enumerate()
        .filter(|(_, look)| look.home == StatusCode::SERVICE_UNAVAILABLE)
        .map(|(at, _)| at)
        .collect();
    let (first, last) = (offline[0], offline[offline.len() - 1]);
    assert_eq!(last - first + 1, offline.len(), "one stretch");
    assert!(looks[..first].iter().all(|look| look.build == "1"));
    assert!(looks[last + 1..].iter().all(|look| look.build == "2"));
    assert!(
        offline
            .iter()
            .all(|at| looks[*at].admin.contains("App Offline") && !looks[*at].over)
    );
    assert!(
        !looks[last + 1].over,
        "it is back before the Portal says so"
    );
}
