//! The lines a review can have, by code: the deployment process' planning list and checkpoints, and
//! the Portal's own rules (facts 3.3-3.9). The catalog of words has `release.item.<code>`.

use crate::release::journey::{ItemSource, StageKind};

/// Stages in their order.
pub const KINDS: [StageKind; 5] = [
    StageKind::Development,
    StageKind::Testing,
    StageKind::Staging,
    StageKind::Production,
    StageKind::Monitoring,
];

/// A line as a stage has it by default.
pub struct Line {
    pub code: &'static str,
    pub source: ItemSource,
    pub required: bool,
}

const fn document(code: &'static str) -> Line {
    Line {
        code,
        source: ItemSource::Document,
        required: true,
    }
}

const fn portal(code: &'static str) -> Line {
    Line {
        code,
        source: ItemSource::Portal,
        required: true,
    }
}

/// Worth a look, and no reason to wait.
const fn optional(line: Line) -> Line {
    Line {
        required: false,
        ..line
    }
}

const DEVELOPMENT: [Line; 2] = [document("unit-tests-pass"), document("peer-review-done")];

const TESTING: [Line; 3] = [
    portal("package-ready"),
    portal("role-suffices"),
    portal("nothing-else-queued"),
];

/// A review looks back: testing is done once nothing critical is left of it.
const STAGING: [Line; 12] = [
    portal("package-ready"),
    portal("latest-package"),
    portal("role-suffices"),
    portal("nothing-else-queued"),
    document("no-critical-bugs"),
    document("regression-green"),
    optional(document("smoke-pass")),
    portal("forecast-known"),
    document("migrations-reviewed"),
    optional(document("stakeholders-told")),
    optional(portal("maintenance-window")),
    optional(portal("offline-page")),
];

const PRODUCTION: [Line; 22] = [
    portal("package-ready"),
    portal("latest-package"),
    portal("role-suffices"),
    portal("nothing-else-queued"),
    document("smoke-pass"),
    document("parity-confirmed"),
    portal("forecast-known"),
    document("rollback-planned"),
    document("rollback-tested"),
    portal("restore-point-taken"),
    document("triggers-set"),
    document("code-freeze"),
    document("tests-pass-in-staging"),
    document("migrations-reviewed"),
    document("stakeholders-told"),
    document("on-call-assigned"),
    document("alerts-configured"),
    document("support-briefed"),
    portal("maintenance-window"),
    portal("plan-not-expired"),
    portal("content-freeze"),
    optional(portal("offline-page")),
];

const MONITORING: [Line; 2] = [document("alerts-configured"), document("on-call-assigned")];

/// What a stage has unless the project says otherwise, in the order it is gone through.
pub fn lines(kind: StageKind) -> &'static [Line] {
    match kind {
        StageKind::Development => &DEVELOPMENT,
        StageKind::Testing => &TESTING,
        StageKind::Staging => &STAGING,
        StageKind::Production => &PRODUCTION,
        StageKind::Monitoring => &MONITORING,
    }
}

/// Where a line comes from; none for a code nobody knows.
pub fn source(code: &str) -> Option<ItemSource> {
    let known = |kind: &StageKind| lines(*kind).iter().find(|line| line.code == code);
    KINDS.iter().find_map(known).map(|line| line.source)
}
