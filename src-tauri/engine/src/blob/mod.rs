//! Azure Blob storage as a restore needs it: links, requests, and a transfer that survives what
//! happens over days (anchors: answer table and promises 1 to 20; facts 3.7).
//!
//! [`sas`] reads and judges links, [`Container`] looks at what is there, and [`transfer`] carries
//! files into a container, or has the service copy them, with a [`journal`] to go on from.

mod checksum;
pub mod client;
mod container;
mod item;
pub mod journal;
pub mod plan;
pub mod readable;
pub mod sas;
pub mod transfer;

pub use client::Blob;
pub use container::{Container, Looked};
pub use item::{Item, Origin};
pub use readable::{ChosenFile, Readable, ZippedFile};
