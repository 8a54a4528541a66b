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
    /// The result could not be written to standard output.
    Untold,
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

impl Exit {
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Warnings => 1,
            Self::Blocked => 2,
            Self::Unreadable => 3,
            Self::LookInPortal => 4,
            Self::Unfinished => 5,
            Self::Untold => 6,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
