//! Everything compiles for Windows, tests included.

use super::compiler::Compiler;
use crate::command::done;
use crate::window::FEATURES;
use crate::{Done, setup, ui};

pub fn check(compiler: &Compiler, _: &[String]) -> Done {
    setup::with(&[])?;
    ui::install()?;
    ui::build()?;
    let mut check = compiler.cargo(&["check", FEATURES, "--lib", "--bins", "--tests"]);
    for package in super::tests::PACKAGES.iter().chain(&["slipway"]) {
        check.args(["--package", package]);
    }
    done(&mut check)
}
