//! A history that a crashed disk left in pieces.

use crate::user::{User, practise};
use slipway_tests::desktop::{Desktop, data_folder};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn a_damaged_history_is_explained_set_aside_and_a_new_one_begins_in_the_same_window() {
    let user = User::new();
    let mut desktop = Desktop::start(user.home());
    practise(&desktop);
    // Closed once, so that all of it is in its file.
    desktop.open_again();
    desktop.kill_9();
    let damaged = cut_in_half(&data_folder(user.home()).join("slipway.db"));

    desktop.open_again();
    desktop.sees("The file of the history is damaged");
    assert!(left_as_it_is(user.home(), &damaged), "nothing was repaired");
    desktop.click("button", "Set it aside and start new");
    desktop.find("button", "Practice project");
    practise(&desktop);
    desktop.click("button", "History");
    desktop.sees("An earlier history was set aside as slipway.set-aside-");
    assert!(
        left_as_it_is(user.home(), &damaged),
        "nothing was thrown away"
    );
}

/// Gives what is left.
fn cut_in_half(ledger: &Path) -> Vec<u8> {
    let mut bytes = fs::read(ledger).expect("there is a history");
    bytes.truncate(bytes.len() / 2);
    fs::write(ledger, &bytes).expect("it can be damaged");
    for ending in ["-wal", "-shm"] {
        let mut beside = ledger.as_os_str().to_owned();
        beside.push(ending);
        let _ = fs::remove_file(PathBuf::from(beside));
    }
    bytes
}

/// Whether some file of Slipway's still holds these bytes, under whichever name.
fn left_as_it_is(home: &Path, damaged: &[u8]) -> bool {
    let entries = fs::read_dir(data_folder(home)).expect("the folder is there");
    entries
        .flatten()
        .any(|entry| fs::read(entry.path()).is_ok_and(|bytes| bytes == damaged))
}
