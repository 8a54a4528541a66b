//! Numbers 4, 5, 8, 12 and 16: the CD repository, its configuration and migrations.

use super::super::catalog::nothing_included;
use super::super::{SamplePackage, ids, inspected, places, silent, told};
use crate::package::{Severity, Verdict};

const CONFIG: &str = "$CDRepository/repository.config";

#[test]
fn an_empty_repository_is_refused_unless_its_configuration_wants_nothing() {
    let empty = SamplePackage::new().without("$CDRepository/@global");
    let inspection = inspected(&empty);
    assert_eq!(ids(&inspection), ["repository-empty"]);
    assert_eq!(
        places(told(&inspection, "repository-empty")),
        [(CONFIG, None)]
    );
    let lock = empty.clone().file("$CDRepository/.lock/storeAll.lock", "");
    assert_eq!(ids(&inspected(&lock)), ["repository-empty"]);
    // In version 1 an empty list means everything, so objects should be there.
    let first = empty.repository_config(
        "<RepositoryConfiguration><RestoreMode>Create</RestoreMode></RepositoryConfiguration>",
    );
    assert_eq!(ids(&inspected(&first)), ["repository-empty"]);

    let inspection = inspected(&nothing_included());
    assert_eq!(ids(&inspection), ["repository-without-objects"]);
    assert_eq!(inspection.verdict, Verdict::Ready);
}

#[test]
fn a_repository_of_migrations_alone_is_ready() {
    let package = nothing_included().migrations(&["20260710_01_Fix"], &[]);
    let inspection = inspected(&package);
    assert!(ids(&inspection).is_empty(), "{:?}", ids(&inspection));
    assert_eq!(inspection.facts.migrations.0, 1);
}

#[test]
fn no_repository_at_all_is_told_once() {
    assert_eq!(
        ids(&inspected(&SamplePackage::new().without("$CDRepository"))),
        ["repository-missing"]
    );
}

#[test]
fn a_repository_that_is_an_empty_folder_is_told_as_empty_and_once() {
    let package = SamplePackage::new()
        .without("$CDRepository/@global")
        .without("$CDRepository/repository.config")
        .file("$CDRepository/", "");
    let inspection = inspected(&package);
    assert_eq!(ids(&inspection), ["repository-empty"]);
    assert_eq!(
        places(told(&inspection, "repository-empty")),
        [("$CDRepository/", None)]
    );
}

#[test]
fn a_configuration_that_is_cut_off_is_told_with_its_line() {
    let inspection = inspected(&SamplePackage::new().repository_config(
        "<RepositoryConfiguration Version=\"2\">\n  <RestoreMode>Create</RestoreMode>\n  <IncludedObjectTypes>\n",
    ));
    let finding = told(&inspection, "repository-config-unreadable");
    assert_eq!(places(finding), [(CONFIG, Some(4))]);
    assert_eq!(inspection.verdict, Verdict::WillNotWork);
}

#[test]
fn restore_modes_are_three_words_told_with_their_line() {
    for mode in ["Create", "CreateUpdate"] {
        assert!(ids(&inspected(&SamplePackage::new().restore_mode(mode))).is_empty());
    }
    for mode in ["create", "Update", "CreateOnly"] {
        let inspection = inspected(&SamplePackage::new().restore_mode(mode));
        let finding = told(&inspection, "restore-mode-unknown");
        assert_eq!(
            (finding.params["mode"].as_str(), places(finding)),
            (mode, vec![(CONFIG, Some(3))])
        );
    }
    for mode in ["", "   \n "] {
        let inspection = inspected(&SamplePackage::new().restore_mode(mode));
        assert_eq!(
            places(told(&inspection, "restore-mode-missing")),
            [(CONFIG, Some(3))]
        );
    }
}

#[test]
fn including_everything_is_shown_line_by_line_and_excluding_is_not() {
    let config = |list: &str| {
        inspected(&SamplePackage::new().repository_config(&format!(
            "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>Create</RestoreMode>\n<{list}>\n  <IncludeAll />\n</{list}>\n\
             <IncludedObjectTypes>\n  <ObjectType>cms.role</ObjectType>\n</IncludedObjectTypes></RepositoryConfiguration>"
        )))
    };
    let inspection = config("IncludedContentItemsOfType");
    let finding = told(&inspection, "include-all");
    assert_eq!(places(finding), [(CONFIG, Some(4))]);
    assert_eq!(
        finding.evidence[0].excerpt.as_deref(),
        Some("<IncludeAll />")
    );
    // Nobody said where it goes: it may be the first deployment.
    assert_eq!(finding.severity, Severity::Note);
    silent(&config("ExcludedObjectTypes"), "include-all");
}

#[test]
fn code_and_repository_of_different_versions_are_shown_side_by_side() {
    let inspection = inspected(&SamplePackage::new().repository_version("31.5.0"));
    let finding = told(&inspection, "version-mismatch");
    assert_eq!(
        (
            finding.params["code_version"].as_str(),
            finding.params["repository_version"].as_str()
        ),
        ("31.6.2", "31.5.0")
    );
    let shown = places(finding);
    assert_eq!(shown[0].0, "DancingGoat.deps.json");
    assert!(shown[0].1.is_some());
    assert_eq!(
        shown[1].0,
        "$CDRepository/@global/cms.settingskey/cmsdbversion.xml"
    );
    assert_eq!(inspection.verdict, Verdict::WillNotWork);
    // A repository without settings does not tell its version.
    assert!(
        ids(&inspected(
            &SamplePackage::new().without_repository_version()
        ))
        .is_empty()
    );
    for same in ["31.6.2-preview", "31.6.2.0"] {
        assert!(
            ids(&inspected(&SamplePackage::new().code_version(same))).is_empty(),
            "{same}"
        );
    }
}

#[test]
fn migrations_and_their_lists_are_compared_with_line_and_file() {
    let package = SamplePackage::new().migrations(
        &["20260710_01_Fix", "20260710_02_Fill"],
        &["20260711_01_Clean"],
    );
    let inspection = inspected(&package);
    assert!(ids(&inspection).is_empty());
    assert_eq!(inspection.facts.migrations.0, 3);

    let inspection = inspected(
        &package
            .clone()
            .without("$CDRepository/@migrations/20260710_02_Fill.sql"),
    );
    let finding = told(&inspection, "migration-without-file");
    assert_eq!(places(finding), [("$CDRepository/Before.txt", Some(2))]);

    let inspection = inspected(
        &package
            .clone()
            .file("$CDRepository/@migrations/20260712_01_New.sql", "SELECT 1"),
    );
    let finding = told(&inspection, "migration-not-listed");
    assert_eq!(
        places(finding),
        [("$CDRepository/@migrations/20260712_01_New.sql", None)]
    );
    assert_eq!(inspection.verdict, Verdict::ReadyWithWarnings);

    let inspection = inspected(&package.clone().file(
        "$CDRepository/After.txt",
        "\r\n20260711_01_Clean\r\n20260710_01_Fix\r\n",
    ));
    assert_eq!(
        places(told(&inspection, "migration-listed-twice")),
        [("$CDRepository/After.txt", Some(3))]
    );

    let sql = "UPDATE A SET B = 1;\r\n-- DROP TABLE C\r\nDELETE FROM Shop_Order;\r\n";
    let inspection =
        inspected(&package.file("$CDRepository/@migrations/20260711_01_Clean.sql", sql));
    let finding = told(&inspection, "migration-removes-data");
    let sql = "$CDRepository/@migrations/20260711_01_Clean.sql";
    assert_eq!(places(finding), [(sql, Some(3))]);
    assert_eq!(finding.params["statements"], "DELETE without WHERE");
    let changes = told(&inspection, "migration-changes-all-rows");
    assert_eq!(places(changes), [(sql, Some(1))]);
    assert_eq!(
        finding.evidence[0].excerpt.as_deref(),
        Some("DELETE FROM Shop_Order;")
    );
}

#[test]
fn objects_are_counted_by_their_root_and_content_items_by_their_type() {
    let inspection = inspected(&SamplePackage::new().objects(5 + 4 * 7));
    let count = |tallies: &[crate::package::Tally], name: &str| {
        tallies
            .iter()
            .find(|tally| tally.name == name)
            .map(|tally| tally.count.0)
    };
    let facts = &inspection.facts;
    assert_eq!(count(&facts.objects, "cms.contentitem"), Some(7));
    assert_eq!(count(&facts.objects, "cms.contenttype"), Some(3));
    assert_eq!(
        count(&facts.content_items, "DancingGoat.ArticlePage"),
        Some(3)
    );
    assert_eq!(count(&facts.content_items, "DancingGoat.Image"), Some(2));
    assert_eq!(
        facts.objects.iter().map(|tally| tally.count.0).sum::<u64>(),
        33
    );
}
