//! What an event rests on beside the release itself. The caller looks it up; nothing here does.

use super::plan::ReleasePackage;
use crate::release::readiness::Answers;
use crate::units::Moment;

pub struct Circumstances<'a> {
    /// In whose name it happens.
    pub person: &'a str,
    pub now: Moment,
    /// What the environment of the event's stage is called, as it is typed to confirm.
    pub env_name: Option<&'a str>,
    /// What Slipway answers by itself about the event's stage.
    pub answers: &'a Answers,
    /// The package that is chosen by the event.
    pub package: Option<&'a ReleasePackage>,
    /// A monitoring of this release in production has finished and has measurements.
    pub measured: bool,
    /// Another release on its way into the environment of the event's stage.
    pub other_on_its_way: Option<&'a str>,
    /// Makes an id nothing else has.
    pub new_id: &'a dyn Fn() -> String,
}
