//! The system's file dialog, with a path typed into it.

use crate::user::{PACKAGE, User, practise};
use slipway_tests::desktop::{Desktop, dialog};

#[test]
fn a_path_typed_into_the_file_dialog_gives_a_verdict() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    practise(&desktop);

    desktop.click("button", "Upload a package to QA");
    desktop
        .hands()
        .choose_in_dialog(dialog::OPEN_FILE, &package);
    desktop.sees("Will it work in QA?");
    desktop.sees(PACKAGE);
}

#[test]
fn a_package_is_judged_without_any_project() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());

    desktop.click("button", "Choose a package");
    desktop
        .hands()
        .choose_in_dialog(dialog::OPEN_FILE, &package);
    desktop.sees("Ready");
    desktop.find("button", "Connect a project");
}

#[test]
fn a_closed_file_dialog_changes_nothing() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    practise(&desktop);

    desktop.click("button", "Upload a package to QA");
    desktop.hands().dismiss_dialog(dialog::OPEN_FILE);
    desktop.sees("Nothing has been sent yet");
    desktop.click("button", "Packages");
    desktop.sees("No package yet");
}
