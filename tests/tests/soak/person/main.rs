//! A person at Slipway: `slipway-person`, told by lines on standard input where to sit and what to
//! do. Slipway around them is the real engine; whoever reads along may kill it at any line.

mod portal;
mod presses;
mod promoting;
mod restoring;
mod seat;
mod shipping;

use slipway_engine::fault::Fault;
use slipway_tests::errand::{Errand, Said, Seat};
use std::io::Write;
use std::process::ExitCode;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> ExitCode {
    let Some(told) = next::<Seat>().await else {
        return ExitCode::FAILURE;
    };
    let person = match seat::Person::sit_down(told) {
        Ok(person) => person,
        // What cannot be opened now, on a full disk say, is tried again at the next start.
        Err(fault) => {
            end(Err(fault));
            return ExitCode::SUCCESS;
        }
    };
    say(&Said::Seated);
    while let Some(errand) = next::<Errand>().await {
        end(person.go(errand).await);
    }
    person.desk.close();
    ExitCode::SUCCESS
}

/// The next line; none once nobody writes any more.
async fn next<T: serde::de::DeserializeOwned>() -> Option<T> {
    let read = tokio::task::spawn_blocking(|| std::io::stdin().lines().next());
    let line = read.await.expect("it is read")?.ok()?;
    Some(serde_json::from_str(&line).expect("a line that means something"))
}

fn end(result: Result<(), Fault>) {
    say(&Said::Ended {
        fault: result.err().map(|fault| fault.code),
        resident_kib: resident_kib(),
    });
}

/// Nobody listens any more after a kill of the test itself.
pub fn say(said: &Said) {
    let line = serde_json::to_string(said).expect("it is plain");
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

fn resident_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
