//! The tests of everything but the window, under Wine.

use super::compiler::Compiler;
use super::excluded::EXCLUDED;
use super::wine::Wine;
use crate::command::{done, output};
use crate::{Done, Stop};

pub const PACKAGES: [&str; 3] = ["slipway-engine", "slipway-practice", "slipway-cli"];
/// What a test of `engine/tests/keychain.rs` wants to be told before it touches a keychain; here it
/// is Wine's, in a Windows of its own.
const PROMISED: &str = "SLIPWAY_UNLOCKED_KEYCHAIN";

pub fn test(compiler: &Compiler, passed_on: &[String]) -> Done {
    let wine = Wine::at_hand()?;
    let mut build = tests(compiler);
    done(build.arg("--no-run"))?;
    if passed_on.is_empty() {
        every_exclusion_is_of_a_test(compiler, &wine)?;
    }

    let mut run = tests(compiler);
    run.args(["--no-fail-fast", "--"]).args(passed_on);
    if passed_on.is_empty() {
        // Whole names, so that no exclusion takes another test with it.
        run.arg("--exact");
        for excluded in EXCLUDED {
            run.args(["--skip", excluded.test]);
        }
    }
    done(wine.runs(&mut run).env(PROMISED, "1"))?;
    say_what_was_left_out();
    Ok(())
}

fn tests(compiler: &Compiler) -> std::process::Command {
    let mut tests = compiler.cargo(&["test", "--quiet", "--lib", "--bins", "--tests"]);
    for package in PACKAGES {
        tests.args(["--package", package]);
    }
    tests
}

/// One that names no test would be believed to leave something out, and the test it meant runs, or
/// is gone.
fn every_exclusion_is_of_a_test(compiler: &Compiler, wine: &Wine) -> Done {
    let mut list = tests(compiler);
    list.args(["--", "--list", "--format=terse"]);
    let listed = output(wine.runs(&mut list))
        .ok_or_else(|| Stop("The tests cannot be listed under Wine.".to_owned()))?;
    let is_there = |name: &str| {
        let line = format!("{name}: test");
        listed.lines().any(|listed| listed.trim_end() == line)
    };
    let stale: Vec<&str> = EXCLUDED
        .iter()
        .map(|excluded| excluded.test)
        .filter(|name| !is_there(name))
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(Stop(format!(
            "There are no such tests any more; take them out of windows/excluded.rs:\n  {}",
            stale.join("\n  ")
        )))
    }
}

fn say_what_was_left_out() {
    if EXCLUDED.is_empty() {
        return;
    }
    println!("Left out under Wine, {} tests:", EXCLUDED.len());
    for excluded in EXCLUDED {
        println!("  {}\n      {}", excluded.test, excluded.why);
    }
}
