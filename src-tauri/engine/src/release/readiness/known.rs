//! What is known when a stage is reviewed, as it was looked up, and the answers that follow from it.

use super::answer::{Answer, Answers};
use crate::package::Verdict;
use crate::package::forecast::{Forecast, Outage, Sureness};
use crate::project::{EnvironmentKind, Role};
use crate::release::journey::{RollbackPlan, RollbackWay};
use crate::units::Moment;
use jiff::SignedDuration;

/// How long a comparison of two environments is worth something.
const PARITY_LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Facts about one stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub now: Moment,
    /// The package of the release.
    pub sha256: Option<String>,
    /// Of the package, for the environment of the stage; none if it is not in the list any more.
    pub package: Option<JudgedPackage>,
    pub target: Option<Target>,
    /// Where it comes from: the environment of the stage before. None for the first one.
    pub source: Option<Source>,
    /// Names of what else is known to be on its way in the project.
    pub queued: Vec<String>,
    pub role: Role,
    pub rollback: Option<RollbackPlan>,
    /// Whether the package before may come back by its Xperience version; none if nothing is known.
    pub previous_may_return: Option<bool>,
    pub triggers: usize,
    /// The last comparison of source and target.
    pub parity: Option<LastParity>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedPackage {
    pub verdict: Verdict,
    pub warnings: usize,
    pub blockers: usize,
    pub forecast: Option<Forecast>,
    /// Whether it carries an offline page of its own; none if that was not looked at.
    pub offline_page: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub name: String,
    pub kind: EnvironmentKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    /// What runs there.
    pub last: Option<LastThere>,
    pub smoke: Option<LastSmoke>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastThere {
    pub sha256: String,
    pub file_name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSmoke {
    pub at: Moment,
    /// The package that was there then.
    pub sha256: Option<String>,
    pub all_work: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastParity {
    pub at: Moment,
    /// Differences that matter and that the release itself does not do away with.
    pub differences: usize,
}

impl Known {
    pub fn answers(&self) -> Answers {
        Answers::from([
            ("package-ready", self.package_ready()),
            ("latest-package", self.latest_package()),
            ("nothing-else-queued", self.nothing_else_queued()),
            ("role-suffices", self.role_suffices()),
            ("offline-page", self.offline_page()),
            ("forecast-known", self.forecast_known()),
            ("smoke-pass", self.smoke_pass()),
            ("parity-confirmed", self.parity_confirmed()),
            ("rollback-planned", self.rollback_planned()),
            ("rollback-tested", self.rollback_tested()),
            ("triggers-set", self.triggers_set()),
        ])
    }

    fn package_ready(&self) -> Answer {
        match (&self.sha256, &self.package) {
            (None, _) => Answer::not_known("no-package"),
            (_, None) => Answer::not_known("package-not-inspected"),
            (_, Some(package)) => match package.verdict {
                Verdict::Ready => Answer::holds("package-checked"),
                Verdict::ReadyWithWarnings => {
                    Answer::holds("package-has-warnings").with("count", package.warnings)
                }
                Verdict::WillNotWork => {
                    Answer::does_not_hold("package-has-blockers").with("count", package.blockers)
                }
            },
        }
    }

    /// Only the latest deployed package can be promoted (facts 3.5).
    fn latest_package(&self) -> Answer {
        let Some(source) = &self.source else {
            return Answer::holds("first-environment");
        };
        let (Some(sha256), Some(last)) = (&self.sha256, &source.last) else {
            return match self.sha256 {
                None => Answer::not_known("no-package"),
                Some(_) => Answer::not_known("source-unknown").with("env", &source.name),
            };
        };
        let answer = match *sha256 == last.sha256 {
            true => Answer::holds("latest-in-source"),
            false => Answer::does_not_hold("another-in-source"),
        };
        answer
            .with("env", &source.name)
            .with("file_name", &last.file_name)
    }

    /// What others queued in the Portal cannot be seen from here, so that it never simply holds
    /// (facts 3.1).
    fn nothing_else_queued(&self) -> Answer {
        match self.queued.first() {
            None => Answer::not_known("nothing-of-slipway-queued"),
            Some(first) => Answer::does_not_hold("something-queued")
                .with("name", first)
                .with("count", self.queued.len()),
        }
    }

    /// Facts 3.4; what a Developer may do in UAT and in custom environments is not documented.
    fn role_suffices(&self) -> Answer {
        let Some(target) = &self.target else {
            return Answer::not_known("environment-gone");
        };
        let answer = match (self.role, target.kind) {
            (Role::DevopsEngineer | Role::TenantAdministrator, _)
            | (Role::Developer, EnvironmentKind::Qa) => Answer::holds("role-fits"),
            (Role::Developer, EnvironmentKind::Stg | EnvironmentKind::Prod) => {
                Answer::does_not_hold("role-too-low")
            }
            (Role::Developer, EnvironmentKind::Uat | EnvironmentKind::Custom) => {
                Answer::not_known("role-unclear")
            }
        };
        answer.with("env", &target.name)
    }

    fn offline_page(&self) -> Answer {
        match self.package.as_ref().and_then(|one| one.offline_page) {
            None => Answer::not_known("offline-page-not-looked-at"),
            Some(true) => Answer::holds("offline-page-found"),
            Some(false) => Answer::does_not_hold("offline-page-not-seen"),
        }
    }

    fn forecast_known(&self) -> Answer {
        let forecast = self.package.as_ref().and_then(|one| one.forecast.as_ref());
        let answer = match forecast {
            Some(forecast) if forecast.sure != Sureness::Unknown => {
                Answer::holds(match forecast.outage {
                    Outage::Offline => "forecast-offline",
                    Outage::ReadOnly => "forecast-read-only",
                    Outage::None => "forecast-none",
                })
            }
            _ => Answer::not_known("forecast-unknown"),
        };
        match &self.target {
            Some(target) => answer.with("env", &target.name),
            None => answer,
        }
    }

    /// The last smoke run where the package comes from says something only about this package.
    fn smoke_pass(&self) -> Answer {
        let Some(source) = &self.source else {
            return Answer::not_known("first-environment");
        };
        let answer = match &source.smoke {
            None => Answer::not_known("smoke-not-run"),
            Some(run) if run.sha256.is_none() || run.sha256 != self.sha256 => {
                Answer::not_known("smoke-other-package").with("at", run.at)
            }
            Some(run) if run.all_work => Answer::holds("smoke-passed").with("at", run.at),
            Some(run) => Answer::does_not_hold("smoke-down").with("at", run.at),
        };
        answer.with("env", &source.name)
    }

    fn parity_confirmed(&self) -> Answer {
        let (Some(source), Some(target)) = (&self.source, &self.target) else {
            return Answer::not_known("first-environment");
        };
        let answer = match &self.parity {
            None => Answer::not_known("parity-not-measured"),
            Some(parity) if parity.is_old(self.now) => {
                Answer::not_known("parity-old").with("at", parity.at)
            }
            Some(parity) if parity.differences == 0 => {
                Answer::holds("parity-holds").with("at", parity.at)
            }
            Some(parity) => Answer::does_not_hold("parity-differs")
                .with("at", parity.at)
                .with("differences", parity.differences),
        };
        answer
            .with("left", &source.name)
            .with("right", &target.name)
    }

    fn rollback_planned(&self) -> Answer {
        match &self.rollback {
            None => Answer::does_not_hold("rollback-not-planned"),
            // The Xperience version must not get lower (facts 2.6, 3.6).
            Some(plan)
                if plan.way == RollbackWay::PreviousPackage
                    && self.previous_may_return == Some(false) =>
            {
                Answer::does_not_hold("previous-package-lower")
            }
            Some(_) => Answer::holds("rollback-is-planned"),
        }
    }

    fn rollback_tested(&self) -> Answer {
        match &self.rollback {
            Some(plan) if plan.tested => Answer::holds("rollback-told-tested"),
            _ => Answer::not_known("rollback-not-told-tested"),
        }
    }

    fn triggers_set(&self) -> Answer {
        match self.triggers {
            0 => Answer::does_not_hold("triggers-not-set"),
            count => Answer::holds("triggers-are-set").with("count", count),
        }
    }
}

impl LastParity {
    /// One that seems to come from the future was measured by another clock.
    fn is_old(&self, now: Moment) -> bool {
        now.0.duration_since(self.at.0).abs() > PARITY_LASTS
    }
}
