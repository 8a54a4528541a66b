//! The speed limit, which may change at any time (promise 19).

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What may go out in one burst.
const BURST: Duration = Duration::from_millis(50);
/// Whoever waits looks again after this long: the limit may be another one by then.
const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// Bytes a second for all requests of a transfer together.
#[derive(Default)]
pub(crate) struct SpeedLimit {
    /// 0 is no limit.
    rate: AtomicU64,
    account: Mutex<Account>,
}

/// Bytes that may go out; below zero while what went out is paid off.
#[derive(Default)]
struct Account {
    balance: f64,
    filled_at: Duration,
}

impl SpeedLimit {
    pub(crate) fn set(&self, bytes_a_second: Option<u64>) {
        // What was borrowed at another rate would take too long, or no time, to pay off.
        self.account().balance = 0.0;
        let rate = bytes_a_second.map_or(0, |rate| rate.max(1));
        self.rate.store(rate, Ordering::Relaxed);
    }

    /// None if `bytes` may go out now, and then they count; else how long to wait before asking
    /// again.
    pub(crate) fn wait_for(&self, bytes: u64, now: Duration) -> Option<Duration> {
        let rate = self.rate.load(Ordering::Relaxed);
        if rate == 0 {
            return None;
        }
        let rate = rate as f64;
        let mut account = self.account();
        let passed = now.saturating_sub(account.filled_at).as_secs_f64();
        account.filled_at = account.filled_at.max(now);
        account.balance = (account.balance + passed * rate).min(rate * BURST.as_secs_f64());
        if account.balance >= 0.0 {
            account.balance -= bytes as f64;
            return None;
        }
        let wait = Duration::from_secs_f64(-account.balance / rate);
        Some(wait.clamp(Duration::from_millis(1), LONGEST_WAIT))
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What eight takers, who ask for a page each, get through between two moments.
    fn passed(limit: &SpeedLimit, from: u64, until: u64) -> u64 {
        const PAGE: u64 = 64 * 1024;
        let mut asks_at = [Duration::from_millis(from); 8];
        let mut total = 0;
        loop {
            let next = asks_at.iter_mut().min().expect("eight");
            if *next >= Duration::from_millis(until) {
                return total;
            }
            match limit.wait_for(PAGE, *next) {
                None => total += PAGE,
                Some(wait) => *next += wait,
            }
        }
    }

    #[test]
    fn promise_19_the_limit_holds_within_a_tenth_over_thirty_seconds() {
        for rate in [100_000, 1_000_000, 12_345_678, 400_000_000] {
            let limit = SpeedLimit::default();
            limit.set(Some(rate));
            let passed = passed(&limit, 1_000, 31_000) as f64;
            let wanted = rate as f64 * 30.0;
            assert!(
                (passed / wanted - 1.0).abs() < 0.1,
                "{rate}: {passed} of {wanted}"
            );
        }
    }

    #[test]
    fn promise_19_a_limit_changed_on_the_way_holds_from_then_on() {
        let limit = SpeedLimit::default();
        limit.set(Some(1_000));
        passed(&limit, 0, 5_000);
        limit.set(Some(2_000_000));
        let faster = passed(&limit, 5_000, 35_000) as f64;
        assert!((faster / 60e6 - 1.0).abs() < 0.1, "{faster}");
        limit.set(Some(500_000));
        let slower = passed(&limit, 35_000, 65_000) as f64;
        assert!((slower / 15e6 - 1.0).abs() < 0.1, "{slower}");
        limit.set(None);
        assert_eq!(limit.wait_for(u64::MAX, Duration::from_secs(65)), None);
    }
}
