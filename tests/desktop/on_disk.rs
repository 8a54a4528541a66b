//! What was written down anywhere below a folder, for tests that look for secrets there.

use std::path::{Path, PathBuf};

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}

/// Whether a file holds the text as it is or as UTF-16 (WebKit's storage).
pub fn holds(file: &Path, text: &str) -> bool {
    let Ok(bytes) = std::fs::read(file) else {
        return false;
    };
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    contains(text.as_bytes()) || contains(&utf16)
}
