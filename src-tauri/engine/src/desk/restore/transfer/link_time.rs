//! Whether a link lasts until the transfer is done, by the speed that was measured (promise 15).

use crate::units::{Bytes, Moment};
use jiff::SignedDuration;

/// What is left is thought to take half as long again: networks slow down at night, too.
const CAUTION: f64 = 1.5;

/// Whether what is `left` would still be under way when the link ends, at `speed` a second with
/// some caution.
pub(super) fn ends_too_early(now: Moment, expires: Moment, left: Bytes, speed: Bytes) -> bool {
    if left.0 == 0 || speed.0 == 0 {
        return false;
    }
    let needed = left.0 as f64 / speed.0 as f64 * CAUTION;
    let lasts = expires.0.duration_since(now.0);
    lasts < SignedDuration::try_from_secs_f64(needed).unwrap_or(SignedDuration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Moment {
        Moment(time.parse().expect("a moment"))
    }

    #[test]
    fn promise_15_a_link_must_last_half_as_long_again_as_the_rest_takes() {
        let (now, expires) = (at("2026-11-21T20:00:00Z"), at("2026-11-21T21:00:00Z"));
        let speed = Bytes(1_000_000);
        // An hour at this speed is 3.6 GB; two thirds of that are 40 minutes.
        assert!(!ends_too_early(now, expires, Bytes(2_399_000_000), speed));
        assert!(ends_too_early(now, expires, Bytes(2_401_000_000), speed));
        assert!(
            ends_too_early(expires, now, Bytes(1), speed),
            "it has ended"
        );
    }

    #[test]
    fn promise_15_nothing_is_said_without_a_speed_or_with_nothing_left() {
        let (now, expires) = (at("2026-11-21T20:00:00Z"), at("2026-11-21T20:00:01Z"));
        assert!(!ends_too_early(now, expires, Bytes(u64::MAX), Bytes(0)));
        assert!(!ends_too_early(now, expires, Bytes(0), Bytes(1)));
        assert!(ends_too_early(now, expires, Bytes(u64::MAX), Bytes(1)));
    }
}
