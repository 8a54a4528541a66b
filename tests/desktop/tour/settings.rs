//! The part of the walk for the day on which something does not work, or another computer is there.

use slipway_tests::desktop::{Desktop, dialog, key};
use std::path::Path;
use std::time::Duration;

use crate::log::Log;

/// Longer than every check together takes.
const FIRST_AID: Duration = Duration::from_secs(60);

pub fn settings(log: &mut Log, desktop: &mut Desktop, home: &Path) {
    log.step(
        desktop,
        "first-aid",
        "First aid tests what Slipway needs and says what to do",
        |d| {
            d.click("button", "Settings");
            d.click("button", "Run first aid");
            d.sees_within("Run again", FIRST_AID);
            to_the_top(d, "First aid");
        },
    );
    log.step(
        desktop,
        "support-file",
        "A support file is shown before it is saved",
        |d| {
            d.click("button", "Prepare a support file");
            d.sees("Show all of it");
        },
    );
    log.step(
        desktop,
        "moving",
        "Settings and history are saved for another computer",
        |d| {
            d.press(&[key::ESCAPE]);
            d.click("button", "Save for another computer");
            d.hands().choose_in_dialog(
                dialog::SAVE_FILE,
                &home.join("Slipway of Petra.slipway-house"),
            );
            d.find("button", "Show it in its folder");
            to_the_top(d, "Moving to another computer");
        },
    );
}

/// Scrolls the card with this heading up as far as it goes.
fn to_the_top(desktop: &Desktop, heading: &str) {
    desktop.run(
        "for (const one of document.querySelectorAll('h2'))
           if (one.textContent.trim() === arguments[0]) one.scrollIntoView()",
        &[heading.into()],
    );
}
