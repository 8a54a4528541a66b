//! Number 22: the offline page must be called `app_offline.htm_`, with the underscore (facts 1.5).

use super::catalog::*;
use crate::package::content::Reading;
use crate::package::report::{Evidence, Finding};

pub(super) fn check(reading: &Reading) -> Option<Finding> {
    let entries = reading.archive.entries.iter();
    APP_OFFLINE.found_at(
        entries
            .filter(|entry| {
                let inside = reading.layout.inside(entry).unwrap_or_default();
                ["app_offline.htm", "app_offline.html"]
                    .iter()
                    .any(|name| inside.eq_ignore_ascii_case(name))
            })
            .map(Evidence::of),
    )
}
