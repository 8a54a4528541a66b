//! Everything Slipway knows and does, without a window and without a word of user-facing text.
//!
//! Values are validated once, where they enter; work that takes time is a [`job`]; what is
//! remembered is a row of the [`ledger`]; what goes wrong is a [`fault::Fault`] with a code the
//! interface puts into words.

pub mod awake;
pub mod blob;
pub mod clock;
mod csv;
pub mod desk;
mod disk;
pub mod fault;
pub mod first_aid;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod house;
pub mod job;
pub mod ledger;
pub mod log_file;
pub mod network;
pub mod package;
pub mod portal;
pub mod project;
pub mod release;
pub mod restore;
pub mod secret;
pub mod support;
pub mod units;
pub mod update;
pub mod words;
