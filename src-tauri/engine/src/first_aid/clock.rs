//! Whether this computer's clock goes with the hosts'.

use super::ask::ask;
use super::{AidCheck, AidFinding, AidOutcome};
use crate::clock::Clock;

/// Links and tokens are refused by a clock that is this far off (promise 15), in seconds.
const FAR: i64 = 5 * 60;
/// What a slow answer and a header of whole seconds explain.
const NEAR: i64 = 60;

/// Compares the clock with the `Date` of the first of `hosts` that tells one.
pub async fn look_at_clock(
    http: &reqwest::Client,
    hosts: &[String],
    clock: &dyn Clock,
) -> AidFinding {
    let found = |outcome, code| AidFinding::new(AidCheck::Clock, outcome, code);
    for host in hosts {
        let Ok(heard) = ask(http, host, clock).await else {
            continue;
        };
        let Some(there) = heard.date else { continue };
        let ahead = heard.at.0.as_second() - there.0.as_second();
        if ahead.abs() <= NEAR {
            return found(AidOutcome::Fine, "clock-fine");
        }
        let outcome = if ahead.abs() <= FAR {
            AidOutcome::Attention
        } else {
            AidOutcome::NotWorking
        };
        let code = if ahead > 0 {
            "clock-ahead"
        } else {
            "clock-behind"
        };
        return found(outcome, code).with("n", (ahead.abs() + 30) / 60);
    }
    found(AidOutcome::NotTested, "clock-not-known")
}
