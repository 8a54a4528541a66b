//! Custom restore, clicked and through the control calls (facts 3.7).

use crate::support::{Recipe, Rehearsal};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use slipway_engine::clock::ManualClock;
use slipway_practice::{AccessLinks, EnvironmentRestore, PracticeOptions};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const DAY: f64 = 24.0 * 60.0 * 60.0;
/// Longer than a restore at pace 1, queue delay included.
const A_RESTORE: f64 = 27.0;

/// Two entries a BACPAC has; the version is for the reader the test passes in.
fn bacpac(version: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("model.xml", version), ("Origin.xml", "<Origin/>")] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A world that finds the version in the place where [`bacpac`] puts it.
async fn rehearsal() -> Rehearsal {
    let options = PracticeOptions {
        database_version: Some(Arc::new(|file| {
            let mut archive = zip::ZipArchive::new(std::fs::File::open(file).ok()?).ok()?;
            std::io::read_to_string(archive.by_name("model.xml").ok()?).ok()
        })),
        ..PracticeOptions::default()
    };
    Rehearsal::with(options).await
}

async fn put(rehearsal: &Rehearsal, link: &str, name: &str, content: Vec<u8>) -> StatusCode {
    let (container, query) = link.split_once('?').unwrap();
    let request = rehearsal
        .http
        .put(format!("{container}/{name}?{query}"))
        .header("x-ms-blob-type", "BlockBlob")
        .header("content-length", content.len())
        .body(content);
    request.send().await.unwrap().status()
}

async fn upload(rehearsal: &Rehearsal, links: &AccessLinks, version: &str) {
    let database = put(
        rehearsal,
        links.database.reveal(),
        "db.bacpac",
        bacpac(version),
    )
    .await;
    let file = put(
        rehearsal,
        links.storage.reveal(),
        "default/assets/a.txt",
        vec![1; 20],
    )
    .await;
    assert_eq!((database, file), (StatusCode::CREATED, StatusCode::CREATED));
}

async fn with_session(rehearsal: &Rehearsal) -> AccessLinks {
    let desk = rehearsal.world.custom_restore();
    desk.create_session().await.unwrap();
    desk.get_access(None).await.unwrap()
}

fn last(rehearsal: &Rehearsal) -> EnvironmentRestore {
    rehearsal.world.custom_restore().restores().pop().unwrap()
}

async fn click(rehearsal: &Rehearsal, what: &str, form: &[(&str, &str)]) -> Response {
    let page = rehearsal.page(&format!("data-management/custom-restore/{what}"));
    rehearsal.post_form(&page, form).await
}

async fn page(rehearsal: &Rehearsal) -> String {
    rehearsal
        .text(&rehearsal.page("data-management/custom-restore"))
        .await
}

#[tokio::test]
async fn the_whole_way_can_be_clicked() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    assert!(page(&rehearsal).await.contains("Create session"));
    let created = click(&rehearsal, "create-session", &[]).await;
    assert_eq!(created.status(), StatusCode::SEE_OTHER);
    let current = page(&rehearsal).await;
    for words in [
        "Current session",
        "Get access",
        "Revoke access",
        "Restore to environment",
        "Close",
    ] {
        assert!(current.contains(words), "{words}");
    }
    let shown = click(&rehearsal, "get-access", &[("addresses", "127.0.0.1")]).await;
    assert_eq!(shown.headers()["cache-control"], "no-store");
    let shown = shown.text().await.unwrap();
    let links: Vec<String> = shown
        .split("value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&"))
        .collect();
    assert_eq!(links.len(), 2, "{shown}");
    assert!(links.iter().all(|link| link.contains("sip=127.0.0.1")));
    // Shown once.
    assert!(!page(&rehearsal).await.contains("sig="));

    assert_eq!(
        put(&rehearsal, &links[0], "db.bacpac", bacpac("31.6.2")).await,
        201
    );
    assert_eq!(
        put(&rehearsal, &links[1], "default/assets/a", vec![1]).await,
        201
    );
    let asked = rehearsal
        .text(&rehearsal.page("data-management/custom-restore/restore"))
        .await;
    assert!(asked.contains("Target environment") && asked.contains("Create"));
    let ordered = click(&rehearsal, "restore", &[("env", "qa")]).await;
    assert_eq!(ordered.status(), StatusCode::SEE_OTHER);
    rehearsal.pass(5.0);
    let active = page(&rehearsal).await;
    let (active, completed) = active.split_once("Last completed restores").unwrap();
    assert!(active.contains("Active restores") && active.contains("In progress"));
    assert!(completed.contains("Nothing has been restored yet."));
    let refused = click(&rehearsal, "close", &[]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    rehearsal.pass(A_RESTORE);
    assert!(page(&rehearsal).await.contains("Succeeded"));
    assert_eq!(
        click(&rehearsal, "close", &[]).await.status(),
        StatusCode::SEE_OTHER
    );
    assert!(page(&rehearsal).await.contains("Create session"));
    assert_eq!(put(&rehearsal, &links[0], "db.bacpac", vec![1]).await, 403);
}

#[tokio::test]
async fn the_site_is_down_meanwhile_and_comes_back_with_what_was_restored() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    rehearsal.deployed("uat", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    let qa = rehearsal.site("qa");
    assert!(!rehearsal.text(&qa).await.contains("brought back"));
    // Two seconds until it starts, and a tenth of 24 until the site goes.
    rehearsal.pass(2.0 + 2.5);
    let down = rehearsal.get(&qa).await;
    assert_eq!(down.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        rehearsal.get(&rehearsal.site("uat")).await.status(),
        StatusCode::OK
    );
    rehearsal.pass(A_RESTORE);
    let back = rehearsal.text(&qa).await;
    assert!(
        back.contains("Build 1") && back.contains("brought back"),
        "{back}"
    );
    // Nothing is propagated to other environments.
    assert!(
        !rehearsal
            .text(&rehearsal.site("uat"))
            .await
            .contains("brought back")
    );
}

#[tokio::test]
async fn another_version_of_the_database_restores_nothing() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.5.0").await;
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    rehearsal.pass(A_RESTORE);
    let failure = last(&rehearsal).failure.unwrap();
    assert!(
        failure.contains("31.5.0") && failure.contains("31.6.2"),
        "{failure}"
    );
    assert!(page(&rehearsal).await.contains(&failure));
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn both_parts_have_to_be_there_under_the_right_name() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    let desk = rehearsal.world.custom_restore();
    put(
        &rehearsal,
        links.database.reveal(),
        "DB.bacpac",
        bacpac("31.6.2"),
    )
    .await;
    put(&rehearsal, links.storage.reveal(), "default/a", vec![1]).await;
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("db.bacpac")
    );
    put(
        &rehearsal,
        links.database.reveal(),
        "db.bacpac",
        bacpac("31.6.2"),
    )
    .await;
    let (container, query) = links.storage.reveal().split_once('?').unwrap();
    rehearsal
        .http
        .delete(format!("{container}/default/a?{query}"))
        .send()
        .await
        .unwrap();
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("storage container is empty")
    );
    assert!(desk.restores().is_empty());
}

#[tokio::test]
async fn content_that_breaks_the_rules_fails_with_its_reason() {
    for (database, file, words) in [
        (
            bacpac("31.6.2"),
            "default/Assets/a",
            "lowercase: 'default/Assets/a'",
        ),
        (
            bacpac("31.6.2"),
            "loose.txt",
            "'loose.txt' is not in the folder",
        ),
        (b"TAPE".to_vec(), "default/a", "not a valid BACPAC"),
        (Vec::new(), "default/a", "not a valid BACPAC"),
    ] {
        let rehearsal = rehearsal().await;
        rehearsal.deployed("qa", Recipe::build("1")).await;
        let links = with_session(&rehearsal).await;
        put(&rehearsal, links.database.reveal(), "db.bacpac", database).await;
        put(&rehearsal, links.storage.reveal(), file, vec![1]).await;
        rehearsal
            .world
            .custom_restore()
            .restore_to("qa")
            .await
            .unwrap();
        rehearsal.pass(A_RESTORE);
        let failure = last(&rehearsal).failure.unwrap();
        assert!(failure.contains(words), "{failure}");
    }
}

#[tokio::test]
async fn only_one_session_is_open_at_a_time() {
    let rehearsal = rehearsal().await;
    let desk = rehearsal.world.custom_restore();
    assert!(desk.get_access(None).await.is_err());
    let first = desk.create_session().await.unwrap();
    assert!(
        desk.create_session()
            .await
            .unwrap_err()
            .contains("Only one")
    );
    desk.close().await.unwrap();
    let second = desk.create_session().await.unwrap();
    assert_ne!(first.database, second.database);
    assert_eq!(desk.sessions().len(), 2);
    assert!(rehearsal.world.storage().blobs(&first.database).is_none());
}

#[tokio::test]
async fn access_can_be_had_again_and_taken_back_from_everybody() {
    let rehearsal = rehearsal().await;
    let first = with_session(&rehearsal).await;
    let desk = rehearsal.world.custom_restore();
    let second = desk.get_access(None).await.unwrap();
    for link in [&first.storage, &second.storage] {
        assert_eq!(
            put(&rehearsal, link.reveal(), "default/a", vec![1]).await,
            201
        );
    }
    desk.revoke_access().await.unwrap();
    for link in [&first.storage, &second.storage] {
        assert_eq!(
            put(&rehearsal, link.reveal(), "default/a", vec![1]).await,
            403
        );
    }
    let third = desk.get_access(None).await.unwrap();
    assert_eq!(
        put(&rehearsal, third.storage.reveal(), "default/b", vec![1]).await,
        201
    );
    assert_eq!(
        rehearsal
            .world
            .storage()
            .blobs(&desk.sessions()[0].storage)
            .unwrap()
            .len(),
        2
    );
    assert!(desk.get_access(Some("everywhere")).await.is_err());
}

#[tokio::test]
async fn uploading_ends_after_a_week_and_restoring_after_180_days() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    let desk = rehearsal.world.custom_restore();
    rehearsal.pass(7.0 * DAY);
    assert_eq!(
        put(&rehearsal, links.storage.reveal(), "default/b", vec![1]).await,
        403
    );
    assert!(desk.get_access(None).await.unwrap_err().contains("expired"));
    assert!(page(&rehearsal).await.contains("can still be restored"));
    desk.restore_to("qa").await.unwrap();
    rehearsal.pass(173.0 * DAY);
    assert_eq!(last(&rehearsal).failure, None);
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("180 days")
    );
}

#[tokio::test]
async fn a_session_and_its_data_survive_a_restart_without_their_links_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::default();
    let first = Rehearsal::in_folder(folder.path(), clock.clone()).await;
    let links = with_session(&first).await;
    upload(&first, &links, "31.6.2").await;
    let sessions = first.world.custom_restore().sessions();
    first.world.stop().await;
    let state = std::fs::read_to_string(folder.path().join("state.json")).unwrap();
    assert!(!state.contains("sig="));

    let second = Rehearsal::in_folder(folder.path(), clock).await;
    assert_eq!(second.world.custom_restore().sessions(), sessions);
    second.deployed("qa", Recipe::build("1")).await;
    assert_eq!(
        put(&second, links.storage.reveal(), "default/b", vec![1]).await,
        201
    );
    second
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    second.pass(A_RESTORE);
    assert_eq!(last(&second).failure, None);
    assert_eq!(last(&second).content.files.0, 2);
}

#[tokio::test]
async fn restores_wait_in_the_same_queue_as_deployments() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    rehearsal
        .upload("qa", Recipe::build("2").zip())
        .send()
        .await
        .unwrap();
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    rehearsal.pass(10.0);
    assert_eq!(last(&rehearsal).started_at, None);
    rehearsal.pass(60.0);
    assert_eq!(last(&rehearsal).started_at, rehearsal.latest().finished_at);
}

#[tokio::test]
async fn everything_can_be_done_by_control_calls_too() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let call = async |method: &str, path: &str, body: Value| {
        let address = format!("{}/{path}", rehearsal.facts.control);
        let request = rehearsal.http.request(method.parse().unwrap(), address);
        let answer = request
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        let status = answer.status();
        (
            status,
            serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap_or_default(),
        )
    };
    let (_, session) = call("POST", "restore/session", json!({})).await;
    let (_, links) = call("POST", "restore/access", json!({})).await;
    let link = |which: &str| links[which].as_str().unwrap().to_owned();
    assert!(link("database").contains(session["database"].as_str().unwrap()));
    put(&rehearsal, &link("database"), "db.bacpac", bacpac("31.6.2")).await;
    let (status, refused) = call("POST", "restore", json!({ "env": "qa" })).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        refused["problem"]
            .as_str()
            .unwrap()
            .contains("storage container is empty")
    );
    put(&rehearsal, &link("storage"), "default/a", vec![1]).await;
    let (status, _) = call("POST", "restore", json!({ "env": "qa" })).await;
    assert_eq!(status, StatusCode::OK);
    rehearsal.pass(A_RESTORE);
    let (_, all) = call("GET", "restore", json!(null)).await;
    assert_eq!(all["restores"][0]["failure"], Value::Null);
    assert_eq!(
        call("DELETE", "restore/access", json!({})).await.0,
        StatusCode::OK
    );
    assert_eq!(
        put(&rehearsal, &link("storage"), "default/b", vec![1]).await,
        403
    );
    assert_eq!(
        call("DELETE", "restore/session", json!({})).await.0,
        StatusCode::OK
    );

    let order =
        json!({ "container": "box", "permissions": "rl", "expires": "2199-01-01T00:00:00Z" });
    let (_, made) = call("POST", "storage/links", order).await;
    let link = made["link"].as_str().unwrap();
    assert!(
        rehearsal
            .get(&format!("{link}&restype=container&comp=list"))
            .await
            .status()
            .is_success()
    );
}
