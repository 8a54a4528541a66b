//! The command line as a pipeline uses it: the built program, its exit codes and what it prints.

mod build;
mod compare;
mod first_aid;
mod house;
mod inspect;
mod out;
mod practice;
mod restore;
mod restore_upload;
mod upload;

use slipway_engine::package::sample::SamplePackage;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with packages to work on.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn package(&self, name: &str, package: &SamplePackage) -> PathBuf {
        let path = self.path(name);
        package.write(&path).expect("a package");
        path
    }

    fn ready(&self) -> PathBuf {
        self.package("release [1] of July.zip", &SamplePackage::new())
    }
}

/// The program with nothing of this computer's own tokens or keychain within its reach.
fn slipway() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slipway-cli"));
    command
        .env_remove("SLIPWAY_PAT")
        .env_remove("SLIPWAY_DB_SAS")
        .env_remove("SLIPWAY_STORAGE_SAS")
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn explained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
