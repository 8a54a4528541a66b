//! The checks of the readiness check: id, usual weight, who can mend it, values of the text.
//! The interface words them as it does the checks of packages.

use crate::package::check::Check;
use crate::package::report::{Severity, Whom};
use Severity::{Blocker, Note, Warning};
use Whom::Developer;

macro_rules! checks {
    ($($(#[$about:meta])* $name:ident = $id:literal $severity:ident $ask:ident [$($param:ident),*];)*) => {
        $($(#[$about])* pub(super) const $name: Check = Check {
            id: $id,
            severity: $severity,
            ask: $ask,
            params: &[$(stringify!($param)),*],
        };)*

        /// All checks, family by family.
        pub const READINESS_CHECKS: &[Check] = &[$($name),*];
    };
}

checks! {
    // Package references.
    REFERENCE_MISSING = "project-reference-missing" Blocker Developer [package];
    /// The SaaS environment does not run without the administration (facts 2.6).
    REFERENCE_ADMIN_MISSING = "project-administration-missing" Blocker Developer [];
    REFERENCES_MIXED = "project-versions-mixed" Warning Developer [];
    REFERENCE_TOO_OLD = "project-version-too-old" Warning Developer [version, minimum];
    REFERENCE_VERSION_OPEN = "project-version-open" Note Developer [];

    // Calls at the start of the application.
    XPERIENCE_NOT_STARTED = "project-xperience-not-started" Blocker Developer [call];
    CLOUD_MIDDLEWARE_MISSING = "project-cloud-middleware-missing" Blocker Developer [];
    CLOUD_SERVICES_MISSING = "project-cloud-services-missing" Blocker Developer [];
    CLOUD_CALL_MISSING = "project-cloud-call-missing" Warning Developer [call];
    CLOUD_MIDDLEWARE_LATE = "project-cloud-middleware-late" Warning Developer [];
    CLOUD_SERVICES_ALWAYS = "project-cloud-services-always" Warning Developer [];
    CLOUD_SERVICES_NOT_EVERYWHERE = "project-cloud-services-not-everywhere" Warning Developer [environments];

    // Where files are kept.
    STORAGE_NOT_MAPPED = "project-storage-not-mapped" Warning Developer [];
    STORAGE_MAPPED_TWICE = "project-storage-mapped-twice" Warning Developer [];
    STORAGE_OLD_MODULE = "project-storage-old-module" Note Developer [];
    STORAGE_PRIVATE_CLOUD = "project-storage-private-cloud" Warning Developer [];

    // Offline page.
    OFFLINE_PAGE_ABSENT = "project-offline-page-absent" Note Developer [];
    OFFLINE_PAGE_NAME = "project-offline-page-name" Warning Developer [];
    OFFLINE_PAGE_STAYS = "project-offline-page-not-published" Warning Developer [];

    // Continuous Deployment.
    CD_CONFIG_MISSING = "project-cd-config-missing" Blocker Developer [];
    CD_CONFIG_UNREADABLE = "project-cd-config-unreadable" Blocker Developer [];
    CD_RESTORE_MODE_MISSING = "project-cd-restore-mode-missing" Blocker Developer [];
    CD_STORED_FROM_OTHER = "project-cd-repository-other-version" Blocker Developer [code_version, repository_version];

    // Zero downtime.
    READ_ONLY_UNSUPPORTED = "project-read-only-unsupported" Warning Developer [];
    ZERO_DOWNTIME_EARLY = "project-zero-downtime-too-early" Warning Developer [version, minimum];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::CHECKS;

    #[test]
    fn no_id_is_used_twice_not_even_by_the_checks_of_packages() {
        let mut ids: Vec<&str> = READINESS_CHECKS
            .iter()
            .chain(CHECKS)
            .map(|check| check.id)
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
