//! Files that are no ledger, or not a whole one, are refused and left as they are.

use super::super::opening;
use super::{at, everything, project};
use crate::ledger::{EntryDraft, Ledger};
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
    assert_eq!(
        (fault.code.as_str(), fault.params["version"].as_str()),
        ("ledger-newer", "99")
    );
    assert_eq!(fs::read(&path).expect("reads"), before);
}

#[test]
fn what_is_no_ledger_is_left_alone() {
    let folder = folder();
    let path = folder.path().join("slipway.db");
    for content in [&b""[..], b"PK\x03\x04 a zip file", &[0; 4096]] {
        fs::write(&path, content).expect("writes");
        assert_eq!(refused(&path), "ledger-unreadable");
        assert_eq!(fs::read(&path).expect("reads"), content);
    }
    assert_eq!(refused(folder.path()), "ledger-unreadable");
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
    assert_eq!(refused(&path), "ledger-unreadable");
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
        assert_eq!(refused(&path), "ledger-unreadable", "cut at {cut}");
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
