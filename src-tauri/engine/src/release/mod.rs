//! What happens after the upload: a package's way to production, watching a site from outside
//! until the deployment looks live, and measuring around a promotion.
//!
//! Nothing in the product tells from outside how a deployment is doing (facts 3.1, 3.9), so all
//! there is to go by is the site: [`look`] asks it once, [`Watch`] draws the conclusions. What the
//! user wants asked of a site is a [`probe::Probe`]; [`smoke`] asks all of them once, [`monitor`]
//! again and again.

mod address;
mod answering;
pub mod domains;
pub mod figures;
pub mod journey;
pub mod logs;
mod look;
pub mod monitor;
mod page;
pub mod parity;
mod policy;
pub mod probe;
pub mod readiness;
pub mod report;
pub mod smoke;
mod watch;

pub use answering::Answering;
pub use look::{Seen, look};
pub use page::PagePrint;
pub use policy::WatchPolicy;
pub use watch::{Awaited, Watch, WatchSummary};
