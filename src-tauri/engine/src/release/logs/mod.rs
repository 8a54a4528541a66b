//! The logs of a deployment, downloaded from Deployment history as an archive (facts 3.5): what
//! went wrong, in findings with the lines that show it.
//!
//! No description of the format is public, so only what is certain is told: known messages word
//! for word ([`known`]), exceptions of .NET by their shape, levels and sections of the usual
//! writers of logs. Everything else is shown as text and not guessed at. The archive is trusted in
//! nothing and never unpacked to the disk (promises 30, 31).

mod contents;
mod exception;
mod findings;
mod known;
mod lines;
mod read;
mod reading;
mod safe;
mod shape;
mod steps;
#[cfg(test)]
mod tests;

pub use read::read_logs;
pub use reading::{
    LastStep, LogContents, LogEvidence, LogFile, LogFileKind, LogFinding, LogReading,
};
