//! A project folder whose application Slipway has published itself.

use crate::user::{User, practise};
use crate::workshop::{Workshop, in_the_middle_of_a_build};
use slipway_tests::desktop::{PATIENCE, is_alive, must};

#[test]
fn a_project_folder_is_published_with_its_output_in_sight_and_becomes_a_package() {
    let user = User::new();
    let workshop = Workshop::of(&user);
    let desktop = workshop.desktop();
    practise(&desktop);
    let at_work = in_the_middle_of_a_build(&desktop, &workshop);
    desktop.sees("Determining projects to restore");

    workshop.go_on();
    desktop.sees("The package is built");
    desktop.find("region", "Verdict");
    desktop.find("button", "Upload to QA");
    assert!(workshop.output().is_file());
    assert!(!at_work.iter().any(|process| is_alive(*process)));
}

#[test]
fn a_build_is_cancelled_after_asking_and_leaves_nothing() {
    let user = User::new();
    let workshop = Workshop::of(&user);
    let desktop = workshop.desktop();
    practise(&desktop);
    let at_work = in_the_middle_of_a_build(&desktop, &workshop);

    desktop.click("button", "Cancel the build");
    desktop.sees("Cancel the build of");
    desktop.run(
        "document.querySelector('dialog[open] .button.danger').click()",
        &[],
    );
    desktop.sees("The build was cancelled");
    must("the command has ended", PATIENCE, || {
        (!at_work.iter().any(|process| is_alive(*process))).then_some(())
    });
    assert!(!workshop.output().exists());
}

#[test]
fn a_command_of_a_build_ends_with_slipway_when_it_is_killed() {
    let user = User::new();
    let workshop = Workshop::of(&user);
    let mut desktop = workshop.desktop();
    practise(&desktop);
    let at_work = in_the_middle_of_a_build(&desktop, &workshop);

    desktop.kill_9();
    must("what the command started has ended too", PATIENCE, || {
        (!at_work.iter().any(|process| is_alive(*process))).then_some(())
    });

    desktop.open_again();
    desktop.sees("No half-made package is left");
    assert!(!workshop.output().exists());
}
