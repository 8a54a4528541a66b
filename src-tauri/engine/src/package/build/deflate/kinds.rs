//! Kinds of files that are packed already.

/// Endings of names, in lower case.
const PACKED: &[&str] = &[
    "7z", "aac", "avif", "br", "bz2", "cab", "docx", "dotx", "epub", "flac", "gif", "gz", "heic",
    "jar", "jpeg", "jpg", "jxl", "lz4", "lzma", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "nupkg",
    "odp", "ods", "odt", "oga", "ogg", "ogv", "opus", "pdf", "png", "pptx", "rar", "snupkg",
    "svgz", "tgz", "vsix", "webm", "webp", "whl", "woff", "woff2", "wmv", "xlsx", "xz", "zip",
    "zst",
];

/// Whether files of that name usually do not get smaller.
pub(in crate::package::build) fn is_packed_kind(name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    PACKED
        .iter()
        .any(|packed| packed.eq_ignore_ascii_case(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_the_ending_in_any_case() {
        for packed in ["a.png", "wwwroot/x.JPG", "b.woff2", "App_Data/c.tar.gz"] {
            assert!(is_packed_kind(packed), "{packed}");
        }
        for other in ["a.dll", "png", "x.png.txt", "", "b.xml", "noext"] {
            assert!(!is_packed_kind(other), "{other}");
        }
    }
}
