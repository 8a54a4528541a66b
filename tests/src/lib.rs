//! What several promise families share.

#[cfg(target_os = "linux")]
pub mod desktop;
pub mod packages;
pub mod rehearsal;
