//! Files that are no ledger, or not a whole one, are refused and left as they are.

use super::super::opening;
use super::{at, everything, project};
use crate::desk::ChainState;
use crate::fault::NextStep;
use crate::ledger::{EntryDraft, Ledger, set_aside};
use crate::units::Count;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A closed ledger with something in it, all of it in one file.
fn a_ledger(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("slipway.db");
    let ledger = Ledger::open(&path).expect("a new ledger");
    for number in 0..40 {
        let project = project(&format!("p{number}"), &"Sandbox ".repeat(40));
        ledger.save_project(&project).expect("saves");
        ledger
            .append(
                EntryDraft::new("project-added").project(&project),
                at(number),
            )
            .expect("appends");
    }
    path
}

fn refused(path: &Path) -> String {
    match opening::open(path, Duration::from_millis(50)) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(fault) => fault.code,
    }
}

#[test]
fn a_new_ledger_is_made_with_its_folder_and_keeps_what_it_is_told() {
    let folder = folder();
    let path = folder.path().join("deep/er/slipway.db");
    Ledger::open(&path)
        .expect("made")
        .save_project(&project("p", "Sandbox"))
        .expect("saves");
    let again = Ledger::open(&path).expect("opened");
    assert_eq!(again.projects().expect("reads"), [project("p", "Sandbox")]);
    let left: Vec<_> = fs::read_dir(path.parent().expect("a folder"))
        .expect("lists")
        .flatten()
        .collect();
    assert!(
        left.iter()
            .all(|file| !file.file_name().to_string_lossy().contains("new")),
        "{left:?}"
    );
}

#[cfg(unix)]
#[test]
fn only_the_user_may_read_the_ledger() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let mode = fs::metadata(a_ledger(&folder))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_ledger_of_a_later_version_is_left_alone() {
    let folder = folder();
    let path = a_ledger(&folder);
    Connection::open(&path)
        .expect("opens")
        .pragma_update(None, "user_version", 99)
        .expect("set");
    let before = fs::read(&path).expect("reads");
    let fault = opening::open(&path, Duration::ZERO).expect_err("refused");
    let value = |name: &str| fault.params[name].as_str();
    assert_eq!(
        (fault.code.as_str(), value("version"), value("known")),
        ("ledger-newer", "99", opening::SCHEMA.to_string().as_str())
    );
    assert_eq!(fault.action, NextStep::None, "it is not set aside");
    assert_eq!(fs::read(&path).expect("reads"), before);
}

#[test]
fn what_is_no_ledger_is_called_what_it_is_and_left_alone() {
    let folder = folder();
    let path = folder.path().join("slipway.db");
    let is = [
        (&b""[..], "ledger-empty"),
        (b"PK\x03\x04 a zip file", "ledger-foreign"),
        (b"Notes of the meeting", "ledger-foreign"),
        (&[0; 4096], "ledger-damaged"),
        (b"SQLite format 3\0", "ledger-damaged"),
    ];
    for (content, code) in is {
        fs::write(&path, content).expect("writes");
        let fault = opening::open(&path, Duration::ZERO).expect_err("refused");
        assert_eq!(fault.code, code);
        assert_eq!(fault.params["file"], path.display().to_string());
        assert_eq!(fault.action, NextStep::SetAside, "{code}");
        assert_eq!(fs::read(&path).expect("reads"), content);
    }
    assert_eq!(refused(folder.path()), "ledger-no-file");
}

#[test]
fn the_database_of_another_application_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("places.sqlite");
    let other = Connection::open(&path).expect("opens");
    other
        .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE moz_places (url TEXT);")
        .expect("makes");
    other
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")
        .expect("writes");
    let before = fs::read(&path).expect("reads");
    assert_eq!(refused(&path), "ledger-foreign");
    assert_eq!(fs::read(&path).expect("reads"), before);
}

#[test]
fn a_ledger_in_use_is_called_locked() {
    let folder = folder();
    let path = a_ledger(&folder);
    let other = Connection::open(&path).expect("opens");
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;")
        .expect("locks");
    assert_eq!(refused(&path), "ledger-locked");
    drop(other);
    Ledger::open(&path).expect("free again");
}

#[test]
fn a_write_protected_ledger_is_called_read_only() {
    let folder = folder();
    let path = a_ledger(&folder);
    let mut permissions = fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("protects");
    assert_eq!(refused(&path), "ledger-read-only");
}

#[cfg(unix)]
#[test]
fn a_ledger_in_a_write_protected_folder_is_called_read_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = a_ledger(&folder);
    let may = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode));
    may(0o555).expect("protects");
    let code = refused(&path);
    may(0o755).expect("frees");
    assert_eq!(code, "ledger-read-only");
    Ledger::open(&path).expect("free again");
}

#[test]
fn a_zeroed_or_scribbled_page_is_called_damage_and_not_touched() {
    let folder = folder();
    let whole = fs::read(a_ledger(&folder)).expect("reads");
    let path = folder.path().join("scribbled.db");
    for (from, with) in [(0, 0_u8), (4096, 0xA5), (3 * 4096, 0xA5)] {
        let mut bytes = whole.clone();
        bytes[from..from + 4096].fill(with);
        fs::write(&path, &bytes).expect("writes");
        assert_eq!(refused(&path), "ledger-damaged", "from {from}");
        assert_eq!(fs::read(&path).expect("reads"), bytes);
    }
}

#[test]
fn a_log_without_its_ledger_is_not_taken_for_that_of_a_new_one() {
    let folder = folder();
    let path = folder.path().join("slipway.db");
    let log = folder.path().join("slipway.db-wal");
    fs::write(&log, [7; 5_000]).expect("writes");
    assert_eq!(refused(&path), "ledger-damaged");
    assert!(!path.exists());
    let aside = set_aside(&path, at(0)).expect("set aside");
    assert!(!log.exists() && aside.with_extension("db-wal").exists());
    Ledger::open(&path).expect("a new one");
}

#[test]
fn a_full_disk_is_named_and_costs_nothing_that_was_there() {
    let folder = folder();
    let path = a_ledger(&folder);
    let ledger = Ledger::open(&path).expect("opens");
    let limit = |pages: u32| {
        let connection = ledger.connection();
        connection
            .pragma_update(None, "max_page_count", pages)
            .expect("set");
    };
    limit(1);
    let large = EntryDraft::new("note").reason(Some("x".repeat(100_000)));
    let full = ledger.append(large.clone(), at(50)).expect_err("no room");
    assert_eq!(full.code, "ledger-disk-full");
    let there = ledger.entries(&everything()).expect("reads");
    assert_eq!(there.chain, ChainState::Whole { entries: Count(40) });
    limit(1_000_000);
    ledger.append(large, at(51)).expect("there is room again");
}

#[test]
fn an_earlier_ledger_that_finds_the_disk_full_when_opened_stays_what_it_was() {
    let folder = folder();
    let path = folder.path().join("slipway.db");
    super::versions::write_fixture(1, &path);
    let mut connection = opening::connect(&path, Duration::ZERO).expect("connects");
    connection
        .pragma_update(None, "max_page_count", 1)
        .expect("set");
    let full = opening::prepare(&mut connection).expect_err("no room for more tables");
    assert_eq!(full.code, "ledger-disk-full");
    let version: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("reads");
    assert_eq!(version, 1);
    drop(connection);
    Ledger::open(&path).expect("there is room again");
}

#[test]
fn promise_21_a_ledger_cut_short_anywhere_is_reported_and_not_touched() {
    let folder = folder();
    let whole = fs::read(a_ledger(&folder)).expect("reads");
    let path = folder.path().join("cut.db");
    let page = 4096;
    assert!(whole.len() > 20 * page, "enough pages to cut between");
    let mut cuts: Vec<usize> = (0..whole.len()).step_by(401).collect();
    cuts.extend(
        (1..whole.len() / page)
            .flat_map(|number| [number * page - 1, number * page, number * page + 1]),
    );
    cuts.push(whole.len() - 1);
    for cut in cuts {
        fs::write(&path, &whole[..cut]).expect("writes");
        let code = if cut == 0 {
            "ledger-empty"
        } else {
            "ledger-damaged"
        };
        assert_eq!(refused(&path), code, "cut at {cut}");
        assert_eq!(fs::read(&path).expect("reads").len(), cut);
    }
    fs::write(&path, &whole).expect("writes");
    assert_eq!(
        Ledger::open(&path)
            .expect("whole again")
            .entries(&everything())
            .expect("reads")
            .total
            .0,
        40
    );
}

#[test]
fn what_was_written_before_a_crash_is_there_after_it() {
    let folder = folder();
    let path = a_ledger(&folder);
    let ledger = Ledger::open(&path).expect("opens");
    ledger
        .append(EntryDraft::new("token-saved"), at(99))
        .expect("appends");
    // A crash leaves the file and its log as they are at this moment.
    let crashed = folder.path().join("crashed.db");
    for ending in ["", "-wal"] {
        let (from, to) = (
            format!("{}{ending}", path.display()),
            format!("{}{ending}", crashed.display()),
        );
        fs::copy(from, to).expect("copies");
    }
    let after = Ledger::open(&crashed).expect("opens");
    assert_eq!(after.entries(&everything()).expect("reads").total.0, 41);
}
