//! Everything packages may look like (facts 1.4, 1.5, 2.1, 2.2, 2.4) is read alike.

use super::super::{AssetsMode, RestoreMode, Verdict};
use super::catalog::text_of;
use super::zipper::{STREAMED, Zip, deflated, ready_with, stored};
use super::{Ground, SamplePackage, ids, inspect_all, inspected, told};

const METADATA: &str = "cloud-metadata.json";
const CONFIG: &str = "$CDRepository/repository.config";

#[test]
fn metadata_with_mark_windows_line_ends_and_any_order_of_keys_is_read() {
    let keys = [
        "\"Version\": \"1.0.0-202607171957\"",
        "\"SupportsZeroDowntimeDeployment\":  true",
        "\"AssemblyName\":  \"DancingGoat\"",
    ];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let lines = order.map(|at| keys[at]).join(",\r\n    ");
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{{\r\n    {lines}\r\n}}\r\n");
            let inspection = inspected(&SamplePackage::new().file(METADATA, text));
            assert!(ids(&inspection).is_empty(), "{order:?}");
            assert_eq!(inspection.facts.assembly.as_deref(), Some("DancingGoat"));
            assert_eq!(inspection.facts.zero_downtime, Some(true));
            assert_eq!(
                inspection.facts.built_at.as_deref(),
                Some("2026-07-17T19:57:00Z")
            );
        }
    }
}

#[test]
fn metadata_in_utf16_and_with_unknown_keys_is_read() {
    let text = r#"{"AssemblyName":"DancingGoat","Version":"2.0.0","PackagedBy":{"Name":["x"]}}"#;
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let inspection = inspected(&SamplePackage::new().file(METADATA, utf16));
    assert!(ids(&inspection).is_empty());
    assert_eq!(inspection.facts.build_number.as_deref(), Some("2.0.0"));
}

#[test]
fn backslashes_between_folders_are_read_and_only_noted() {
    let written = SamplePackage::new()
        .storage_assets("CreateUpdate", 3)
        .migrations(&["a"], &[]);
    let slashes = inspected(&written);
    let backslashes = inspected(&written.with_backslashes());
    assert_eq!(ids(&backslashes), ["entry-backslash"]);
    assert_eq!(backslashes.verdict, Verdict::Ready);
    let (mut one, mut other) = (slashes.facts, backslashes.facts);
    for facts in [&mut one, &mut other] {
        facts.code_version = None;
        facts
            .repository_version
            .as_mut()
            .expect("it is told")
            .source
            .clear();
    }
    assert_eq!(one, other);
}

#[test]
fn only_the_configuration_in_the_repository_counts() {
    // The sample carries App_Data/CIRepository/repository.config, which includes everything.
    let full = "<RepositoryConfiguration><RestoreMode>Full</RestoreMode></RepositoryConfiguration>";
    let decoys = SamplePackage::new()
        .file("repository.config", full)
        .file("App_Data/CDRepository/repository.config", full)
        .file("App_Data/$CDRepository/repository.config", "not XML");
    let inspection = inspected(&decoys);
    assert!(ids(&inspection).is_empty(), "{:?}", ids(&inspection));
    assert_eq!(
        inspection.facts.restore_mode,
        Some(RestoreMode::CreateUpdate)
    );
    let missing = inspected(&decoys.without(CONFIG));
    let shown = &told(&missing, "repository-config-missing").evidence;
    assert_eq!(shown.len(), 4, "{shown:?}");
}

#[test]
fn a_renamed_assets_folder_is_taken_by_its_name() {
    for name in ["Assets", "$Files", "./Assets/", "App_Data/Assets"] {
        let folder = name.trim_start_matches("./").trim_end_matches('/');
        let package = SamplePackage::new()
            .storage_assets("CreateUpdate", 4)
            .assets_directory(folder)
            .metadata("StorageAssetsDirectory", name);
        let inspection = inspected(&package);
        assert!(
            ids(&inspection).is_empty(),
            "{name}: {:?}",
            ids(&inspection)
        );
        let assets = inspection.facts.storage_assets.expect("they are there");
        assert_eq!((assets.directory.as_str(), assets.files.0), (folder, 4));
        assert_eq!(assets.mode, Some(AssetsMode::CreateUpdate));
        assert_eq!(assets.containers[0].name, "default");
    }
}

#[test]
fn a_configuration_is_read_in_either_version_with_mark_and_values_on_lines_of_their_own() {
    for (attribute, version, findings) in [
        (" Version=\"2\"", 2, &[][..]),
        ("", 1, &[]),
        (" Version=\"1\"", 1, &[]),
        (" version=\"2\"", 2, &["config-version-lower-case"]),
    ] {
        let text = format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- <RestoreMode>Full</RestoreMode> -->\r\n\
             <RepositoryConfiguration xmlns:xsi=\"x\"{attribute}>\r\n  <IncludedObjectTypes>\r\n    <ObjectType>cms.role</ObjectType>\r\n\
             </IncludedObjectTypes>\r\n  <RestoreMode>\r\n    Create\r\n  </RestoreMode>\r\n</RepositoryConfiguration>\r\n"
        );
        let inspection = inspected(&SamplePackage::new().repository_config(&text));
        assert_eq!(ids(&inspection), findings, "{attribute}");
        assert_eq!(inspection.facts.restore_mode, Some(RestoreMode::Create));
        assert_eq!(inspection.facts.config_version, Some(version));
    }
}

#[test]
fn an_offline_page_locks_dot_names_and_long_real_names_are_fine() {
    let package = SamplePackage::new()
        .file("app_offline.htm_", "<html></html>")
        .file("$CDRepository/.lock/serialize.lock", "")
        .file(".well-known/security.txt", "Contact: x")
        .file("$CDRepository/devnet/cms.webpageitem/home..page@1dabf6434c.xml", "<cms.webpageitem />")
        .file("$CDRepository/@global/contentitemdata.ke..integrationcontent@1dabf6434c/a@0123456789/x.xml", "<contentitemdata.kentico.integrationcontent />")
        .file("$CDRepository/@global/contentitemdata.x/0f3c#a..o@460f.webp", "RIFF")
        .file("$CDRepository/@global/contentitemdata.x/0f3c#feed.xml", "not an object: <")
        .storage_assets("CreateUpdate", 1)
        .file("$StorageAssets/default/assets/media/articles content/hero-bg.jpg", "x")
        .file("$StorageAssets/default/assets/media/$cmsfolder$", "");
    let inspection = inspected(&package);
    assert!(ids(&inspection).is_empty(), "{:?}", inspection.findings);
    // The type is that of the root element, not of the shortened folder.
    assert!(
        inspection
            .facts
            .objects
            .iter()
            .any(|tally| tally.name == "contentitemdata.kentico.integrationcontent")
    );
}

#[test]
fn folders_as_entries_and_streamed_entries_are_fine() {
    let folder = |name: &str| stored(name, b"");
    let mut zip = ready_with([
        folder("wwwroot/"),
        folder("$CDRepository/"),
        folder("empty/"),
        deflated("a.txt", b"a"),
    ]);
    for entry in &mut zip.entries {
        entry.local.flags |= STREAMED;
        entry.central.flags |= STREAMED;
        [
            entry.local.crc32,
            entry.local.compressed,
            entry.local.uncompressed,
        ] = [0; 3];
        if !entry.packed.is_empty() {
            entry.packed.extend(b"PK\x07\x08");
            entry.packed.extend(entry.central.crc32.to_le_bytes());
            entry.packed.extend(entry.central.compressed.to_le_bytes());
            entry
                .packed
                .extend(entry.central.uncompressed.to_le_bytes());
        }
    }
    let inspection = inspect_all(&zip.bytes(), &Ground::default());
    assert!(ids(&inspection).is_empty(), "{:?}", inspection.findings);
}

#[test]
fn a_package_one_folder_down_is_still_described() {
    let inspection = inspected(&SamplePackage::new().wrapped_in("bin/CloudDeployment"));
    assert_eq!(ids(&inspection), ["wrapped-in-a-folder"]);
    let finding = told(&inspection, "wrapped-in-a-folder");
    assert_eq!(finding.params["folder"], "bin/CloudDeployment");
    assert_eq!(
        finding.evidence[0].entry,
        "bin/CloudDeployment/cloud-metadata.json"
    );
    assert_eq!(inspection.facts.assembly.as_deref(), Some("DancingGoat"));
}

#[test]
fn stored_without_packing_it_is_the_same_package() {
    let package = SamplePackage::new();
    let plain = Zip::of(
        package
            .files()
            .iter()
            .map(|file| stored(&file.name, &file.bytes)),
    );
    let mut facts = inspect_all(&plain.bytes(), &Ground::default()).facts;
    let packed = inspected(&package).facts;
    (facts.size, facts.folders) = (packed.size, packed.folders.clone());
    assert_eq!(facts, packed);
    assert!(text_of(&package, METADATA).contains("DancingGoat"));
}

#[test]
fn names_in_any_script_and_of_any_length_are_fine() {
    for length in 1..60 {
        let package = SamplePackage::new()
            .file(&format!("wwwroot/{}.css", "ř".repeat(length)), "x")
            .file(&format!("{}x", "写".repeat(length)), "x")
            .file(&format!("a{}", "é".repeat(length)), "x");
        assert!(ids(&inspected(&package)).is_empty(), "{length}");
    }
}
