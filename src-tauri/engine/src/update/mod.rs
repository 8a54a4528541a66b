//! Hearing of a newer version: off until an address and a key are given, never installing anything.
//!
//! At the address is a manifest, `{"version": "1.2.0", "notes": "…", "page": "https://…"}`, and
//! beside it, with `.minisig` behind its address, what `minisign -S` made of it. Nothing in a
//! manifest is believed, or even read, before its signature holds.

mod ask;
mod manifest;
mod source;

pub use ask::ask;
pub use manifest::{Heard, Update, judge};
pub use source::UpdateSource;

use crate::fault::{Fault, NextStep, Retry};

fn fault(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::None)
}
