//! What several promise families share.

pub mod browser;
#[cfg(target_os = "linux")]
pub mod desktop;
pub mod errand;
pub mod hasty;
mod noise;
pub mod packages;
pub mod rehearsal;
pub mod releasing;
pub mod sitting;

pub use noise::noise;
