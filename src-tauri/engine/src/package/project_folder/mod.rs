//! A chosen folder: what it is, what it lacks, how ready its project is for the SaaS environment,
//! and the documented steps that make a package's parts from it.
//!
//! Source code is read as text and nothing is changed. Only [`Steps`] runs something, and only what
//! it showed before.

mod csharp;
mod explain;
#[cfg(unix)]
mod leash;
mod msbuild;
mod parts;
mod picture;
mod project;
mod readiness;
mod recognise;
mod run;
mod sdk;
mod steps;
#[cfg(test)]
mod tests;
mod walk;

pub use picture::*;
pub use readiness::READINESS_CHECKS;
pub(crate) use readiness::readiness;
pub(crate) use recognise::{Recognised, recognise, recognise_parts};
pub use sdk::Surroundings;
pub(crate) use steps::{Step, Wanted, keeps_only_the_seed, steps};
