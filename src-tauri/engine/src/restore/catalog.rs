//! The checks of a custom restore: id, usual weight, who can mend it, values of the text. The
//! interface words them as it does the checks of packages.

use crate::package::{Check, Severity, Whom, checks};
use Severity::{Blocker, Note, Warning};
use Whom::{Developer, You};

checks! {
    // The database file as such.
    DATABASE_EMPTY = "database-file-empty" Blocker You [];
    DATABASE_CUT_SHORT = "database-cut-short" Blocker You [];
    DATABASE_SPLIT = "database-split" Blocker You [];
    DATABASE_WEB_PAGE = "database-web-page" Blocker You [];
    DATABASE_BACKUP = "database-is-a-backup" Blocker You [];
    DATABASE_OTHER_FORMAT = "database-other-format" Blocker You [format];
    NOT_A_BACPAC = "database-not-a-bacpac" Blocker You [];
    DATABASE_IN_ZIP = "database-inside-a-zip" Blocker You [inner];
    DATABASE_IS_PACKAGE = "database-is-a-package" Blocker You [];
    /// The file keeps its own name here; in the container it is `db.bacpac` (facts 3.7).
    DATABASE_NAME = "database-file-name" Note You [];

    // The archive.
    DATABASE_DAMAGED = "database-list-damaged" Blocker You [];
    DATABASE_BYTES_BEFORE = "database-bytes-before" Blocker You [];
    DATABASE_TOO_MANY = "database-too-many-entries" Blocker You [];
    DATABASE_ENCRYPTED = "database-encrypted" Blocker You [];
    DATABASE_COMPRESSION = "database-compression" Blocker You [];
    DATABASE_OVERLAP = "database-entries-overlap" Blocker You [];
    DATABASE_HEADERS = "database-headers-disagree" Blocker You [];
    DATABASE_PROPORTION = "database-out-of-proportion" Blocker You [ratio];
    DATABASE_ENTRY_DAMAGED = "database-entry-damaged" Blocker You [];
    DATABASE_ENTRY_SIZE = "database-entry-other-size" Blocker You [];

    // What a bacpac is made of.
    DACPAC = "database-is-a-dacpac" Blocker You [];
    WITHOUT_DATA = "database-without-data" Blocker You [];
    ORIGIN_UNREADABLE = "database-origin-unreadable" Blocker You [];
    MODEL_CHANGED = "database-model-changed" Blocker You [];
    MODEL_NOT_VOUCHED = "database-model-without-checksum" Warning You [];
    MODEL_UNREADABLE = "database-model-unreadable" Blocker You [];
    DATA_WITHOUT_TABLE = "database-data-without-table" Warning Developer [];
    ROWS_DIFFER = "database-rows-differ" Warning You [counted, told];
    ROWS_NOT_COUNTED = "database-rows-not-counted" Note Developer [];

    // Number 25: an Xperience database of the right version.
    NOT_XPERIENCE = "database-not-xperience" Blocker You [];
    OLDER_PRODUCT = "database-older-product" Blocker Developer [];
    VERSION_NOT_READ = "database-version-not-read" Warning Developer [];
    VERSION_DIFFERS = "database-version-differs" Blocker Developer [version, target_version];
    TARGET_VERSION_UNKNOWN = "database-target-version-unknown" Warning You [version];

    // Number 26: the tree of files.
    STORAGE_UNCLEAR = "storage-containers-unclear" Blocker You [];
    STORAGE_UNSURE = "storage-containers-unsure" Warning You [];
    STORAGE_PROPOSED = "storage-container-proposed" Warning You [container];
    STORAGE_CONTAINER_NAME = "storage-container-name" Blocker You [];
    STORAGE_LOOSE = "storage-files-beside-containers" Blocker You [];
    STORAGE_COLLISION = "storage-names-collide" Blocker You [];
    STORAGE_TOO_LONG = "storage-name-too-long" Blocker You [limit, part_limit];
    /// A warning once it was decided to send such names all the same.
    STORAGE_ODD_NAME = "storage-name-odd" Blocker You [];
    STORAGE_NOT_UNICODE = "storage-name-not-unicode" Blocker You [];
    STORAGE_UNREADABLE = "storage-file-unreadable" Blocker You [];
    STORAGE_ZIP_ENCRYPTED = "storage-zip-encrypted" Blocker You [];
    STORAGE_ZIP_COMPRESSION = "storage-zip-compression" Blocker You [];
    STORAGE_ZIP_CONTRADICTS = "storage-zip-contradicts-itself" Blocker You [];
    STORAGE_ZIP_SWELLS = "storage-zip-out-of-proportion" Blocker You [ratio];
    STORAGE_ZIP_NAME = "storage-zip-name-leads-elsewhere" Blocker You [];
    STORAGE_LINK = "storage-link" Warning You [];
    STORAGE_SPECIAL = "storage-special-file" Warning You [];
    STORAGE_LOWERED = "storage-names-lowered" Note You [count];
    STORAGE_EMPTY_FOLDERS = "storage-empty-folders" Note You [];
    STORAGE_SYSTEM_FILES = "storage-system-files" Note You [];
    STORAGE_OVER_LIMIT = "storage-over-limit" Blocker You [size_gb, limit_gb];
    STORAGE_NEAR_LIMIT = "storage-near-limit" Warning You [size_gb, limit_gb];

    // Number 27: an empty container wipes what the environment has.
    STORAGE_EMPTY = "storage-empty" Blocker You [];
    /// A blocker once the other part is known to be missing.
    ONE_PART_ONLY = "restore-one-part-only" Warning You [missing];

    // Number 28: the clocks of the session.
    SESSION_OVER = "restore-session-over" Blocker You [];
    UPLOAD_TIME_OVER = "restore-upload-time-over" Blocker You [days];
    UPLOAD_TIME_ENDING = "restore-upload-time-ending" Warning You [hours];

    // Number 28: the links. `part` is `database` or `storage`.
    LINK_EXPIRED = "restore-link-expired" Blocker You [part];
    LINK_NOT_YET_VALID = "restore-link-not-yet-valid" Blocker You [part];
    LINK_ENDS_SOON = "restore-link-ends-soon" Warning You [part, hours];
    /// A warning where only reading or listing is missing.
    LINK_LACKS_RIGHT = "restore-link-lacks-right" Blocker You [part, right];
    LINK_NOT_OF_CONTAINER = "restore-link-not-of-container" Blocker You [part];
    LINK_NEEDS_HTTPS = "restore-link-needs-https" Blocker You [part];
    LINKS_SAME = "restore-links-same" Blocker You [];
    LINKS_SWAPPED = "restore-links-swapped" Blocker You [];
    LINK_CLOCK_OFF = "restore-clock-off" Warning You [part, minutes];
    LINK_RIGHTS_UNKNOWN = "restore-link-rights-unknown" Note You [part];
    LINK_ADDRESSES = "restore-link-addresses" Note You [part, addresses];

    // Number 29: the way back. Blockers before production.
    RESTORE_POINT_MISSING = "restore-point-missing" Warning You [];
    RESTORE_POINT_OLD = "restore-point-old" Warning You [hours];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::CHECKS as PACKAGE_CHECKS;
    use crate::package::build::BUILD_CHECKS;
    use crate::package::project_folder::READINESS_CHECKS;
    use std::collections::BTreeSet;

    #[test]
    fn no_id_is_used_twice_not_even_by_the_checks_of_packages() {
        let all = [CHECKS, PACKAGE_CHECKS, BUILD_CHECKS, READINESS_CHECKS].concat();
        let ids: BTreeSet<&str> = all.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), all.len());
    }
}
