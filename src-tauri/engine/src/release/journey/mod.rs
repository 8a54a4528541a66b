//! A release: one package on its way from development to production and through the first half
//! hour there. What was promised, reviewed, decided, clicked, seen and learned.
//!
//! Pure: a [`ReleaseEvent`] and its [`Circumstances`] make the next [`Release`], or a [`Refusal`]
//! says why not.

mod after;
mod begin;
mod circumstances;
mod concluding;
mod ending;
mod entry;
mod event;
mod item;
mod plan;
mod planning;
mod pressing;
mod refusal;
mod release;
mod reviewing;
mod stage;
mod standing;
#[cfg(test)]
mod tests;
mod typed;

pub use begin::Beginning;
pub use circumstances::Circumstances;
pub use ending::{Action, ReleaseVerdict, Retrospective, RollbackWay, RolledBack, VerdictKind};
pub use event::{PortalPress, ReleaseEvent};
pub use item::{Item, ItemEvidence, ItemSource, ItemState};
pub use plan::{
    DeploymentWindow, Feature, Purpose, ReleasePackage, RollbackPlan, Strategy, Trigger,
    TriggerMetric,
};
pub use refusal::Refusal;
pub use release::Release;
pub use stage::{
    Arrival, ArrivalKnownBy, Decision, PressHow, PressOutcome, ReleasePress, Second, Stage,
    StageKind,
};
pub use standing::StageState;
