//! Custom restore, clicked and through the control calls (facts 3.7).

mod clicked;
mod rules;

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
