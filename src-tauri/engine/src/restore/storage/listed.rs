//! A tree that lies in another storage: its listing tells the names and sizes.

use super::facts::Choices;
use super::found::{Found, FoundFile, Lies};
use super::plan::StoragePlan;
use std::path::PathBuf;
use std::sync::Arc;

/// Looks at blobs by their names and sizes as [`super::look`] does at a folder: same containers,
/// same lower case, same judgement. `name` is what they are called together.
pub fn listed(
    name: &str,
    blobs: impl IntoIterator<Item = (String, u64)>,
    choices: &Choices,
) -> StoragePlan {
    let file = |(path, bytes): (String, u64)| FoundFile {
        path: path.into(),
        lies: Lies::InStorage(bytes),
    };
    let mut files: Vec<FoundFile> = blobs.into_iter().map(file).collect();
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let found = Found {
        root: PathBuf::from(name),
        files,
        ..Found::default()
    };
    StoragePlan::of(Arc::new(found), choices.clone())
}

impl StoragePlan {
    /// Each file that is sent with the exact name it gets, in the order of the paths.
    pub fn names(&self) -> impl Iterator<Item = (&str, String)> {
        self.files().map(|file| (&*file.path, self.blob(file)))
    }
}
