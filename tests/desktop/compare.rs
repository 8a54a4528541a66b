//! Two packages side by side, down to one object, and the release note of it.

use crate::user::{PACKAGE, User, practise, verdict};
use slipway_engine::package::sample::SamplePackage;
use slipway_tests::desktop::{Desktop, dialog, key};

fn role(name: &str) -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cms.role>\n  \
         <RoleDisplayName>{name}</RoleDisplayName>\n  \
         <RoleGUID>203971a4-10c6-433f-9a1b-1aed9c4c707a</RoleGUID>\n  \
         <RoleName>EventEditors</RoleName>\n</cms.role>"
    )
}

/// The older of the two is the one seen in QA last.
#[test]
fn a_package_is_compared_with_the_one_in_qa_and_the_release_note_is_written() {
    const ROLE: &str = "$CDRepository/@global/cms.role/eventeditors.xml";
    let user = User::new();
    let base = SamplePackage::new().objects(120);
    let older = base.clone().file(ROLE, role("Editors of events"));
    let newer = base
        .build_number("1.1.0-202611211510")
        .file(ROLE, role("Event editors"))
        .migrations(&[], &["AddSenderToNewsletters"]);
    let older = user.written("DancingGoat 1.0.zip", &older);
    let newer = user.written("DancingGoat 1.1.zip", &newer);
    let desktop = Desktop::start(user.home());
    practise(&desktop);
    verdict(&desktop, &older);
    desktop.click("button", "Upload to QA");
    desktop.sees("Xperience Portal accepted");

    verdict(&desktop, &newer);
    desktop.click("button", "Packages");
    desktop.click("button", "DancingGoat 1.1.zip");
    desktop.click("button", "Compare with…");
    desktop.click("button", "Last seen in QA");
    desktop.sees("1 object changed");
    desktop.sees("1 migration added");
    desktop.sees("AddSenderToNewsletters");

    desktop.click("button", "Event editors");
    desktop.sees("Editors of events");
    desktop.press(&[key::ESCAPE]);

    let note = user.home().join("what is new.html");
    desktop.click("button", "Save release note");
    desktop.hands().choose_in_dialog(dialog::SAVE_FILE, &note);
    desktop.sees("The release note was saved");
    desktop.sees("what is new.html");
    let written = std::fs::read_to_string(&note).expect("a note");
    for told in [
        "Event editors",
        "AddSenderToNewsletters",
        "1.1.0-202611211510",
    ] {
        assert!(written.contains(told), "{told}");
    }
    assert!(written.trim_end().ends_with("</html>"));
}

#[test]
fn the_first_package_of_all_has_nothing_to_be_compared_with() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    practise(&desktop);
    verdict(&desktop, &package);

    desktop.click("button", "Packages");
    assert!(!desktop.has("button", "Compare packages"));
    desktop.click("button", PACKAGE);
    desktop.click("button", "Compare with…");
    desktop.sees("There is nothing to compare it with yet");
}

#[test]
fn more_objects_than_are_told_at_once_are_listed_by_the_page_and_all_of_them_searched() {
    let user = User::new();
    let older = user.written("older.zip", &SamplePackage::new());
    let newer = (0..1_300).fold(SamplePackage::new(), |package, at| {
        let name = format!("Editors {at:04}");
        let file = format!("$CDRepository/@global/cms.role/editors{at:04}.xml");
        package.file(&file, role(&name))
    });
    let newer = user.written("newer.zip", &newer);
    let desktop = Desktop::start(user.home());
    practise(&desktop);
    verdict(&desktop, &older);
    verdict(&desktop, &newer);
    desktop.click("button", "Packages");
    desktop.click("button", "newer.zip");
    desktop.click("button", "Compare with…");
    desktop.click("button", "older.zip");
    desktop.sees("300 objects added");

    desktop.click("button", "List 500 more");
    desktop.find("button", "List 300 more");
    desktop.type_into("Search", "editors 1299");
    desktop.find("button", "Editors 1299");
    desktop.sees("1 entry shown");
    desktop.type_into("Search", "roles 0007");
    desktop.click("button", "Editors 0007");
    desktop.sees("RoleDisplayName");
}
