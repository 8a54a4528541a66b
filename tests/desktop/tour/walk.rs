//! The walk itself: a first start, a release to QA, and what is left to look at afterwards.

use slipway_tests::desktop::{DEPLOYMENT, Desktop, Practice, key};
use slipway_tests::packages;
use std::path::Path;

use crate::log::Log;
use crate::{build, compare, release, restore, settings};

/// Bytes a second: slow enough for a picture in the middle of a rehearsed upload.
const UPLOAD_SPEED: u64 = 2_000_000;

pub fn walk(log: &mut Log) {
    // Its name can be read in the pictures.
    let home = tempfile::Builder::new()
        .prefix("petra-")
        .tempdir()
        .expect("a temporary folder");
    let downloads = home.path().join("Downloads");
    std::fs::create_dir_all(&downloads).expect("the home folder can be written");
    let good = downloads.join("DancingGoat release [2.14] (QA).zip");
    let bad = downloads.join("DancingGoat from Friday.zip");
    let folder = home.path().join("DancingGoat hand-over 2.15");
    packages::release().write(&good).expect("a package");
    packages::wrongly_packed().write(&bad).expect("a package");
    packages::next_release()
        .write_folders(&folder)
        .expect("folders");

    let mut desktop = Desktop::start(home.path());
    first_start(log, &mut desktop);
    verdict(log, &mut desktop, &good);
    upload(log, &mut desktop);
    watch(log, &mut desktop);
    look_around(log, &mut desktop);
    release::release(log, &mut desktop);
    build::build(log, &mut desktop, &folder);
    compare::compare(log, &mut desktop, home.path());
    restore::restore(log, &mut desktop);
    settings::settings(log, &mut desktop, home.path());
    trouble(log, &mut desktop, &bad);
    at_night(log, &mut desktop);
}

fn first_start(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "first-start",
        "The first screen offers a practice project",
        |d| {
            d.find("button", "Practice project");
        },
    );
    log.step(
        desktop,
        "home-first",
        "The practice project is ready at once",
        |d| {
            d.click("button", "Practice project");
            d.sees("Nothing has been sent yet");
            d.find("button", "Upload a package to QA");
        },
    );
    log.step(
        desktop,
        "name",
        "A name is entered that will stand in the history",
        |d| {
            d.click("button", "Settings");
            d.type_into("Name in the history", "Petra Novak");
            d.click("button", "Save the name");
            d.sees("The name is saved.");
        },
    );
}

fn verdict(log: &mut Log, desktop: &mut Desktop, package: &Path) {
    let mut held = None;
    log.step(
        desktop,
        "file-over-window",
        "A package is dragged over the window",
        |d| {
            held = Some(d.hands().hold(&[package]));
            d.sees("Drop the package or folder");
        },
    );
    log.step(
        desktop,
        "verdict",
        "Dropped, it gets a verdict in plain words",
        |d| {
            d.hands().let_go(held.take().expect("the file is held"));
            d.sees("Will it work in QA?");
            d.find("button", "Upload to QA");
            d.find("button", "Copy the SHA-256");
        },
    );
    small(
        log,
        desktop,
        "verdict-small",
        "The verdict fits a small window",
    );
}

fn upload(log: &mut Log, desktop: &mut Desktop) {
    log.step(desktop, "uploading", "One press uploads it to QA", |d| {
        Practice::of(d.home()).read_slowly(UPLOAD_SPEED);
        d.click("button", "Upload to QA");
        d.sees("Uploading to QA");
        d.sees("MB/s");
    });
    log.step(desktop, "accepted", "Xperience Portal accepts it", |d| {
        d.sees("Is it live in QA?");
        d.sees("Xperience Portal accepted");
    });
}

fn watch(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "offline",
        "The site goes offline while it is deployed",
        |d| {
            d.sees_within("The site is offline", DEPLOYMENT);
        },
    );
    log.step(
        desktop,
        "looks-live",
        "It is back and looks live, with the downtime measured",
        |d| {
            d.sees_within("It looks live", DEPLOYMENT);
            d.sees("of downtime, measured from here");
        },
    );
}

fn look_around(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "home",
        "Home shows what runs in QA and how we know",
        |d| {
            d.click("button", "Done");
            d.sees("We measured it");
        },
    );
    log.step(
        desktop,
        "history",
        "History tells who did what, and that nobody changed it",
        |d| {
            d.click("button", "History");
            d.sees("Every entry follows from the one before it");
            d.sees("Upload accepted by the Portal");
        },
    );
    log.step(
        desktop,
        "packages",
        "Packages lists what was inspected and where it went",
        |d| {
            d.click("button", "Packages");
            d.sees("Every package Slipway has inspected");
            d.sees("DancingGoat release [2.14] (QA).zip");
        },
    );
    log.step(
        desktop,
        "settings",
        "Settings shows the project and its token's last characters",
        |d| {
            d.click("button", "Settings");
            d.sees("Keyboard shortcuts");
        },
    );
    small(
        log,
        desktop,
        "settings-small",
        "Settings fit a small window",
    );
}

fn trouble(log: &mut Log, desktop: &mut Desktop, package: &Path) {
    log.step(
        desktop,
        "will-not-work",
        "A package put together wrongly is told so before anything is sent",
        |d| {
            d.hands().drag(&[package]);
            d.sees("Will not work");
            d.sees("Whom to ask");
        },
    );
    log.step(
        desktop,
        "confirm",
        "The emergency path asks for a reason and the name typed",
        |d| {
            d.click("button", "Packages");
            d.click("button", "DancingGoat release [2.14] (QA).zip");
            d.click("button", "Ship this package");
            d.click("button", "Another environment");
            d.sees("Where should it go?");
            d.click("radio", "PROD");
            d.click("button", "Review the upload to PROD");
            d.sees("Send it straight to PROD?");
            d.type_into(
                "Why does it go there now?",
                "The checkout is down for everyone (incident 4711).",
            );
            d.type_into("Type PROD to confirm", "PROD");
        },
    );
}

fn at_night(log: &mut Log, desktop: &mut Desktop) {
    log.step(desktop, "confirm-dark", "The same in dark colours", |d| {
        d.click("button", "Switch to dark colours");
        d.find("button", "Switch to light colours");
    });
    log.step(desktop, "home-dark", "Home in dark colours", |d| {
        d.press(&[key::CONTROL, "1"]);
        d.sees("We measured it");
    });
    log.step(
        desktop,
        "verdict-dark",
        "The verdict in dark colours",
        |d| {
            d.click("button", "Packages");
            d.click("button", "DancingGoat from Friday.zip");
            d.sees("Whom to ask");
        },
    );
    log.step(desktop, "history-dark", "History in dark colours", |d| {
        d.click("button", "History");
        d.sees("Every entry follows from the one before it");
    });
    small(
        log,
        desktop,
        "history-dark-small",
        "History in a small window",
    );
}

/// The same screen in the smallest window Slipway is made for, and back.
pub fn small(log: &mut Log, desktop: &mut Desktop, name: &str, tells: &'static str) {
    log.step(desktop, name, tells, |d| d.resize(960, 640));
    desktop.resize(1280, 800);
}
