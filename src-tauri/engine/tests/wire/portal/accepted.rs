//! An upload that goes well.

use super::diary::Line;
use super::package::TestPackage;
use super::{GUID, TOKEN, Trial, code};
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::portal::{Phase, RetryPolicy, UploadOutcome};

#[tokio::test]
async fn the_portal_gets_the_package_byte_by_byte_and_its_answer_is_kept() {
    let package = TestPackage::of(3_000_000);
    let script = vec![Step::Head, Step::WholeBody, answer(202, "", "Queued\r\n")];
    let server = Scripted::start(vec![script]).await;
    let trial = Trial::new(&server, &package);
    let accepted = UploadOutcome::Accepted {
        status: 202,
        said: "Queued".into(),
    };
    assert_eq!(trial.send().await, accepted);
    let seen = server.seen(0);
    assert!(seen.body == package.bytes);
    assert_eq!(
        trial.diary.steps(),
        [
            Line::Phase(Phase::Sending),
            Line::Phase(Phase::WaitingForAnswer)
        ]
    );
}

#[tokio::test]
async fn the_request_is_the_documented_one() {
    let package = TestPackage::of(1000);
    let script = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
    let server = Scripted::start(vec![script]).await;
    assert_eq!(
        code(&Trial::new(&server, &package).send().await),
        "accepted 200"
    );
    let seen = server.seen(0);
    let line = format!("POST /api/deployment/upload/{GUID}/uat HTTP/1.1");
    assert_eq!(seen.head.lines().next(), Some(line.as_str()));
    assert_eq!(seen.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(seen.header("content-type"), "application/zip");
    assert_eq!(seen.header("content-length"), "1000");
    assert_eq!(seen.header("transfer-encoding"), "");
}

#[tokio::test]
async fn every_size_around_a_chunk_arrives_whole() {
    const CHUNK: usize = 1 << 20;
    const TAIL: usize = 64 << 10;
    for size in [
        1,
        TAIL,
        TAIL + 1,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK + TAIL,
    ] {
        let package = TestPackage::of(size);
        let script = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
        let server = Scripted::start(vec![script]).await;
        let outcome = Trial::new(&server, &package).send().await;
        assert_eq!(code(&outcome), "accepted 200", "{size}");
        assert!(server.seen(0).body == package.bytes, "{size}");
    }
}

#[tokio::test]
async fn what_was_sent_only_grows_and_ends_with_the_whole() {
    let package = TestPackage::of(3_000_000);
    let script = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
    let server = Scripted::start(vec![script]).await;
    let trial = Trial::new(&server, &package);
    trial.send().await;
    let sent = trial.diary.sent();
    assert!(sent.is_sorted(), "{sent:?}");
    assert_eq!(sent.first(), Some(&0));
    assert_eq!(sent.last(), Some(&3_000_000));
}

#[tokio::test]
async fn an_upload_with_the_everyday_patience_is_accepted() {
    let package = TestPackage::of(10_000);
    let script = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
    let server = Scripted::start(vec![script]).await;
    let trial = Trial {
        policy: RetryPolicy::default(),
        ..Trial::new(&server, &package)
    };
    assert_eq!(code(&trial.send().await), "accepted 200");
}
