//! SAS links: what Get access in the Portal gives (facts 3.7). A link is a secret; its facts are
//! not.

mod facts;
mod find;
mod judge;
mod link;
mod percent;
#[cfg(test)]
mod tests;

pub use facts::SasFacts;
pub use find::links_in;
pub use judge::{CLOCK_TOLERANCE, Need, Right, SasFinding, judge};
pub use link::{SasLink, SasTrouble};
pub(crate) use percent::{decoded, encoded};
