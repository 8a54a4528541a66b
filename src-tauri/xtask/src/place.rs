//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The repository's root, however deep the command was called.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .expect("src-tauri/xtask is two folders deep")
        .to_owned()
}

pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Cargo's output folder: `target`, or where the environment moves it.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(moved) => root().join(moved),
        None => root().join("target"),
    }
}

/// A file that remembers between two runs what was done already.
pub fn stamp(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}

/// Where a Node.js is installed for this repository alone, if the computer's own is too old.
pub fn own_node() -> PathBuf {
    target().join("xtask/node/node_modules/node/bin")
}
