//! What deploying a package will do to the site of an environment, before it is deployed.

mod answer;
mod outcome;
mod predict;
mod rules;
#[cfg(test)]
mod tests;

pub use answer::*;
pub use predict::{DowntimeFacts, LastPackage, forecast};
pub use rules::*;

pub(crate) use rules::first_zero_downtime;
