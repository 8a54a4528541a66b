//! One confirmation never makes two deployments.

use super::diary::waiting_for_answer;
use super::package::TestPackage;
use super::{TOKEN, Trial, attentive, code};
use crate::scripted::{Scripted, Step, answer, say};
use futures_util::FutureExt;
use slipway_engine::clock::ManualClock;
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::portal::{Phase, UploadObserver};
use std::panic::AssertUnwindSafe;
use std::sync::Mutex;
use std::time::Duration;
use tokio::runtime::Handle;

fn accepting() -> Vec<Step> {
    vec![Step::Head, Step::WholeBody, answer(200, "", "")]
}

/// What a server may do once it has everything, none of it an answer that can be relied on.
fn without_a_clear_answer() -> Vec<(&'static str, Vec<Step>)> {
    let broken_off = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nQueued";
    let broken_chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nQueued\r\n";
    let mut all = vec![
        ("closes", vec![Step::Close]),
        ("resets", vec![Step::Reset]),
        (
            "talks nonsense",
            vec![say("SSH-2.0-OpenSSH_9.9\r\n\r\n"), Step::Close],
        ),
        ("begins an answer", vec![say("HTTP/1.1 20"), Step::Close]),
        (
            "breaks off an acceptance",
            vec![say(broken_off), Step::Close],
        ),
        (
            "breaks off a chunked acceptance",
            vec![say(broken_chunks), Step::Reset],
        ),
        (
            "sends on to a result",
            vec![answer(303, "Location: /deployments\r\n", "")],
        ),
    ];
    for status in [408, 500, 502, 503, 504, 520, 524, 599] {
        all.push((
            "has trouble",
            vec![answer(status, "Retry-After: 0\r\n", "")],
        ));
    }
    all
}

#[tokio::test]
async fn promise_39_without_a_clear_answer_to_a_whole_package_it_is_never_sent_again() {
    for size in [1_000, 2_000_000] {
        let package = TestPackage::of(size);
        for (what, end) in without_a_clear_answer() {
            let script = [vec![Step::Head, Step::WholeBody], end].concat();
            let server = Scripted::start(vec![script, accepting(), accepting()]).await;
            let outcome = Trial::new(&server, &package).send().await;
            assert_eq!(code(&outcome), "answer lost", "{what}: {outcome:?}");
            assert_eq!(server.connections(), 1, "{what}");
        }
    }
}

#[tokio::test]
async fn promise_39_what_broke_off_before_the_end_is_sent_again_and_arrives_once() {
    let package = TestPackage::of(16 << 20);
    let breaks = [
        vec![Step::Close],
        vec![Step::Reset],
        vec![Step::Head, Step::Close],
        vec![Step::Head, Step::Reset],
        vec![Step::Head, Step::Body(1 << 20), Step::Close],
        vec![Step::Head, Step::Body(1 << 20), Step::Reset],
        vec![
            Step::Head,
            Step::Body(1 << 20),
            answer(502, "", ""),
            Step::Finish,
        ],
    ];
    for (number, script) in breaks.into_iter().enumerate() {
        let server = Scripted::start(vec![script, accepting(), accepting()]).await;
        let outcome = Trial::new(&server, &package).send().await;
        assert_eq!(code(&outcome), "accepted 200", "{number}");
        assert_eq!(server.connections(), 2, "{number}");
        let whole = (0..2).filter(|n| server.seen(*n).body_bytes == 16 << 20);
        assert_eq!(whole.count(), 1, "{number}");
    }
}

#[tokio::test]
async fn promise_39_an_acceptance_before_the_end_stops_the_sending_and_is_left_to_the_user() {
    let package = TestPackage::of(16 << 20);
    let script = vec![
        Step::Head,
        Step::Body(1 << 20),
        answer(200, "", "fine"),
        Step::Finish,
    ];
    let server = Scripted::start(vec![script, accepting()]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    assert_eq!(code(&trial.send().await), "answer lost");
    let seen = server.until(0, |seen| seen.over).await;
    assert!(seen.body_bytes < seen.length());
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn promise_39_an_answer_that_never_comes_is_lost_and_the_package_is_not_sent_again() {
    let package = TestPackage::of(1_000);
    let silent = vec![Step::Head, Step::WholeBody, Step::Hold];
    let server = Scripted::start(vec![silent, accepting()]).await;
    let clock = ManualClock::default();
    let trial = Trial::new(&server, &package).by(&clock);
    let (outcome, ()) = tokio::join!(trial.send(), async {
        trial.diary.until(waiting_for_answer).await;
        clock.waited_for_by(1).await;
        clock.advance(trial.policy.answer_limit);
    });
    assert_eq!(code(&outcome), "answer lost");
    assert_eq!(server.connections(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_39_it_is_told_before_the_last_bytes_leave_that_the_portal_may_have_them() {
    /// Looks whether the whole package gets to the server while it is being told so.
    struct Witness<'a> {
        server: &'a Scripted,
        size: u64,
        arrived_meanwhile: Mutex<Vec<bool>>,
    }
    impl UploadObserver for Witness<'_> {
        fn sent(&self, _: u64) {}
        fn phase(&self, phase: Phase) -> Result<(), Fault> {
            if phase == Phase::WaitingForAnswer {
                let whole = self.server.until(0, |seen| seen.body_bytes == self.size);
                let whole = tokio::time::timeout(Duration::from_millis(200), whole);
                let arrived = tokio::task::block_in_place(|| Handle::current().block_on(whole));
                let mut notes = self.arrived_meanwhile.lock().expect("the notes");
                notes.push(arrived.is_ok());
            }
            Ok(())
        }
        fn retrying(&self, _: u32, _: Duration, _: &Fault) {}
    }
    for size in [1_000, 2_000_000] {
        let package = TestPackage::of(size);
        let server = Scripted::start(vec![accepting()]).await;
        let witness = Witness {
            server: &server,
            size: size as u64,
            arrived_meanwhile: Mutex::default(),
        };
        let outcome = Trial::new(&server, &package).send_as(TOKEN, &witness).await;
        assert_eq!(code(&outcome), "accepted 200");
        let arrived = witness.arrived_meanwhile.into_inner().expect("the notes");
        assert_eq!(arrived, [false], "{size}");
    }
}

#[tokio::test]
async fn promise_39_an_upload_that_is_dropped_or_panics_leaves_no_whole_package_behind() {
    struct Panicking;
    impl UploadObserver for Panicking {
        fn sent(&self, _: u64) {}
        fn phase(&self, phase: Phase) -> Result<(), Fault> {
            assert!(phase != Phase::WaitingForAnswer, "as the test wants it");
            Ok(())
        }
        fn retrying(&self, _: u32, _: Duration, _: &Fault) {}
    }
    for size in [1_000, 2_000_000] {
        let package = TestPackage::of(size);
        let server = Scripted::start(vec![vec![Step::Head, Step::Drain]]).await;
        let trial = Trial::new(&server, &package);
        let sending = AssertUnwindSafe(trial.send_as(TOKEN, &Panicking)).catch_unwind();
        assert!(sending.await.is_err());
        let seen = server.until(0, |seen| seen.over).await;
        assert!(seen.body_bytes < size as u64, "{size}: {}", seen.body_bytes);
    }
}

#[tokio::test]
async fn promise_39_what_could_not_be_written_down_is_not_sent_to_its_end() {
    /// A disk that is full just when it matters.
    struct Forgetful;
    impl UploadObserver for Forgetful {
        fn sent(&self, _: u64) {}
        fn phase(&self, phase: Phase) -> Result<(), Fault> {
            match phase {
                Phase::Sending => Ok(()),
                Phase::WaitingForAnswer => {
                    Err(Fault::new("ledger-full", Retry::ByUser, NextStep::None))
                }
            }
        }
        fn retrying(&self, _: u32, _: Duration, _: &Fault) {}
    }
    let package = TestPackage::of(2_000_000);
    let server = Scripted::start(vec![vec![Step::Head, Step::Drain]]).await;
    let trial = Trial::new(&server, &package);
    assert_eq!(
        code(&trial.send_as(TOKEN, &Forgetful).await),
        "not sent ledger-full"
    );
    let seen = server.until(0, |seen| seen.over).await;
    assert!(seen.body_bytes < 2_000_000, "{}", seen.body_bytes);
}
