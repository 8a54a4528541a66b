//! `cargo xtask run`: from a fresh clone to an open window.

use std::process::Command;

use crate::command::done;
use crate::window::Profile;
use crate::{Done, setup, tour, window};

pub fn run() -> Done {
    if has_display() {
        setup::for_building()?;
        let slipway = window::for_a_trial()?;
        println!("Opening Slipway");
        return done(&mut Command::new(slipway));
    }
    println!(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so nobody could see the window."
    );
    println!("Slipway is built all the same and walked through in a virtual display.");
    tour::walk(&tour::Plan {
        profile: Profile::Trial,
        ..tour::Plan::default()
    })
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
