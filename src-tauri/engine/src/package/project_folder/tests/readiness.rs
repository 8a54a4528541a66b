use super::super::Readiness;
use super::super::readiness::{READINESS_CHECKS, readiness};
use super::super::recognise::recognise;
use super::{CONFIG, Folder, PROGRAM, PROJECT, no_sdk, ready_project};
use crate::package::report::{Finding, Verdict};
use std::collections::BTreeSet;

fn checked(folder: &Folder, zero_downtime: bool) -> Readiness {
    let recognised = recognise(folder.path(), None, &no_sdk()).expect("a folder");
    readiness(&recognised, folder.path(), zero_downtime).expect("there is a project")
}

fn ids(folder: &Folder) -> Vec<String> {
    let found = checked(folder, true).findings;
    found.into_iter().map(|finding| finding.check).collect()
}

fn one(folder: &Folder, id: &str) -> Finding {
    let found = checked(folder, true).findings;
    found
        .iter()
        .find(|finding| finding.check == id)
        .unwrap_or_else(|| panic!("{id} is not among {found:?}"))
        .clone()
}

fn with_program(program: &str) -> Folder {
    ready_project().with("src/Shop/Program.cs", program)
}

fn with_project(project: &str) -> Folder {
    ready_project().with("src/Shop/Shop.csproj", project)
}

/// Every check with a project that gives reason for it.
fn examples() -> Vec<(&'static str, Folder)> {
    let without = |line: &str| with_program(&PROGRAM.replace(line, ""));
    let version = |name: &str, version: &str| {
        let line = format!("{name}\" Version=\"31.6.2\"");
        with_project(&PROJECT.replace(&line, &format!("{name}\" Version=\"{version}\"")))
    };
    let all = |version: &str| with_project(&PROJECT.replace("31.6.2", version));
    let reference =
        |name: &str| format!("    <PackageReference Include=\"{name}\" Version=\"31.6.2\" />\n");
    let old_module = "class StorageInitializationModule : Module {}";
    vec![
        (
            "project-reference-missing",
            with_project(&PROJECT.replace(&reference("Kentico.Xperience.Cloud"), "")),
        ),
        (
            "project-administration-missing",
            with_project(&PROJECT.replace(&reference("Kentico.Xperience.Admin"), "")),
        ),
        (
            "project-versions-mixed",
            version("Kentico.Xperience.Admin", "31.6.1"),
        ),
        ("project-version-too-old", all("30.0.3")),
        (
            "project-version-open",
            version("Kentico.Xperience.WebApp", "31.*"),
        ),
        (
            "project-xperience-not-started",
            without("app.UseKentico();"),
        ),
        (
            "project-cloud-middleware-missing",
            without("app.UseKenticoCloud();"),
        ),
        (
            "project-cloud-services-missing",
            without("    builder.Services.AddKenticoCloud(builder.Configuration);"),
        ),
        (
            "project-cloud-call-missing",
            without("builder.Services.AddXperienceCloudChannelRequirements();"),
        ),
        (
            "project-cloud-middleware-late",
            with_program(&PROGRAM.replace("app.UseKenticoCloud();\n", "").replace(
                "app.UseKentico();\n",
                "app.UseKentico();\napp.UseKenticoCloud();\n",
            )),
        ),
        (
            "project-cloud-services-always",
            with_program(&PROGRAM.replace(
                "builder.Services.AddKentico();",
                "builder.Services.AddKentico(); builder.Services.AddKenticoCloud(c);",
            )),
        ),
        (
            "project-cloud-services-not-everywhere",
            with_program(&PROGRAM.replace("builder.Environment.IsQa() || ", "")),
        ),
        (
            "project-storage-not-mapped",
            without("builder.Services.AddXperienceCloudStoragePathMapping();"),
        ),
        (
            "project-storage-mapped-twice",
            ready_project().with("src/Shop/StorageInitializationModule.cs", old_module),
        ),
        (
            "project-storage-old-module",
            without("builder.Services.AddXperienceCloudStoragePathMapping();")
                .with("src/Shop/StorageInitializationModule.cs", old_module),
        ),
        (
            "project-storage-private-cloud",
            with_program(&PROGRAM.replace(
                "AddXperienceCloudStoragePathMapping",
                "AddAppServiceStoragePathMapping",
            )),
        ),
        (
            "project-offline-page-absent",
            with_project(&PROJECT.replace(
                "    <None Include=\"app_offline.htm_\" CopyToPublishDirectory=\"Always\" />\n",
                "",
            ))
            .without("src/Shop/app_offline.htm_"),
        ),
        (
            "project-offline-page-name",
            ready_project().with("src/Shop/app_offline.htm", "<html>"),
        ),
        (
            "project-offline-page-not-published",
            with_project(&PROJECT.replace("\"Always\"", "\"Never\"")),
        ),
        (
            "project-cd-config-missing",
            ready_project().without("src/Shop/$CDRepository/repository.config"),
        ),
        (
            "project-cd-config-unreadable",
            ready_project().with("src/Shop/$CDRepository/repository.config", "<<<<<<< HEAD"),
        ),
        (
            "project-cd-restore-mode-missing",
            ready_project().with(
                "src/Shop/$CDRepository/repository.config",
                &CONFIG.replace("CreateUpdate", "Everything"),
            ),
        ),
        ("project-cd-repository-other-version", all("31.6.1")),
        ("project-read-only-unsupported", ready_project()),
        ("project-zero-downtime-too-early", all("31.0.1")),
    ]
}

#[test]
fn every_check_is_given_reason_for_by_a_project_and_by_no_ready_one() {
    let examples = examples();
    for (id, folder) in &examples {
        assert!(
            ids(folder).iter().any(|found| found == id),
            "{id}: {:?}",
            ids(folder)
        );
    }
    let shown: BTreeSet<&str> = examples.iter().map(|(id, _)| *id).collect();
    let all: BTreeSet<&str> = READINESS_CHECKS.iter().map(|check| check.id).collect();
    assert_eq!(shown, all);
    assert_eq!(checked(&ready_project(), false).findings, []);
}

#[test]
fn every_finding_carries_the_values_its_words_mention() {
    for (_, folder) in examples() {
        for finding in checked(&folder, true).findings {
            let check = READINESS_CHECKS
                .iter()
                .find(|check| check.id == finding.check);
            let wanted: BTreeSet<&str> = check.expect("a check").params.iter().copied().collect();
            let given: BTreeSet<&str> = finding.params.keys().map(String::as_str).collect();
            assert_eq!(given, wanted, "{}", finding.check);
        }
    }
}

#[test]
fn a_ready_project_is_ready() {
    let report = checked(&ready_project(), false);
    assert_eq!(report.verdict, Verdict::Ready);
    assert_eq!(report.files.0, 1);
    assert!(!report.cut_short);
}

#[test]
fn a_call_that_is_commented_out_is_missing() {
    let folder =
        with_program(&PROGRAM.replace("app.UseKenticoCloud();", "// app.UseKenticoCloud();"));
    let finding = one(&folder, "project-cloud-middleware-missing");
    assert_eq!(finding.evidence[0].entry, "src/Shop/Program.cs");
    assert_eq!(checked(&folder, false).verdict, Verdict::WillNotWork);
}

#[test]
fn calls_in_other_files_and_referenced_projects_count() {
    let program = PROGRAM
        .replace("app.UseKenticoCloud();\n", "app.UseOurCloud();\n")
        .replace(
            "builder.Services.AddXperienceCloudChannelRequirements();",
            "",
        );
    let project = PROJECT.replace(
        "</ItemGroup>",
        "<ProjectReference Include=\"..\\Core\\Core.csproj\" /></ItemGroup>",
    );
    let folder = with_program(&program)
        .with("src/Shop/Shop.csproj", &project)
        .with(
            "src/Shop/Start/Cloud.cs",
            "static void UseOurCloud(this A a) { a.UseKenticoCloud(); }",
        )
        .with(
            "src/Core/Core.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\" />",
        )
        .with("src/Core/S.cs", "x.AddXperienceCloudChannelRequirements();");
    assert_eq!(checked(&folder, false).findings, []);
}

#[test]
fn code_of_tests_and_of_build_output_does_not_count() {
    let missing = "project-cloud-middleware-missing";
    let call = "a.UseKenticoCloud();";
    let folder = with_program(&PROGRAM.replace("app.UseKenticoCloud();", ""))
        .with(
            "src/Shop.Tests/Shop.Tests.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\" />",
        )
        .with("src/Shop.Tests/T.cs", call)
        .with(
            "src/Shop/Inner/Inner.csproj",
            "<Project Sdk=\"Microsoft.NET.Sdk\" />",
        )
        .with("src/Shop/Inner/I.cs", call)
        .with("src/Shop/obj/Generated.cs", call)
        .with("src/Shop/node_modules/x/y.cs", call);
    one(&folder, missing);
}

#[test]
fn a_finding_names_file_line_and_what_stands_there() {
    let folder =
        with_project(&PROJECT.replace("Admin\" Version=\"31.6.2\"", "Admin\" Version=\"31.6.1\""));
    let places = one(&folder, "project-versions-mixed").evidence;
    assert_eq!(places[0].entry, "src/Shop/Shop.csproj");
    assert_eq!(places[0].line, Some(6));
    assert_eq!(
        places[0].excerpt.as_deref(),
        Some("<PackageReference Include=\"Kentico.Xperience.Admin\" Version=\"31.6.1\" />")
    );
}

#[test]
fn a_condition_of_its_own_making_is_not_judged() {
    for condition in [
        "!builder.Environment.IsDevelopment()",
        "useCloud",
        "new[] { \"Qa\", \"Production\" }.Contains(builder.Environment.EnvironmentName)",
    ] {
        let program = PROGRAM.replace(
            "builder.Environment.IsQa() || builder.Environment.IsUat() || builder.Environment.IsProduction()",
            condition,
        );
        assert_eq!(
            checked(&with_program(&program), false).findings,
            [],
            "{condition}"
        );
    }
}

#[test]
fn read_only_support_is_wanted_only_for_zero_downtime() {
    assert_eq!(checked(&ready_project(), false).findings, []);
    one(&ready_project(), "project-read-only-unsupported");
    let supported = ready_project().with("src/Shop/X.cs", "class X(IReadOnlyModeProvider mode) {}");
    assert_eq!(checked(&supported, true).findings, []);
}

#[test]
fn the_old_module_is_fine_before_the_registry_came() {
    let folder = with_project(&PROJECT.replace("31.6.2", "31.5.0"))
        .with(
            "src/Shop/Program.cs",
            &PROGRAM.replace(
                "builder.Services.AddXperienceCloudStoragePathMapping();",
                "",
            ),
        )
        .with("src/Shop/M.cs", "var p = AzureStorageProvider.Create();");
    assert!(
        ids(&folder).iter().all(|id| !id.contains("storage")),
        "{:?}",
        ids(&folder)
    );
}

#[test]
fn a_secret_beside_a_finding_is_masked() {
    let program = PROGRAM.replace(
        "builder.Services.AddKentico();",
        "builder.Services.AddKentico(); builder.Services.AddKenticoCloud(\"Password=hunter2hunter2;\");",
    );
    let finding = one(&with_program(&program), "project-cloud-services-always");
    let excerpt = finding.evidence[0].excerpt.clone().expect("an excerpt");
    assert!(!excerpt.contains("hunter2"), "{excerpt}");
}

#[test]
fn a_source_file_that_is_far_too_large_is_not_read_and_that_is_told() {
    let folder = ready_project().with("src/Shop/Huge.cs", &"x".repeat(2_100_000));
    assert!(checked(&folder, false).cut_short);
}
