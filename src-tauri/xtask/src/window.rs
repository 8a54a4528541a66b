//! Building the window. Tests, tour and bundles all use the same set of features, so that every
//! dependency is compiled once.

use std::path::PathBuf;

use crate::command::{cargo, done};
use crate::{Done, Stop, place, supply, ui};

/// With it the window carries its interface.
pub const FEATURES: &str = "--features=slipway/custom-protocol";

/// How the window is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build: shares everything with the tests.
    Dev,
    /// As quick to build, for people who want to see it.
    Trial,
    /// As shipped.
    Release,
}

impl Profile {
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Trial => "trial",
            Self::Release => "release",
        }
    }

    fn flag(self) -> &'static str {
        match self {
            Self::Dev => "--profile=dev",
            Self::Trial => "--profile=trial",
            Self::Release => "--profile=release",
        }
    }

    pub fn binary(self, name: &str) -> PathBuf {
        place::target()
            .join(self.folder())
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The window as people get it.
pub fn as_shipped() -> Done {
    ui::build()?;
    // With it the program carries the list of its crates, which `cargo audit bin` reads.
    let auditable = supply::is_auditable().then_some("auditable");
    let mut build = cargo(auditable.as_slice());
    done(build.args([
        "build",
        "--release",
        "--features",
        "custom-protocol",
        "--bin",
        "slipway",
    ]))
}

/// The window for whoever looks at it for the first time; gives where it is.
pub fn for_a_trial() -> Result<PathBuf, Stop> {
    ui::build()?;
    let flag = Profile::Trial.flag();
    done(&mut cargo(&[
        "build",
        "--workspace",
        flag,
        FEATURES,
        "--bin",
        "slipway",
    ]))?;
    Ok(Profile::Trial.binary("slipway"))
}

/// The window and the walk through it; gives where both are.
pub fn with_tour(profile: Profile) -> Result<(PathBuf, PathBuf), Stop> {
    ui::build()?;
    done(&mut cargo(&[
        "build",
        "--workspace",
        profile.flag(),
        FEATURES,
        "--bin",
        "slipway",
        "--bin",
        "slipway-tour",
    ]))?;
    Ok((profile.binary("slipway"), profile.binary("slipway-tour")))
}

/// The window for tests, built together with the tests that drive it.
pub fn for_tests() -> Result<PathBuf, Stop> {
    ui::build()?;
    // With a test among the targets, cargo resolves the features the other tests were built with.
    done(&mut cargo(&[
        "build",
        "--workspace",
        FEATURES,
        "--bin",
        "slipway",
        "--test",
        "desktop",
        "--test",
        "bundle",
    ]))?;
    Ok(Profile::Dev.binary("slipway"))
}
