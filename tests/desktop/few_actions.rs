//! How many things a person has to do.

use crate::user::User;
use slipway_tests::desktop::{Desktop, Practice, dialog};
use std::cell::Cell;
use std::path::Path;

/// A person who counts what they do.
struct Counting<'a> {
    desktop: &'a Desktop,
    actions: Cell<u32>,
}

impl Counting<'_> {
    fn press(&self, button: &str) {
        self.desktop.click("button", button);
        self.actions.set(self.actions.get() + 1);
    }

    fn choose(&self, path: &Path) {
        self.desktop
            .hands()
            .choose_in_dialog(dialog::OPEN_FILE, path);
        self.actions.set(self.actions.get() + 1);
    }

    fn drop_onto_the_window(&self, path: &Path) {
        self.desktop.hands().drag(&[path]);
        self.actions.set(self.actions.get() + 1);
    }

    /// Actions since the last time this was asked.
    fn counted(&self) -> u32 {
        self.actions.replace(0)
    }
}

#[test]
fn from_the_first_start_to_a_verdict_and_on_to_an_accepted_upload_are_at_most_three_actions_each() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    let person = Counting {
        desktop: &desktop,
        actions: Cell::new(0),
    };

    person.press("Practice project");
    person.press("Upload a package to QA");
    person.choose(&package);
    desktop.sees("Will it work in QA?");
    assert!(person.counted() <= 3);

    person.press("Upload to QA");
    desktop.sees("Xperience Portal accepted");
    assert!(person.counted() <= 3);
    assert_eq!(Practice::of(desktop.home()).uploads().len(), 1);
}

#[test]
fn a_dropped_file_gets_its_verdict_on_the_first_screen_with_a_single_action() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    let person = Counting {
        desktop: &desktop,
        actions: Cell::new(0),
    };

    person.drop_onto_the_window(&package);
    desktop.sees("Ready");
    assert_eq!(person.counted(), 1);
}
