//! What is told while a package is built.

use super::survey::Survey;

/// Where the build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuildPhase {
    /// Reading and packing files.
    Packing,
    /// Waiting for the disk to have it all.
    Finishing,
}

/// How far it is. Numbers never go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildProgress<'a> {
    pub phase: BuildPhase,
    /// Of the files that were read.
    pub bytes_done: u64,
    pub bytes_total: u64,
    pub files_done: u64,
    pub files_total: u64,
    /// Entry name of the file that was read last; empty at the beginning.
    pub current: &'a str,
}

/// Someone who wants to know. Called on the thread that builds, often: after each file and each
/// few megabytes of a large one.
pub trait BuildObserver {
    /// Everything was looked at, also where the build is refused for what was found.
    fn surveyed(&self, _survey: &Survey) {}

    fn progress(&self, _progress: &BuildProgress) {}
}

/// Nobody.
impl BuildObserver for () {}
