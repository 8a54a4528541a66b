//! A path as people write it.

use std::path::Path;

/// The path without the mark `\\?\`, which Windows puts before what it has resolved and nobody
/// types.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) {
        without_mark(&text)
    } else {
        text
    }
}

fn without_mark(text: &str) -> String {
    if let Some(share) = text.strip_prefix(r"\\?\UNC\") {
        return format!(r"\\{share}");
    }
    match text.strip_prefix(r"\\?\") {
        // What is no drive has no other way to be written: a volume without a letter, for one.
        Some(rest) if rest.as_bytes().get(1) == Some(&b':') => rest.to_owned(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_of_resolved_paths_is_not_shown() {
        for (path, expected) in [
            (r"\\?\C:\shop\publish", r"C:\shop\publish"),
            (r"\\?\UNC\server\share\shop", r"\\server\share\shop"),
            (r"\\server\share\shop", r"\\server\share\shop"),
            (
                r"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\shop",
                r"\\?\Volume{b75e2c83-0000-0000-0000-602f00000000}\shop",
            ),
            ("/srv/shop", "/srv/shop"),
        ] {
            assert_eq!(without_mark(path), expected);
        }
    }

    #[test]
    fn a_resolved_path_is_shown_as_it_was_typed() {
        let folder = tempfile::tempdir().expect("a folder");
        let resolved = folder.path().canonicalize().expect("it is there");
        let shown = shown(&resolved);
        assert!(!shown.contains('?'), "{shown}");
        assert!(Path::new(&shown).is_dir(), "{shown}");
    }
}
