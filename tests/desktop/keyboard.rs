//! A release without a mouse.

use crate::user::User;
use serde_json::json;
use slipway_tests::desktop::{Desktop, PATIENCE, Practice, dialog, key, must};

#[test]
fn promise_42_a_release_goes_to_qa_by_keyboard_alone() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());

    desktop.tab_to("button", "Practice project", 10);
    desktop.press(&[key::ENTER]);
    desktop.sees("Nothing has been sent yet");
    desktop.press(&[key::CONTROL, "o"]);
    desktop
        .hands()
        .choose_in_dialog(dialog::OPEN_FILE, &package);
    focus_is_on_the_heading(&desktop, "Will it work in QA?");

    desktop.tab_to("button", "Upload to QA", 10);
    desktop.press(&[key::ENTER]);
    desktop.sees("Xperience Portal accepted");
    focus_is_on_the_heading(&desktop, "Is it live in QA?");
    assert_eq!(Practice::of(desktop.home()).uploads().len(), 1);
}

#[test]
fn every_place_has_a_shortcut() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.click("button", "Practice project");
    desktop.sees("Nothing has been sent yet");
    for (digit, shows) in [
        ("2", "No package yet"),
        ("3", "No release yet"),
        ("4", "No custom restore yet"),
        ("5", "Who did what, when and why"),
        ("6", "Keyboard shortcuts"),
        ("1", "Nothing has been sent yet"),
    ] {
        desktop.press(&[key::CONTROL, digit]);
        desktop.sees(shows);
    }
}

#[track_caller]
fn focus_is_on_the_heading(desktop: &Desktop, words: &str) {
    let focused =
        "const e = document.activeElement; return /^H[1-6]$/.test(e.tagName) ? e.innerText : null";
    must(&format!("the focus is on “{words}”"), PATIENCE, || {
        (desktop.run(focused, &[]) == json!(words)).then_some(())
    });
}
