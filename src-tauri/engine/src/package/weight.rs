//! What fills a package: its folders by size, and what would have to go to bring it under a limit.

mod fit;
#[cfg(test)]
mod tests;
mod tree;

pub use fit::{FitFolder, ToFit, WayOut, to_fit};
pub use tree::{FolderNode, contents};

use super::archive::{self, Archive, Opened, Source};
use super::content::Layout;
use super::inspect::{cancelled, unreadable};
use crate::fault::{Fault, NextStep, Retry};
use std::path::Path;

/// The list of entries of a package, without any content.
fn listed(
    path: &Path,
    source: &dyn Source,
    cancel: &dyn Fn() -> bool,
) -> Result<(Archive, Layout), Fault> {
    let opened = archive::open(source, cancel)
        .map_err(|cause| unreadable(path, &cause))?
        .ok_or_else(cancelled)?;
    match opened {
        Opened::Archive(archive) => {
            let layout = Layout::of(&archive);
            Ok((archive, layout))
        }
        Opened::NotZip(_) => Err(not_a_package(path)),
    }
}

/// A file that is no zip, where only a package will do; an inspection says what it is instead.
pub(super) fn not_a_package(path: &Path) -> Fault {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    Fault::new("not-a-package", Retry::ByUser, NextStep::ChooseAnotherFile).with("file", name)
}
