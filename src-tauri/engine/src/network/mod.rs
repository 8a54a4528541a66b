//! The way out of this computer: through the system's proxy, or through one somebody entered.
//! Everything that leaves takes the one [`WayOut`], so that a change of it reaches every request.

mod proxy;
mod way_out;

pub use proxy::{ProxyDraft, ProxySetting};
pub(crate) use way_out::{LooksOut, WayOut};
