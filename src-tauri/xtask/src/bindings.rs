//! `cargo xtask bindings`: the TypeScript side of everything that crosses to the window.

use crate::command::{cargo, done};
use crate::{Done, setup, ui, window};

/// The test in `src-tauri/app/contract.rs` that compares, and writes if it is told to.
const TEST: &str = "the_committed_bindings_are_the_ones_the_commands_give";

pub fn bindings(arguments: &[String]) -> Done {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => return Err("bindings knows only --check.".into()),
    };
    setup::for_building()?;
    // The window does not compile without an interface to carry.
    ui::build()?;
    let mut test = cargo(&[
        "test",
        "--quiet",
        "--workspace",
        window::FEATURES,
        "--lib",
        TEST,
    ]);
    if !check {
        test.env("SLIPWAY_WRITE_BINDINGS", "1");
    }
    done(&mut test)?;
    println!(
        "ui/src/backend/bindings.ts {}",
        if check {
            "is what the commands give"
        } else {
            "is written"
        }
    );
    Ok(())
}
