//! Why an event does not fit a release.

use crate::fault::{Fault, NextStep, Retry};
use crate::units::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A verdict was given.
    Over,
    /// A stage, item, feature or action nobody knows.
    PartNotFound,
    PackageMissing,
    /// Development and monitoring bring nothing anywhere.
    NoTarget,
    /// Required items that are neither settled nor waived (promise 38).
    ItemsOpen {
        count: usize,
    },
    /// Nobody said go.
    NotDecided,
    /// It was decided about another package.
    DecisionStale,
    /// Four eyes are asked for, and two have looked.
    SecondMissing,
    /// The second one is the first one.
    SecondIsFirst,
    NameDoesNotMatch {
        environment: String,
    },
    ReasonMissing,
    /// Nobody's name would stand behind it.
    PersonMissing,
    /// Something is on its way there, or arrived already; facts 3.5: a second click queues a second
    /// deployment.
    PressedAlready {
        at: Moment,
    },
    NotPressed,
    NotScheduled,
    /// A moment that has passed.
    TimePassed,
    /// A schedule without a time.
    TimeMissing,
    /// A deployment of which nobody knows yet how it ended.
    OnItsWay,
    OtherOnItsWay {
        name: String,
    },
    /// Slipway sees that it is not so; it can be waived.
    DoesNotHold,
    /// Nothing is healthy without a measurement.
    NotMeasured,
    NotInProduction,
    NotRolledBack,
    RolledBackAlready,
    /// Lines of the catalog cannot be taken out, only waived.
    NotOwn,
    TextMissing,
    TooLong,
    LinkUnclear,
    WindowUnclear,
    TriggerUnclear,
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        use NextStep::None;
        use Retry::{ByUser, Never};
        match refusal {
            Refusal::Over => Fault::new("release-over", Never, None),
            Refusal::PartNotFound => Fault::new("release-part-not-found", Never, None),
            Refusal::PackageMissing => Fault::new("release-package-missing", ByUser, None),
            Refusal::NoTarget => Fault::new("release-no-target", Never, None),
            Refusal::ItemsOpen { count } => {
                Fault::new("release-items-open", ByUser, None).with("count", count)
            }
            Refusal::NotDecided => Fault::new("release-not-decided", ByUser, None),
            Refusal::DecisionStale => Fault::new("release-decision-stale", ByUser, None),
            Refusal::SecondMissing => Fault::new("release-second-missing", ByUser, None),
            Refusal::SecondIsFirst => Fault::new("release-second-is-first", ByUser, None),
            Refusal::NameDoesNotMatch { environment } => {
                Fault::new("name-does-not-match", ByUser, None).with("environment", environment)
            }
            Refusal::ReasonMissing => Fault::new("reason-missing", ByUser, None),
            Refusal::PersonMissing => Fault::new("release-person-missing", ByUser, None),
            Refusal::PressedAlready { at } => {
                Fault::new("release-pressed-already", ByUser, None).with("at", at)
            }
            Refusal::NotPressed => Fault::new("release-nothing-on-its-way", ByUser, None),
            Refusal::NotScheduled => Fault::new("release-not-scheduled", ByUser, None),
            Refusal::TimePassed => Fault::new("release-time-past", ByUser, None),
            Refusal::TimeMissing => Fault::new("release-time-missing", ByUser, None),
            Refusal::OnItsWay => Fault::new("release-on-its-way", ByUser, None),
            Refusal::OtherOnItsWay { name } => {
                Fault::new("release-other-on-its-way", ByUser, None).with("name", name)
            }
            Refusal::DoesNotHold => Fault::new("release-item-does-not-hold", ByUser, None),
            Refusal::NotMeasured => Fault::new("release-not-measured", ByUser, None),
            Refusal::NotInProduction => Fault::new("release-not-in-production", ByUser, None),
            Refusal::NotRolledBack => Fault::new("release-not-rolled-back", ByUser, None),
            Refusal::RolledBackAlready => Fault::new("release-rolled-back", Never, None),
            Refusal::NotOwn => Fault::new("release-item-not-own", ByUser, None),
            Refusal::TextMissing => Fault::new("release-text-missing", ByUser, None),
            Refusal::TooLong => Fault::new("release-too-long", ByUser, None),
            Refusal::LinkUnclear => Fault::new("release-link-unclear", ByUser, None),
            Refusal::WindowUnclear => Fault::new("release-window-unclear", ByUser, None),
            Refusal::TriggerUnclear => Fault::new("release-trigger-unclear", ByUser, None),
        }
    }
}
