//! What a deployment package is: reading one, checking it, and saying whether it will work.
//!
//! [`inspect`] reads what it needs and no more, so the verdict is there at once; [`fingerprint`]
//! reads every byte and gives the package its identity. [`recheck`] judges an inspection again for
//! another environment, without the file.
//!
//! Inside, data flows one way: `archive` (the zip, trusted in nothing) → `content` (what its files
//! say) → `facts` → `check` (one file per family of checks).

mod archive;
mod check;
mod content;
mod facts;
mod fingerprint;
mod inspect;
mod report;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
mod stamp;
#[cfg(test)]
mod tests;

pub use check::{CHECKS, Check};
pub use fingerprint::{Fingerprint, fingerprint};
pub use inspect::{inspect, recheck};
pub use report::*;
pub use stamp::{FileStamp, StampDifference};
