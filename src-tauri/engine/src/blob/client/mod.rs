//! The few requests of the Azure Blob REST API that a restore needs, and what their answers mean.

mod address;
mod answer;
mod body;
pub(crate) mod header;
mod listing;
mod pages;
mod request;
mod table;
mod wire;

pub(crate) use answer::Answer;
pub(crate) use body::{Counts, Meter};
pub use listing::Blob;
pub(crate) use listing::{BlockOfBlob, blobs_in, blocks_in};
pub(crate) use pages::{Page, PageShelf, Parts};
pub(crate) use request::{Ask, Condition, CopySource, Load, Purpose};
pub use table::{Action, Meaning, RULES, Rule};
pub use wire::Connect;
pub(crate) use wire::{NoAnswer, Wire};

pub(crate) use address::path_of;
