//! A release from a dropped file to a site that looks live.

use crate::user::{PACKAGE, User, practise, verdict};
use slipway_engine::package::sample::SamplePackage;
use slipway_tests::desktop::{DEPLOYMENT, Desktop, Practice};
use slipway_tests::packages;

#[test]
fn a_dropped_package_is_uploaded_once_and_watched_until_it_looks_live() {
    let user = User::new();
    let package = user.written(PACKAGE, &packages::release());
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);

    verdict(&desktop, &package);
    desktop.sees("Ready");
    desktop.click("button", "Upload to QA");
    desktop.sees("Xperience Portal accepted");
    desktop.sees_within("The site is offline", DEPLOYMENT);
    desktop.sees_within("It looks live", DEPLOYMENT);
    desktop.sees("of downtime, measured from here");
    assert_received_whole(&practice, &package);

    desktop.click("button", "Done");
    desktop.sees("We measured it");
    desktop.click("button", "History");
    desktop.sees("Every entry follows from the one before it");
    for line in [
        "Package inspected",
        "Upload started",
        "Upload accepted by the Portal",
        "The site looks live",
    ] {
        desktop.sees(line);
    }
}

/// One request carried the whole file, and nothing else was sent.
#[track_caller]
fn assert_received_whole(practice: &Practice, package: &std::path::Path) {
    let size = std::fs::metadata(package)
        .expect("the package is there")
        .len();
    let uploads = practice.uploads();
    let received: Vec<_> = uploads.iter().map(|r| r["received"].as_u64()).collect();
    assert_eq!(received, [Some(size)]);
}

#[test]
fn a_package_that_will_not_work_is_told_so_and_nothing_is_sent() {
    let user = User::new();
    let package = user.written("from Friday.zip", &packages::wrongly_packed());
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);

    desktop.hands().drag(&[&package]);
    desktop.sees("Will not work");
    desktop.sees("Application and CD repository have different Xperience versions");
    desktop.find("button", "Choose another package");
    assert!(!desktop.has("button", "Upload to QA"));
    assert!(practice.uploads().is_empty());
}

#[test]
fn several_files_at_once_are_refused_in_words() {
    let user = User::new();
    let one = user.package();
    let other = user.written("other.zip", &SamplePackage::new());
    let desktop = Desktop::start(user.home());

    desktop.hands().drag(&[&one, &other]);
    desktop.sees("One at a time");
    desktop.sees("Slipway takes one package or one folder");
    assert!(!desktop.shows("Will it work"));
}

#[test]
fn a_file_that_is_no_zip_gets_a_verdict_and_not_a_crash() {
    let user = User::new();
    let note = user.home().join("minutes of the meeting.zip");
    std::fs::write(&note, "Agenda\n1. Release\n").expect("a file");
    let desktop = Desktop::start(user.home());

    desktop.hands().drag(&[&note]);
    desktop.sees("Will not work");
    desktop.sees("This is not a deployment package");
}
