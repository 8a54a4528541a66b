//! Measuring around a promotion, from outside: probes and smoke tests, the baseline before a
//! deployment, the monitor of the half hour after it.

mod answers;
mod baseline;
mod domains;
mod driver;
mod metrics;
mod monitor;
mod parity;
mod probes;
mod smoke;
mod stage;

#[cfg(test)]
pub(super) mod tests;

pub use answers::{MonitorView, ProbesSaved};
pub(super) use monitor::Monitors;
pub(super) use stage::BEGAN_WITH;
