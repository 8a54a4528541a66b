//! Putting an environment back to a restore point.

use crate::support::{A_DEPLOYMENT, Recipe, Rehearsal};
use reqwest::StatusCode;
use slipway_practice::DeploymentState;

#[tokio::test]
async fn a_restore_point_brings_back_what_ran_before_the_deployment() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("prod", Recipe::build("1")).await;
    let newer = Recipe {
        version: "31.7.0",
        ..Recipe::build("2")
    };
    rehearsal.deployed("prod", newer).await;
    let point = rehearsal.world.restore_points()[0].id;

    let points = rehearsal.text(&rehearsal.page("data-management")).await;
    let address = format!("data-management/restore-points/{point}/restore");
    assert!(points.contains(&address), "the table leads there");
    let question = rehearsal.text(&rehearsal.page(&address)).await;
    assert!(question.contains("temporarily shut down") && question.contains("is lost"));
    let pressed = rehearsal.post_form(&rehearsal.page(&address), &[]).await;
    assert_eq!(pressed.status(), StatusCode::SEE_OTHER);

    let site = rehearsal.site("prod");
    assert!(rehearsal.text(&site).await.contains("Build 2"), "not yet");
    rehearsal.pass(10.0);
    assert_eq!(
        rehearsal.get(&site).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    let progress = rehearsal.text(&rehearsal.page("deployments")).await;
    assert!(progress.contains("Restore to a restore point"));
    rehearsal.clock.advance(A_DEPLOYMENT);
    assert!(rehearsal.text(&site).await.contains("Build 1"));

    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    assert_eq!(
        page.matches("aria-label=\"Logs of deployment").count(),
        2,
        "it is no deployment"
    );
    let older = rehearsal.deployed("prod", Recipe::build("3")).await;
    assert_eq!(
        older.state,
        DeploymentState::Succeeded,
        "31.6.2 runs there again"
    );
}

#[tokio::test]
async fn a_restore_point_that_is_not_ready_or_not_there_is_refused() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("prod", Recipe::build("1")).await;
    let create = rehearsal.page("data-management/restore-points");
    rehearsal.post_form(&create, &[("env", "prod")]).await;
    let point = rehearsal.world.restore_points()[0].id;
    for (id, words) in [(point, "not ready yet"), (99, "no such restore point")] {
        let page = rehearsal.page(&format!("data-management/restore-points/{id}/restore"));
        for answer in [
            rehearsal.get(&page).await,
            rehearsal.post_form(&page, &[]).await,
        ] {
            assert_eq!(answer.status(), StatusCode::CONFLICT, "{id}");
            assert!(answer.text().await.unwrap().contains(words), "{id}");
        }
    }
    assert_eq!(rehearsal.states().len(), 1, "nothing was queued");
}
