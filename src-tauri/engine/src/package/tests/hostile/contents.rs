//! Sound archives whose files are made to break what reads them (promise 31).

use super::super::zipper::{Zip, deflated, package_with, ready_with};
use super::super::{Inspection, SamplePackage, ids, told};
use super::{inspected, refused, refused_only};
use crate::package::Verdict;

const CONFIG: &str = "$CDRepository/repository.config";
const OBJECT: &str = "$CDRepository/@global/cms.contentitem/evil.xml";

/// A ready package in which one file says something else.
fn with(name: &str, text: impl Into<Vec<u8>>) -> Zip {
    package_with(&SamplePackage::new().file(name, text), [])
}

fn inspect(zip: &Zip) -> Inspection {
    inspected(&zip.laid_out())
}

#[test]
fn promise_31_entities_that_multiply_are_not_expanded() {
    let mut laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">\n".to_owned();
    for level in 1..10 {
        let ten = format!("&lol{};", level - 1).repeat(10);
        laughs += &format!("<!ENTITY lol{level} \"{ten}\">\n");
    }
    laughs += "]>\n<RepositoryConfiguration Version=\"2\"><RestoreMode>&lol9;</RestoreMode></RepositoryConfiguration>";
    let inspection = refused_only(&with(CONFIG, laughs.clone()), "restore-mode-missing");
    assert!(inspection.facts.restore_mode.is_none());
    let object = laughs.replace("RepositoryConfiguration", "cms.contentitem");
    assert!(ids(&inspect(&with(OBJECT, object))).is_empty());
}

#[test]
fn promise_31_an_entity_that_names_a_file_is_not_followed() {
    let text = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\n\
                <RepositoryConfiguration Version=\"2\"><RestoreMode>&f;</RestoreMode></RepositoryConfiguration>";
    let inspection = refused_only(&with(CONFIG, text), "restore-mode-missing");
    assert!(!format!("{inspection:?}").contains("root:"));
}

#[test]
fn promise_31_elements_without_end_are_no_configuration() {
    for text in [
        "<a>".repeat(200_000),
        format!(
            "<RepositoryConfiguration>{}",
            "<IncludedObjectTypes>".repeat(200_000)
        ),
        format!("<RepositoryConfiguration {}", "a='b' ".repeat(200_000)),
        "<!--".repeat(200_000),
        "<![CDATA[".to_owned(),
    ] {
        refused_only(&with(CONFIG, text), "repository-config-unreadable");
    }
    let deep = format!("<cms.contentitem>{}", "<a>".repeat(200_000));
    assert!(ids(&inspect(&with(OBJECT, deep))).is_empty());
}

#[test]
fn promise_31_the_work_grows_with_the_size_of_a_configuration_and_not_with_its_square() {
    let lines = "<IncludedObjectTypes>\n<IncludeAll />\n</IncludedObjectTypes>\n".repeat(30_000);
    let text = format!(
        "<RepositoryConfiguration Version=\"2\">\n<RestoreMode>Create</RestoreMode>\n{lines}</RepositoryConfiguration>"
    );
    let inspection = inspect(&with(CONFIG, text));
    assert_eq!(told(&inspection, "include-all").evidence[0].line, Some(4));

    let tags = "<add key=\"A\" value=\"b\" />\n".repeat(60_000);
    let text = format!(
        "<configuration>\n{tags}<add key=\"Password\" value=\"hunter2hunter2\" /></configuration>"
    );
    let inspection = inspect(&with("web.config", text));
    assert_eq!(
        told(&inspection, "secret-setting").evidence[0].line,
        Some(60_002)
    );
}

#[test]
fn promise_31_the_work_grows_with_the_size_of_a_migration_and_not_with_its_square() {
    let package = SamplePackage::new().migrations(&["evil"], &[]);
    for sql in [
        "DROP TABLE T;\n".repeat(100_000),
        "DROP TABLE T;".repeat(100_000),
        "DELETE ".repeat(300_000),
        ";".repeat(2_000_000),
    ] {
        let removes = sql.starts_with('D');
        let package = package
            .clone()
            .file("$CDRepository/@migrations/evil.sql", sql);
        let inspection = inspect(&package_with(&package, []));
        assert_eq!(
            ids(&inspection),
            ["migration-removes-data"][..usize::from(removes)]
        );
    }
    let endless = package.file("$CDRepository/Before.txt", "a\n".repeat(200_000));
    assert_eq!(
        inspect(&package_with(&endless, [])).verdict,
        Verdict::WillNotWork
    );
}

#[test]
fn promise_31_json_nested_without_end_is_not_json() {
    for open in ["[", "{\"libraries\":", "{\"a\":[", "{\"targets\":{\"x\":"] {
        let text = open.repeat(100_000);
        refused_only(
            &with("DancingGoat.deps.json", text.clone()),
            "assembly-file-unreadable",
        );
        refused_only(
            &with("DancingGoat.runtimeconfig.json", text.clone()),
            "assembly-file-unreadable",
        );
        refused_only(&with("cloud-metadata.json", text), "metadata-not-json");
    }
    let closed = format!(
        "{{\"libraries\":{{\"a/1\":{}{}}}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(
        inspect(&with("DancingGoat.deps.json", closed)).verdict,
        Verdict::WillNotWork
    );
    for open in ["[", "{\"a\":"] {
        assert!(ids(&inspect(&with("appsettings.json", open.repeat(100_000)))).is_empty());
    }
}

#[test]
fn promise_31_a_setting_is_not_told_with_a_name_of_megabytes() {
    let values = "\"Server=.;Password=hunter2\",".repeat(20_000);
    let text = format!(
        "{{\"{}\":{{\"{}\":[{values}]}}}}",
        "k".repeat(1_000_000),
        "l".repeat(1_000_000)
    );
    let inspection = inspect(&with("appsettings.json", text));
    let finding = told(&inspection, "connection-string");
    assert!(
        finding
            .evidence
            .iter()
            .all(|place| place.excerpt.as_ref().is_some_and(|text| text.len() < 700))
    );
    assert!(!format!("{inspection:?}").contains("hunter2"));
}

#[test]
fn promise_31_values_of_megabytes_are_not_repeated() {
    let endless = "x".repeat(3_000_000);
    let config = format!(
        "<RepositoryConfiguration Version=\"{endless}\"><RestoreMode>{endless}</RestoreMode></RepositoryConfiguration>"
    );
    let metadata = format!("{{\"AssemblyName\":\"{endless}\",\"Version\":\"{endless}\"}}");
    let root = format!("<{endless} />");
    let item = format!(
        "<cms.contentitem><ContentItemContentTypeID><CodeName>{endless}</CodeName></ContentItemContentTypeID></cms.contentitem>"
    );
    let version = format!(
        "<cms.settingskey><KeyName>CMSDBVersion</KeyName><KeyValue>{endless}</KeyValue></cms.settingskey>"
    );
    for (name, text, id) in [
        (CONFIG, config, Some("restore-mode-unknown")),
        (
            "cloud-metadata.json",
            metadata,
            Some("metadata-key-wrong-type"),
        ),
        (OBJECT, root, Some("object-unreadable")),
        (OBJECT, item, None),
        (
            "$CDRepository/@global/cms.settingskey/cmsdbversion.xml",
            version,
            None,
        ),
        (
            "$CDRepository/Before.txt",
            endless.clone(),
            Some("migration-without-file"),
        ),
    ] {
        let inspection = inspect(&with(name, text));
        if let Some(id) = id {
            told(&inspection, id);
        }
        let said = serde_json::to_string(&inspection)
            .expect("plain data")
            .len();
        assert!(said < 60_000, "{name}: {said} bytes");
    }
}

#[test]
fn promise_31_bytes_that_are_no_text_are_told() {
    let noise: Vec<u8> = (0..50_000_u32)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (name, id) in [
        (CONFIG, "repository-config-unreadable"),
        ("cloud-metadata.json", "metadata-not-json"),
        ("DancingGoat.deps.json", "assembly-file-unreadable"),
        ("DancingGoat.runtimeconfig.json", "assembly-file-unreadable"),
        (OBJECT, "object-unreadable"),
    ] {
        for text in [
            noise.clone(),
            Vec::new(),
            vec![0; 5_000],
            b"\xff\xfe".to_vec(),
        ] {
            refused_only(&with(name, text), id);
        }
    }
}

#[test]
fn promise_31_settings_past_64_mebibytes_are_looked_at_no_further() {
    let secret = |at: usize| {
        let text = format!(
            "{{\"Mail:ApiKey\":\"0123456789\",\"A\":\"{}\"}}",
            " ".repeat(7 << 20)
        );
        deflated(&format!("appsettings.{at:02}.json"), text.as_bytes())
    };
    let inspection = inspected(&ready_with((0..12).map(secret)).laid_out());
    assert_eq!(
        ids(&inspection),
        ["secret-setting", "settings-not-searched"]
    );
    assert_eq!(told(&inspection, "secret-setting").evidence.len(), 9);
    assert_eq!(told(&inspection, "settings-not-searched").evidence.len(), 3);
}

#[test]
fn promise_31_tens_of_thousands_of_containers_are_told_in_short() {
    let package = SamplePackage::new()
        .storage_assets("Create", 1)
        .restore_mode("Create");
    let odd = (0..30_000).map(|at| deflated(&format!("$StorageAssets/Bad_{at}/x.jpg"), b""));
    let inspection = refused(&package_with(&package, odd), "asset-name-invalid");
    assert_eq!(told(&inspection, "asset-name-invalid").more.0, 30_000 - 20);
}
