//! Waiting for conditions. Nothing in the tests waits for a span of time.

use std::time::{Duration, Instant};

/// How often a condition is looked at.
const PULSE: Duration = Duration::from_millis(25);

/// What a person would wait for a window to react before calling it stuck; generous, because two
/// cores may be compiling at the same time.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Asks `condition` until it gives something or the limit has passed.
pub fn wait_for<T>(limit: Duration, mut condition: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = condition() {
            return Some(found);
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::park_timeout(PULSE);
    }
}

/// [`wait_for`] where giving up is the end of the test; `what` completes "did not happen: …".
#[track_caller]
pub fn must<T>(what: &str, limit: Duration, condition: impl FnMut() -> Option<T>) -> T {
    match wait_for(limit, condition) {
        Some(found) => found,
        None => panic!("did not happen within {} s: {what}", limit.as_secs()),
    }
}
