//! `cargo xtask bench`: the measurements in `benches/`, in release.

use crate::command::{cargo, done};
use crate::{Done, setup};

pub fn bench(arguments: &[String]) -> Done {
    setup::for_building()?;
    let mut command = cargo(&["bench", "--package", "slipway-benches"]);
    if !arguments.is_empty() {
        command.arg("--").args(arguments);
    }
    done(&mut command)
}
