//! Cancelling, wherever the upload is: it ends at once and tells whether the Portal may have the
//! package.

use super::diary::{Line, retrying, waiting_for_answer};
use super::package::TestPackage;
use super::{Trial, attentive, code, impatient};
use crate::scripted::{LIMIT, Scripted, Step, answer};
use slipway_engine::portal::{RetryPolicy, UploadOutcome};

const NOTHING_ACCEPTED: &str = "cancelled, maybe accepted: false";
const MAYBE_ACCEPTED: &str = "cancelled, maybe accepted: true";

/// Sends, and cancels once `reached` resolves.
async fn cancelled_once(trial: &Trial<'_>, reached: impl Future<Output = ()>) -> UploadOutcome {
    let cancelling = async {
        reached.await;
        trial.cancel.cancel();
    };
    tokio::join!(trial.send(), cancelling).0
}

#[tokio::test]
async fn before_it_began_nothing_is_even_connected() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![]).await;
    let trial = Trial::new(&server, &package);
    trial.cancel.cancel();
    assert_eq!(code(&trial.send().await), NOTHING_ACCEPTED);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn while_the_connection_is_being_made() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![vec![Step::Drain]]).await;
    let trial = Trial::to(&server.secure_origin(), &package);
    let reached = async {
        server.until(0, |seen| seen.body_bytes > 0).await;
    };
    assert_eq!(
        code(&cancelled_once(&trial, reached).await),
        NOTHING_ACCEPTED
    );
    server.until(0, |seen| seen.over).await;
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn while_the_package_flows_and_the_line_falls_silent() {
    let package = TestPackage::of(16 << 20);
    let script = vec![Step::Head, Step::Body(1 << 20), Step::Drain];
    let server = Scripted::start(vec![script]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    let reached = async {
        server.until(0, |seen| seen.body_bytes > 1 << 20).await;
    };
    assert_eq!(
        code(&cancelled_once(&trial, reached).await),
        NOTHING_ACCEPTED
    );
    let seen = server.until(0, |seen| seen.over).await;
    assert!(seen.body_bytes < seen.length());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn while_the_server_does_not_read() {
    let package = TestPackage::of(16 << 20);
    let (go_on, script) = Scripted::paused(vec![Step::Head], vec![Step::Drain]);
    let server = Scripted::start(vec![script]).await;
    let trial = Trial::new(&server, &package);
    let reached = async {
        server.until(0, |seen| !seen.head.is_empty()).await;
    };
    assert_eq!(
        code(&cancelled_once(&trial, reached).await),
        NOTHING_ACCEPTED
    );
    go_on.notify_one();
    let seen = server.until(0, |seen| seen.over).await;
    assert!(seen.body_bytes < seen.length());
}

#[tokio::test]
async fn while_only_the_head_is_out() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![vec![Step::Head, Step::Drain]]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    let reached = async {
        server.until(0, |seen| !seen.head.is_empty()).await;
    };
    assert_eq!(
        code(&cancelled_once(&trial, reached).await),
        NOTHING_ACCEPTED
    );
    assert_eq!(server.until(0, |seen| seen.over).await.body_bytes, 0);
}

#[tokio::test]
async fn promise_39_after_the_last_bytes_the_user_is_not_told_that_nothing_happened() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![vec![Step::Head, Step::WholeBody, Step::Hold]]).await;
    let trial = Trial::new(&server, &package);
    let reached = trial.diary.until(waiting_for_answer);
    assert_eq!(code(&cancelled_once(&trial, reached).await), MAYBE_ACCEPTED);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn while_it_waits_for_the_next_try() {
    let package = TestPackage::of(1000);
    let busy = vec![
        Step::Head,
        Step::WholeBody,
        answer(429, "Retry-After: 300\r\n", ""),
    ];
    let server = Scripted::start(vec![busy]).await;
    let trial = Trial {
        policy: RetryPolicy {
            longest_wait: LIMIT * 10,
            ..impatient()
        },
        ..Trial::new(&server, &package)
    };
    let outcome = cancelled_once(&trial, trial.diary.until(retrying)).await;
    assert_eq!(code(&outcome), NOTHING_ACCEPTED);
    assert_eq!(server.connections(), 1);
    assert!(matches!(
        trial.diary.steps().last(),
        Some(Line::Retrying(1, ..))
    ));
}
