//! Database files made to measure, and real ones where they are at hand.

use super::*;
use crate::package::Verdict;
use crate::package::sample::SamplePackage;
use crate::restore::sample::{SampleColumn, SampleDatabase, SampleTable, Style, Value};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join("db.bacpac");
        std::fs::write(&path, bytes).expect("it can be written");
        path
    }
}

fn look(path: &Path, depth: Depth) -> DatabaseCheck {
    let checked = check(path, depth, &|_, _| {}, &|| false).expect("it can be read");
    crate::restore::assert_told_as_promised(&checked.findings);
    checked
}

fn whole(database: &SampleDatabase) -> DatabaseCheck {
    look(&Desk::new().file(&database.bytes()), Depth::Whole)
}

fn ids(check: &DatabaseCheck) -> Vec<&str> {
    check.findings.iter().map(|f| f.check.as_str()).collect()
}

fn only(bytes: &[u8]) -> String {
    let checked = look(&Desk::new().file(bytes), Depth::Quick);
    assert_eq!(checked.verdict, Verdict::WillNotWork);
    assert_eq!(checked.findings.len(), 1, "{:?}", ids(&checked));
    checked.findings[0].check.clone()
}

fn reason(check: &DatabaseCheck) -> VersionNotRead {
    match &check.facts.version {
        VersionRead::NotRead { reason, .. } => *reason,
        VersionRead::Read { version } => panic!("{version} was read"),
    }
}

#[test]
fn a_good_database_is_ready_and_tells_its_version() {
    let database = SampleDatabase::new().contained_user("xperience");
    for depth in [Depth::Quick, Depth::Whole] {
        let checked = look(&Desk::new().file(&database.bytes()), depth);
        assert_eq!(ids(&checked), [""; 0]);
        assert_eq!(checked.verdict, Verdict::Ready);
        let facts = checked.facts;
        assert_eq!(facts.version.version(), Some("31.6.2"));
        assert_eq!(facts.domains.len(), 1);
        assert_eq!(facts.domains[0].domain, "dancing-goat.example");
        assert_eq!(facts.database_name.as_deref(), Some("dancing-goat"));
        assert_eq!(facts.contained_users, ["xperience"]);
        assert_eq!(facts.exporter.as_deref(), Some("162.5.57.1"));
        assert!(facts.exported_at.is_some() && facts.collation.is_some());
        assert_eq!(facts.read_whole, depth == Depth::Whole);
        assert_eq!(facts.rows_counted.is_some(), depth == Depth::Whole);
        assert!(
            facts
                .rows_counted
                .is_none_or(|rows| Some(rows) == facts.rows_told)
        );
    }
}

#[test]
fn the_version_is_read_whichever_way_the_exporter_wrote() {
    for bits in 0..8 {
        let style = Style {
            bit: bits & 1 == 0,
            guid: bits & 2 == 0,
            temporal: bits & 4 == 0,
        };
        let checked = whole(&SampleDatabase::new().version("30.11.1").style(style));
        assert_eq!(
            checked.facts.version.version(),
            Some("30.11.1"),
            "{style:?}"
        );
        assert_eq!(
            checked.facts.rows_counted, checked.facts.rows_told,
            "{style:?}"
        );
    }
}

#[test]
fn rows_in_several_parts_are_one_table() {
    let rows = |count: i64| {
        let table = SampleTable::new(
            "Shop_Order",
            &[("Id", "bigint"), ("Note", "nvarchar(max)?")],
        )
        .column(SampleColumn::computed("Total"))
        .parts(7);
        (0..count).fold(table, |table, id| {
            table.row([Value::Number(id), "poznámka".into()])
        })
    };
    let checked = whole(&SampleDatabase::new().table(rows(1_000)));
    assert_eq!(ids(&checked), [""; 0]);
    let biggest = &checked.facts.biggest[0];
    assert_eq!(biggest.name, "dbo.Shop_Order");
    assert_eq!(biggest.rows.map(|rows| rows.0), Some(1_000));
}

#[test]
fn a_version_that_cannot_be_read_is_told_with_its_reason_and_never_guessed() {
    let settings = |columns: &[(&str, &str)]| SampleTable::new("CMS_SettingsKey", columns);
    let cases = [
        (
            SampleDatabase::new().without_version(),
            VersionNotRead::SettingMissing,
        ),
        (
            SampleDatabase::new().version("newest"),
            VersionNotRead::NotAVersion,
        ),
        (
            SampleDatabase::new().table(settings(&[("KeyName", "nvarchar(100)")])),
            VersionNotRead::NoRows,
        ),
        (
            SampleDatabase::new()
                .table(settings(&[("KeyName", "nvarchar(100)")]).row(["CMSDBVersion".into()])),
            VersionNotRead::ColumnMissing,
        ),
        (
            SampleDatabase::new().table(
                settings(&[
                    ("KeyName", "nvarchar(100)"),
                    ("KeyValue", "nvarchar(max)?"),
                    ("KeyVector", "vector"),
                ])
                .row([
                    "CMSDBVersion".into(),
                    "31.6.2".into(),
                    Value::Bytes(vec![1]),
                ]),
            ),
            VersionNotRead::TypeUnknown,
        ),
        (
            SampleDatabase::new().file(
                "Data/dbo.CMS_SettingsKey/TableData-000-00000.BCP",
                b"these are no rows at all".to_vec(),
            ),
            VersionNotRead::RowsUnreadable,
        ),
    ];
    for (database, expected) in cases {
        let checked = look(&Desk::new().file(&database.bytes()), Depth::Quick);
        assert_eq!(reason(&checked), expected);
        assert_eq!(ids(&checked), ["database-version-not-read"], "{expected:?}");
        assert_eq!(checked.verdict, Verdict::ReadyWithWarnings);
    }
}

#[test]
fn what_is_no_database_file_is_told_for_what_it_is() {
    assert_eq!(only(b""), "database-file-empty");
    assert_eq!(
        only(b"TAPE\0\0\x03\0\x8c\0\x0e\x01"),
        "database-is-a-backup"
    );
    assert_eq!(only(b"MSSQLBAK\x02\0\0\0"), "database-is-a-backup");
    assert_eq!(
        only(b"<!DOCTYPE html><title>Sign in</title>"),
        "database-web-page"
    );
    assert_eq!(only(b"7z\xbc\xaf\x27\x1c\x00\x04"), "database-other-format");
    assert_eq!(only(&[0; 4096]), "database-not-a-bacpac");
    assert_eq!(only(&SamplePackage::new().bytes()), "database-is-a-package");
    let inner = SamplePackage::new().file("export/db.bacpac", SampleDatabase::new().bytes());
    assert_eq!(only(&inner.bytes()), "database-inside-a-zip");
    assert_eq!(
        only(&SampleDatabase::new().without_rows(false).bytes()),
        "database-is-a-dacpac"
    );
    assert_eq!(
        only(&SampleDatabase::new().without_rows(true).bytes()),
        "database-without-data"
    );
    let other = SampleTable::new("Orders", &[("Id", "int")]).row([Value::Number(1)]);
    assert_eq!(
        only(
            &SampleDatabase::new()
                .of_something_else()
                .table(other)
                .bytes()
        ),
        "database-not-xperience"
    );
    assert_eq!(
        only(
            &SampleDatabase::new()
                .without_table("CMS_ContentItem")
                .bytes()
        ),
        "database-older-product"
    );
}

#[test]
fn a_changed_model_or_origin_is_told() {
    let wrong = "0".repeat(64);
    assert_eq!(
        only(&SampleDatabase::new().model_checksum(&wrong).bytes()),
        "database-model-changed"
    );
    assert_eq!(
        only(&SampleDatabase::new().file("model.xml", "<no").bytes()),
        "database-model-unreadable"
    );
    let without_origin = SampleDatabase::new().file("Origin.xml", "<no").bytes();
    let checked = look(&Desk::new().file(&without_origin), Depth::Quick);
    assert_eq!(
        ids(&checked),
        [
            "database-origin-unreadable",
            "database-model-without-checksum"
        ]
    );
}

#[test]
fn another_number_of_rows_than_the_file_says_is_told() {
    let checked = whole(&SampleDatabase::new().rows_told(1_000_000));
    assert_eq!(ids(&checked), ["database-rows-differ"]);
    assert_eq!(checked.findings[0].params["told"], "1000000");
}

#[test]
fn a_file_cut_short_anywhere_is_never_ready() {
    let bytes = SampleDatabase::new().bytes();
    let desk = Desk::new();
    for cut in (0..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
        let checked = look(&desk.file(&bytes[..cut]), Depth::Whole);
        assert_eq!(checked.verdict, Verdict::WillNotWork, "cut at {cut}");
        assert_eq!(checked.facts.version.version(), None, "cut at {cut}");
    }
}

#[test]
fn a_flipped_bit_in_the_rows_is_found_when_everything_is_read() {
    let database = SampleDatabase::new();
    let mut bytes = database.bytes();
    let name = b"Data/dbo.CMS_Class/TableData-000-00000.BCP";
    let at = bytes
        .windows(name.len())
        .position(|window| window == name)
        .expect("the entry");
    bytes[at + name.len() + 12] ^= 4;
    let path = Desk::new();
    let path = path.file(&bytes);
    assert_eq!(look(&path, Depth::Quick).verdict, Verdict::Ready);
    let checked = look(&path, Depth::Whole);
    let damage = ["database-entry-damaged", "database-entry-other-size"];
    assert!(damage.contains(&ids(&checked)[0]), "{:?}", ids(&checked));
    assert_eq!(checked.findings[0].evidence[0].entry.as_bytes(), name);
    assert_eq!(checked.facts.rows_counted, None);
}

#[test]
fn an_encrypted_file_is_told_as_such() {
    let mut bytes = SampleDatabase::new().bytes();
    for at in 0..bytes.len() - 10 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    assert_eq!(only(&bytes), "database-encrypted");
}

#[test]
fn a_file_made_to_swell_is_refused_and_not_unpacked() {
    let zeros = vec![0; 64 << 20];
    let bomb = SampleDatabase::new().file("Data/dbo.CMS_Class/TableData-000-00000.BCP", zeros);
    let checked = whole(&bomb);
    assert_eq!(ids(&checked), ["database-out-of-proportion"]);
    assert!(!checked.facts.read_whole);
}

#[test]
fn another_name_is_a_note_only() {
    let desk = Desk::new();
    let path = desk.0.path().join("Export 2026.bacpac");
    SampleDatabase::new().write(&path).expect("it is written");
    let checked = look(&path, Depth::Quick);
    assert_eq!(ids(&checked), ["database-file-name"]);
    assert_eq!(checked.verdict, Verdict::Ready);
}

#[test]
fn reading_everything_can_be_broken_off() {
    let path = Desk::new();
    let path = path.file(&SampleDatabase::new().bytes());
    let fault = check(&path, Depth::Whole, &|_, _| {}, &|| true).expect_err("it was told to stop");
    assert_eq!(fault.code, "cancelled");
    let missing = path.with_file_name("nowhere.bacpac");
    let fault = check(&missing, Depth::Quick, &|_, _| {}, &|| false).expect_err("none there");
    assert_eq!(fault.code, "file-unreadable");
}

/// Where real data lies, beside the repository.
fn shared(name: &str) -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Some(repository.join("../shared").join(name)).filter(|path| path.exists())
}

#[test]
fn a_real_export_reads_as_what_it_is() {
    let Some(path) = shared("data/assets-db.bacpac") else {
        return;
    };
    let checked = look(&path, Depth::Whole);
    assert_eq!(ids(&checked), ["database-not-xperience"]);
    assert_eq!(checked.facts.rows_counted.map(|rows| rows.0), Some(5));
    assert_eq!(checked.facts.rows_told, checked.facts.rows_counted);
    assert_eq!(checked.facts.exporter.as_deref(), Some("16.0.6282.0"));
    assert!(checked.facts.read_whole);
}

#[test]
fn an_export_made_by_another_program_counts_as_it_says() {
    let Some(tool) = shared("tools/make_bacpac.py") else {
        return;
    };
    let desk = Desk::new();
    let path = desk.0.path().join("db.bacpac");
    let made = std::process::Command::new("python3")
        .arg(tool)
        .arg("make")
        .arg(&path)
        .args(["--mib", "3", "--tables", "2"])
        .output();
    if made.is_ok_and(|made| made.status.success()) {
        let checked = look(&path, Depth::Whole);
        assert!(
            checked
                .facts
                .rows_counted
                .is_some_and(|rows| rows.0 > 1_000)
        );
        assert_eq!(checked.facts.rows_told, checked.facts.rows_counted);
    }
}
