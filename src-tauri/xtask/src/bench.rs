//! `cargo xtask bench`: the measurements in `benches/`, in release.

use crate::command::{cargo, done};
use crate::{Done, Stop, needs, packages, setup, ui};

/// Each is a program of its own.
const NAMES: [&str; 8] = [
    "blob", "build", "compare", "history", "inspect", "monitor", "upload", "window",
];
/// Those that measure the command line.
const OF_THE_CLI: [&str; 3] = ["build", "compare", "inspect"];

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
    programs(&wanted)?;
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
fn programs(wanted: &[&str]) -> Done {
    let mut command = cargo(&["build", "--release", "--bins"]);
    command.args(["--package", "slipway-benches"]);
    if wanted.iter().any(|name| OF_THE_CLI.contains(name)) {
        command.args(["--package", "slipway-cli"]);
    }
    if wanted.contains(&"window") {
        setup::for_building()?;
        ui::build()?;
        command.args(["--package", "slipway", "--package", "slipway-empty-window"]);
        command.args(["--features", "slipway/custom-protocol"]);
    }
    done(&mut command)
}
