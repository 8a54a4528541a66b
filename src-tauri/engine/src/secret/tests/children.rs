//! What a program that is started gets to see.

use crate::secret::{
    DATABASE_LINK_VARIABLE, STORAGE_LINK_VARIABLE, Secret, TOKEN_VARIABLE, without_secrets,
};
use std::process::Command;

const TOKEN: &str = "cH1ld-Token-of-a-pipeline-77";

/// A stand-in for `dotnet` that tells what it was given.
#[cfg(target_os = "linux")]
#[test]
fn promise_22_a_program_that_is_started_finds_no_secret() {
    let _held = Secret::from(TOKEN.to_owned());
    let mut told = Command::new("/bin/cat");
    told.args(["/proc/self/cmdline", "/proc/self/environ"])
        .env("OTHER", "stays");
    let variables = [
        TOKEN_VARIABLE,
        DATABASE_LINK_VARIABLE,
        STORAGE_LINK_VARIABLE,
    ];
    for variable in variables {
        told.env(variable, TOKEN);
    }
    let before = told.output().expect("it runs").stdout;
    assert!(
        String::from_utf8_lossy(&before).contains(TOKEN),
        "the test itself works"
    );
    let after = without_secrets(&mut told).output().expect("it runs").stdout;
    let after = String::from_utf8_lossy(&after).into_owned();
    assert!(after.contains("OTHER=stays"), "{after}");
    assert!(!after.contains(TOKEN), "{after}");
    for variable in variables {
        assert!(!after.contains(variable), "{variable} in {after}");
    }
}
