//! Numbers 1, 9, 10, 21, 22 and 24: size, storage assets, and what should not be inside.

use super::super::catalog::of_size;
use super::super::{Ground, SamplePackage, ids, inspect_all, inspected, places, silent, told};
use crate::package::{Severity, Verdict};

#[test]
fn the_size_of_the_file_is_weighed_and_its_biggest_folders_are_shown() {
    for (size, found) in [
        (2_000_000_000, None),
        (
            2_000_000_001,
            Some(("package-near-limit", Verdict::ReadyWithWarnings)),
        ),
        (
            2_147_483_647,
            Some(("package-near-limit", Verdict::ReadyWithWarnings)),
        ),
        (
            2_147_483_648,
            Some(("package-too-large", Verdict::WillNotWork)),
        ),
    ] {
        let file = of_size(size).laid_out();
        let inspection = inspect_all(&file, &Ground::default());
        assert_eq!(inspection.facts.size.0, size);
        assert!(file.read() < 2_000_000, "{} bytes read", file.read());
        let Some((id, verdict)) = found else {
            assert!(ids(&inspection).is_empty());
            continue;
        };
        assert_eq!((ids(&inspection), inspection.verdict), (vec![id], verdict));
        let biggest = &told(&inspection, id).evidence[0];
        assert_eq!(biggest.entry, "wwwroot/media");
        assert!(
            biggest
                .excerpt
                .as_ref()
                .is_some_and(|text| text.starts_with("2."))
        );
    }
}

#[test]
fn media_files_and_their_records_are_deployed_alike() {
    let package = |assets: &str, restore: &str| {
        inspected(
            &SamplePackage::new()
                .storage_assets(assets, 2)
                .restore_mode(restore),
        )
    };
    for mode in ["Create", "CreateUpdate"] {
        assert!(ids(&package(mode, mode)).is_empty());
        // Storage assets have no such mode, so it cannot be the same word.
        assert_eq!(ids(&package(mode, "Full")), ["restore-mode-full"]);
    }
    for (assets, restore) in [("Create", "CreateUpdate"), ("CreateUpdate", "Create")] {
        let inspection = package(assets, restore);
        let finding = told(&inspection, "assets-mode-differs");
        assert_eq!(
            (
                finding.params["assets_mode"].as_str(),
                finding.params["restore_mode"].as_str()
            ),
            (assets, restore)
        );
        assert_eq!(places(finding)[0].0, "cloud-metadata.json");
        assert!(places(finding)[0].1.is_some());
    }
    // Other files than media have no records.
    let other = SamplePackage::new()
        .storage_assets("Create", 0)
        .file("$StorageAssets/default/exports/x.csv", "1");
    silent(&inspected(&other), "assets-mode-differs");
}

#[test]
fn names_of_containers_and_files_in_storage_follow_the_rules() {
    let with = |name: &str| {
        inspected(
            &SamplePackage::new()
                .storage_assets("CreateUpdate", 1)
                .file(&format!("$StorageAssets/{name}"), "x"),
        )
    };
    for good in [
        "media-2026/a.jpg",
        "default/articles content/a.jpg",
        "default/a_b(1).jpg",
        "abc/x",
    ] {
        assert!(ids(&with(good)).is_empty(), "{good}");
    }
    for bad in [
        "Default2/a.jpg",
        "ab/a.jpg",
        "a--b/x",
        "readme.txt",
        "-abc/x",
        "my_files/x",
    ] {
        let inspection = with(bad);
        let finding = told(&inspection, "asset-name-invalid");
        assert_eq!(places(finding), [(&*format!("$StorageAssets/{bad}"), None)]);
        assert_eq!(inspection.verdict, Verdict::WillNotWork);
    }
    for bad in ["default/Folder/a.jpg", "default/a.JPG", "default/Ř.jpg"] {
        assert_eq!(ids(&with(bad)), ["asset-name-uppercase"], "{bad}");
    }
    let both = SamplePackage::new()
        .storage_assets("CreateUpdate", 1)
        .file("$StorageAssets/default/a.jpg", "x")
        .file("$StorageAssets/default/A.jpg", "y");
    let inspection = inspected(&both);
    assert_eq!(
        ids(&inspection),
        ["asset-name-collision", "asset-name-uppercase"]
    );
    assert_eq!(told(&inspection, "asset-name-collision").evidence.len(), 2);
}

#[test]
fn secrets_are_told_by_key_and_line_and_never_by_value() {
    let package = SamplePackage::new()
        .file(
            "appsettings.json",
            "{\n  // comments are fine\n  \"ConnectionStrings\": {\n    \"CMSConnectionString\": \"Data Source=db;Password=canary-1\"\n  },\n  \"Mail\": { \"ApiKey\": \"canary-2-0123456789\" },\n}",
        )
        .file("web.config", "<configuration>\n<add key=\"ClientSecret\" value=\"canary-3-0123456789\" />\n</configuration>");
    let inspection = inspected(&package);
    assert_eq!(
        places(told(&inspection, "connection-string")),
        [("appsettings.json", Some(4))]
    );
    // In the order of the package.
    assert_eq!(
        places(told(&inspection, "secret-setting")),
        [("web.config", Some(2)), ("appsettings.json", Some(6))]
    );
    assert_eq!(inspection.verdict, Verdict::ReadyWithWarnings);
    let said = serde_json::to_string(&inspection).expect("plain data");
    assert!(!said.contains("canary"), "{said}");
}

#[test]
fn an_address_of_a_database_without_password_is_a_note() {
    let text =
        r#"{"ConnectionStrings":{"CMSConnectionString":"Data Source=.;Integrated Security=True"}}"#;
    let inspection = inspected(&SamplePackage::new().file("appsettings.json", text));
    assert_eq!(
        told(&inspection, "connection-string").severity,
        Severity::Note
    );
    assert_eq!(inspection.verdict, Verdict::Ready);
}

#[test]
fn users_are_personal_data_and_worth_a_warning_with_a_password_hash() {
    let user = |text: &str| {
        inspected(&SamplePackage::new().file("$CDRepository/@global/cms.user/editor.xml", text))
    };
    let plain = user("<cms.user><UserName>editor</UserName></cms.user>");
    assert_eq!(
        (ids(&plain), plain.verdict),
        (vec!["personal-data"], Verdict::Ready)
    );
    assert_eq!(told(&plain, "personal-data").params["count"], "1");
    let inspection = user("<cms.user><UserPassword>AQAAcanary</UserPassword></cms.user>");
    let finding = told(&inspection, "password-hashes");
    assert_eq!(
        places(finding),
        [("$CDRepository/@global/cms.user/editor.xml", None)]
    );
    assert!(
        !serde_json::to_string(&inspection)
            .expect("plain data")
            .contains("canary")
    );
}

#[test]
fn files_that_stay_at_home_are_told_wherever_they_lie_outside_the_repository() {
    for (name, id) in [
        ("appsettings.Development.json", "development-settings"),
        ("config/Secrets.json", "development-settings"),
        ("Properties/launchSettings.json", "development-settings"),
        ("keys/site.PFX", "key-file"),
        ("App_Data/Shop.mdf", "database-file"),
    ] {
        let inspection = inspected(&SamplePackage::new().file(name, "{}"));
        assert_eq!(places(told(&inspection, id)), [(name, None)]);
    }
    let object = SamplePackage::new().file("$CDRepository/@global/cms.x/backup.bak", "x");
    assert!(ids(&inspected(&object)).is_empty());
}

#[test]
fn an_offline_page_needs_its_underscore_at_the_root() {
    for name in ["app_offline.htm", "App_Offline.htm", "app_offline.html"] {
        let inspection = inspected(&SamplePackage::new().file(name, "<html></html>"));
        assert_eq!(ids(&inspection), ["app-offline-name"], "{name}");
    }
    for name in ["app_offline.htm_", "wwwroot/app_offline.htm"] {
        assert!(
            ids(&inspected(&SamplePackage::new().file(name, "x"))).is_empty(),
            "{name}"
        );
    }
}

#[test]
fn only_the_first_twenty_places_are_shown_and_the_rest_is_counted() {
    let package = (0..33).fold(SamplePackage::new(), |package, at| {
        package.file(&format!("keys/{at:02}.pfx"), "x")
    });
    let inspection = inspected(&package);
    let finding = told(&inspection, "key-file");
    assert_eq!((finding.evidence.len(), finding.more.0), (20, 13));
}
