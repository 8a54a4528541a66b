//! Every refusal: nothing is written, and the finding says what and where.

use super::*;
use crate::package::report::{Severity, Verdict};

/// A configuration that carries code and migrations only, as most real ones do.
const NOTHING_INCLUDED: &str = "<RepositoryConfiguration Version=\"2\"><RestoreMode>CreateUpdate</RestoreMode>\
     <IncludedObjectTypes></IncludedObjectTypes></RepositoryConfiguration>";

/// The build is refused for that check, which shows the places; nothing is left behind.
#[track_caller]
fn is_refused(yard: &Yard, order: &BuildOrder, check: &str, places: &[&str]) {
    let found = finding(order, check);
    assert_eq!(found.severity, Severity::Blocker);
    let entries: Vec<&str> = found
        .evidence
        .iter()
        .map(|place| place.entry.as_str())
        .collect();
    assert_eq!(entries, places, "{check}");
    assert_eq!(surveyed(order).verdict, Verdict::WillNotWork);
    let before = yard.inputs();
    let fault = fault_of(order);
    assert_eq!(fault.code, "build-refused");
    assert_eq!(yard.left(), [""; 0]);
    assert_eq!(yard.inputs(), before);
}

#[test]
fn a_tree_that_is_right_has_nothing_against_it() {
    let survey = surveyed(&Yard::new().order());
    assert_eq!(survey.findings, []);
    assert_eq!(survey.verdict, Verdict::Ready);
    assert_eq!(survey.assemblies, ["DancingGoat"]);
    assert_eq!(
        survey.code_version.map(|v| v.value).as_deref(),
        Some("31.6.2")
    );
    assert_eq!(
        survey.repository_version.map(|v| v.value).as_deref(),
        Some("31.6.2")
    );
    assert_eq!(
        survey.files.0,
        survey.publish.files.0 + survey.repository.files.0
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let yard = Yard::new();
    for part in ["publish", "$CDRepository", "$StorageAssets"] {
        let mut order = yard.order();
        let missing = yard.path(&format!("nowhere/{part}"));
        match part {
            "publish" => order.publish = missing.clone(),
            "$CDRepository" => order.repository = missing.clone(),
            _ => order.assets = Some(missing.clone()),
        }
        let fault = fault_of(&order);
        assert_eq!(fault.code, "build-folder-unreadable");
        assert_eq!(fault.params["folder"], missing.display().to_string());
    }
    let mut order = yard.order();
    order.publish = yard.path("publish/web.config");
    assert_eq!(fault_of(&order).code, "build-folder-unreadable");
}

#[test]
fn an_empty_repository_is_refused() {
    let yard = Yard::of(&SamplePackage::new().without("$CDRepository"));
    is_refused(&yard, &yard.order(), "repository-empty", &["$CDRepository"]);
}

#[test]
fn a_repository_of_locks_alone_is_refused() {
    let yard = Yard::of(&SamplePackage::new().without("$CDRepository"));
    yard.write("$CDRepository/.lock/storeAll.lock", "");
    is_refused(&yard, &yard.order(), "repository-empty", &["$CDRepository"]);
    yard.write("$CDRepository/repository.config", NOTHING_INCLUDED);
    std::fs::remove_dir_all(yard.path("$CDRepository/.lock")).expect("it can be removed");
    is_refused(&yard, &yard.order(), "repository-empty", &["$CDRepository"]);
}

#[test]
fn a_repository_of_migrations_alone_is_built() {
    let yard = Yard::of(&SamplePackage::new().without("$CDRepository"));
    yard.write("$CDRepository/repository.config", NOTHING_INCLUDED);
    yard.write("$CDRepository/@migrations/20260710_Fix.sql", "SELECT 1;");
    yard.write("$CDRepository/Before.txt", "20260710_Fix");
    assert_eq!(told(&yard.order()), [""; 0]);
    yard.built();
}

#[test]
fn a_repository_without_its_configuration_is_refused() {
    let yard = Yard::of(&SamplePackage::new().without("$CDRepository/repository.config"));
    is_refused(&yard, &yard.order(), "repository-config-missing", &[]);
    yard.write(
        "$CDRepository/repository.config",
        "<RepositoryConfiguration />",
    );
    let place = ["$CDRepository/repository.config"];
    is_refused(&yard, &yard.order(), "restore-mode-missing", &place);
    yard.write("$CDRepository/repository.config", "not XML at all");
    is_refused(&yard, &yard.order(), "repository-config-unreadable", &place);
}

#[test]
fn a_repository_stored_before_an_update_is_refused() {
    let yard = Yard::of(&SamplePackage::new().repository_version("31.5.0"));
    let places = [
        "DancingGoat.deps.json",
        "$CDRepository/@global/cms.settingskey/cmsdbversion.xml",
    ];
    is_refused(&yard, &yard.order(), "version-mismatch", &places);
    let params = finding(&yard.order(), "version-mismatch").params;
    assert_eq!(params["code_version"], "31.6.2");
    assert_eq!(params["repository_version"], "31.5.0");
    let silent = Yard::of(&SamplePackage::new().without_repository_version());
    assert_eq!(told(&silent.order()), [""; 0]);
}

#[test]
fn a_wrong_assembly_name_is_refused_and_the_right_ones_offered() {
    let yard = Yard::new();
    let mut order = yard.order();
    for wrong in [
        "dancinggoat",
        "DancingGoat.dll",
        "",
        "../publish/DancingGoat",
    ] {
        order.assembly = wrong.into();
        is_refused(
            &yard,
            &order,
            "assembly-missing",
            &["DancingGoat.runtimeconfig.json"],
        );
        assert_eq!(surveyed(&order).assemblies, ["DancingGoat"]);
    }
}

#[test]
fn files_missing_beside_the_application_are_refused() {
    let yard = Yard::of(
        &SamplePackage::new()
            .without("DancingGoat.deps.json")
            .without("DancingGoat.runtimeconfig.json"),
    );
    is_refused(&yard, &yard.order(), "assembly-companion-missing", &[]);
    let params = finding(&yard.order(), "assembly-companion-missing").params;
    assert_eq!(
        params["files"],
        "DancingGoat.deps.json, DancingGoat.runtimeconfig.json"
    );
    let yard = Yard::of(&SamplePackage::new().file("DancingGoat.deps.json", "{"));
    is_refused(
        &yard,
        &yard.order(),
        "assembly-file-unreadable",
        &["DancingGoat.deps.json"],
    );
}

#[test]
fn an_application_that_tells_no_version_is_refused_until_one_is_given() {
    let yard = Yard::of(&SamplePackage::new().file("DancingGoat.dll", "MZ, and nothing more"));
    let mut order = yard.order();
    is_refused(&yard, &order, "build-number-unknown", &["DancingGoat.dll"]);
    order.build_number = Some("  ".into());
    is_refused(&yard, &order, "build-number-unknown", &["DancingGoat.dll"]);
    order.build_number = Some("1.2.3".into());
    assert_eq!(told(&order), [""; 0]);
}

#[test]
fn container_names_that_storage_does_not_take_are_refused() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("Create", 1));
    yard.write("$StorageAssets/Default/a.jpg", "a");
    yard.write("$StorageAssets/readme.txt", "a stray file");
    std::fs::create_dir(yard.path("$StorageAssets/a--b")).expect("a folder");
    let places = [
        "$StorageAssets/Default",
        "$StorageAssets/a--b",
        "$StorageAssets/readme.txt",
    ];
    is_refused(&yard, &yard.order(), "asset-name-invalid", &places);
}

#[cfg(unix)]
#[test]
fn names_that_collide_in_lower_case_are_refused() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("Create", 1));
    yard.write("$StorageAssets/default/Hero.jpg", "a");
    yard.write("$StorageAssets/default/hero.JPG", "b");
    yard.write("publish/wwwroot/css/Site.css", "c");
    let assets = [
        "$StorageAssets/default/Hero.jpg",
        "$StorageAssets/default/hero.JPG",
    ];
    is_refused(&yard, &yard.order(), "asset-name-collision", &assets);
    let files = ["wwwroot/css/Site.css", "wwwroot/css/site.css"];
    is_refused(&yard, &yard.order(), "entry-case-collision", &files);
    let yard = Yard::new();
    yard.write("publish/WWWROOT", "a file called like a folder");
    is_refused(&yard, &yard.order(), "entry-file-and-folder", &["WWWROOT"]);
}

#[cfg(unix)]
#[test]
fn names_that_windows_does_not_take_are_worth_a_warning() {
    let yard = Yard::new();
    for name in ["a:b.txt", "trailing.", "nul.txt"] {
        yard.write(&format!("publish/wwwroot/{name}"), name);
    }
    let found = finding(&yard.order(), "entry-name-invalid");
    assert_eq!(
        (found.severity, found.evidence.len()),
        (Severity::Warning, 3)
    );
    assert!(read_back(&yard.built().path).contains_key("wwwroot/a:b.txt"));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_or_hold_a_backslash_are_refused() {
    use std::os::unix::ffi::OsStrExt;
    let yard = Yard::new();
    yard.write("publish/wwwroot/back\\slash.txt", "x");
    let garbled = std::ffi::OsStr::from_bytes(b"gar\xffbled.txt");
    std::fs::write(yard.path("publish").join(garbled), "x").expect("a file");
    let places = ["wwwroot/back\\slash.txt", "gar\u{fffd}bled.txt"];
    is_refused(&yard, &yard.order(), "entry-name-invalid", &places);
    let yard = Yard::new();
    yard.write("publish/wwwroot/gpj\u{202e}.exe", "x");
    is_refused(
        &yard,
        &yard.order(),
        "entry-unsafe",
        &["wwwroot/gpj\u{202e}.exe"],
    );
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_refused() {
    let yard = Yard::new();
    let link = |path: &str, to: &str| {
        std::os::unix::fs::symlink(to, yard.path(path)).expect("a link");
    };
    link("publish/wwwroot/passwords", "/etc/passwd");
    link("$CDRepository/@global/elsewhere", "/tmp");
    link("publish/broken", "nowhere");
    let places = [
        "broken",
        "wwwroot/passwords",
        "$CDRepository/@global/elsewhere",
    ];
    is_refused(&yard, &yard.order(), "entry-symlink", &places);
    let yard = Yard::new();
    let _socket = std::os::unix::net::UnixListener::bind(yard.path("publish/socket"));
    is_refused(&yard, &yard.order(), "build-special-file", &["socket"]);
}

#[test]
fn parts_of_an_earlier_package_in_the_publish_folder_are_refused() {
    let yard = Yard::new();
    yard.write("publish/cloud-metadata.json", "{}");
    yard.write(
        "publish/$CDRepository/@global/cms.role/a.xml",
        "<cms.role />",
    );
    yard.write("publish/$StorageAssets/default/a.jpg", "a");
    let order = yard.order();
    let found = finding(&order, "build-leftovers");
    let mut places: Vec<&str> = found
        .evidence
        .iter()
        .map(|place| place.entry.as_str())
        .collect();
    places.sort_unstable();
    assert_eq!(
        places,
        ["$CDRepository", "$StorageAssets", "cloud-metadata.json"]
    );
    assert_eq!(fault_of(&order).code, "build-refused");
}

#[test]
fn one_folder_inside_another_is_refused() {
    let yard = Yard::new();
    let mut order = yard.order();
    order.repository = yard.path("publish/App_Data/CIRepository");
    assert_eq!(finding(&order, "build-folders-overlap").evidence.len(), 1);
    order.repository = yard.path("$CDRepository");
    order.assets = Some(yard.path("publish/../publish"));
    assert_eq!(finding(&order, "build-folders-overlap").evidence.len(), 1);
    assert_eq!(fault_of(&order).code, "build-refused");
}

#[test]
fn an_output_inside_what_is_packed_is_refused() {
    let yard = Yard::new();
    for output in [
        "publish/package.zip",
        "$CDRepository/@global/package.zip",
        "publish",
    ] {
        let mut order = yard.order();
        order.output = yard.path(output);
        assert_eq!(finding(&order, "build-output-inside").evidence.len(), 1);
        assert_eq!(fault_of(&order).code, "build-refused");
        assert!(!yard.path(output).is_file());
    }
}

#[test]
fn an_offline_page_that_takes_the_site_down_is_refused() {
    let yard = Yard::new();
    yard.write("publish/app_offline.htm_", "good");
    assert_eq!(told(&yard.order()), [""; 0]);
    yard.write("publish/App_Offline.htm", "bad");
    is_refused(
        &yard,
        &yard.order(),
        "app-offline-name",
        &["App_Offline.htm"],
    );
}

#[test]
fn media_files_deployed_otherwise_than_their_records_are_worth_a_warning() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("Create", 2));
    let order = yard.order();
    assert_eq!(told(&order), ["assets-mode-differs"]);
    let params = finding(&order, "assets-mode-differs").params;
    assert_eq!(
        (
            params["assets_mode"].as_str(),
            params["restore_mode"].as_str()
        ),
        ("Create", "CreateUpdate")
    );
    built(&order);
}

#[test]
fn an_empty_assets_folder_is_left_out_of_the_metadata() {
    let yard = Yard::new();
    std::fs::create_dir(yard.path("$StorageAssets")).expect("a folder");
    let mut order = yard.order();
    order.assets = Some(yard.path("$StorageAssets"));
    assert_eq!(told(&order), ["build-assets-empty"]);
    let held = read_back(&built(&order).path);
    let metadata = String::from_utf8_lossy(&held["cloud-metadata.json"]).into_owned();
    assert!(!metadata.contains("StorageAssets"), "{metadata}");
}
