//! `cargo xtask bench`: the measurements in `benches/`, in release.

use crate::command::{cargo, done};
use crate::{Done, setup, ui};

pub fn bench(arguments: &[String]) -> Done {
    setup::for_building()?;
    ui::build()?;
    // What is measured: the programs as shipped.
    done(&mut cargo(&[
        "build",
        "--release",
        "--features",
        "slipway/custom-protocol",
        "--package",
        "slipway",
        "--package",
        "slipway-cli",
        "--package",
        "slipway-benches",
        "--package",
        "slipway-empty-window",
        "--bins",
    ]))?;
    let mut command = cargo(&["bench", "--package", "slipway-benches"]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    done(&mut command)
}
