//! The part of the walk that looks at what is new in a package, and at what fills it.

use slipway_tests::desktop::{Desktop, dialog, key};
use std::path::Path;

use crate::log::Log;
use crate::walk::small;

/// Begins where a package that was built is on the screen.
pub fn compare(log: &mut Log, desktop: &mut Desktop, home: &Path) {
    log.step(
        desktop,
        "forecast",
        "Whether the site will be down is told before the upload",
        |d| {
            d.click("button", "Upload to QA");
            d.sees("Will it work in QA?");
            d.find("button", "What is new since QA");
        },
    );
    log.step(
        desktop,
        "compare",
        "What is new since the package in QA",
        |d| {
            d.click("button", "What is new since QA");
            d.sees("Objects");
            d.sees("Event editors");
        },
    );
    small(
        log,
        desktop,
        "compare-small",
        "The comparison fits a small window",
    );
    log.step(desktop, "diff", "One object before and after", |d| {
        d.type_into("Search", "2027");
        d.click_text("2027");
        d.find("button", "Previous");
        d.sees("DisplayName");
    });
    log.step(
        desktop,
        "note",
        "The comparison is kept as a release note",
        |d| {
            d.press(&[key::ESCAPE]);
            d.click("button", "Save release note");
            d.hands()
                .choose_in_dialog(dialog::SAVE_FILE, &home.join("What is new in 2.15.html"));
            d.sees("The release note was saved");
        },
    );
    log.step(
        desktop,
        "fills-folder",
        "What fills the package: a folder is looked into",
        |d| {
            d.click("button", "Packages");
            d.click("button", "DancingGoat release [2.15].zip");
            d.click("button", "$CDRepository, ");
            d.find("button", "Up to The package");
        },
    );
    log.step(
        desktop,
        "fills",
        "The whole package, as a picture and as a list",
        |d| {
            d.click("button", "Up to The package");
            d.find("button", "wwwroot, ");
        },
    );
    small(
        log,
        desktop,
        "fills-small",
        "The picture fits a small window",
    );
}
