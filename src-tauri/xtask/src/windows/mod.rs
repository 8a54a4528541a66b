//! `cargo xtask windows`: Slipway for Windows, made and tried on Linux: compiled for
//! `x86_64-pc-windows-gnu`, its tests run under Wine, the window's program judged, an installer made
//! and tried. Where the tools for it cannot be had it says so and is no failure: what people get is
//! made on Windows itself, by `.github/workflows/build.yml`.

mod build;
mod check;
mod compiler;
mod excluded;
mod exe;
mod installer;
mod tests;
mod tools;
mod wine;

use std::path::PathBuf;

use crate::{Done, Stop, place};
use compiler::Compiler;
pub use tests::PACKAGES;

/// What everything is compiled for: the one Windows a Linux computer can link for with packages alone.
const TARGET: &str = "x86_64-pc-windows-gnu";

/// A part: what it is called, what it does.
struct Part {
    name: &'static str,
    tells: &'static str,
    run: fn(&Compiler, &[String]) -> Done,
}

const PARTS: [Part; 4] = [
    Part {
        name: "check",
        tells: "by name only, the others do the same on their way: everything compiles",
        run: check::check,
    },
    Part {
        name: "test",
        tells: "tests of engine, practice world and command line, under Wine",
        run: tests::test,
    },
    Part {
        name: "exe",
        tells: "the window's program: no console, icon, manifest, nothing missing",
        run: exe::exe,
    },
    Part {
        name: "installer",
        tells: "the installer, installed and uninstalled silently",
        run: installer::installer,
    },
];

/// The quick look, for while one works on something.
const BY_NAME_ONLY: &str = "check";

/// The names of all parts, for the help text.
pub fn names() -> String {
    PARTS.map(|part| part.name).join(", ")
}

/// What it takes is here, installed if it was missing; “not run” where it cannot be had.
pub fn at_hand() -> Done {
    tools::at_hand()?;
    Compiler::at_hand().map(drop)
}

/// Runs the named parts, or all; what stands after `--` goes to the tests.
pub fn windows(arguments: &[String]) -> Done {
    let (wanted, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    if let Some(unknown) = wanted
        .iter()
        .find(|name| !PARTS.iter().any(|part| part.name == *name))
    {
        return Err(Stop(format!(
            "There is no part “{unknown}”. There are: {}.",
            names()
        )));
    }
    tools::at_hand()?;
    let compiler = Compiler::at_hand()?;
    for part in PARTS {
        let whole_run = wanted.is_empty() && part.name != BY_NAME_ONLY;
        if whole_run || wanted.iter().any(|name| name == part.name) {
            println!("\n── windows {}: {}", part.name, part.tells);
            (part.run)(&compiler, passed_on)?;
        }
    }
    Ok(())
}

/// Everything made for Windows lies here, apart from what is made for this computer.
fn folder() -> PathBuf {
    place::target().join("windows")
}
