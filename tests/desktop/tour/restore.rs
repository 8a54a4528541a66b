//! The part of the walk in which a database and its files are moved to QA by a custom restore. What
//! the Portal has to do is done in the practice Portal, as its owner would.

use slipway_engine::restore::sample::SampleDatabase;
use slipway_tests::desktop::{Desktop, Practice, must};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::log::Log;
use crate::walk::small;

/// What is moved takes some seconds at the limit that is set for the picture.
const TRANSFER: Duration = Duration::from_secs(120);

pub fn restore(log: &mut Log, desktop: &mut Desktop) {
    let home = desktop.home().to_owned();
    let practice = Practice::of(&home);
    session(log, desktop, &practice);
    parts(log, desktop, &database(&home), &files(&home));
    transfer(log, desktop, &practice);
    in_the_environment(log, desktop, &practice);
}

fn session(log: &mut Log, desktop: &mut Desktop, practice: &Practice) {
    log.step(
        desktop,
        "restores",
        "What does not fit into a package goes by a custom restore",
        |d| {
            d.click("button", "Restores");
            d.sees("No custom restore yet");
        },
    );
    log.step(
        desktop,
        "restore-point",
        "It begins with the way back: a restore point",
        |d| {
            d.click("button", "Start a custom restore");
            d.click("button", "Start for QA");
            d.type_into("Name of the restore point", "Before the large import");
        },
    );
    log.step(
        desktop,
        "restore-session",
        "The session is created in the Portal, and its clocks start",
        |d| {
            d.click("button", "I made this restore point");
            d.sees("Create the session in the Portal");
            practice.create_restore_session();
        },
    );
    log.step(
        desktop,
        "restore-access",
        "Both links, pasted in one text: where they lead and what they allow",
        |d| {
            d.click("button", "I created the session");
            d.type_into("Both SAS URLs", &practice.get_restore_access());
            d.click("button", "Check the links");
            d.sees("Database container");
            d.sees("Storage container");
        },
    );
}

fn parts(log: &mut Log, desktop: &mut Desktop, database: &Path, files: &Path) {
    log.step(
        desktop,
        "restore-database",
        "The database is read here: its version, its tables, its sums",
        |d| {
            d.click("button", "Continue to Database");
            d.hands().drag(&[database]);
            d.sees("read from CMSDBVersion");
        },
    );
    log.step(
        desktop,
        "restore-files",
        "The files as they will be in storage, each change of a name told",
        |d| {
            d.click("button", "Continue to Files");
            d.hands().drag(&[files]);
            d.sees("The tree as it will be");
        },
    );
    small(
        log,
        desktop,
        "restore-files-small",
        "The files fit a small window",
    );
    log.step(
        desktop,
        "restore-check",
        "Everything is judged together before a byte moves",
        |d| {
            d.click("button", "Continue to Check");
            d.click("button", "Look at the containers");
            d.sees("Both are empty.");
        },
    );
}

fn transfer(log: &mut Log, desktop: &mut Desktop, practice: &Practice) {
    log.step(
        desktop,
        "restore-sending",
        "The transfer: paused, slowed down or stopped at any time",
        |d| {
            d.click("button", "Continue to Transfer");
            d.type_into("Speed limit in MB/s", "2");
            d.click("button", "Set the limit");
            d.click("button", "Start the transfer");
            d.sees("Sending to the restore containers");
            // So that the picture shows how fast it goes.
            must("a third has arrived", TRANSFER, || {
                (practice.sent_to_storage().iter().sum::<u64>() > 14_000_000).then_some(())
            });
        },
    );
    log.step(
        desktop,
        "restore-report",
        "Everything arrived, and what was proven about it",
        |d| {
            d.sees_within("Everything arrived", TRANSFER);
        },
    );
}

fn in_the_environment(log: &mut Log, desktop: &mut Desktop, practice: &Practice) {
    log.step(
        desktop,
        "restore-press",
        "What the restore deletes is said before it is pressed in the Portal",
        |d| {
            d.click("button", "Continue to Restore to environment");
            d.sees("What this deletes in QA");
        },
    );
    log.step(
        desktop,
        "restore-verify",
        "The environment is looked at before anything is called done",
        |d| {
            practice.restore_to("qa");
            d.click("button", "I selected Create for QA");
            d.sees("Is QA back?");
        },
    );
    log.step(
        desktop,
        "restore-finished",
        "The access is revoked and the session closed",
        |d| {
            practice.restored();
            d.click("button", "It works");
            practice.revoke_restore_access();
            d.click("button", "I revoked access");
            practice.close_restore_session();
            d.click("button", "I closed the session");
            d.sees("This custom restore is finished");
        },
    );
}

fn database(home: &Path) -> PathBuf {
    let path = home.join("DancingGoat 2026-11-20.bacpac");
    SampleDatabase::new().write(&path).expect("a database");
    path
}

/// The folder of a “Storage and files” export, with names as people write them.
fn files(home: &Path) -> PathBuf {
    let folder = home.join("Storage and files");
    for (year, month) in [(2024, "Autumn"), (2025, "Spring"), (2026, "Summer")] {
        for picture in 1..=24_u8 {
            let name = format!("default/assets/media/{year}/{month}/Cafe {picture:02}.jpg");
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, vec![picture; 600_000]).expect("a file");
        }
    }
    folder
}
