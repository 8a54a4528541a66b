//! **Data Management → Exports** (facts 3.6).

use crate::support::{Recipe, Rehearsal};
use reqwest::{Response, StatusCode};
use slipway_engine::package::Verdict;
use slipway_engine::restore::bacpac::{Depth, VersionRead, check};
use slipway_engine::restore::storage::{Choices, look};

const HOUR: f64 = 60.0 * 60.0;
/// Longer than an export at pace 1, queue delay included.
const AN_EXPORT: f64 = 9.0;

async fn create(rehearsal: &Rehearsal, env: &str, component: &str) -> Response {
    let page = rehearsal.page("data-management/exports");
    let form = [("env", env), ("component", component)];
    rehearsal.post_form(&page, &form).await
}

async fn page(rehearsal: &Rehearsal) -> String {
    rehearsal
        .text(&rehearsal.page("data-management/exports"))
        .await
}

/// Where **Download** leads, the newest export first.
fn downloads(page: &str) -> Vec<&str> {
    let links = page.split("<a href=\"").skip(1);
    links
        .filter(|link| link.contains("\">Download<"))
        .map(|link| link.split('"').next().expect("an address"))
        .collect()
}

#[tokio::test]
async fn what_is_exported_can_be_downloaded_and_is_what_a_custom_restore_takes() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    for component in ["database", "storage-and-files"] {
        let created = create(&rehearsal, "qa", component).await;
        assert_eq!(created.status(), StatusCode::SEE_OTHER);
    }
    rehearsal.pass(4.0);
    let shown = page(&rehearsal).await;
    assert!(shown.contains("In progress") && shown.contains("Queued"));
    assert_eq!(downloads(&shown), [""; 0]);
    rehearsal.pass(2.0 * AN_EXPORT);
    let shown = page(&rehearsal).await;
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for address in downloads(&shown) {
        let answer = rehearsal
            .get(&format!("{}{address}", rehearsal.facts.portal))
            .await;
        let told = answer.headers()["content-disposition"].to_str().unwrap();
        assert!(told.starts_with("attachment; filename="), "{told}");
        let file = folder.path().join(address.rsplit('/').next().unwrap());
        std::fs::write(&file, answer.bytes().await.unwrap()).unwrap();
        files.push(file);
    }
    let [storage, database] = files.as_slice() else {
        panic!("{shown}")
    };
    let read = check(database, Depth::Whole, &|_, _| {}, &|| false).unwrap();
    let version = VersionRead::Read {
        version: "31.6.2".into(),
    };
    assert_eq!(read.facts.version, version);
    assert_ne!(read.verdict, Verdict::WillNotWork, "{:?}", read.findings);
    let plan = look(storage, &Choices::default(), &|| false).unwrap();
    assert_eq!(
        plan.check.verdict,
        Verdict::Ready,
        "{:?}",
        plan.check.findings
    );
    assert_eq!(plan.check.facts.markers.0, 1);
}

#[tokio::test]
async fn an_export_is_kept_for_sixty_hours() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    create(&rehearsal, "qa", "database").await;
    rehearsal.pass(AN_EXPORT);
    let shown = page(&rehearsal).await;
    let address = format!("{}{}", rehearsal.facts.portal, downloads(&shown)[0]);
    rehearsal.pass(60.0 * HOUR - AN_EXPORT);
    assert_eq!(rehearsal.get(&address).await.status(), StatusCode::OK);
    rehearsal.pass(AN_EXPORT);
    assert_eq!(
        rehearsal.get(&address).await.status(),
        StatusCode::NOT_FOUND
    );
    assert!(page(&rehearsal).await.contains("There are no exports."));
}

#[tokio::test]
async fn thirty_exports_of_a_component_are_made_a_month_in_each_environment() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    for number in 0..30 {
        let created = create(&rehearsal, "qa", "database").await;
        assert_eq!(created.status(), StatusCode::SEE_OTHER, "{number}");
    }
    let refused = create(&rehearsal, "qa", "database").await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("limit of 30 exports")
    );
    let other = create(&rehearsal, "qa", "storage-and-files").await;
    assert_eq!(other.status(), StatusCode::SEE_OTHER);
    // The rehearsal begins on 17 July.
    rehearsal.pass(15.0 * 24.0 * HOUR);
    let next_month = create(&rehearsal, "qa", "database").await;
    assert_eq!(next_month.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nothing_is_exported_where_nothing_is_deployed() {
    let rehearsal = Rehearsal::start().await;
    let refused = create(&rehearsal, "qa", "database").await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("Nothing is deployed")
    );
    let nowhere = create(&rehearsal, "moon", "database").await;
    assert_eq!(nowhere.status(), StatusCode::CONFLICT);
    let nothing = create(&rehearsal, "qa", "application").await;
    assert!(nothing.status().is_client_error());
}
