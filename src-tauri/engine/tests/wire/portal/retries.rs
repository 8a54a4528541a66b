//! What was not accepted is tried again, with patience.

use super::diary::{Line, retrying, sending};
use super::package::TestPackage;
use super::{Trial, attentive, code, fault, impatient, pass_time};
use crate::scripted::taken::Taken;
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::clock::ManualClock;
use slipway_engine::fault::Retry;
use slipway_engine::portal::{RetryPolicy, UploadOutcome};
use std::time::Duration;

fn busy(headers: &str) -> Vec<Step> {
    vec![
        Step::Head,
        Step::WholeBody,
        answer(429, headers, "slow down"),
    ]
}

fn accepting() -> Vec<Step> {
    vec![Step::Head, Step::WholeBody, answer(200, "", "")]
}

/// The everyday waits, without the listening that only real time ends.
fn everyday() -> RetryPolicy {
    RetryPolicy {
        listen_first: Duration::ZERO,
        listen_last: Duration::ZERO,
        ..RetryPolicy::default()
    }
}

/// Sends on a clock that moves only between two tries.
async fn send_moving_the_clock(
    trial: &Trial<'_>,
    clock: &ManualClock,
    waits: usize,
) -> UploadOutcome {
    let moving = async {
        for wait in 1..=waits {
            let announced = |line: &Line| matches!(line, Line::Retrying(number, ..) if *number as usize == wait);
            trial.diary.until(announced).await;
            let step = Duration::from_millis(500);
            pass_time(clock, step, || trial.diary.count(sending) > wait).await;
        }
    };
    tokio::join!(trial.send(), moving).0
}

/// How long each wait was at least, as told by the clock.
fn pauses(trial: &Trial<'_>) -> Vec<Duration> {
    let ends = trial.diary.times(retrying);
    let starts = trial.diary.times(sending);
    let pairs = ends.iter().zip(&starts[1..]);
    pairs.map(|(end, start)| *start - *end).collect()
}

#[tokio::test]
async fn promise_10_the_waits_double_and_are_really_waited() {
    for (jitter, seconds) in [(0.0, [0.5, 0.5, 0.5, 0.5]), (1.0, [5.0, 10.0, 20.0, 40.0])] {
        let package = TestPackage::of(1000);
        let server = Scripted::start(vec![busy(""); 5]).await;
        let clock = ManualClock::default();
        let trial = Trial {
            policy: everyday(),
            jitter,
            ..Trial::new(&server, &package).by(&clock)
        };
        let outcome = send_moving_the_clock(&trial, &clock, 4).await;
        assert_eq!(code(&outcome), "not sent portal-busy");
        assert_eq!(fault(&outcome).retry, Retry::Exhausted);
        assert_eq!(server.connections(), 5);
        assert_eq!(trial.diary.waits(), seconds.map(Duration::from_secs_f64));
        for (pause, seconds) in pauses(&trial).into_iter().zip(seconds) {
            assert!(
                pause >= Duration::from_secs_f64(seconds),
                "{pause:?} for {seconds}"
            );
        }
    }
}

#[tokio::test]
async fn promise_10_a_portal_that_asks_to_wait_is_not_asked_sooner() {
    let package = TestPackage::of(1000);
    let at_eight = "Retry-After: Fri, 17 Jul 2026 20:00:00 GMT\r\n";
    let server = Scripted::start(vec![
        busy("Retry-After: 42\r\n"),
        busy(at_eight),
        accepting(),
    ])
    .await;
    let clock = ManualClock::default();
    let trial = Trial {
        policy: everyday(),
        jitter: 0.0,
        ..Trial::new(&server, &package).by(&clock)
    };
    let outcome = send_moving_the_clock(&trial, &clock, 2).await;
    assert_eq!(code(&outcome), "accepted 200");
    let pauses = pauses(&trial);
    assert!(pauses[0] >= Duration::from_secs(42), "{pauses:?}");
    // The clock began at 19:57.
    let second_wait_over = trial.diary.times(sending)[2];
    assert!(
        second_wait_over >= Duration::from_secs(180),
        "{second_wait_over:?}"
    );
    assert_eq!(trial.diary.waits()[0], Duration::from_secs(42));
}

#[tokio::test]
async fn a_portal_that_asks_for_more_patience_than_there_is_is_left_to_the_user() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![busy("Retry-After: 3600\r\n"), accepting()]).await;
    let outcome = Trial::new(&server, &package).send().await;
    assert_eq!(code(&outcome), "not sent portal-busy");
    assert_eq!(fault(&outcome).retry, Retry::Exhausted);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn trouble_before_the_end_is_tried_again_until_it_is_over() {
    let package = TestPackage::of(16 << 20);
    let troubles = [
        (503, "portal-maintenance"),
        (500, "portal-trouble"),
        (502, "portal-trouble"),
        (408, "connection-stalled"),
    ];
    let early = |status| vec![Step::Head, answer(status, "", ""), Step::Finish];
    let mut scripts: Vec<_> = troubles.iter().map(|(status, _)| early(*status)).collect();
    scripts.push(accepting());
    let server = Scripted::start(scripts).await;
    let trial = Trial::new(&server, &package);
    assert_eq!(code(&trial.send().await), "accepted 200");
    let steps = trial.diary.steps().into_iter();
    let retried: Vec<_> = steps
        .filter_map(|line| match line {
            Line::Retrying(number, _, code) => Some((number, code)),
            _ => None,
        })
        .collect();
    let expected: Vec<_> = (1..)
        .zip(troubles.map(|(_, code)| code.to_owned()))
        .collect();
    assert_eq!(retried, expected);
}

#[tokio::test]
async fn every_try_sends_the_package_from_its_first_byte() {
    // More than the systems between the two ends take in ahead.
    let package = TestPackage::of(16 << 20);
    let broken = vec![Step::Head, Step::Body(1_000_000), Step::Reset];
    let server = Scripted::start(vec![broken, busy(""), accepting()]).await;
    let trial = Trial::new(&server, &package);
    assert_eq!(code(&trial.send().await), "accepted 200");
    let arrived = [0, 1, 2].map(|number| {
        let seen = server.seen(number);
        assert!(package.bytes.starts_with(&seen.body));
        seen.body_bytes
    });
    assert_eq!(arrived, [1_000_000, 16 << 20, 16 << 20]);
}

#[tokio::test]
async fn a_portal_that_stays_under_maintenance_is_named_in_the_end() {
    let package = TestPackage::of(1000);
    let maintenance = vec![
        Step::Head,
        answer(503, "", "Scheduled maintenance"),
        Step::Finish,
    ];
    let server = Scripted::start(vec![maintenance; 5]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    let outcome = trial.send().await;
    assert_eq!(code(&outcome), "not sent portal-maintenance");
    let detail = fault(&outcome).detail.as_deref();
    assert_eq!(
        detail,
        Some("HTTP 503 Service Unavailable: Scheduled maintenance")
    );
    assert_eq!(server.connections(), 5);
}

#[tokio::test]
async fn a_portal_that_takes_no_connection_or_has_no_name_is_unreachable() {
    let taken = Taken::port();
    let package = TestPackage::of(1000);
    // No name server is asked for a name that is too long to be one.
    let nameless = format!("https://{}.example", "a".repeat(64));
    for portal in [format!("http://127.0.0.1:{}", taken.port), nameless] {
        let trial = Trial {
            policy: RetryPolicy {
                tries: 3,
                ..impatient()
            },
            ..Trial::to(&portal, &package)
        };
        let outcome = trial.send().await;
        assert_eq!(code(&outcome), "not sent portal-unreachable", "{portal}");
        assert_eq!(fault(&outcome).retry, Retry::Exhausted);
        assert_eq!(trial.diary.waits().len(), 2);
    }
}

#[tokio::test]
async fn an_address_that_is_not_secure_is_not_even_connected() {
    let package = TestPackage::of(1000);
    for portal in ["http://portal.example", "ftp://127.0.0.1", "portal"] {
        let trial = Trial::to(portal, &package);
        assert_eq!(
            code(&trial.send().await),
            "not sent address-not-secure",
            "{portal}"
        );
        assert!(trial.diary.steps().is_empty());
    }
}
