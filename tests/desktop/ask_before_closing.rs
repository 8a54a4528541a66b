//! Closing the window while something is under way.

use crate::interrupted::in_the_middle_of_an_upload;
use crate::user::{User, practise, verdict};
use slipway_tests::desktop::{Desktop, PATIENCE, is_alive, must};

#[test]
fn closing_in_the_middle_of_an_upload_asks_first_and_can_be_taken_back() {
    let user = User::new();
    let package = user.package();
    let desktop = Desktop::start(user.home());
    let practice = practise(&desktop);
    verdict(&desktop, &package);
    in_the_middle_of_an_upload(&desktop, &practice);

    desktop.hands().close_window();
    desktop.sees("Close Slipway while this is under way?");
    desktop.click("button", "Keep working");
    desktop.sees("Uploading to QA");
    assert!(is_alive(desktop.process()));

    let window = desktop.process();
    desktop.hands().close_window();
    let quit = desktop.find("button", "Quit anyway");
    // The window may be gone before the driver can say that it was clicked.
    let _ = desktop.driver().click(&quit);
    must("the window has ended", PATIENCE, || {
        (!is_alive(window)).then_some(())
    });
}

#[test]
fn closing_with_nothing_under_way_just_closes() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    practise(&desktop);
    let window = desktop.process();
    desktop.hands().close_window();
    must("the window has ended", PATIENCE, || {
        (!is_alive(window)).then_some(())
    });
}
