//! A desk on a folder of its own, with nobody watching.

use slipway_engine::desk::{Desk, seat};
use slipway_engine::job::{Job, Sink};
use std::path::Path;
use std::sync::Arc;

struct Nobody;

impl Sink for Nobody {
    fn job_changed(&self, _: &Job) {}
}

/// Sits down at the ledger in `folder`. To be called within a runtime.
pub fn sit_down(folder: &Path) -> Desk {
    let parts = seat::parts(folder, Arc::new(Nobody)).expect("a ledger");
    Desk::new(parts).expect("a desk")
}
