//! The part of the walk in which the next release is made from the folder a developer handed over.

use slipway_tests::desktop::{Desktop, dialog};
use std::path::Path;

use crate::log::Log;
use crate::walk::small;

/// The last step leaves the package that was made on the screen.
pub fn build(log: &mut Log, desktop: &mut Desktop, folder: &Path) {
    let output = folder.with_file_name("DancingGoat release [2.15].zip");
    log.step(
        desktop,
        "build-found",
        "A folder is dropped: what it is and what lies in it",
        |d| {
            d.hands().drag(&[folder]);
            d.sees("is a published application");
            d.sees("What was found");
        },
    );
    log.step(
        desktop,
        "build-parts",
        "What suits the folder is chosen already",
        |d| {
            d.click("button", "Continue to the parts");
            d.sees("What goes into the package?");
            d.find("button", "Continue to the options");
        },
    );
    log.step(
        desktop,
        "build-options",
        "The options are asked in plain words",
        |d| {
            d.click("button", "Continue to the options");
            d.sees("How should it be built?");
        },
    );
    log.step(
        desktop,
        "build-review",
        "The review says everything that will be done",
        |d| {
            d.click("button", "Review the build");
            d.sees("Build it like this?");
            d.find("button", "Build DancingGoat");
        },
    );
    small(
        log,
        desktop,
        "build-review-small",
        "The review fits a small window",
    );
    log.step(
        desktop,
        "built",
        "The package is built, and its verdict stands there",
        |d| {
            d.click("button", "Build DancingGoat");
            d.hands().choose_in_dialog(dialog::SAVE_FILE, &output);
            d.sees("The package is built");
            d.find("button", "Upload to QA");
        },
    );
}
