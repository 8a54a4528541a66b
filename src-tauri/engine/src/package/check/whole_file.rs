//! The file as such: whether it is a zip at all, and a sound one.

use super::catalog::*;
use crate::package::archive::{Archive, NotZip};
use crate::package::report::Finding;

/// What a file is that cannot be opened as a zip.
pub(crate) fn not_a_zip(looks: NotZip) -> Finding {
    match looks {
        NotZip::Empty => EMPTY_FILE.found(),
        NotZip::CutShort => CUT_SHORT.found(),
        NotZip::Split => PART_OF_SEVERAL.found(),
        NotZip::WebPage => WEB_PAGE.found(),
        NotZip::Other(format) => OTHER_FORMAT.found().with("format", format),
        NotZip::Unknown => NOT_A_PACKAGE.found(),
    }
}

pub(super) fn check(archive: &Archive) -> Vec<Finding> {
    let damaged = archive.damaged.then(|| ARCHIVE_DAMAGED.found());
    let before = (archive.foreign > 0).then(|| BYTES_BEFORE.found());
    let no_files = !archive.damaged && archive.entries.iter().all(|entry| entry.is_folder());
    damaged
        .into_iter()
        .chain(before)
        .chain(no_files.then(|| NO_FILES_INSIDE.found()))
        .collect()
}
