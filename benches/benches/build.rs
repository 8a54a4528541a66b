//! Building a package of 600 MB in real files beside `zip -r -6` and Python's zipfile: on all
//! processors, on one, and with what did not change taken over.

use slipway_benches::data::program;
use slipway_benches::tree::{tree, tree_one_percent_changed};
use slipway_benches::{Aim, Side, compare};
use std::path::{Path, PathBuf};
use std::process::Command;

const RUNS: usize = 5;
const PEAK_MIB: f64 = 200.0;

const PYTHON: &str = "
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED, compresslevel=6) as package:
    for folder, _, files in os.walk('.'):
        for name in files:
            package.write(os.path.join(folder, name))
";

fn main() {
    let before = tree();
    let after = tree_one_percent_changed();
    let out = before.with_file_name("build-out");
    std::fs::create_dir_all(&out).expect("target/ can be written");
    let file = |name: &str| out.join(name);
    let aim = |ratio| Aim {
        ratio,
        peak_mib: PEAK_MIB,
    };

    let ours = || built(&before, &file("ours.zip"));
    let zip = || zipped(&before, &file("zip.zip"));
    let python = || pythoned(&before, &file("python.zip"));
    compare(
        "A package of 600 MB in real files",
        &Side::new("slipway-cli build", ours),
        &Side::new("zip -r -6", zip),
        RUNS,
        aim(1.0 / 6.0),
    );
    compare(
        "The same, beside Python",
        &Side::new("slipway-cli build", ours),
        &Side::new("python3 zipfile, level 6", python),
        RUNS,
        aim(1.0 / 6.0),
    );
    sizes(&[file("ours.zip"), file("zip.zip"), file("python.zip")]);
    compare(
        "On one processor",
        &Side::new("slipway-cli build", || on_one_processor(&ours())),
        &Side::new("zip -r -6", || on_one_processor(&zip())),
        RUNS,
        aim(1.0 / 3.0),
    );
    let reusing = || {
        let mut command = built(&after, &file("next.zip"));
        command.arg("--reuse").arg(file("ours.zip"));
        command
    };
    compare(
        "One file in a hundred changed, the rest taken over",
        &Side::new("slipway-cli build --reuse", reusing),
        &Side::new("slipway-cli build", || built(&after, &file("full.zip"))),
        RUNS,
        aim(0.25),
    );
    let bytes = |name| std::fs::read(file(name)).expect("it was built");
    assert!(
        bytes("next.zip") == bytes("full.zip"),
        "taking over gives the same package"
    );
}

fn built(tree: &Path, output: &Path) -> Command {
    let mut command = Command::new(program("slipway-cli"));
    command
        .arg("build")
        .arg("--publish")
        .arg(tree.join("publish"))
        .arg("--cd")
        .arg(tree.join("$CDRepository"))
        .args(["--assembly", "DancingGoat", "--output"])
        .arg(output);
    command
}

fn zipped(tree: &Path, output: &Path) -> Command {
    // zip adds to what is there.
    let _ = std::fs::remove_file(output);
    let mut command = Command::new("zip");
    command
        .current_dir(tree)
        .args(["-q", "-r", "-6"])
        .arg(absolute(output))
        .arg(".");
    command
}

fn pythoned(tree: &Path, output: &Path) -> Command {
    let mut command = Command::new("python3");
    command
        .current_dir(tree)
        .args(["-c", PYTHON])
        .arg(absolute(output));
    command
}

fn on_one_processor(command: &Command) -> Command {
    let mut alone = Command::new("taskset");
    alone
        .args(["-c", "0"])
        .arg(command.get_program())
        .args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        alone.current_dir(folder);
    }
    alone
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).expect("a path")
}

fn sizes(packages: &[PathBuf]) {
    println!("\n| package | bytes |\n|---|---|");
    for package in packages {
        let bytes = std::fs::metadata(package).expect("it was built").len();
        let name = package.file_name().unwrap_or_default();
        println!("| {} | {bytes} |", name.to_string_lossy());
    }
}
