//! Reading the few files a survey looks into.

use super::fault::{file_changed, file_unreadable};
use super::tree::Tree;
use crate::disk::on_disk;
use crate::fault::Fault;
use crate::package::stamp::FileStamp;
use std::fs::File;
use std::io::Read;

/// The content of a file, if there is one of that name and it is not larger than `limit` bytes.
///
/// # Errors
/// `build-file-unreadable`, `build-file-in-use`, `build-file-changed`.
pub(super) fn read_small(tree: &Tree, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Fault> {
    let Some(found) = tree.find(path).filter(|file| file.stamp.size <= limit) else {
        return Ok(None);
    };
    let path = on_disk(&tree.root, path);
    let unreadable = |cause: std::io::Error| file_unreadable(&path, &cause);
    let file = File::open(&path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    (&file)
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let now = FileStamp::of(&file).map_err(unreadable)?;
    match found.stamp.differs_from(&now) {
        None => Ok(Some(bytes)),
        Some(difference) => Err(file_changed(&path, format!("{difference:?} differs"))),
    }
}
