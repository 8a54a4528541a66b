//! The files of a restore before they are sent: a folder, or a zip of one, and the tree of blobs it
//! will be (facts 3.7). One top folder per container, every name in lower case; what would change
//! or get lost on the way is told before, and what only the user can decide is asked.

mod collisions;
mod facts;
mod found;
mod judge;
mod layout;
mod listed;
mod names;
mod plan;
#[cfg(test)]
mod tests;
mod zipped;

pub use facts::{
    Choices, Collision, CollisionSource, Container, NameChange, Node, Placement, StorageCheck,
    StorageFacts,
};
pub use listed::listed;
pub use plan::{StoragePlan, look, look_telling};
