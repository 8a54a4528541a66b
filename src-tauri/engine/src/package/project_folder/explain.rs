//! Why a step of the SDK ended as it did, from its exit code and what it wrote. Messages of the
//! compiler and of Xperience carry codes and names that are the same in every language.

use super::picture::BuildStep;
use crate::fault::{Fault, NextStep, Retry};
use std::cell::RefCell;
use std::collections::VecDeque;

/// Lines kept for the technical details.
const KEPT: usize = 30;
const MOST_ERRORS: usize = 10;

/// What a command wrote, as far as it explains its end.
#[derive(Debug, Default)]
pub(super) struct Told(RefCell<Memory>);

#[derive(Debug, Default)]
struct Memory {
    last: VecDeque<String>,
    /// Lines with an error code, the first few.
    errors: Vec<String>,
    reason: Option<Reason>,
}

/// Reasons that are recognised, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    /// The CD store was run by code of another Xperience version than the database's.
    VersionDiffers,
    ConfigMissing,
    NoDatabase,
    FilesLocked,
    PackagesNotRestored,
    OtherSdk,
    DoesNotCompile,
}

/// Parts of messages that give a reason away.
const SIGNS: [(Reason, &[&str]); 7] = [
    (
        Reason::VersionDiffers,
        &[
            "does not match the project version",
            "can run only on same version",
        ],
    ),
    (
        Reason::ConfigMissing,
        &["repository.config", "repository configuration"],
    ),
    (
        Reason::NoDatabase,
        &[
            "a network-related or instance-specific error",
            "login failed for user",
            "cannot open database",
            "cmsconnectionstring",
            "microsoft.data.sqlclient.sqlexception",
        ],
    ),
    (
        Reason::FilesLocked,
        &["being used by another process", "msb3021", "msb3027"],
    ),
    (
        Reason::PackagesNotRestored,
        &["nu1101", "nu1102", "nu1301", "nu1103", "netsdk1004"],
    ),
    (
        Reason::OtherSdk,
        &["netsdk1045", "netsdk1141", "global.json"],
    ),
    (Reason::DoesNotCompile, &[": error cs", ": error rz"]),
];

impl Told {
    pub fn hear(&self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let memory = &mut *self.0.borrow_mut();
        let lower = line.to_lowercase();
        for (reason, signs) in SIGNS {
            if signs.iter().any(|sign| lower.contains(sign)) {
                memory.reason = Some(memory.reason.map_or(reason, |known| known.min(reason)));
            }
        }
        if lower.contains("error ") && memory.errors.len() < MOST_ERRORS {
            memory.errors.push(line.to_owned());
        }
        if memory.last.len() == KEPT {
            memory.last.pop_front();
        }
        memory.last.push_back(line.to_owned());
    }

    /// First the lines that name an error, then the last ones.
    fn detail(&self) -> String {
        let memory = self.0.borrow();
        let errors = memory.errors.iter().map(String::as_str);
        let last = memory.last.iter().map(String::as_str);
        let lines: Vec<&str> = errors.chain(last).collect();
        lines.join("\n")
    }
}

/// The fault of a step that ended with `code`; none where something ended it from outside.
pub(super) fn explain(step: BuildStep, code: Option<i32>, told: &Told) -> Fault {
    let reason = told.0.borrow().reason;
    let fault = match (reason, step) {
        (Some(Reason::VersionDiffers), BuildStep::StoreRepository) => {
            Fault::new("store-version-differs", Retry::ByUser, NextStep::TryAgain)
        }
        (Some(Reason::ConfigMissing), BuildStep::StoreRepository) => {
            Fault::new("store-without-config", Retry::ByUser, NextStep::TryAgain)
        }
        (Some(Reason::NoDatabase), BuildStep::StoreRepository) => {
            Fault::new("store-without-database", Retry::ByUser, NextStep::TryAgain)
        }
        (Some(Reason::FilesLocked), _) => {
            Fault::new("project-files-in-use", Retry::ByUser, NextStep::TryAgain)
        }
        (Some(Reason::PackagesNotRestored), _) => Fault::new(
            "packages-not-restored",
            Retry::ByUser,
            NextStep::CheckNetwork,
        ),
        (Some(Reason::OtherSdk), _) => {
            Fault::new("sdk-not-for-project", Retry::ByUser, NextStep::TryAgain)
        }
        (Some(Reason::DoesNotCompile), _) => {
            Fault::new("code-does-not-compile", Retry::ByUser, NextStep::TryAgain)
        }
        _ => match (code, step) {
            (None, _) => Fault::new(
                "command-ended-from-outside",
                Retry::ByUser,
                NextStep::TryAgain,
            ),
            (Some(_), BuildStep::StoreRepository) => {
                Fault::new("store-did-not-work", Retry::ByUser, NextStep::TryAgain)
            }
            (Some(_), BuildStep::Publish) => {
                Fault::new("publish-did-not-work", Retry::ByUser, NextStep::TryAgain)
            }
            (Some(_), _) => Fault::new(
                "project-build-did-not-work",
                Retry::ByUser,
                NextStep::TryAgain,
            ),
        },
    };
    let code = code.map_or_else(|| "-".to_owned(), |code| code.to_string());
    fault
        .with("exit_code", &code)
        .detail(format!("exit code {code}\n{}", told.detail()))
}

pub(super) fn sdk_missing() -> Fault {
    Fault::new("sdk-missing", Retry::ByUser, NextStep::TryAgain)
}

pub(super) fn not_started(cause: &std::io::Error) -> Fault {
    Fault::new("sdk-not-started", Retry::ByUser, NextStep::TryAgain).detail(cause)
}

pub(super) fn cancelled() -> Fault {
    Fault::new("cancelled", Retry::ByUser, NextStep::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(step: BuildStep, exit: Option<i32>, lines: &[&str]) -> String {
        let told = Told::default();
        lines.iter().for_each(|line| told.hear(line));
        explain(step, exit, &told).code
    }

    #[test]
    fn every_known_reason_has_its_own_code() {
        use BuildStep::{BuildProject, Publish, StoreRepository};
        for (step, line, expected) in [
            (
                StoreRepository,
                "System.NotSupportedException: The database version '30.8.0' does not match the project version '30.8.1'",
                "store-version-differs",
            ),
            (
                StoreRepository,
                "Unhandled exception. Microsoft.Data.SqlClient.SqlException (0x80131904): Login failed for user 'sa'.",
                "store-without-database",
            ),
            (
                StoreRepository,
                "The repository.config file was not found",
                "store-without-config",
            ),
            (
                Publish,
                "C:\\x\\Web.csproj : error NU1301: Unable to load the service index",
                "packages-not-restored",
            ),
            (
                Publish,
                "MSB3027: Could not copy Web.dll. It is being used by another process",
                "project-files-in-use",
            ),
            (
                BuildProject,
                "Program.cs(3,1): error CS1002: ; expected",
                "code-does-not-compile",
            ),
            (
                BuildProject,
                "error NETSDK1045: The current .NET SDK does not support targeting .NET 10.0.",
                "sdk-not-for-project",
            ),
            (Publish, "something else", "publish-did-not-work"),
            (BuildProject, "", "project-build-did-not-work"),
            (StoreRepository, "a stack trace", "store-did-not-work"),
        ] {
            assert_eq!(
                code(step, Some(1), &["Determining projects", line]),
                expected,
                "{line}"
            );
        }
        assert_eq!(code(Publish, None, &[]), "command-ended-from-outside");
    }

    #[test]
    fn the_details_name_the_errors_before_the_last_lines() {
        let told = Told::default();
        told.hear("Program.cs(3,1): error CS1002: ; expected");
        (0..100).for_each(|number| told.hear(&format!("line {number}")));
        let detail = explain(BuildStep::Publish, Some(1), &told)
            .detail
            .expect("a detail");
        let lines: Vec<&str> = detail.lines().collect();
        assert_eq!(lines[0], "exit code 1");
        assert!(lines[1].contains("CS1002"));
        assert_eq!(lines.last(), Some(&"line 99"));
        assert_eq!(lines.len(), 2 + KEPT);
    }
}
