//! Every check there is: its stable id, how much it weighs, who can mend it, and the values its
//! text may mention. The words themselves live in the interface's catalog.

use crate::package::report::{Severity, Whom};
use Severity::{Blocker, Note, Warning};
use Whom::{Developer, You};

/// One kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// Stable, kebab-case: `check.<id>.what`, `.why` and `.fix` word it.
    pub id: &'static str,
    /// Usual weight; the target may change it.
    pub severity: Severity,
    pub ask: Whom,
    /// Names of the values every finding of this check carries.
    pub params: &'static [&'static str],
}

macro_rules! checks {
    ($($(#[$about:meta])* $name:ident = $id:literal $severity:ident $ask:ident [$($param:ident),*];)*) => {
        $($(#[$about])* pub(crate) const $name: Check = Check {
            id: $id,
            severity: $severity,
            ask: $ask,
            params: &[$(stringify!($param)),*],
        };)*

        /// All checks, family by family.
        pub const CHECKS: &[Check] = &[$($name),*];
    };
}

pub(crate) use checks;

checks! {
    // The file as such.
    NOT_A_PACKAGE = "not-a-package" Blocker You [];
    EMPTY_FILE = "not-a-package-empty" Blocker You [];
    CUT_SHORT = "not-a-package-cut-short" Blocker You [];
    PART_OF_SEVERAL = "not-a-package-split" Blocker You [];
    WEB_PAGE = "not-a-package-web-page" Blocker You [];
    OTHER_FORMAT = "not-a-package-other-format" Blocker You [format];
    NO_FILES_INSIDE = "package-without-files" Blocker Developer [];
    /// The list of entries is garbled or incomplete.
    ARCHIVE_DAMAGED = "archive-damaged" Blocker You [];
    BYTES_BEFORE = "bytes-before-package" Blocker Developer [];

    // Number 1 of facts 4: size.
    TOO_LARGE = "package-too-large" Blocker Developer [size_gb, limit_gb];
    NEAR_LIMIT = "package-near-limit" Warning Developer [size_gb, limit_gb];

    // Number 2: root and metadata.
    WRAPPED = "wrapped-in-a-folder" Blocker Developer [folder];
    INSIDE_A_ZIP = "package-inside-a-zip" Blocker You [inner];
    DATABASE_EXPORT = "database-export-chosen" Blocker You [];
    SOURCE_CODE = "source-code-chosen" Blocker You [];
    METADATA_MISSING = "metadata-missing" Blocker Developer [];
    METADATA_NOT_JSON = "metadata-not-json" Blocker Developer [];
    METADATA_KEY_MISSING = "metadata-key-missing" Blocker Developer [keys];
    METADATA_KEY_WRONG = "metadata-key-wrong-type" Blocker Developer [keys];
    NAME_CASE = "required-name-case" Warning Developer [];

    // Number 3: the application.
    ASSEMBLY_MISSING = "assembly-missing" Blocker Developer [assembly];
    COMPANION_MISSING = "assembly-companion-missing" Blocker Developer [assembly, files];
    COMPANION_GARBLED = "assembly-file-unreadable" Blocker Developer [];

    // Number 4: the CD repository.
    REPOSITORY_MISSING = "repository-missing" Blocker Developer [];
    REPOSITORY_EMPTY = "repository-empty" Blocker Developer [];
    REPOSITORY_WITHOUT_OBJECTS = "repository-without-objects" Note Developer [];
    OBJECT_UNREADABLE = "object-unreadable" Blocker Developer [];

    // Numbers 5 and 12: its configuration.
    CONFIG_MISSING = "repository-config-missing" Blocker Developer [];
    CONFIG_UNREADABLE = "repository-config-unreadable" Blocker Developer [];
    RESTORE_MODE_MISSING = "restore-mode-missing" Blocker Developer [];
    RESTORE_MODE_UNKNOWN = "restore-mode-unknown" Blocker Developer [mode];
    CONFIG_VERSION_CASE = "config-version-lower-case" Warning Developer [];
    CONFIG_VERSION_UNKNOWN = "config-version-unknown" Warning Developer [version];
    INCLUDE_ALL = "include-all" Note Developer [];

    // Number 6: what the restore deletes.
    RESTORE_FULL = "restore-mode-full" Warning You [];

    // Numbers 11, 13, 14 and 15: what the configuration takes in, and what it only seems to.
    INCLUDES_NOTHING = "config-includes-nothing" Warning Developer [count];
    INCLUDES_EVERYTHING = "config-includes-everything" Note Developer [];
    CONTENT_TYPE_FILTERED = "content-type-filtered-out" Warning Developer [types];
    INCLUDED_WITHOUT_FILE = "included-without-file" Warning Developer [names];
    FILTER_NOT_ALLOWED = "filter-not-allowed" Blocker Developer [types];
    TYPE_NOT_SUPPORTED = "object-type-not-supported" Blocker Developer [types];

    // Numbers 7, 8 and 17: Xperience versions and libraries.
    DOWNGRADE = "version-downgrade" Blocker Developer [version, target_version];
    VERSION_MISMATCH = "version-mismatch" Blocker Developer [code_version, repository_version];
    PLATFORM_MIXED = "platform-versions-mixed" Warning Developer [];
    XPERIENCE_MISSING = "xperience-missing" Blocker Developer [];
    CLOUD_MISSING = "cloud-package-missing" Blocker Developer [];
    ADMINISTRATION_MISSING = "administration-missing" Blocker Developer [];
    VERSION_TOO_OLD = "version-too-old" Warning Developer [version, minimum];

    // Numbers 9 and 10: storage assets.
    ASSETS_ABSENT = "assets-directory-missing" Warning Developer [directory];
    ASSETS_NOT_NAMED = "assets-not-named" Warning Developer [directory];
    ASSETS_MODE_MISSING = "assets-mode-missing" Warning Developer [];
    ASSETS_MODE_UNKNOWN = "assets-mode-unknown" Blocker Developer [mode];
    ASSETS_MODE_DIFFERS = "assets-mode-differs" Warning Developer [assets_mode, restore_mode];
    ASSET_NAME_INVALID = "asset-name-invalid" Blocker Developer [];
    ASSET_NAME_UPPERCASE = "asset-name-uppercase" Warning Developer [];
    ASSET_NAME_COLLISION = "asset-name-collision" Blocker Developer [];

    // Number 16: migrations.
    MIGRATION_WITHOUT_FILE = "migration-without-file" Blocker Developer [];
    MIGRATION_WITH_EXTENSION = "migration-name-with-extension" Blocker Developer [];
    MIGRATION_NOT_LISTED = "migration-not-listed" Warning Developer [];
    MIGRATION_LISTED_TWICE = "migration-listed-twice" Warning Developer [];
    MIGRATION_REMOVES = "migration-removes-data" Note Developer [statements];
    MIGRATION_CHANGES_ALL = "migration-changes-all-rows" Note Developer [statements];
    MIGRATION_NOT_REPEATABLE = "migration-not-repeatable" Note Developer [statements];
    SQL_NOT_SEARCHED = "sql-not-searched" Warning Developer [];

    // Number 18: zero downtime.
    ZERO_DOWNTIME_LOST = "zero-downtime-lost" Warning Developer [];
    ZERO_DOWNTIME_NOT_YET = "zero-downtime-not-yet" Note You [];
    ZERO_DOWNTIME_TOO_EARLY = "zero-downtime-too-early" Warning Developer [version, minimum];

    // Number 19: downtime, where the package that is in the target now is known.
    DOWNTIME_OFFLINE = "downtime-offline" Note You [least, most];
    DOWNTIME_READ_ONLY = "downtime-read-only" Note You [];
    DOWNTIME_NONE = "downtime-none" Note You [];

    // Number 20: framework.
    FRAMEWORK_UNUSUAL = "framework-unusual" Warning Developer [framework];
    NOT_WEB = "not-a-web-application" Blocker Developer [];
    SELF_CONTAINED = "self-contained" Warning Developer [];
    PLATFORM_SPECIFIC = "platform-specific" Note Developer [platform];

    // Number 21: what should not travel.
    DEVELOPMENT_SETTINGS = "development-settings" Note Developer [];
    CONNECTION_STRING = "connection-string" Warning Developer [];
    SECRET_SETTING = "secret-setting" Warning Developer [];
    SETTINGS_NOT_SEARCHED = "settings-not-searched" Warning Developer [];
    PASSWORD_HASHES = "password-hashes" Warning Developer [];
    PERSONAL_DATA = "personal-data" Note Developer [count];
    KEY_FILE = "key-file" Warning Developer [];
    DATABASE_FILE = "database-file" Warning Developer [];

    // Number 22: offline page.
    APP_OFFLINE = "app-offline-name" Blocker Developer [];

    // Number 23: the build.
    SAME_PACKAGE = "same-package" Note You [];
    SAME_BUILD = "same-build" Warning Developer [build];
    STALE_BUILD = "stale-build" Warning You [days];

    // Number 24 and promise 30: entry names.
    BACKSLASH = "entry-backslash" Note Developer [];
    UNSAFE_NAME = "entry-unsafe" Blocker Developer [];
    INVALID_NAME = "entry-name-invalid" Blocker Developer [];
    LONG_NAME = "entry-name-too-long" Warning Developer [limit];
    DUPLICATE = "entry-duplicate" Blocker Developer [];
    CASE_COLLISION = "entry-case-collision" Blocker Developer [];
    FILE_AND_FOLDER = "entry-file-and-folder" Blocker Developer [];

    // Promises 30 and 31: the archive.
    SYMLINK = "entry-symlink" Blocker Developer [];
    ENCRYPTED = "entry-encrypted" Blocker Developer [];
    COMPRESSION = "entry-compression" Blocker Developer [];
    OVERLAP = "entries-overlap" Blocker Developer [];
    HEADERS_DISAGREE = "headers-disagree" Blocker Developer [];
    DAMAGED = "entry-damaged" Blocker You [];
    OTHER_SIZE = "entry-size-differs" Blocker Developer [];
    TOO_MANY_ENTRIES = "too-many-entries" Blocker Developer [limit];
    UNPACKS_TOO_LARGE = "unpacks-too-large" Blocker Developer [size_gb, limit_gb];
    ENTRY_TOO_LARGE = "entry-too-large" Blocker Developer [limit_gb];
    ENTRY_RATIO = "entry-ratio" Blocker Developer [ratio];
    ARCHIVE_INSIDE = "archive-inside" Note Developer [];
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_id_is_kebab_case_and_there_once() {
        let ids: BTreeSet<_> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
        for id in ids {
            assert!(
                id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{id}"
            );
        }
    }
}
