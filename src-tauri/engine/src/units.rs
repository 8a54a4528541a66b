//! Numbers that cross to the window. JavaScript holds integers exactly up to 2^53, far above any
//! size or count here, so both are exported as `number`.

use serde::{Deserialize, Serialize};

/// A number of bytes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Bytes(#[cfg_attr(feature = "bindings", specta(type = u32))] pub u64);

/// How many of something, or a duration in milliseconds where the name says `_ms`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Count(#[cfg_attr(feature = "bindings", specta(type = u32))] pub u64);

/// A moment, written as RFC 3339 in UTC (`2026-07-17T19:57:00Z`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Moment(#[cfg_attr(feature = "bindings", specta(type = String))] pub jiff::Timestamp);

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
