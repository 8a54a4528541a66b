//! Starting the practice world: the only place in the window that knows it exists.

use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_practice::{PracticeOptions, PracticeWorld};
use std::path::PathBuf;

/// There is one practice project on a computer, so its id can be fixed.
pub const PROJECT_ID: &str = "practice";

/// Starts the world, with what happened in it before.
pub async fn start(data_dir: PathBuf) -> Result<PracticeWorld, Fault> {
    let options = PracticeOptions {
        data_dir: Some(data_dir),
        pace: pace(),
        ..PracticeOptions::default()
    };
    PracticeWorld::start(options).await.map_err(|cause| {
        Fault::new("practice-not-started", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })
}

/// Rehearsals run at a pace for people; a scripted walk sets a quicker one.
fn pace() -> f64 {
    std::env::var("SLIPWAY_PRACTICE_PACE")
        .ok()
        .and_then(|p| p.parse().ok())
        .filter(|p| *p > 0.0)
        .unwrap_or(1.0)
}
