//! What Azure Blob Storage makes of names ("Naming and Referencing Containers, Blobs, and
//! Metadata"), and which files only a computer's own programs care about.

use crate::disk::name_of;
use crate::package::lower;

/// UTF-16 units a blob's name may have.
pub(super) const LONGEST_NAME: usize = 1_024;
/// UTF-16 units between two `/`.
pub(super) const LONGEST_SEGMENT: usize = 254;
/// Xperience keeps otherwise empty folders by a file of this name (facts 2.4).
pub(super) const MARKER: &str = "$cmsfolder$";

/// The name of a blob, from the path of its file below the container folders.
pub(super) fn blob_name(path: &str) -> String {
    lower(path)
}

pub(super) fn is_too_long(name: &str) -> bool {
    let length = |text: &str| text.encode_utf16().count();
    length(name) > LONGEST_NAME || name.split('/').any(|part| length(part) > LONGEST_SEGMENT)
}

/// Names that the service or a program on the way does not keep as they are: it ends a segment
/// with a dot, takes `\` for `/`, or refuses control characters.
pub(super) fn is_odd(name: &str) -> bool {
    let bad = |c: char| {
        c.is_control()
            || c == '\\'
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffe}' | '\u{ffff}')
    };
    name.chars().any(bad) || name.split('/').any(|part| part.ends_with('.'))
}

/// Made by the system for its own sake, wherever a folder was looked at.
pub(super) fn is_systems_own(path: &str) -> bool {
    let name = name_of(path);
    [".DS_Store", "Thumbs.db", "desktop.ini"]
        .iter()
        .any(|own| own.eq_ignore_ascii_case(name))
        || path.split('/').any(|part| part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_storage_cannot_hold_are_told() {
        assert!(is_too_long(&"a".repeat(255)));
        assert!(is_too_long(&"a/".repeat(513)));
        assert!(!is_too_long(&"a/".repeat(512)));
        assert!(!is_too_long(&"ě".repeat(254)));
        for odd in ["a.", "a./b", "a\\b", "tab\tname", "line\nname", "\u{e001}"] {
            assert!(is_odd(odd), "{odd:?}");
        }
        for good in [
            "...a",
            "#%?+&",
            "@",
            "$cmsfolder$",
            "a b ",
            " a",
            "日本語",
            "e\u{301}",
            "😀",
            ".hidden",
        ] {
            assert!(!is_odd(good), "{good:?}");
        }
    }

    #[test]
    fn what_systems_leave_behind_is_known() {
        for own in [
            "a/.DS_Store",
            "thumbs.DB",
            "__MACOSX/a/._b",
            "x/Desktop.ini",
        ] {
            assert!(is_systems_own(own), "{own}");
        }
        assert!(!is_systems_own("default/desktop.ini.txt"));
    }
}
