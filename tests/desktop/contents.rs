//! What fills a package: the picture and the list beside it.

use crate::user::{PACKAGE, User, practise, verdict};
use slipway_tests::desktop::{Desktop, key};

#[test]
fn what_fills_a_package_is_looked_into_folder_by_folder_in_the_picture_and_the_list() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    practise(&desktop);
    verdict(&desktop, &package);
    desktop.click("button", "Packages");
    desktop.click("button", PACKAGE);
    desktop.sees("What fills the package");

    desktop.click("button", "wwwroot, ");
    desktop.find("button", "Up to The package");
    desktop.find("button", "media");

    // On by the list, and back by the keyboard.
    desktop.click("button", "media");
    desktop.find("button", "Up to wwwroot");
    desktop.sees("0003.bin");
    desktop.tab_to("button", "0003.bin, ", 60);
    desktop.press(&[key::BACKSPACE]);
    desktop.find("button", "Up to The package");
    assert!(desktop.focused().contains("media"), "{}", desktop.focused());
    desktop.press(&[key::ENTER]);
    desktop.find("button", "Up to wwwroot");
}
