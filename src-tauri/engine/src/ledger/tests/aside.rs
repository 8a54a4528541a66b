//! Setting aside renames everything, deletes nothing and writes over nothing.

use super::at;
use crate::ledger::{EntryDraft, Ledger, set_aside};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file of a folder with what is in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let listed = fs::read_dir(folder).expect("lists").flatten();
    let read = |path: PathBuf| fs::read(path).expect("reads");
    listed
        .map(|file| {
            (
                file.file_name().to_string_lossy().into_owned(),
                read(file.path()),
            )
        })
        .collect()
}

#[test]
fn a_ledger_goes_with_its_log_its_index_and_its_seal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    for (ending, content) in [("", "l"), ("-wal", "w"), ("-shm", "s"), (".seal", "e")] {
        fs::write(format!("{}{ending}", path.display()), content).expect("writes");
    }
    fs::write(folder.path().join("slipway.log"), "not ours").expect("writes");
    let aside = set_aside(&path, at(0)).expect("set aside");
    assert_eq!(
        aside,
        folder.path().join("slipway.set-aside-20260717T195700Z.db")
    );
    let named = |ending: &str| format!("slipway.set-aside-20260717T195700Z.db{ending}");
    let expected = [
        ("slipway.log".to_owned(), "not ours"),
        (named(""), "l"),
        (named("-wal"), "w"),
        (named("-shm"), "s"),
        (named(".seal"), "e"),
    ];
    let expected = expected.map(|(name, content)| (name, content.as_bytes().to_vec()));
    assert_eq!(files(folder.path()), BTreeMap::from(expected));
}

#[test]
fn a_name_that_is_taken_is_left_alone_and_numbered_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    let mut names = Vec::new();
    for content in ["first", "second", "third"] {
        fs::write(&path, content).expect("writes");
        let aside = set_aside(&path, at(0)).expect("set aside");
        assert_eq!(fs::read_to_string(&aside).expect("reads"), content);
        names.push(aside);
    }
    for (name, content) in names.iter().zip(["first", "second", "third"]) {
        assert_eq!(fs::read_to_string(name).expect("reads"), content);
    }
    assert!(names[2].ends_with("slipway.set-aside-20260717T195700Z-3.db"));
}

#[test]
fn what_was_set_aside_opens_where_it_lies_with_its_history_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    let ledger = Ledger::open(&path).expect("opens");
    ledger
        .append(EntryDraft::new("token-saved"), at(1))
        .expect("appends");
    let before = ledger.verify().expect("verifies");
    drop(ledger);
    let aside = set_aside(&path, at(2)).expect("set aside");
    let again = Ledger::open(&aside).expect("opens");
    assert_eq!(again.verify().expect("verifies"), before);
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn a_folder_in_the_place_of_a_ledger_is_set_aside_with_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    fs::create_dir(&path).expect("a folder");
    fs::write(path.join("notes.txt"), "mine").expect("writes");
    let aside = set_aside(&path, at(0)).expect("set aside");
    assert_eq!(
        fs::read_to_string(aside.join("notes.txt")).expect("reads"),
        "mine"
    );
    Ledger::open(&path).expect("a new one");
}
