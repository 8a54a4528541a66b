//! Whether a stage of a release may begin: the lines of its review, what Slipway answers by itself,
//! and what of it still holds.

mod answer;
mod catalog;
mod known;
mod review;
mod template;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Answers, Holds};
pub use known::{JudgedPackage, Known, LastParity, LastSmoke, LastThere, Source, Target};
pub use review::{ItemView, Review};
pub use template::{Template, TemplateItem, TemplateStage};
