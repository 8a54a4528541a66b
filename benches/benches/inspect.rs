//! Inspecting a package of 1.9 GB with 20,000 entries, beside `unzip` and `sha256sum`.

use slipway_benches::data::{big_package, program};
use slipway_benches::{Aim, Side, compare};
use std::process::Command;

fn main() {
    let package = big_package();
    let ours = |more: &'static [&'static str]| {
        let package = package.clone();
        move || {
            let mut command = Command::new(program("slipway-cli"));
            command.arg("inspect").arg(&package).args(more);
            command
        }
    };
    let unzip = || {
        let mut command = Command::new("unzip");
        command.arg("-p").arg(&package).arg("$CDRepository/*");
        command
    };
    let sha256sum = || {
        let mut command = Command::new("sha256sum");
        command.arg(&package);
        command
    };
    compare(
        "Verdict without hashing, beside unzip -p of the CD repository",
        &Side::new("slipway-cli inspect", ours(&[])),
        &Side::new("unzip -p '$CDRepository/*'", unzip),
        5,
        Aim {
            ratio: 1.0,
            peak_mib: 150.0,
        },
    );
    compare(
        "Verdict and SHA-256, beside sha256sum",
        &Side::new("slipway-cli inspect --sha256", ours(&["--sha256"])),
        &Side::new("sha256sum", sha256sum),
        5,
        Aim {
            ratio: 1.2,
            peak_mib: 150.0,
        },
    );
}
