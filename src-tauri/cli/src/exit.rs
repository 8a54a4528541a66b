//! Exit codes: a contract with pipelines, documented in docs/cli.md.

use slipway_engine::fault::Fault;
use std::process::ExitCode;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Ready, or done.
    Good,
    /// Warnings, where `--strict` was asked for.
    Warnings,
    /// The package will not work, or nothing was deployed.
    Blocked,
    /// The file could not be read.
    Unreadable,
    /// The whole package went out and no clear answer came back.
    LookInPortal,
    /// Part of it arrived; run again, it goes on.
    Unfinished,
}

impl Exit {
    pub fn of(fault: &Fault) -> Self {
        match fault.code.as_str() {
            "file-unreadable" | "not-a-file" | "not-a-package" | "storage-unreadable" => {
                Self::Unreadable
            }
            "build-folder-unreadable"
            | "build-file-unreadable"
            | "build-file-in-use"
            | "build-file-changed" => Self::Unreadable,
            "house-unreadable"
            | "house-foreign"
            | "house-damaged"
            | "house-newer"
            | "house-too-large"
            | "house-history-forged" => Self::Unreadable,
            _ => Self::Blocked,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Good => 0,
            Exit::Warnings => 1,
            Exit::Blocked => 2,
            Exit::Unreadable => 3,
            Exit::LookInPortal => 4,
            Exit::Unfinished => 5,
        })
    }
}
