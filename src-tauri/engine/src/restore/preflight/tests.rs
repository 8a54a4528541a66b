use super::*;
use crate::blob::sas::{SasFacts, SasLink};
use crate::package::Severity;
use crate::restore::PartName;
use crate::restore::bacpac::{self, Depth};
use crate::restore::sample::SampleDatabase;
use crate::restore::storage::{self, Choices};
use jiff::ToSpan;

fn at(hours: i64) -> Moment {
    let start: jiff::Timestamp = "2026-11-21T08:00:00Z".parse().expect("a moment");
    Moment(start + hours.hours())
}

fn database(version: &str) -> DatabaseCheck {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("db.bacpac");
    let sample = SampleDatabase::new().version(version);
    sample.write(&path).expect("it is written");
    bacpac::check(&path, Depth::Quick, &|_, _| {}, &|| false).expect("it is read")
}

fn files(names: &[&str]) -> StorageCheck {
    let folder = tempfile::tempdir().expect("a folder");
    for name in names {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, "x").expect("a file");
    }
    let choices = Choices::default();
    storage::look(folder.path(), &choices, &|| false)
        .expect("it is read")
        .check
}

fn found(parts: &Parts<'_>, ground: &Ground) -> Vec<(String, Severity)> {
    let judged = preflight(parts, ground);
    crate::restore::assert_told_as_promised(&judged.findings);
    let findings = judged.findings.into_iter();
    findings
        .map(|finding| (finding.check, finding.severity))
        .collect()
}

fn only(ground: &Ground) -> Vec<(String, Severity)> {
    found(&Parts::default(), ground)
}

#[test]
fn the_database_must_have_the_version_of_the_target() {
    let database = database("31.6.2");
    let storage = files(&["default/assets/a.txt"]);
    let parts = Parts {
        database: Some(&database),
        storage: Some(&storage),
        ..Parts::default()
    };
    let ground = |version: Option<&str>| Ground {
        target_version: version.map(str::to_owned),
        ..Ground::default()
    };
    assert_eq!(found(&parts, &ground(Some("31.6.2"))), []);
    assert_eq!(found(&parts, &ground(Some("31.6.2.0"))), []);
    assert_eq!(
        found(&parts, &ground(Some("31.6.3"))),
        [("database-version-differs".to_owned(), Severity::Blocker)]
    );
    assert_eq!(
        found(&parts, &ground(None)),
        [(
            "database-target-version-unknown".to_owned(),
            Severity::Warning
        )]
    );
}

#[test]
fn one_part_alone_warns_and_stops_once_the_other_is_known_to_be_empty() {
    let database = database("31.6.2");
    let ground = Ground {
        target_version: Some("31.6.2".into()),
        ..Ground::default()
    };
    let with = |database, storage, there| {
        let parts = Parts {
            database,
            storage,
            there,
        };
        found(&parts, &ground)
    };
    let one = |severity| [("restore-one-part-only".to_owned(), severity)];
    let unknown = There::default();
    assert_eq!(with(Some(&database), None, unknown), one(Severity::Warning));
    let empty = There {
        storage: Some(0),
        ..unknown
    };
    assert_eq!(with(Some(&database), None, empty), one(Severity::Blocker));
    let full = There {
        storage: Some(9),
        ..unknown
    };
    assert_eq!(with(Some(&database), None, full), []);
    let storage = files(&["default/assets/a.txt"]);
    let nothing = There {
        database: Some(false),
        ..unknown
    };
    assert_eq!(with(None, Some(&storage), nothing), one(Severity::Blocker));
    let there = There {
        database: Some(true),
        ..unknown
    };
    assert_eq!(with(None, Some(&storage), there), []);
}

#[test]
fn the_week_for_uploading_and_the_180_days_are_counted() {
    let after = |hours| Ground {
        now: Some(at(hours)),
        session_created: Some(at(0)),
        ..Ground::default()
    };
    assert_eq!(only(&after(0)), []);
    assert_eq!(only(&after(6 * 24 - 1)), []);
    for (hours, id, severity) in [
        (6 * 24, "restore-upload-time-ending", Severity::Warning),
        (7 * 24 - 1, "restore-upload-time-ending", Severity::Warning),
        (7 * 24, "restore-upload-time-over", Severity::Blocker),
        (180 * 24 - 1, "restore-upload-time-over", Severity::Blocker),
        (180 * 24, "restore-session-over", Severity::Blocker),
    ] {
        assert_eq!(only(&after(hours)), [(id.to_owned(), severity)], "{hours}");
    }
}

#[test]
fn a_missing_or_old_restore_point_warns_and_stops_before_production() {
    for (target, severity) in [
        (EnvironmentKind::Qa, Severity::Warning),
        (EnvironmentKind::Prod, Severity::Blocker),
    ] {
        let ground = |made: Option<i64>| Ground {
            now: Some(at(0)),
            target: Some(target),
            restore_point: Some(made.map(at)),
            ..Ground::default()
        };
        let told = |id: &str| [(id.to_owned(), severity)];
        assert_eq!(only(&ground(None)), told("restore-point-missing"));
        assert_eq!(only(&ground(Some(-5))), told("restore-point-old"));
        assert_eq!(only(&ground(Some(-1))), []);
    }
}

fn link(container: &str, rights: &str, expires: i64, more: &str) -> SasFacts {
    let expires = at(expires);
    let text = format!(
        "https://account.blob.core.windows.net/{container}?sv=2024-11-04&sr=c&sp={rights}&se={expires}{more}&sig={}%3D",
        "A".repeat(43)
    );
    SasLink::parse(&text).expect("a link").facts().clone()
}

fn of_links(database: SasFacts, storage: SasFacts) -> Vec<(String, Severity)> {
    only(&Ground {
        now: Some(at(0)),
        links: Links {
            database: Some(database),
            storage: Some(storage),
            service_time: None,
        },
        ..Ground::default()
    })
}

#[test]
fn promise_15_links_that_will_not_do_are_told_before_a_byte_moves() {
    let good = |container: &str| link(container, "rwl", 72, "");
    assert_eq!(of_links(good("database"), good("storage")), []);
    let told = |database, storage| {
        let mut ids: Vec<String> = of_links(database, storage)
            .into_iter()
            .map(|(id, severity)| format!("{id} {severity:?}"))
            .collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        ids.remove(0)
    };
    let storage = || good("storage");
    assert_eq!(
        told(link("database", "rwl", -1, ""), storage()),
        "restore-link-expired Blocker"
    );
    assert_eq!(
        told(link("database", "rwl", 5, ""), storage()),
        "restore-link-ends-soon Warning"
    );
    let later = format!("&st={}", at(1));
    assert_eq!(
        told(link("database", "rwl", 72, &later), storage()),
        "restore-link-not-yet-valid Blocker"
    );
    assert_eq!(
        told(link("database", "rl", 72, ""), storage()),
        "restore-link-lacks-right Blocker"
    );
    assert_eq!(
        told(link("database", "wl", 72, ""), storage()),
        "restore-link-lacks-right Warning"
    );
    assert_eq!(
        told(link("database", "rwl", 72, "&sip=203.0.113.7"), storage()),
        "restore-link-addresses Note"
    );
    assert_eq!(
        told(good("storage"), storage()),
        "restore-links-same Blocker"
    );
    assert_eq!(
        told(good("restore-storage"), good("restore-database")),
        "restore-links-swapped Blocker"
    );
}

#[test]
fn a_container_tells_its_part_only_by_a_name_that_leaves_no_doubt() {
    for (name, part) in [
        ("database", Some(PartName::Database)),
        ("restore-db-0b7b", Some(PartName::Database)),
        ("restore-storage", Some(PartName::Storage)),
        ("database-files", None),
        ("feedback", None),
        ("0b7b9a2c", None),
    ] {
        assert_eq!(PartName::told_by(name), part, "{name}");
    }
}
