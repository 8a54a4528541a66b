//! A database file before it is sent: a bacpac is a zip with the schema as XML and the rows of each
//! table in the native format of bulk copy (facts 3.7). Read as a stranger's file: bounded in
//! memory at any size, nothing unpacked to disk, and what cannot be read is told, not guessed.

mod bcp;
mod data;
mod facts;
mod judge;
mod look;
mod model;
mod origin;
#[cfg(test)]
mod tests;
mod whole;
mod xperience;

pub use facts::{DatabaseCheck, DatabaseFacts, Domain, TableSize, VersionNotRead, VersionRead};
pub use look::{Depth, check};
