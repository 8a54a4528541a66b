//! Answers that come while the package is still being sent.
//!
//! A server that refuses and closes at once resets the connection, and the reset may overtake its
//! own answer. Whoever wins that race, the user must hear the refusal.

use super::diary::{Line, waiting_for_answer};
use super::package::TestPackage;
use super::{Trial, attentive, code};
use crate::scripted::{Scripted, Step, answer};

/// A package that is all end, one that is out with a few writes, and one that is not.
const SIZES: [usize; 3] = [1_000, 300_000, 16 << 20];

#[tokio::test]
async fn a_refusal_that_hangs_up_at_once_is_heard_at_the_second_try_at_the_latest() {
    for size in SIZES {
        let package = TestPackage::of(size);
        for _ in 0..10 {
            let script = vec![Step::Head, answer(413, "", "too large"), Step::Close];
            let server = Scripted::start(vec![script; 2]).await;
            let trial = Trial {
                policy: attentive(),
                ..Trial::new(&server, &package)
            };
            let outcome = trial.send().await;
            assert_eq!(
                code(&outcome),
                "refused package-too-large-for-portal",
                "{size}"
            );
            assert!(server.connections() <= 2, "{size}");
            for line in trial.diary.steps() {
                if let Line::Retrying(_, _, code) = line {
                    assert_eq!(code, "connection-broken", "{size}");
                }
            }
        }
    }
}

#[tokio::test]
async fn after_a_broken_connection_nothing_but_the_head_is_sent_until_the_portal_had_its_say() {
    let package = TestPackage::of(16 << 20);
    let broken = vec![Step::Head, Step::Body(100_000), Step::Reset];
    let refusing = vec![Step::Head, answer(401, "", ""), Step::Finish];
    let server = Scripted::start(vec![broken, refusing]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    assert_eq!(code(&trial.send().await), "refused token-refused");
    let second = server.until(1, |seen| seen.over).await;
    assert_eq!((second.length(), second.body_bytes), (16 << 20, 0));
}

#[tokio::test]
async fn a_refusal_from_a_server_that_goes_on_listening_is_heard_at_the_first_try() {
    for size in SIZES {
        let package = TestPackage::of(size);
        let script = vec![Step::Head, answer(413, "", "too large"), Step::Finish];
        let server = Scripted::start(vec![script]).await;
        let trial = Trial {
            policy: attentive(),
            ..Trial::new(&server, &package)
        };
        assert_eq!(
            code(&trial.send().await),
            "refused package-too-large-for-portal"
        );
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_small_package_is_held_back_until_the_portal_could_object() {
    let package = TestPackage::of(1_000);
    let script = vec![Step::Head, answer(503, "", "maintenance"), Step::Finish];
    let server = Scripted::start(vec![script; 5]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    assert_eq!(code(&trial.send().await), "not sent portal-maintenance");
    assert_eq!(trial.diary.count(waiting_for_answer), 0);
    for number in 0..5 {
        assert_eq!(server.until(number, |seen| seen.over).await.body_bytes, 0);
    }
}

#[tokio::test]
async fn once_a_refusal_is_heard_the_connection_is_given_up_also_when_the_server_keeps_it_open() {
    let package = TestPackage::of(16 << 20);
    let kept_open = "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n";
    let script = vec![Step::Head, crate::scripted::say(kept_open), Step::Drain];
    let server = Scripted::start(vec![script]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    assert_eq!(code(&trial.send().await), "refused token-refused");
    let seen = server.until(0, |seen| seen.over).await;
    assert!(seen.body_bytes < seen.length());
}
