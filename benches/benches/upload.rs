//! Uploading a body of 4 GiB to a fast local sink, beside `curl -T`.

use slipway_benches::data::{four_gib, program};
use slipway_benches::{Aim, Side, compare};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends the sink when the benchmark ends.
struct Sink(Child);

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() {
    let body = four_gib();
    let mut child = Command::new(program("bench-sink"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the sink starts");
    let mut port = String::new();
    BufReader::new(child.stdout.take().expect("it was asked for"))
        .read_line(&mut port)
        .expect("the sink prints its port");
    let _sink = Sink(child);
    let origin = format!("http://127.0.0.1:{}", port.trim());
    let ours = || {
        let mut command = Command::new(program("bench-send"));
        command.arg(&origin).arg(&body);
        command
    };
    let curl = || {
        let mut command = Command::new("curl");
        command
            .args([
                "-sS",
                "-X",
                "POST",
                "-H",
                "Content-Type: application/zip",
                "-T",
            ])
            .arg(&body)
            .arg(format!("{origin}/"));
        command
    };
    compare(
        "4 GiB in one POST to a local sink",
        &Side::new("slipway (CRC-64 over every byte)", ours),
        &Side::new("curl -T", curl),
        5,
        Aim {
            ratio: 1.2,
            peak_mib: 40.0,
        },
    );
}
