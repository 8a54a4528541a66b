//! Database files made to measure, for tests, benchmarks and the practice world.
//!
//! A [`SampleDatabase`] has the layout exporters produce and passes every check; each method
//! changes one thing about it. The same calls always give the same bytes.

mod database;
mod model;
mod rows;
mod tables;

pub use database::SampleDatabase;
#[cfg(test)]
pub(crate) use rows::write as write_value;
pub use rows::{Style, Value};
pub use tables::{SampleColumn, SampleTable};
