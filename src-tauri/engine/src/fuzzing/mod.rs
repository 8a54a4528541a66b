//! Every reader of bytes that come from somebody else, by name. Fuzz targets and hostile tests call
//! them here, by the same entry; nothing else does, so it is there for the feature `fuzzing` only.
//!
//! A reader is called as the app calls it: what is part of a package is read out of a package, what
//! is a file is read from the disk.

mod answers;
mod files;
mod inside;
mod logs;
mod package;
mod projects;

use crate::fault::Fault;
use std::fmt::Debug;
use std::path::Path;

/// One reader.
pub struct Reader {
    /// Names the fuzz target, too.
    pub name: &'static str,
    /// What it makes of the bytes, written out: the same for the same bytes.
    pub read: fn(&[u8]) -> String,
    /// Good bytes, a few kilobytes each.
    pub samples: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const READERS: [Reader; 20] = [
    package::PACKAGE,
    inside::METADATA,
    inside::CONFIG,
    inside::DEPENDENCIES,
    inside::SETTINGS_JSON,
    inside::SETTINGS_XML,
    inside::OBJECT,
    inside::MIGRATION,
    package::LIBRARY,
    projects::PROJECT_FILE,
    projects::CSHARP,
    files::DATABASE,
    files::MODEL,
    files::ROWS,
    files::STORAGE,
    answers::LINKS,
    answers::STORAGE_ANSWER,
    answers::PAGE,
    logs::ARCHIVE,
    logs::LINES,
];

/// Reads with the reader of that name.
///
/// # Panics
/// If there is none, which is a slip of the caller's.
pub fn read(name: &str, bytes: &[u8]) -> String {
    let reader = READERS.iter().find(|reader| reader.name == name);
    (reader.expect("a reader of that name").read)(bytes)
}

/// Bytes as a file of that name, for readers that open one themselves.
fn as_file<T>(name: &str, bytes: &[u8], read: impl FnOnce(&Path) -> T) -> T {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    read(&path)
}

/// An answer written out, or a fault with all that its text needs.
fn told<T: Debug>(answer: Result<T, Fault>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(fault) => {
            let in_kebab_case = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(!fault.code.is_empty() && fault.code.chars().all(in_kebab_case));
            for (name, value) in &fault.params {
                assert!(!value.is_empty(), "{} has no {name}", fault.code);
            }
            fault.code
        }
    }
}
