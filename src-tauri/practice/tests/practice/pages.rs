use crate::support::{A_DEPLOYMENT, Recipe, Rehearsal};
use reqwest::{Response, StatusCode};
use slipway_practice::Origin;

#[tokio::test]
async fn the_root_leads_to_the_dashboard_with_the_project_info() {
    let rehearsal = Rehearsal::start().await;
    let root = rehearsal.get(&rehearsal.facts.portal).await;
    assert_eq!(root.status(), StatusCode::SEE_OTHER);
    let location = root.headers()["location"].to_str().unwrap();
    assert_eq!(
        format!("{}{location}", rehearsal.facts.portal),
        rehearsal.page("dashboard")
    );

    rehearsal.deployed("qa", Recipe::build("1")).await;
    let dashboard = rehearsal.text(&rehearsal.page("dashboard")).await;
    for shown in [
        "Project info",
        &rehearsal.facts.project_name,
        &rehearsal.facts.project_guid.0,
        "Plan",
        "DeploymentPackage.zip",
        "31.6.2",
        "17 Jul 2026, 19:57:20 UTC",
    ] {
        assert!(dashboard.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn every_page_carries_the_ribbon_and_loads_nothing() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    for path in [
        "dashboard",
        "deployments",
        "data-management",
        "data-management/exports",
        "data-management/custom-restore",
        "deployments/deploy-to?source=1&to=prod",
    ] {
        let answer = rehearsal.get(&rehearsal.page(path)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        assert!(policy.starts_with("default-src 'none'"));
        let page = answer.text().await.unwrap();
        assert!(page.contains("Practice Portal</strong>"), "{path}");
        assert!(!page.contains("<script"), "{path}");
    }
}

#[tokio::test]
async fn another_projects_address_is_404_and_still_a_page() {
    let rehearsal = Rehearsal::start().await;
    for path in [
        "/other-project/dashboard",
        "/favicon.ico",
        "/nothing/here/at/all",
    ] {
        let answer = rehearsal
            .get(&format!("{}{path}", rehearsal.facts.portal))
            .await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await.unwrap().contains("Page not found"));
    }
}

#[tokio::test]
async fn a_package_can_be_uploaded_on_the_page() {
    let rehearsal = Rehearsal::start().await;
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    let action = attribute(&page, "enctype=\"multipart/form-data\" action=\"");
    let answer = send_file(
        &rehearsal,
        action,
        "C:\\builds\\Shop.zip",
        &Recipe::build("7").zip(),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let deployment = rehearsal.latest();
    assert_eq!(deployment.package.file_name, "Shop.zip");
    assert_eq!(deployment.origin, Origin::UploadPackage);
    assert_eq!(deployment.env.0, "qa");

    let refused = send_file(&rehearsal, action, "notes.txt", b"just text").await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("Choose a valid deployment package")
    );
    rehearsal.world.faults().maintenance(true);
    let refused = send_file(&rehearsal, action, "Shop.zip", &Recipe::build("7").zip()).await;
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(rehearsal.world.deployments().len(), 1);
}

#[tokio::test]
async fn a_release_manager_can_click_from_qa_to_prod() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("5")).await;
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    let to_prod = link(&page, "Deploy from QA to PROD");
    let question = rehearsal
        .text(&format!("{}{to_prod}", rehearsal.facts.portal))
        .await;
    assert!(question.contains("Deploy to PROD</h1>"));
    assert!(question.contains("temporarily shut down for the duration of the deployment"));
    assert!(question.contains("Start deployment") && question.contains("Schedule"));
    assert!(question.contains(">Cancel</a>"));

    let action = attribute(&question, "<form method=\"post\" action=\"");
    let source = attribute(&question, "name=\"source\" value=\"");
    let to = attribute(&question, "name=\"to\" value=\"");
    let form = [("source", source), ("to", to), ("action", "start")];
    let address = format!("{}{action}", rehearsal.facts.portal);
    assert_eq!(
        rehearsal.post_form(&address, &form).await.status(),
        StatusCode::SEE_OTHER
    );
    rehearsal.clock.advance(A_DEPLOYMENT);
    assert!(
        rehearsal
            .text(&rehearsal.site("prod"))
            .await
            .contains("Build 5")
    );
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    assert_eq!(page.matches("class=\"succeeded\"").count(), 2);
}

#[tokio::test]
async fn the_notice_tells_what_the_forecast_says() {
    let rehearsal = Rehearsal::start().await;
    let flagged = Recipe {
        zero_downtime: true,
        ..Recipe::build("1")
    };
    rehearsal.deployed("qa", Recipe::build("0")).await;
    rehearsal.deployed("uat", Recipe::build("0")).await;
    let notice = async || {
        let page = rehearsal.text(&rehearsal.page("deployments")).await;
        let address = format!(
            "{}{}",
            rehearsal.facts.portal,
            link(&page, "Deploy from QA to UAT")
        );
        rehearsal.text(&address).await
    };
    assert!(
        notice()
            .await
            .contains("causes no downtime: only the application code changed")
    );
    rehearsal
        .deployed(
            "qa",
            Recipe {
                object: "new",
                ..Recipe::build("1")
            },
        )
        .await;
    assert!(
        notice()
            .await
            .contains("shut down for the duration of the deployment: the CD repository changed")
    );
    rehearsal.deployed("uat", flagged.clone()).await;
    rehearsal.deployed("qa", flagged).await;
    assert!(notice().await.contains("zero-downtime deployment"));
}

#[tokio::test]
async fn a_scheduled_deployment_is_announced_with_its_cancel_button() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.schedule("qa", "prod", "2026-07-18T02:15").await;
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    assert!(page.contains("18 Jul 2026, 02:15:00 UTC"));
    assert!(page.contains("Cancel scheduled deployment"));
    let question = rehearsal
        .text(&rehearsal.page("deployments/deploy-to?source=1&to=prod"))
        .await;
    assert!(question.contains("Cancel the scheduled deployment first."));
    assert!(!question.contains("Start deployment"));
}

#[tokio::test]
async fn restore_points_are_listed_where_they_are_created() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1.0.0-kept")).await;
    let page = rehearsal.page("data-management");
    assert!(
        rehearsal
            .text(&page)
            .await
            .contains("There are no restore points yet.")
    );
    let create = rehearsal.page("data-management/restore-points");
    rehearsal.post_form(&create, &[("env", "qa")]).await;
    rehearsal.pass(9.0);
    let shown = rehearsal.text(&page).await;
    for expected in ["Manual", "Ready", "1.0.0-kept", "24 Jul 2026"] {
        assert!(shown.contains(expected), "{expected}");
    }
}

#[tokio::test]
async fn what_a_package_says_about_itself_cannot_become_part_of_a_page() {
    let rehearsal = Rehearsal::start().await;
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    let action = attribute(&page, "enctype=\"multipart/form-data\" action=\"").to_owned();
    let package = Recipe::build("<script>alert(1)</script>");
    send_file(&rehearsal, &action, "<img src=x>.zip", &package.zip()).await;
    rehearsal.clock.advance(A_DEPLOYMENT);
    for address in [
        rehearsal.page("deployments"),
        rehearsal.page("dashboard"),
        rehearsal.site("qa"),
    ] {
        let page = rehearsal.text(&address).await;
        assert!(
            !page.contains("<script>") && !page.contains("<img"),
            "{address}"
        );
    }
    let page = rehearsal.text(&rehearsal.page("deployments")).await;
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;img src=x&gt;.zip"));
}

async fn send_file(rehearsal: &Rehearsal, action: &str, name: &str, bytes: &[u8]) -> Response {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"package\"; filename=\"{name}\"\r\nContent-Type: application/zip\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--edge--\r\n");
    let request = rehearsal
        .http
        .post(format!("{}{action}", rehearsal.facts.portal))
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(body);
    request.send().await.expect("an answer")
}

/// What follows `before` up to the next quote.
fn attribute<'a>(page: &'a str, before: &str) -> &'a str {
    let (_, rest) = page
        .split_once(before)
        .unwrap_or_else(|| panic!("{before} on the page"));
    rest.split('"').next().unwrap()
}

/// Where the link with this name leads.
fn link(page: &str, name: &str) -> String {
    let (before, _) = page
        .split_once(&format!("aria-label=\"{name}\""))
        .expect(name);
    let (_, target) = before.rsplit_once("href=\"").expect("a link");
    target.split('"').next().unwrap().replace("&amp;", "&")
}
