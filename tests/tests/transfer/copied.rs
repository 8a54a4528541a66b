//! Straight from another storage.

use crate::stage::{MIB, Stage};
use slipway_engine::desk::PartName;
use slipway_engine::job::JobState;
use slipway_engine::restore::sample::SampleDatabase;
use slipway_engine::restore::session::Transfer;
use slipway_engine::secret::Secret;
use slipway_engine::units::{Count, Moment};
use slipway_practice::LinkOrder;
use slipway_tests::noise;
use std::time::Duration;

/// Puts blobs into a container of their own; gives a link to it that allows `permissions`.
async fn source(stage: &Stage, name: &str, permissions: &str, blobs: &[(&str, Vec<u8>)]) -> Secret {
    let storage = stage.world.storage();
    storage.create_container(name);
    let soon = Moment(stage.world.now().0 + Duration::from_secs(600));
    let link = storage.link(&LinkOrder::new(name, soon));
    let (address, query) = link.reveal().split_once('?').expect("a link");
    let http = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    for (blob, bytes) in blobs {
        let put = http
            .put(format!("{address}/{blob}?{query}"))
            .header("x-ms-blob-type", "BlockBlob")
            .header("x-ms-version", "2021-12-02")
            .body(bytes.clone())
            .send()
            .await
            .expect("an answer");
        assert_eq!(put.status(), 201);
    }
    let link = storage.link(&LinkOrder::new(name, soon).allowing(permissions));
    Secret::from(link.reveal().to_owned())
}

fn received(stage: &Stage) -> u64 {
    stage.puts().iter().map(|request| request.received).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_come_from_another_storage_and_the_database_from_here() {
    let stage = Stage::linked().await;
    let link = source(
        &stage,
        "export",
        "rl",
        &[
            ("Default/Assets/One.JPG", noise(3 * MIB, 1)),
            ("Default/Assets/two.txt", b"two".to_vec()),
        ],
    )
    .await;
    let before = received(&stage);
    let job = stage
        .desk
        .copy_from(&stage.restore, &link, PartName::Storage)
        .expect("it starts");
    assert!(job.params["from"].starts_with("127.0.0.1:"));
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded, "{job:?}");
    assert!(
        received(&stage) - before < 100_000,
        "nothing came through here"
    );
    let names: Vec<_> = stage
        .blobs(&stage.storage)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["default/assets/one.jpg", "default/assets/two.txt"]);
    let view = stage.view();
    assert_eq!(
        view.session.storage.expect("it counts as chosen").files,
        Count(2)
    );
    assert_eq!(
        view.session.transfer,
        Transfer::NotYet,
        "the database is missing"
    );

    stage.choose_database(MIB).await;
    let job = stage.transfer().expect("it starts");
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded, "{job:?}");
    assert_eq!(job.params["files_total"], "1");
    let report = stage.view().report.expect("a report of both");
    assert!(report.all_is_well);
    assert_eq!((report.files, report.length_only), (Count(3), Count(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_parts_may_come_from_another_storage() {
    let stage = Stage::linked().await;
    let bacpac = SampleDatabase::new().bytes();
    let link = source(
        &stage,
        "databases",
        "rl",
        &[("nightly/export.bacpac", bacpac)],
    )
    .await;
    let job = stage
        .desk
        .copy_from(&stage.restore, &link, PartName::Database)
        .expect("it starts");
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded, "{job:?}");
    assert_eq!(stage.blobs(&stage.database)[0].0, "db.bacpac");
    let link = source(
        &stage,
        "files",
        "rl",
        &[("default/assets/a.txt", b"a".to_vec())],
    )
    .await;
    let job = stage
        .desk
        .copy_from(&stage.restore, &link, PartName::Storage)
        .expect("it starts");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
    let view = stage.view();
    assert!(
        matches!(view.session.transfer, Transfer::Done { verified: true, .. }),
        "{:?}",
        view.session
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_will_not_do_is_told_before_anything_starts() {
    let stage = Stage::linked().await;
    let files = [("default/a.txt", b"a".to_vec())];
    let no_list = source(&stage, "unlisted", "r", &files).await;
    let past = Moment(stage.world.now().0 - Duration::from_secs(600));
    let expired = stage
        .world
        .storage()
        .link(&LinkOrder::new("unlisted", past));
    let soon = Moment(stage.world.now().0 + Duration::from_secs(600));
    let itself = stage
        .world
        .storage()
        .link(&LinkOrder::new(&stage.storage, soon));
    for (text, code) in [
        (no_list.expose().to_owned(), "link-lacks-right"),
        (expired.reveal().to_owned(), "link-expired"),
        (itself.reveal().to_owned(), "copy-from-itself"),
        ("https://example.com".to_owned(), "link-without-signature"),
    ] {
        let refused = stage
            .desk
            .copy_from(&stage.restore, &Secret::from(text), PartName::Storage)
            .expect_err("it will not do");
        assert_eq!(refused.code, code);
    }
    let empty = source(&stage, "empty", "rl", &[]).await;
    let job = stage
        .desk
        .copy_from(&stage.restore, &empty, PartName::Database);
    let job = stage.ended(&job.expect("it starts").id).await;
    let JobState::Failed { fault } = job.state else {
        panic!("{:?}", job.state);
    };
    assert_eq!(fault.code, "copy-nothing-there");
}
