//! What is written down when this program breaks down.
//!
//! Breaking down is for good, so it is done in a process of its own, started from this very
//! program.

use super::leaks::{still_readable, ten_thousand};
use crate::secret::{Secret, stand_guard};
use std::process::{Command, Output, Stdio};

const TOKEN: &str = "gU4rd-Token-of-a-crash-77";
/// Each with a secret of its own.
const PANICS: usize = 500;

/// Runs one of the ignored tests below where core dumps are allowed.
fn alone(name: &str) -> Output {
    let program = std::env::current_exe().expect("this program");
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", "ulimit -S -c $(ulimit -H -c); exec \"$0\" \"$@\""])
        .arg(program)
        .args([
            &format!("secret::tests::guard::{name}"),
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .current_dir(folder.path())
        .stdin(Stdio::null());
    let output = command.output().expect("it runs");
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0, "nothing was written into its folder");
    output
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[cfg(unix)]
#[test]
fn promise_22_no_core_dump_is_written_of_a_crash() {
    use std::os::unix::process::ExitStatusExt;
    let output = alone("crashes");
    assert_eq!(output.status.signal(), Some(6), "{}", said(&output));
    assert!(!output.status.core_dumped(), "{}", said(&output));
    if cfg!(target_os = "linux") {
        let limits = said(&output);
        let cores = limits
            .lines()
            .find(|line| line.starts_with("Max core file size"));
        let soft = cores.and_then(|line| line.split_whitespace().nth(4));
        assert!(matches!(soft, Some("0" | "1")), "{limits}");
    }
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn crashes() {
    stand_guard();
    let _held = Secret::from(TOKEN.to_owned());
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/limits").unwrap_or_default()
    );
    std::process::abort();
}

#[cfg(unix)]
#[test]
fn promise_25_the_text_of_a_panic_holds_no_secret() {
    let text = said(&alone("panics"));
    assert!(!text.is_empty());
    for (number, leak) in ten_thousand().take(PANICS).enumerate() {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("panic {number}: ")));
        let line = line.unwrap_or_else(|| panic!("panic {number} was told: {text}"));
        assert_eq!(still_readable(&leak.secret, line), None, "{line}");
    }
}

#[test]
#[ignore = "run by the test above, in a process of its own"]
fn panics() {
    stand_guard();
    for (number, leak) in ten_thousand().take(PANICS).enumerate() {
        let _held = Secret::from(leak.secret.clone());
        let text = format!("panic {number}: {}", leak.text.replace(['\r', '\n'], " "));
        let _ = std::panic::catch_unwind(|| panic!("{text}"));
    }
}
