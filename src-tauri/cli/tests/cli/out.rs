//! Output nobody reads, and output that has no room.

use super::{Bench, code, explained, slipway};
use slipway_engine::package::sample::SamplePackage;
use std::path::Path;
use std::process::Output;

/// A comparison of many lines.
fn compared(bench: &Bench, stdout: impl Into<std::process::Stdio>) -> Output {
    let (old, new) = (
        bench.ready(),
        bench.package("new.zip", &SamplePackage::new().objects(500)),
    );
    let compare = |old: &Path, new: &Path| {
        let mut command = slipway();
        command.arg("compare").arg(old).arg(new).stdout(stdout);
        command.output().expect("it runs")
    };
    compare(&old, &new)
}

#[test]
fn whoever_reads_the_output_may_stop_reading() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = compared(&Bench::new(), writer);
    assert_eq!(code(&output), 0, "{}", explained(&output));
    assert_eq!(explained(&output), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_has_no_room_is_told_and_ends_with_6() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .expect("Linux has one");
    let output = compared(&Bench::new(), full);
    assert_eq!(code(&output), 6, "{}", explained(&output));
    let told = explained(&output);
    assert!(
        told.contains("could not be written") && told.contains("exit code 0"),
        "{told}"
    );
}
