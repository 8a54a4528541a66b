//! Rows in the native format of bulk copy, with text as UTF-16: no header, no separators. What
//! follows what is told by the columns alone, so a single misread length garbles the rest; every
//! length and every date is therefore held against what its type allows.
//!
//! Lengths in front of values: 1 byte for what may be NULL and for `bit`, `uniqueidentifier` and
//! `decimal` in any case; 2 for text and binary; 4 for the old large types and `sql_variant`; 8
//! for the `max` types, XML and CLR types. All bits set mean NULL. Exporters differ in a few
//! places, see [`layout`].

mod column;
mod layout;
mod rows;
#[cfg(test)]
mod tests;

pub(super) use column::{Column, Kind, type_of};
pub(super) use layout::{Layout, layouts, unknown};
pub(super) use rows::{Garbled, Rows};
