//! Inspecting a package of 1.9 GB with 20,000 entries, beside `unzip` and `sha256sum`, and one of
//! 5 GiB with 100,000 (promise 32), beside `unzip -l`.

use slipway_benches::data::{big_package, huge_package, program};
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
    let huge = huge_package();
    // It is too large for the Portal, and the exit code 2 says so.
    let inspect = || {
        let mut command = Command::new("sh");
        command
            .args(["-c", "\"$0\" inspect \"$1\"; test $? -eq 2"])
            .arg(program("slipway-cli"))
            .arg(&huge);
        command
    };
    let list = || {
        let mut command = Command::new("unzip");
        command.arg("-l").arg(&huge);
        command
    };
    // The list of `unzip` holds no verdict; the promise is 3 seconds and 200 MiB.
    compare(
        "A package of 5 GiB with 100,000 entries, beside its list",
        &Side::new("slipway-cli inspect", inspect),
        &Side::new("unzip -l", list),
        3,
        Aim {
            ratio: 3.0,
            peak_mib: 200.0,
        },
    );
}
