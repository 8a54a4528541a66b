//! From a dropped folder to a package, and on to QA.

use crate::user::{User, practise};
use slipway_engine::package::sample::SamplePackage;
use slipway_tests::desktop::{Desktop, Practice, dialog};
use std::path::{Path, PathBuf};

const FOLDER: &str = "DancingGoat hand-over (QA) [2.15]";
const BUILD: &str = "2.15.0-202611211510";

fn release() -> SamplePackage {
    SamplePackage::new()
        .build_number(BUILD)
        .objects(400)
        .storage_assets("CreateUpdate", 12)
}

/// Goes from what was found to the review with the answers Slipway suggests.
pub fn to_review(desktop: &Desktop) {
    desktop.click("button", "Continue to the parts");
    desktop.sees("What goes into the package?");
    desktop.click("button", "Continue to the options");
    desktop.sees("How should it be built?");
    desktop.click("button", "Review the build");
    desktop.sees("Build it like this?");
}

/// Orders the build that is on the screen, to be written to `output`.
pub fn order(desktop: &Desktop, output: &Path) {
    desktop.click("button", "Build DancingGoat");
    desktop.hands().choose_in_dialog(dialog::SAVE_FILE, output);
}

#[test]
fn a_dropped_publish_folder_becomes_a_package_and_goes_on_to_qa() {
    let user = User::new();
    let folder = user.handed_over(FOLDER, &release());
    let output = user.home().join("DancingGoat 2.15.zip");
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);

    desktop.hands().drag(&[&folder]);
    desktop.sees("is a published application");
    desktop.sees("400 objects");
    to_review(&desktop);
    desktop.sees("Nothing in your folders is changed");
    order(&desktop, &output);

    desktop.sees("The package is built");
    desktop.find("region", "Verdict");
    desktop.sees("Ready");
    desktop.sees("DancingGoat 2.15.zip");
    desktop.sees(BUILD);
    assert_eq!(files_beside(&output), ["DancingGoat 2.15.zip"]);

    desktop.click("button", "Upload to QA");
    desktop.sees("Will it work in QA?");
    desktop.click("button", "Upload to QA");
    desktop.sees("Xperience Portal accepted");
    assert_received_whole(&practice, &output);

    desktop.click("button", "History");
    desktop.sees("Package built");
    desktop.sees("Upload accepted by the Portal");
}

/// The files of the folder `path` lies in: a half-made package would be one of them.
fn files_beside(path: &Path) -> Vec<String> {
    let listing = std::fs::read_dir(path.parent().expect("a folder")).expect("a listing");
    let files = listing
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    files
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect()
}

#[track_caller]
fn assert_received_whole(practice: &Practice, package: &Path) {
    let size = std::fs::metadata(package).expect("a package").len();
    let uploads = practice.uploads();
    let received: Vec<_> = uploads.iter().map(|r| r["received"].as_u64()).collect();
    assert_eq!(received, [Some(size)]);
}

#[test]
fn a_folder_is_chosen_in_the_file_dialog_and_what_it_lacks_is_asked_of_the_developer() {
    let user = User::new();
    let folder = user.handed_over("only published", &release());
    std::fs::remove_dir_all(folder.join("$CDRepository")).expect("it is there");
    let desktop = Desktop::start(user.home());
    practise(&desktop);

    desktop.click("button", "Build a package");
    desktop.click("button", "Choose a folder");
    desktop
        .hands()
        .choose_in_dialog(dialog::SELECT_FOLDER, &folder);
    desktop.sees("is a published application");
    desktop.sees("Something is missing that only the developer can make");
    desktop.find("button", "Copy the message");
}

#[test]
fn a_folder_that_cannot_become_a_package_says_so_and_offers_another() {
    let user = User::new();
    let folder: PathBuf = user.home().join("holiday pictures");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("beach.jpg"), b"\xff\xd8\xff").expect("a file");
    let desktop = Desktop::start(user.home());

    desktop.hands().drag(&[&folder]);
    desktop.sees("Nothing in holiday pictures can become a package");
    desktop.find("button", "Choose another folder");
    assert!(!desktop.has("button", "Continue to the parts"));
}
