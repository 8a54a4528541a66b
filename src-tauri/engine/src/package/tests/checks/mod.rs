//! The checks of facts 4 over whole packages: what is found, where, and what is let pass.

mod application;
mod config_scope;
mod contents;
mod repository;
mod target;

use crate::units::Moment;

pub(super) fn moment(text: &str) -> Moment {
    Moment(text.parse().expect("a moment"))
}
