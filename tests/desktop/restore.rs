//! A custom restore in the real window, from the first click to the closed session: the Portal's
//! part is done in the practice Portal, as its owner would.

use crate::on_disk::{files_below, holds};
use crate::user::{User, practise, verdict};
use slipway_engine::restore::sample::SampleDatabase;
use slipway_tests::desktop::{DEPLOYMENT, Desktop, PATIENCE, Practice, must};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What is restored takes some seconds to send at the limit that is set.
const TRANSFER: Duration = Duration::from_secs(120);

/// What is restored: large enough to be caught in the middle.
const BALLAST: usize = 12_000_000;

#[test]
fn a_custom_restore_goes_all_the_way_in_the_window() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);
    // A restore brings no application, so there has to be one.
    verdict(&desktop, &user.package());
    desktop.click("button", "Upload to QA");
    desktop.sees_within("It looks live", DEPLOYMENT);
    desktop.click("button", "Done");

    to_both_links(&desktop, &practice);
    desktop.hands().drag(&[&database(user.home())]);
    desktop.sees("31.6.2, read from CMSDBVersion");
    desktop.click("button", "Continue to Files");
    desktop.hands().drag(&[&files(user.home())]);
    desktop.sees("The tree as it will be");
    desktop.click("button", "Continue to Check");
    desktop.sees("Will the restore work?");
    desktop.click("button", "Look at the containers");
    desktop.sees("Both are empty.");
    desktop.click("button", "Continue to Transfer");
    desktop.click("button", "Start the transfer");
    desktop.sees_within("Everything arrived", TRANSFER);

    desktop.click("button", "Continue to Restore to environment");
    desktop.sees("What this deletes in QA");
    practice.restore_to("qa");
    desktop.click("button", "I selected Create for QA");
    desktop.sees("Is QA back?");
    let restored = practice.restored();
    assert!(restored["failure"].is_null(), "{restored}");
    desktop.click("button", "It works");
    close_and_revoke(&desktop, &practice);
    desktop.sees("This custom restore is finished");
    assert_eq!(
        desktop.secrets_in_keychain(),
        0,
        "no link outlives the session it belongs to"
    );
}

#[test]
fn promise_3_a_transfer_killed_in_the_middle_goes_on_and_sends_nothing_finished_again() {
    let user = User::new();
    let mut desktop = Desktop::start(user.home());
    let practice = practise(&desktop);
    to_both_links(&desktop, &practice);
    choose_everything(&desktop, &user);
    desktop.type_into("Speed limit in MB/s", "2");
    desktop.click("button", "Set the limit");
    desktop.click("button", "Start the transfer");
    must("some of it has arrived", PATIENCE, || {
        (practice.sent_to_storage().iter().sum::<u64>() > 3_000_000).then_some(())
    });
    let before: u64 = practice.sent_to_storage().iter().sum();
    desktop.kill_9();

    desktop.open_again();
    let practice = Practice::of(desktop.home());
    desktop.sees("The transfer of the custom restore to QA was broken off");
    assert!(
        practice.sent_to_storage().is_empty(),
        "nothing is sent by itself"
    );
    desktop.click("button", "Restores");
    desktop.click("button", "Go on with the restore");
    desktop.click("button", "Go on with the transfer");
    desktop.sees_within("Everything arrived", TRANSFER);
    let again: u64 = practice.sent_to_storage().iter().sum();
    let whole = (BALLAST + database_size(&user)) as u64;
    assert!(
        before + again < whole * 3 / 2,
        "{before} before and {again} after, of {whole}"
    );
}

#[test]
fn promise_22_a_link_that_was_pasted_is_in_no_file_of_slipways() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);
    let links = to_both_links(&desktop, &practice);
    choose_everything(&desktop, &user);
    desktop.click("button", "Start the transfer");
    desktop.sees_within("Everything arrived", TRANSFER);

    let files = files_below(user.home());
    let place = links.split(['/', '?']).nth(4).expect("a container");
    assert!(
        files.iter().any(|file| holds(file, place)),
        "the search finds what was written down"
    );
    for rest in links.split("sig=").skip(1) {
        let signature = rest.split(['&', '"']).next().unwrap_or(rest);
        assert!(signature.len() > 20, "{signature} is no signature");
        let found: Vec<_> = files.iter().filter(|file| holds(file, signature)).collect();
        assert!(found.is_empty(), "a signature is in {found:?}");
        assert!(!desktop.text().contains(signature));
    }
}

/// Begins a restore to QA and does what the Portal has to do, to where both containers are open;
/// gives the text that was pasted.
#[track_caller]
fn to_both_links(desktop: &Desktop, practice: &Practice) -> String {
    desktop.click("button", "Restores");
    desktop.click("button", "Start a custom restore");
    desktop.click("button", "Start for QA");
    desktop.type_into("Name of the restore point", "Before the large import");
    desktop.click("button", "I made this restore point");
    desktop.sees("Create the session in the Portal");
    practice.create_restore_session();
    desktop.click("button", "I created the session");
    desktop.sees("Get access to the containers");
    let links = practice.get_restore_access();
    desktop.type_into("Both SAS URLs", &links);
    desktop.click("button", "Check the links");
    desktop.sees("Database container");
    desktop.sees("Storage container");
    desktop.click("button", "Continue to Database");
    desktop.sees("Which database is restored?");
    links
}

/// Drops database and files, and goes on to the transfer.
#[track_caller]
fn choose_everything(desktop: &Desktop, user: &User) {
    desktop.hands().drag(&[&database(user.home())]);
    desktop.sees("read from CMSDBVersion");
    desktop.click("button", "Continue to Files");
    desktop.hands().drag(&[&files(user.home())]);
    desktop.sees("The tree as it will be");
    desktop.click("button", "Continue to Check");
    desktop.click("button", "Continue to Transfer");
    desktop.sees("What will be sent");
}

#[track_caller]
fn close_and_revoke(desktop: &Desktop, practice: &Practice) {
    desktop.sees("Revoke access");
    practice.revoke_restore_access();
    desktop.click("button", "I revoked access");
    desktop.sees("Close the session, or keep it");
    practice.close_restore_session();
    desktop.click("button", "I closed the session");
}

/// A database of the version practice QA runs.
fn database(home: &Path) -> PathBuf {
    let path = home.join("dancing-goat export (November).bacpac");
    SampleDatabase::new().write(&path).expect("a database");
    path
}

fn database_size(user: &User) -> usize {
    let path = database(user.home());
    let size = std::fs::metadata(path).expect("a file").len();
    usize::try_from(size).expect("a small file")
}

/// The folder of a “Storage and files” export, with names as people write them.
fn files(home: &Path) -> PathBuf {
    let folder = home.join("storage and files");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    };
    write("default/assets/media/Logo (2026).png", b"a logo");
    write("default/assets/media/keep.txt", b"");
    for part in 0..6_u8 {
        write(
            &format!("default/assets/media/film-{part}.mp4"),
            &vec![part; BALLAST / 6],
        );
    }
    folder
}
