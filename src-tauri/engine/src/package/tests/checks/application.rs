//! Numbers 2, 3, 17, 18 and 20: metadata, application, libraries and framework.

use super::super::catalog::text_of;
use super::super::{SamplePackage, ids, inspected, places, silent, told};
use crate::package::Verdict;

#[test]
fn metadata_that_is_no_json_is_told_with_its_line() {
    let inspection = inspected(&SamplePackage::new().file(
        "cloud-metadata.json",
        "{\n  \"AssemblyName\": \"DancingGoat\",\n  \"Version\": \"1\"\n  oops\n}",
    ));
    let finding = told(&inspection, "metadata-not-json");
    assert_eq!(places(finding), [("cloud-metadata.json", Some(4))]);
    assert_eq!(finding.evidence[0].excerpt.as_deref(), Some("oops"));
    assert_eq!(inspection.verdict, Verdict::WillNotWork);
}

#[test]
fn all_keys_that_are_missing_or_wrong_are_named_together() {
    let package = SamplePackage::new().file(
        "cloud-metadata.json",
        "{\n\"StorageAssetsDirectory\": 3,\n\"SupportsZeroDowntimeDeployment\": \"yes\"\n}",
    );
    let inspection = inspected(&package);
    assert_eq!(
        told(&inspection, "metadata-key-missing").params["keys"],
        "AssemblyName, Version"
    );
    let wrong = told(&inspection, "metadata-key-wrong-type");
    assert_eq!(
        wrong.params["keys"],
        "StorageAssetsDirectory, SupportsZeroDowntimeDeployment"
    );
    assert_eq!(
        places(wrong),
        [
            ("cloud-metadata.json", Some(2)),
            ("cloud-metadata.json", Some(3))
        ]
    );
}

#[test]
fn a_wrong_assembly_name_is_shown_beside_the_application_that_is_there() {
    let package = SamplePackage::new().metadata("AssemblyName", "Shop.Web");
    let inspection = inspected(&package);
    let finding = told(&inspection, "assembly-missing");
    assert_eq!(finding.params["assembly"], "Shop.Web");
    let line = text_of(&package, "cloud-metadata.json")
        .lines()
        .position(|line| line.contains("AssemblyName"));
    let line = line.map(|line| line as u32 + 1);
    assert_eq!(
        places(finding),
        [
            ("cloud-metadata.json", line),
            ("DancingGoat.runtimeconfig.json", None)
        ]
    );
}

#[test]
fn any_name_of_an_assembly_is_fine_as_long_as_its_three_files_carry_it() {
    let package = SamplePackage::new().assembly("Contoso.Web.Site-2");
    assert!(ids(&inspected(&package)).is_empty());
    for (file, id) in [
        (".dll", "assembly-missing"),
        (".deps.json", "assembly-companion-missing"),
        (".runtimeconfig.json", "assembly-companion-missing"),
    ] {
        let inspection = inspected(
            &package
                .clone()
                .without(&format!("Contoso.Web.Site-2{file}")),
        );
        assert_eq!(ids(&inspection), [id]);
    }
    let neither = package
        .without("Contoso.Web.Site-2.deps.json")
        .without("Contoso.Web.Site-2.runtimeconfig.json");
    let inspection = inspected(&neither);
    let files = &told(&inspection, "assembly-companion-missing").params["files"];
    assert_eq!(
        files,
        "Contoso.Web.Site-2.deps.json, Contoso.Web.Site-2.runtimeconfig.json"
    );
}

#[test]
fn the_version_of_the_application_is_not_taken_for_xperiences() {
    let inspection = inspected(&SamplePackage::new().build_number("29.0.0"));
    assert!(ids(&inspection).is_empty());
    let version = inspection.facts.code_version.expect("it is told");
    assert_eq!(
        (version.value.as_str(), version.source.as_str()),
        ("31.6.2", "DancingGoat.deps.json")
    );
}

#[test]
fn new_projects_start_at_30_1_0_and_zero_downtime_at_31_0_2() {
    silent(
        &inspected(&SamplePackage::new().version("30.1.0")),
        "version-too-old",
    );
    silent(
        &inspected(&SamplePackage::new().version("31.0.2").zero_downtime(true)),
        "zero-downtime-too-early",
    );
    silent(
        &inspected(&SamplePackage::new().version("31.0.1")),
        "zero-downtime-too-early",
    );
    let early = inspected(&SamplePackage::new().version("30.11.5").zero_downtime(true));
    let finding = told(&early, "zero-downtime-too-early");
    assert_eq!(
        (
            finding.params["version"].as_str(),
            finding.params["minimum"].as_str()
        ),
        ("30.11.5", "31.0.2")
    );
}

#[test]
fn a_missing_library_is_told_unless_it_has_its_former_name() {
    let deps = |to: &str| {
        let text = text_of(&SamplePackage::new(), "DancingGoat.deps.json")
            .replace("Kentico.Xperience.Cloud/", to);
        inspected(&SamplePackage::new().file("DancingGoat.deps.json", text))
    };
    assert!(ids(&deps("Kentico.Integrations.Cloud/")).is_empty());
    let inspection = deps("Contoso.Cloud/");
    assert_eq!(
        places(told(&inspection, "cloud-package-missing")),
        [("DancingGoat.deps.json", None)]
    );
}

#[test]
fn mixed_versions_of_the_platform_are_shown_line_by_line_and_add_ons_have_their_own() {
    let text = text_of(&SamplePackage::new(), "DancingGoat.deps.json");
    assert!(text.contains("Kentico.Xperience.Lucene/15.0.4"));
    let mixed = text.replace(
        "Kentico.Xperience.Admin/31.6.2",
        "Kentico.Xperience.Admin/31.5.0",
    );
    let line = mixed
        .lines()
        .position(|line| line.contains("Xperience.Admin/31.5.0"));
    let inspection = inspected(&SamplePackage::new().file("DancingGoat.deps.json", mixed));
    let shown = places(told(&inspection, "platform-versions-mixed"));
    assert_eq!(shown.len(), 4);
    assert!(shown.contains(&("DancingGoat.deps.json", line.map(|line| line as u32 + 1))));
}

#[test]
fn frameworks_that_run_on_saas_are_fine() {
    for framework in ["net8.0", "net9.0", "net10.0"] {
        let inspection = inspected(&SamplePackage::new().framework(framework));
        assert!(ids(&inspection).is_empty(), "{framework}");
        assert_eq!(
            inspection.facts.target_framework.map(|told| told.value),
            Some(framework.to_owned())
        );
    }
    for framework in ["net6.0", "net11.0", "netcoreapp3.1", "net10.0-windows"] {
        let inspection = inspected(&SamplePackage::new().framework(framework));
        assert_eq!(
            told(&inspection, "framework-unusual").params["framework"],
            framework
        );
    }
}
