//! Inspecting and comparing packages of 10,000 serialized objects (160 MB unpacked), beside what
//! `unzip` takes for the CD repository of one of them.

use slipway_benches::data::{object_packages, program};
use slipway_benches::{Aim, Side, compare};
use std::process::Command;

fn main() {
    let packages = object_packages();
    let (before, after, rewritten) = (packages.before, packages.few_changed, packages.all_changed);
    let ours = |words: &'static str, files: Vec<std::path::PathBuf>| {
        move || {
            let mut command = Command::new(program("slipway-cli"));
            command.arg(words).args(&files);
            command
        }
    };
    let unzip = || {
        let mut command = Command::new("unzip");
        command.arg("-p").arg(&before).arg("$CDRepository/*");
        command
    };
    let aim = |ratio| Aim {
        ratio,
        peak_mib: 200.0,
    };
    compare(
        "All checks on 10,000 objects, beside unzip -p of the CD repository",
        &Side::new("slipway-cli inspect", ours("inspect", vec![before.clone()])),
        &Side::new("unzip -p '$CDRepository/*'", unzip),
        5,
        aim(1.0),
    );
    compare(
        "Two packages of which one object in a hundred differs",
        &Side::new(
            "slipway-cli compare",
            ours("compare", vec![before.clone(), after]),
        ),
        &Side::new("unzip -p '$CDRepository/*'", unzip),
        5,
        aim(2.0),
    );
    compare(
        "Two packages of which every object with content differs",
        &Side::new(
            "slipway-cli compare",
            ours("compare", vec![before.clone(), rewritten]),
        ),
        &Side::new("unzip -p '$CDRepository/*'", unzip),
        5,
        aim(2.0),
    );
}
