//! Every check there is, each with a package that gives reason for it. Their words are tested
//! beside the words.

mod archives;
mod packages;

pub(super) use archives::of_size;
pub(super) use packages::{nothing_included, text_of};

use super::super::forecast::{DowntimeFacts, LastPackage};
use super::super::{CHECKS, Severity};
use super::{Ground, Inspection, SamplePackage, ids, inspected, inspected_for, told};
use crate::project::EnvironmentKind;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A package for each check, under its id.
static EXAMPLES: LazyLock<Vec<(&str, Inspection)>> = LazyLock::new(|| {
    let mut examples = archives::whole_files();
    examples.extend(archives::archives());
    examples.extend(archives::names());
    examples.extend(grounds());
    let packages = packages::applications()
        .into_iter()
        .chain(packages::repositories())
        .chain(packages::contents());
    examples.extend(packages.map(|(id, package)| (id, inspected(&package))));
    examples
});

fn grounds() -> Vec<(&'static str, Inspection)> {
    let judged = |package: SamplePackage, ground: Ground| inspected_for(&package, &ground);
    let ready = SamplePackage::new;
    let sha256 = Some("ab".repeat(32));
    vec![
        (
            "version-downgrade",
            judged(
                ready(),
                Ground {
                    target_version: Some("31.7.0".into()),
                    ..Ground::default()
                },
            ),
        ),
        (
            "zero-downtime-lost",
            judged(
                ready(),
                Ground {
                    last_zero_downtime: Some(true),
                    ..Ground::default()
                },
            ),
        ),
        (
            "zero-downtime-not-yet",
            judged(
                ready().zero_downtime(true),
                Ground {
                    last_zero_downtime: Some(false),
                    ..Ground::default()
                },
            ),
        ),
        (
            "downtime-offline",
            judged(ready(), after(&SamplePackage::new().version("31.6.1"))),
        ),
        (
            "downtime-read-only",
            judged(
                ready().zero_downtime(true),
                after(&SamplePackage::new().version("31.6.1").zero_downtime(true)),
            ),
        ),
        ("downtime-none", judged(ready(), after(&ready()))),
        (
            "same-package",
            judged(
                ready(),
                Ground {
                    last_sha256: sha256.clone(),
                    sha256,
                    ..Ground::default()
                },
            ),
        ),
        (
            "same-build",
            judged(
                ready().build_number("1.2.3"),
                Ground {
                    last_build: Some("1.2.3".into()),
                    ..Ground::default()
                },
            ),
        ),
        (
            "stale-build",
            judged(
                ready(),
                Ground {
                    now: Some(super::checks::moment("2026-08-17T19:57:01Z")),
                    ..Ground::default()
                },
            ),
        ),
    ]
}

/// The ground where another package was deployed last, as far as it decides about downtime.
fn after(last: &SamplePackage) -> Ground {
    Ground {
        last: LastPackage::Known(DowntimeFacts::from(&inspected(last).facts)),
        ..Ground::default()
    }
}

#[test]
fn every_check_is_made_by_a_package_and_says_what_the_catalog_promises() {
    let ready = inspected(&SamplePackage::new());
    assert!(ready.findings.is_empty(), "{:?}", ready.findings);
    let mut seen = BTreeSet::new();
    for (id, inspection) in EXAMPLES.iter() {
        let check = CHECKS
            .iter()
            .find(|check| check.id == *id)
            .expect("a check of the catalog");
        let finding = told(inspection, id);
        let params: BTreeSet<&str> = finding.params.keys().map(String::as_str).collect();
        assert_eq!(params, check.params.iter().copied().collect(), "{id}");
        assert_eq!(
            (finding.severity, finding.ask),
            (check.severity, check.ask),
            "{id}"
        );
        assert!(
            finding.params.values().all(|value| !value.is_empty()),
            "{id}"
        );
        seen.insert(*id);
    }
    let without: Vec<_> = CHECKS
        .iter()
        .filter(|check| !seen.contains(check.id))
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_package_with_one_fault_is_told_that_one_and_not_its_echoes() {
    for (id, inspection) in EXAMPLES.iter() {
        let also: &[&str] = match *id {
            // Two things that cannot come alone.
            "assembly-missing" => &["assembly-companion-missing"],
            "unpacks-too-large" => &["entry-size-differs", "entry-ratio", "entry-too-large"],
            "entry-too-large" => &["entry-size-differs", "entry-ratio"],
            "entry-ratio" => &["entry-size-differs"],
            "entries-overlap" => &["headers-disagree"],
            "too-many-entries" => &["metadata-missing", "repository-missing"],
            "password-hashes" => &["personal-data"],
            // The other name of the two has the capital letter.
            "asset-name-collision" => &["asset-name-uppercase"],
            _ => &[],
        };
        let more: Vec<_> = ids(inspection)
            .into_iter()
            .filter(|found| found != id && !also.contains(found))
            .collect();
        assert_eq!(more, [""; 0], "beside {id}");
    }
}

#[test]
fn where_the_package_goes_changes_weights_the_facts_name() {
    let all = SamplePackage::new().repository_config(
        "<RepositoryConfiguration Version=\"2\"><RestoreMode>Create</RestoreMode>\n<IncludedObjectTypes>\n<IncludeAll />\n</IncludedObjectTypes></RepositoryConfiguration>",
    );
    for target in [EnvironmentKind::Qa, EnvironmentKind::Prod] {
        let ground = Ground {
            target: Some(target),
            ..Ground::default()
        };
        assert_eq!(
            told(&inspected_for(&all, &ground), "include-all").severity,
            Severity::Warning
        );
    }
}
