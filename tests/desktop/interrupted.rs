//! A power cut in the middle.

use crate::user::{PACKAGE, User, practise, verdict};
use slipway_tests::desktop::{Desktop, PATIENCE, Practice, must};

/// Bytes a second: an upload of the test package then takes half a minute.
pub const CRAWLING: u64 = 200_000;

/// Brings an upload to where some of the package has arrived and most of it has not.
#[track_caller]
pub fn in_the_middle_of_an_upload(desktop: &Desktop, practice: &Practice) {
    practice.read_slowly(CRAWLING);
    desktop.click("button", "Upload to QA");
    desktop.sees("Uploading to QA");
    must("some of the package has arrived", PATIENCE, || {
        let received = practice.uploads().first()?["received"].as_u64()?;
        (received > 0).then_some(())
    });
}

#[test]
fn promise_23_an_upload_killed_in_the_middle_is_interrupted_and_the_next_start_explains_it() {
    let user = User::new();
    let package = user.package();
    let mut desktop = Desktop::start(user.home());
    let practice = practise(&desktop);
    verdict(&desktop, &package);
    in_the_middle_of_an_upload(&desktop, &practice);
    desktop.kill_9();

    desktop.open_again();
    desktop.sees(&format!(
        "Slipway ended while {PACKAGE} was uploading to QA"
    ));
    desktop.sees("most likely nothing was deployed");
    let practice = Practice::of(desktop.home());
    assert!(
        practice.uploads().is_empty(),
        "nothing is sent again by itself"
    );
    desktop.click("button", "History");
    desktop.sees("Upload cut off when Slipway ended");
    desktop.sees("Every entry follows from the one before it");
}
