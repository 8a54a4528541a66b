//! `cargo xtask supply`, `licences`: what Slipway is made of, and whether it may be.
//!
//! What needs no network always runs. Who has to be asked over it is asked where it can be reached,
//! and it is said plainly when not: a registry that does not answer is no fault of the code.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{cargo, done, installed, npm, output, succeeds};
use crate::{Done, Stop, place, setup};

/// Set to have `cargo deny` installed where it is not; it takes its time to build.
const WHOLE: &str = "SLIPWAY_SUPPLY";
/// Where `cargo bundle` finds the bill of materials; `tauri.conf.json` names it.
const BILL: &str = "gen/slipway.cdx.json";

/// Writes the list the window shows, or compares it.
pub fn licences(arguments: &[String]) -> Done {
    match arguments {
        [] => done(&mut asked(&["licences"])),
        [only] if only == "--check" => done(&mut asked(&["licences", "--check"])),
        _ => Err("licences knows only --check.".into()),
    }
}

/// Everything about what comes in.
pub fn supply() -> Done {
    setup::for_interface()?;
    done(&mut asked(&["check"]))?;
    done(&mut asked(&["licences", "--check"]))?;
    known_holes_in_packages()?;
    known_holes_in_crates()?;
    println!("{}", auditable_or_why_not());
    Ok(())
}

/// Writes the bill of materials for the computer this runs on.
pub fn bill() -> Result<PathBuf, Stop> {
    let out = place::root().join(BILL);
    let target = output(Command::new("rustc").args(["--print", "host-tuple"]))
        .ok_or("rustc does not say for what it builds.")?;
    let mut bill = asked(&["bill", "--target", target.trim(), "--out"]);
    done(bill.arg(&out))?;
    Ok(out)
}

/// Whether a build can carry a list of its crates in itself.
pub fn is_auditable() -> bool {
    installed(&["cargo-auditable"]).is_some()
}

fn auditable_or_why_not() -> &'static str {
    if is_auditable() {
        "cargo-auditable is here: `cargo xtask bundle` builds with it"
    } else {
        "Not here: cargo-auditable. `cargo xtask bundle` builds without it, as a build on CI does not"
    }
}

/// `npm audit`: packages with published holes. Only what ships counts.
fn known_holes_in_packages() -> Done {
    let mut audit = npm(&["audit", "--omit=dev", "--audit-level=high"]);
    let Ok(told) = audit.output() else {
        return Err("npm does not start.".into());
    };
    let said = String::from_utf8_lossy(&told.stdout);
    if told.status.success() {
        println!("npm audit: nothing known against the packages that ship");
        return Ok(());
    }
    // With an answer there is a table of what was found; without one there is none.
    if said.contains("severity") || said.contains("vulnerabilit") {
        return Err(Stop(format!("npm audit found something:\n{said}")));
    }
    println!("Not reached: npm's advisories. Nothing is said about holes in npm packages.");
    Ok(())
}

/// `cargo deny`, which also knows RustSec's advisories.
fn known_holes_in_crates() -> Done {
    if installed(&["cargo-deny"]).is_none() {
        if std::env::var_os(WHOLE).is_none() {
            println!(
                "Left out: cargo deny is not installed ({WHOLE}=1 installs it). Licences, bans, \
                 duplicates and sources were held against deny.toml without it; RustSec's \
                 advisories were not."
            );
            return Ok(());
        }
        done(&mut cargo(&["install", "--locked", "cargo-deny"]))?;
    }
    done(&mut cargo(&[
        "deny", "check", "licenses", "bans", "sources",
    ]))?;
    if succeeds(&mut cargo(&["deny", "fetch", "db"])) {
        return done(&mut cargo(&["deny", "check", "advisories"]));
    }
    println!("Not reached: RustSec's advisories. Nothing is said about holes in crates.");
    Ok(())
}

fn asked(arguments: &[&str]) -> Command {
    let root: &Path = &place::root();
    let mut command = cargo(&[
        "run",
        "--quiet",
        "--package",
        "slipway-supply",
        "--",
        "--root",
    ]);
    command.arg(root).args(arguments);
    command
}
