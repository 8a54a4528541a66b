//! `cargo xtask bench`: the measurements in `benches/`, in release.

use crate::command::{cargo, done};
use crate::window::FEATURES;
use crate::{Done, Stop, needs, packages, setup, ui};

/// Each is a program of its own.
const NAMES: [&str; 8] = [
    "blob", "build", "compare", "history", "inspect", "monitor", "upload", "window",
];
/// Senders and sinks of theirs.
const BINS: [&str; 6] = [
    "bench-send",
    "bench-sink",
    "bench-blob",
    "bench-blob-sink",
    "bench-object-store",
    "bench-monitor",
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
        let mut command = cargo(&["bench", "--workspace", FEATURES, "--bench", name]);
        done(command.arg("--").args(passed_on))?;
    }
    Ok(())
}

/// What is measured: the programs as shipped. With the measurements among the targets, everything
/// they need is compiled once.
fn programs(wanted: &[&str]) -> Done {
    let mut command = cargo(&["build", "--release", "--workspace", FEATURES]);
    for bin in BINS {
        command.args(["--bin", bin]);
    }
    if wanted.iter().any(|name| OF_THE_CLI.contains(name)) {
        command.args(["--bin", "slipway-cli"]);
    }
    if wanted.contains(&"window") {
        setup::for_building()?;
        ui::build()?;
        command.args(["--bin", "slipway", "--bin", "empty-window"]);
    }
    for name in wanted {
        command.args(["--bench", name]);
    }
    done(&mut command)
}
