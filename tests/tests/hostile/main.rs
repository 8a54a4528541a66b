//! Every reader of bytes that come from somebody else, against bytes nobody meant well with:
//! packages, projects, database files, exports, links, answers and logs (promises 30, 31). Whatever they
//! are, an answer comes, in bounded time and memory, and the same one again.
//!
//! The same readers have fuzz targets in `fuzz/`; what those find gets a test here or beside the
//! reader.

mod bombs;
mod claims;
mod corpora;
mod listings;
mod measured;
mod mishaps;
mod readers;
