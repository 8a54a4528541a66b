//! Closing the window while something is under way.

use crate::interrupted::in_the_middle_of_an_upload;
use crate::user::{User, practise, verdict};
use crate::workshop::{Workshop, in_the_middle_of_a_build};
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
fn closing_in_the_middle_of_a_build_asks_first_and_ends_its_commands_with_the_window() {
    let user = User::new();
    let workshop = Workshop::of(&user);
    let desktop = workshop.desktop();
    practise(&desktop);
    let at_work = in_the_middle_of_a_build(&desktop, &workshop);

    desktop.hands().close_window();
    desktop.sees("Close Slipway while this is under way?");
    desktop.sees("The build stops. No half-made package is left.");
    desktop.click("button", "Keep working");
    assert!(at_work.iter().all(|process| is_alive(*process)));

    desktop.hands().close_window();
    let quit = desktop.find("button", "Quit anyway");
    // The window may be gone before the driver can say that it was clicked.
    let _ = desktop.driver().click(&quit);
    must("the commands have ended", PATIENCE, || {
        (!at_work.iter().any(|process| is_alive(*process))).then_some(())
    });
    assert!(!workshop.output().exists());
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
