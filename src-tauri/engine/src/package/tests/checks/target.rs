//! Numbers 7, 18 and 23: what depends on where the package goes and what was sent there before.

use super::super::{Ground, SamplePackage, ids, inspected_for, places, silent, told};
use super::moment;
use crate::package::{Severity, Verdict};

#[test]
fn a_lower_version_than_the_targets_is_refused_and_an_equal_one_is_not() {
    let on = |version: &str| {
        let ground = Ground {
            target_version: Some(version.into()),
            ..Ground::default()
        };
        inspected_for(&SamplePackage::new(), &ground)
    };
    for fine in ["31.6.2", "31.6.1", "30.11.0", "31.6.2-preview", "no number"] {
        assert!(ids(&on(fine)).is_empty(), "{fine}");
    }
    for higher in ["31.6.3", "31.10.0", "32.0.0"] {
        let inspection = on(higher);
        let finding = told(&inspection, "version-downgrade");
        assert_eq!(
            (
                finding.params["version"].as_str(),
                finding.params["target_version"].as_str()
            ),
            ("31.6.2", higher)
        );
        assert_eq!(places(finding), [("DancingGoat.deps.json", None)]);
        assert_eq!(inspection.verdict, Verdict::WillNotWork);
    }
}

#[test]
fn the_repositorys_version_stands_in_where_the_code_does_not_tell_its_own() {
    let package = SamplePackage::new().without("DancingGoat.deps.json");
    let ground = Ground {
        target_version: Some("31.7.0".into()),
        ..Ground::default()
    };
    let inspection = inspected_for(&package, &ground);
    assert_eq!(
        places(told(&inspection, "version-downgrade")),
        [(
            "$CDRepository/@global/cms.settingskey/cmsdbversion.xml",
            None
        )]
    );
}

#[test]
fn zero_downtime_is_compared_with_the_last_package() {
    let judged = |flag: Option<bool>, last: Option<bool>| {
        let package = SamplePackage::new();
        let package = match flag {
            Some(flag) => package.zero_downtime(flag),
            None => package.without_metadata("SupportsZeroDowntimeDeployment"),
        };
        inspected_for(
            &package,
            &Ground {
                last_zero_downtime: last,
                ..Ground::default()
            },
        )
    };
    for (flag, last, expected) in [
        (Some(true), Some(true), None),
        (Some(false), Some(false), None),
        (None, Some(false), None),
        (Some(true), None, None),
        (
            Some(false),
            Some(true),
            Some(("zero-downtime-lost", Severity::Warning)),
        ),
        (
            None,
            Some(true),
            Some(("zero-downtime-lost", Severity::Warning)),
        ),
        (
            Some(true),
            Some(false),
            Some(("zero-downtime-not-yet", Severity::Note)),
        ),
    ] {
        let inspection = judged(flag, last);
        let found = inspection
            .findings
            .iter()
            .map(|f| (f.check.as_str(), f.severity))
            .next();
        assert_eq!(found, expected, "{flag:?} after {last:?}");
    }
}

#[test]
fn a_build_that_was_sent_before_is_told_by_its_bytes_or_its_number() {
    let package = SamplePackage::new().build_number("1.2.3");
    let ground = |last: &str, sha256: &str| Ground {
        last_build: Some(last.into()),
        last_sha256: Some("aa".into()),
        sha256: Some(sha256.into()),
        ..Ground::default()
    };
    assert_eq!(
        ids(&inspected_for(&package, &ground("1.2.3", "aa"))),
        ["same-package"]
    );
    let inspection = inspected_for(&package, &ground("1.2.3", "bb"));
    assert_eq!(ids(&inspection), ["same-build"]);
    assert_eq!(told(&inspection, "same-build").params["build"], "1.2.3");
    assert!(ids(&inspected_for(&package, &ground("1.2.2", "bb"))).is_empty());
    // Until it is hashed it may be either.
    let unhashed = Ground {
        sha256: None,
        ..ground("1.2.3", "aa")
    };
    assert!(ids(&inspected_for(&package, &unhashed)).is_empty());
}

#[test]
fn a_build_older_than_thirty_days_is_told_if_it_says_when_it_was_made() {
    let judged = |package: &SamplePackage, now: &str| {
        inspected_for(
            package,
            &Ground {
                now: Some(moment(now)),
                ..Ground::default()
            },
        )
    };
    let july = SamplePackage::new();
    silent(&judged(&july, "2026-07-17T19:57:00Z"), "stale-build");
    silent(&judged(&july, "2026-08-17T19:56:59Z"), "stale-build");
    let inspection = judged(&july, "2026-08-17T19:57:00Z");
    assert_eq!(told(&inspection, "stale-build").params["days"], "31");
    // A clock that is behind, and a build that does not tell.
    silent(&judged(&july, "2020-01-01T00:00:00Z"), "stale-build");
    silent(
        &judged(&july.build_number("1.0.0"), "2030-01-01T00:00:00Z"),
        "stale-build",
    );
}
