//! Why an event does not fit a session.

use super::step::Step;
use crate::fault::{Fault, NextStep, Retry};
use crate::project::EnvKey;
use crate::units::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It was closed.
    Closed,
    /// Something comes before.
    First(Step),
    /// The week for uploading is over.
    UploadTimeOver,
    /// The 180 days are over.
    SessionOver,
    /// A link to another container than before (promise 16).
    OtherContainer,
    /// Both links lead to one container.
    SameContainer,
    /// The check said that it will not work.
    WillNotWork,
    /// A restore was started already; starting another one deletes and rebuilds once more.
    PressedAlready { env: EnvKey, at: Moment },
    /// A restore of which nobody said how it ended.
    UnderWay { env: EnvKey },
    /// A transfer is under way.
    Transferring,
    /// A moment that is still to come.
    InFuture,
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Closed => Fault::new("restore-closed", Retry::Never, NextStep::None),
            Refusal::First(step) => Fault::new("restore-step-first", Retry::ByUser, NextStep::None)
                .with("step", step.word()),
            Refusal::UploadTimeOver => {
                Fault::new("restore-upload-time-over", Retry::Never, NextStep::None)
            }
            Refusal::SessionOver => {
                Fault::new("restore-session-over", Retry::Never, NextStep::None)
            }
            Refusal::OtherContainer => {
                Fault::new("restore-other-container", Retry::ByUser, NextStep::None)
            }
            Refusal::SameContainer => {
                Fault::new("restore-same-container", Retry::ByUser, NextStep::None)
            }
            Refusal::WillNotWork => {
                Fault::new("restore-will-not-work", Retry::ByUser, NextStep::None)
            }
            Refusal::PressedAlready { env, at } => {
                Fault::new("restore-pressed-already", Retry::ByUser, NextStep::None)
                    .with("environment", env.0)
                    .with("at", at)
            }
            Refusal::UnderWay { env } => {
                Fault::new("restore-under-way", Retry::ByUser, NextStep::None)
                    .with("environment", env.0)
            }
            Refusal::Transferring => {
                Fault::new("restore-transferring", Retry::ByUser, NextStep::None)
            }
            Refusal::InFuture => Fault::new("restore-time-ahead", Retry::ByUser, NextStep::None),
        }
    }
}
