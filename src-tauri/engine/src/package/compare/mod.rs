//! What is in one package that is not in another: told as an editor and a developer know it.
//!
//! Files that have the same size and checksum in both lists of entries are the same and are not
//! read; what differs is unpacked, in parallel, and understood by kind: `side` (one package) →
//! `pairs` (what differs) → `objects`, `items`, `libraries`, `settings`, `migrations`, `folders`.

mod answer;
mod capped;
mod diff;
mod folders;
mod items;
mod libraries;
mod lookup;
mod migrations;
mod objects;
mod pairs;
mod search;
mod settings;
mod side;
mod sketch;
mod whole;

pub use answer::*;
pub use diff::object_diff;
pub use search::{
    FoundObject, KindCount, LongList, RowOrder, RowsFound, RowsWanted, SearchWord, SortBy,
};
pub use whole::compare;
#[cfg(test)]
pub(crate) use whole::{compare_sources, diff_sources};
