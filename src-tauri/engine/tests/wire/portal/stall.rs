//! A connection on which nothing moves.

use super::diary::{Line, retrying};
use super::package::TestPackage;
use super::{Trial, code, fault, impatient, pass_time};
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::clock::{Clock, ManualClock};
use slipway_engine::portal::RetryPolicy;
use slipway_engine::units::Moment;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Far more than the buffers between the two ends hold.
const LARGE: usize = 24 << 20;

fn stuck() -> Vec<Step> {
    vec![Step::Head, Step::Body(1 << 20), Step::Hold]
}

#[tokio::test]
async fn promise_12_a_minute_without_a_byte_ends_the_try_and_the_next_one_arrives() {
    let package = TestPackage::of(LARGE);
    let accepting = vec![Step::Head, Step::WholeBody, answer(200, "", "")];
    let server = Scripted::start(vec![stuck(), accepting]).await;
    let clock = ManualClock::default();
    let trial = Trial::new(&server, &package).by(&clock);
    let stalling = async {
        server.until(0, |seen| seen.body_bytes == 1 << 20).await;
        let stalled = || trial.diary.count(retrying) > 0;
        pass_time(&clock, Duration::from_millis(100), stalled).await;
    };
    let (outcome, ()) = tokio::join!(trial.send(), stalling);
    assert_eq!(code(&outcome), "accepted 200");
    assert!(server.seen(1).body[..] == package.bytes[..server.seen(1).body.len()]);
    assert!(trial.diary.times(retrying)[0] >= trial.policy.stall);
    let told = trial.diary.steps().into_iter().find(retrying);
    let expected = Line::Retrying(1, Duration::ZERO, "connection-stalled".into());
    assert_eq!(told, Some(expected));
}

#[tokio::test]
async fn promise_14_after_a_sleep_a_dead_connection_is_noticed_sooner() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![vec![Step::Head, Step::Hold]]).await;
    let clock = ManualClock::default();
    let trial = Trial {
        policy: RetryPolicy {
            tries: 1,
            // Nothing but the head goes out.
            listen_last: Duration::from_secs(3600),
            ..impatient()
        },
        ..Trial::new(&server, &package).by(&clock)
    };
    let over = CancellationToken::new();
    let sending = async {
        let outcome = trial.send().await;
        over.cancel();
        (outcome, clock.elapsed())
    };
    let sleeping = async {
        server.until(0, |seen| !seen.head.is_empty()).await;
        let slept = Duration::from_secs(3600);
        clock.set_wall(Moment(clock.now().0 + slept));
        pass_time(&clock, Duration::from_millis(100), || over.is_cancelled()).await;
    };
    let ((outcome, took), ()) = tokio::join!(sending, sleeping);
    assert_eq!(code(&outcome), "not sent connection-stalled");
    assert_eq!(fault(&outcome).params["host"], "127.0.0.1");
    assert!(took >= trial.policy.stall_after_sleep, "{took:?}");
    assert!(took < trial.policy.stall, "{took:?}");
}
