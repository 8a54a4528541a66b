//! `cargo xtask bench`: the measurements in `benches/`, in release.

use crate::command::{cargo, done};
use crate::{Done, Stop, needs, packages, setup, ui};

/// Each in a program of its own. Only the last needs the window.
const NAMES: [&str; 6] = ["blob", "build", "compare", "inspect", "upload", "window"];

pub fn bench(arguments: &[String]) -> Done {
    let (names, passed_on) = match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (arguments, &[][..]),
    };
    if let Some(unknown) = names.iter().find(|name| !NAMES.contains(&name.as_str())) {
        return Err(Stop(format!(
            "There is no measurement “{unknown}”. There are: {}.",
            NAMES.join(", ")
        )));
    }
    let wanted: Vec<&str> = NAMES
        .into_iter()
        .filter(|name| names.is_empty() || names.iter().any(|named| named == name))
        .collect();
    programs(wanted.contains(&"window"))?;
    if wanted.contains(&"blob") {
        setup::with(needs::PEERS)?;
        packages::peers()?;
    }
    for name in wanted {
        let mut command = cargo(&["bench", "--package", "slipway-benches", "--bench", name]);
        done(command.arg("--").args(passed_on))?;
    }
    Ok(())
}

/// What is measured: the programs as shipped.
fn programs(window: bool) -> Done {
    let mut command = cargo(&["build", "--release", "--bins"]);
    command.args(["--package", "slipway-cli", "--package", "slipway-benches"]);
    if window {
        setup::for_building()?;
        ui::build()?;
        command.args([
            "--package",
            "slipway",
            "--package",
            "slipway-empty-window",
            "--features",
            "slipway/custom-protocol",
        ]);
    }
    done(&mut command)
}
