//! What a deployment package is: reading one, checking it, and saying whether it will work.
//!
//! [`inspect`] reads what it needs and no more, so the verdict is there at once; [`fingerprint`]
//! reads every byte and gives the package its identity. [`recheck`] judges an inspection again for
//! another environment, without the file.
//!
//! Inside, data flows one way: `archive` (the zip, trusted in nothing) → `content` (what its files
//! say) → `facts` → `check` (one file per family of checks).

pub(crate) mod archive;
pub mod build;
mod check;
pub mod compare;
mod content;
mod explanation;
mod facts;
mod fingerprint;
pub mod forecast;
mod inspect;
pub mod note;
pub mod project_folder;
mod report;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
mod stamp;
#[cfg(test)]
pub(crate) mod tests;
mod weight;

#[cfg(feature = "fuzzing")]
pub(crate) use build::product_version;
pub use build::{BuildObserver, BuildOrder, Built, build, survey};
pub(crate) use build::{Odd, Tree, Trouble, lower};
pub(crate) use check::verdict as verdict_of;
pub use check::{CHECKS, Check};
pub(crate) use check::{checks, container_name, leads_elsewhere, name_key};
pub use compare::{Comparison, ObjectDiff, compare, object_diff};
pub(crate) use content::{XperienceVersion, text as content_text};
pub use explanation::{ConfigExplanation, NameFilter, Scope, ScopeRule, TypeEffect};
pub(crate) use facts::{built_at, hex};
pub(crate) use fingerprint::sha256_of;
pub use fingerprint::{Fingerprint, fingerprint};
#[cfg(feature = "fuzzing")]
pub(crate) use inspect::inspect_source;
pub(crate) use inspect::{cancelled, open as open_file, unreadable as file_unreadable};
pub use inspect::{inspect, recheck};
pub use report::*;
pub use stamp::{FileStamp, StampDifference};
pub use weight::{FitFolder, FolderNode, ToFit, WayOut, contents, to_fit};
