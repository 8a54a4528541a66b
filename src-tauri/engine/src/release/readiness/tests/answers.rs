//! What Slipway answers by itself, from what it knows.

use crate::package::Verdict;
use crate::package::forecast::{Forecast, Outage, Sureness};
use crate::project::{EnvironmentKind, Role};
use crate::release::journey::{RollbackPlan, RollbackWay};
use crate::release::readiness::*;
use crate::units::Moment;

const HOUR: i64 = 3_600;

fn at(second: i64) -> Moment {
    Moment(jiff::Timestamp::from_second(1_800_000_000 + second).expect("in range"))
}

fn sha(letter: char) -> String {
    String::from(letter).repeat(64)
}

/// Everything is known and well.
fn known() -> Known {
    Known {
        now: at(0),
        sha256: Some(sha('a')),
        package: Some(JudgedPackage {
            verdict: Verdict::Ready,
            warnings: 2,
            blockers: 1,
            forecast: Some(Forecast {
                outage: Outage::Offline,
                reasons: Vec::new(),
                sure: Sureness::Known,
                missing: Vec::new(),
                minutes: None,
            }),
            offline_page: Some(true),
        }),
        target: Some(Target {
            name: "PROD".into(),
            kind: EnvironmentKind::Prod,
        }),
        source: Some(Source {
            name: "UAT".into(),
            last: Some(LastThere {
                sha256: sha('a'),
                file_name: "goat.zip".into(),
            }),
            smoke: Some(LastSmoke {
                at: at(-HOUR),
                sha256: Some(sha('a')),
                all_work: true,
            }),
        }),
        queued: Vec::new(),
        role: Role::DevopsEngineer,
        rollback: Some(RollbackPlan {
            way: RollbackWay::PreviousPackage,
            note: String::new(),
            tested: true,
        }),
        previous_may_return: Some(true),
        triggers: 1,
        parity: Some(LastParity {
            at: at(-HOUR),
            differences: 0,
        }),
    }
}

/// How `code` is answered once `change` was made, and why.
fn answered(code: &str, change: impl FnOnce(&mut Known)) -> (Holds, String) {
    let mut known = known();
    change(&mut known);
    let answers = known.answers();
    let answer = answers.to(code).expect("Slipway answers it");
    (answer.answer, answer.because.clone())
}

fn source(known: &mut Known) -> &mut Source {
    known.source.as_mut().expect("a source")
}

fn package(known: &mut Known) -> &mut JudgedPackage {
    known.package.as_mut().expect("a package")
}

fn smoke(known: &mut Known) -> &mut LastSmoke {
    source(known).smoke.as_mut().expect("a run")
}

#[test]
fn where_everything_is_well_everything_holds_but_what_only_the_portal_knows() {
    let answers = known().answers();
    for code in [
        "package-ready",
        "latest-package",
        "role-suffices",
        "offline-page",
        "forecast-known",
        "smoke-pass",
        "parity-confirmed",
        "rollback-planned",
        "rollback-tested",
        "triggers-set",
    ] {
        let answer = answers.to(code).expect("Slipway answers it");
        assert_eq!(answer.answer, Holds::Holds, "{code}");
    }
    let queue = answers.to("nothing-else-queued").expect("an answer");
    assert_eq!(queue.answer, Holds::NotKnown);
    assert_eq!(answers.to("code-freeze"), None, "people answer that");
}

#[test]
fn each_answer_follows_from_what_is_known() {
    type Change = fn(&mut Known);
    let table: [(&str, Change, Holds, &str); 24] = [
        (
            "package-ready",
            |k| k.sha256 = None,
            Holds::NotKnown,
            "no-package",
        ),
        (
            "package-ready",
            |k| k.package = None,
            Holds::NotKnown,
            "package-not-inspected",
        ),
        (
            "package-ready",
            |k| package(k).verdict = Verdict::ReadyWithWarnings,
            Holds::Holds,
            "package-has-warnings",
        ),
        (
            "package-ready",
            |k| package(k).verdict = Verdict::WillNotWork,
            Holds::DoesNotHold,
            "package-has-blockers",
        ),
        (
            "latest-package",
            |k| k.source = None,
            Holds::Holds,
            "first-environment",
        ),
        (
            "latest-package",
            |k| source(k).last = None,
            Holds::NotKnown,
            "source-unknown",
        ),
        (
            "latest-package",
            |k| k.sha256 = Some(sha('b')),
            Holds::DoesNotHold,
            "another-in-source",
        ),
        (
            "nothing-else-queued",
            |k| k.queued = vec!["Winter".into()],
            Holds::DoesNotHold,
            "something-queued",
        ),
        (
            "role-suffices",
            |k| k.role = Role::Developer,
            Holds::DoesNotHold,
            "role-too-low",
        ),
        (
            "role-suffices",
            |k| k.target = None,
            Holds::NotKnown,
            "environment-gone",
        ),
        (
            "offline-page",
            |k| package(k).offline_page = None,
            Holds::NotKnown,
            "offline-page-not-looked-at",
        ),
        (
            "offline-page",
            |k| package(k).offline_page = Some(false),
            Holds::DoesNotHold,
            "offline-page-not-seen",
        ),
        (
            "forecast-known",
            |k| package(k).forecast = None,
            Holds::NotKnown,
            "forecast-unknown",
        ),
        (
            "smoke-pass",
            |k| source(k).smoke = None,
            Holds::NotKnown,
            "smoke-not-run",
        ),
        (
            "smoke-pass",
            |k| smoke(k).sha256 = Some(sha('b')),
            Holds::NotKnown,
            "smoke-other-package",
        ),
        (
            "smoke-pass",
            |k| smoke(k).sha256 = None,
            Holds::NotKnown,
            "smoke-other-package",
        ),
        (
            "smoke-pass",
            |k| smoke(k).all_work = false,
            Holds::DoesNotHold,
            "smoke-down",
        ),
        (
            "parity-confirmed",
            |k| k.parity = None,
            Holds::NotKnown,
            "parity-not-measured",
        ),
        (
            "parity-confirmed",
            |k| k.now = at(24 * HOUR),
            Holds::NotKnown,
            "parity-old",
        ),
        (
            "parity-confirmed",
            |k| {
                k.parity = Some(LastParity {
                    at: at(0),
                    differences: 3,
                })
            },
            Holds::DoesNotHold,
            "parity-differs",
        ),
        (
            "rollback-planned",
            |k| k.rollback = None,
            Holds::DoesNotHold,
            "rollback-not-planned",
        ),
        (
            "rollback-planned",
            |k| k.previous_may_return = Some(false),
            Holds::DoesNotHold,
            "previous-package-lower",
        ),
        (
            "rollback-tested",
            |k| k.rollback = None,
            Holds::NotKnown,
            "rollback-not-told-tested",
        ),
        (
            "triggers-set",
            |k| k.triggers = 0,
            Holds::DoesNotHold,
            "triggers-not-set",
        ),
    ];
    for (code, change, holds, because) in table {
        assert_eq!(
            answered(code, change),
            (holds, because.to_owned()),
            "{code}"
        );
    }
}

#[test]
fn a_developer_may_deploy_to_qa_and_not_to_stg_and_about_uat_the_documents_are_silent() {
    for (kind, holds) in [
        (EnvironmentKind::Qa, Holds::Holds),
        (EnvironmentKind::Uat, Holds::NotKnown),
        (EnvironmentKind::Custom, Holds::NotKnown),
        (EnvironmentKind::Stg, Holds::DoesNotHold),
    ] {
        let answer = answered("role-suffices", |known| {
            known.role = Role::Developer;
            known.target = Some(Target {
                name: "there".into(),
                kind,
            });
        });
        assert_eq!(answer.0, holds, "{kind:?}");
    }
}
