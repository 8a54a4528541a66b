use serde::{Deserialize, Serialize};

/// Which build answers after a deployment, as far as the site's pages tell. A site that is back is
/// not yet a deployment that arrived: one that breaks down brings the build before it back, and
/// nothing else in the product tells from outside which one it is (facts 3.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Answering {
    /// Another one than before.
    NewBuild,
    /// The one that answered before, by its own word.
    AsBefore,
    /// Its pages do not name their build, or nobody saw them before.
    CannotBeTold,
}
