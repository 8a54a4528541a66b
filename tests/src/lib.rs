//! What several promise families share.

pub mod browser;
#[cfg(target_os = "linux")]
pub mod desktop;
pub mod packages;
pub mod rehearsal;
