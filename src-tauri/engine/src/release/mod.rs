//! What happens after the upload: watching a site from outside until the deployment looks live.
//!
//! Nothing in the product tells from outside how a deployment is doing (facts 3.1, 3.9), so all
//! there is to go by is the site: [`look`] asks it once, [`Watch`] draws the conclusions.

mod address;
mod look;
mod page;
mod policy;
mod watch;

pub use look::{Seen, look};
pub use page::PagePrint;
pub use policy::WatchPolicy;
pub use watch::{Watch, WatchSummary};
