//! What only a build finds out. Everything else has the checks of the finished package.

use crate::package::check::Check;
use crate::package::check::catalog::checks;
use crate::package::report::{Severity, Whom};
use Severity::{Blocker, Note};
use Whom::{Developer, You};

checks! {
    // What was named.
    FOLDERS_OVERLAP = "build-folders-overlap" Blocker You [];
    OUTPUT_INSIDE = "build-output-inside" Blocker You [folder];
    LEFTOVERS = "build-leftovers" Blocker Developer [];
    ASSETS_EMPTY = "build-assets-empty" Note You [];
    PREVIOUS_NOT_OURS = "build-previous-not-reusable" Note You [];

    // What lies there.
    BUILD_NUMBER_UNKNOWN = "build-number-unknown" Blocker Developer [assembly];
    SPECIAL_FILE = "build-special-file" Blocker Developer [];
}
