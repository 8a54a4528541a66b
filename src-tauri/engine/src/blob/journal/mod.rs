//! What a transfer has done so far, on disk: one file that only grows, of framed records with a
//! checksum each. It holds no secret (promise 22).
//!
//! ```text
//! "slipway blob journal 1\n"
//! { length: u32, CRC-64/NVME of the payload: u64, payload }*     little-endian
//! ```
//! The first record is the heading. A killed program loses at most the record it was writing, and
//! then that part is sent again.

mod frame;
mod heading;
mod open;
mod record;
#[cfg(test)]
mod tests;

pub use heading::Heading;
pub(crate) use open::{Journal, Opened};
pub(crate) use record::{Done, How, Record, Started};
