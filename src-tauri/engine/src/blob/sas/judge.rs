//! Whether a link will do, before a byte moves (promise 15).

use super::facts::SasFacts;
use crate::fault::{Fault, NextStep, Retry};
use crate::project::is_loopback;
use crate::units::Moment;
use jiff::SignedDuration;
use serde::Serialize;

/// A computer's clock may differ this much from the service's without anybody minding.
pub const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A right that a link may give (`sp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum Right {
    /// `r`
    Read,
    /// `w`
    Write,
    /// `l`
    List,
    /// `d`. No restore needs it, only who wants something out of the way.
    Delete,
}

impl Right {
    /// As the Portal and Azure call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "Read",
            Self::Write => "Write",
            Self::List => "List",
            Self::Delete => "Delete",
        }
    }
}

/// What a link is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Creating blobs: `w`, or `c`.
    Create,
    /// Replacing blobs: `w`.
    Replace,
    /// Seeing which blocks arrived, and reading back what was committed: `r`.
    Read,
    /// Seeing what is there: `l`.
    List,
}

/// Something about a link that the user should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "finding")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SasFinding {
    Expired {
        at: Moment,
    },
    NotYetValid {
        from: Moment,
    },
    /// This computer's clock is off by so many minutes; positive means ahead.
    ClockOff {
        minutes: i32,
    },
    MissingRight {
        right: Right,
    },
    /// It opens a whole account; the Portal gives links to one container.
    AccountLink,
    /// It opens one blob only.
    BlobLink,
    /// Its path, or what it is signed for, lies below a container.
    BelowContainer {
        below: String,
    },
    /// It is an HTTP address of another computer, or may be used over HTTPS only.
    NeedsHttps,
    /// Rights and times are kept at the container: they show only when the link is used.
    RightsInPolicy,
}

impl SasFinding {
    /// `link-expired` (`at`), `link-not-yet-valid` (`from`), `link-clock-off` (`minutes`),
    /// `link-lacks-right` (`right`), `link-for-account`, `link-for-blob`, `link-below-container`
    /// (`below`), `link-needs-https`, `link-not-taken`.
    pub fn fault(&self) -> Fault {
        let fault = |code| Fault::new(code, Retry::ByUser, NextStep::None);
        match self {
            Self::Expired { at } => fault("link-expired").with("at", at),
            Self::NotYetValid { from } => fault("link-not-yet-valid").with("from", from),
            Self::ClockOff { minutes } => fault("link-clock-off").with("minutes", minutes),
            Self::MissingRight { right } => fault("link-lacks-right").with("right", right.name()),
            Self::AccountLink => fault("link-for-account"),
            Self::BlobLink => fault("link-for-blob"),
            Self::BelowContainer { below } => fault("link-below-container").with("below", below),
            Self::NeedsHttps => fault("link-needs-https"),
            Self::RightsInPolicy => fault("link-not-taken"),
        }
    }

    /// Whether nothing can be done with the link as it is.
    pub fn blocks(&self) -> bool {
        match self {
            Self::Expired { .. }
            | Self::NotYetValid { .. }
            | Self::AccountLink
            | Self::BlobLink
            | Self::BelowContainer { .. }
            | Self::NeedsHttps => true,
            Self::MissingRight { right } => *right == Right::Write,
            Self::ClockOff { .. } | Self::RightsInPolicy => false,
        }
    }
}

/// Judges a link by this computer's time `now` and, once it was heard, by the service's own (its
/// `Date` header): that one counts for `se` and `st`.
pub fn judge(
    facts: &SasFacts,
    now: Moment,
    service_time: Option<Moment>,
    needs: &[Need],
) -> Vec<SasFinding> {
    let mut findings = Vec::new();
    findings.extend(kind(facts));
    findings.extend(times(facts, service_time.unwrap_or(now)));
    findings.extend(service_time.and_then(|there| clock_off(now, there)));
    if !facts.over_https && (facts.https_only || !stays_here(facts)) {
        findings.push(SasFinding::NeedsHttps);
    }
    if facts.policy.is_some() && facts.permissions.is_empty() {
        findings.push(SasFinding::RightsInPolicy);
    } else {
        findings.extend(missing(facts, needs));
    }
    findings
}

/// What stays on this computer needs no encryption.
fn stays_here(facts: &SasFacts) -> bool {
    reqwest::Url::parse(&format!("http://{}", facts.host)).is_ok_and(|url| is_loopback(&url))
}

fn kind(facts: &SasFacts) -> Option<SasFinding> {
    if facts.for_account {
        return Some(SasFinding::AccountLink);
    }
    match (facts.resource.as_deref(), &facts.below) {
        (Some("b" | "bs" | "bv"), _) => Some(SasFinding::BlobLink),
        (_, Some(below)) => Some(SasFinding::BelowContainer {
            below: below.clone(),
        }),
        (Some("d"), None) => Some(SasFinding::BelowContainer {
            below: String::new(),
        }),
        _ => None,
    }
}

fn times(facts: &SasFacts, now: Moment) -> Option<SasFinding> {
    match (facts.starts, facts.expires) {
        (_, Some(at)) if at <= now => Some(SasFinding::Expired { at }),
        (Some(from), _) if from > now => Some(SasFinding::NotYetValid { from }),
        _ => None,
    }
}

fn clock_off(here: Moment, there: Moment) -> Option<SasFinding> {
    let ahead = here.0.duration_since(there.0);
    (ahead.abs() > CLOCK_TOLERANCE).then(|| SasFinding::ClockOff {
        minutes: i32::try_from(ahead.as_mins()).unwrap_or(i32::MAX),
    })
}

fn missing(facts: &SasFacts, needs: &[Need]) -> Vec<SasFinding> {
    let has = |letter| facts.permissions.contains(letter);
    let mut missing = Vec::new();
    for need in needs {
        let (given, right) = match need {
            Need::Create => (has('w') || has('c'), Right::Write),
            Need::Replace => (has('w'), Right::Write),
            Need::Read => (has('r'), Right::Read),
            Need::List => (has('l'), Right::List),
        };
        let finding = SasFinding::MissingRight { right };
        if !given && !missing.contains(&finding) {
            missing.push(finding);
        }
    }
    missing
}
