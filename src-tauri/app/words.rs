//! Words the window writes into files or says without an interface; what it shows, the interface says
//! itself.

use slipway_engine::words::Catalog;
use std::sync::LazyLock;

/// What is said by the system's own boxes, where there is no window.
pub static SYSTEM: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[include_str!("../../ui/src/copy/system/en.json")]).unwrap_or_default()
});

/// The words of a release note.
pub static NOTE: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[include_str!("../../ui/src/copy/note/en.json")]).unwrap_or_default()
});

/// The words of a transfer's report, and of what kept files from arriving.
pub static REPORT: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[
        include_str!("../../ui/src/copy/report/en.json"),
        include_str!("../../ui/src/copy/messages/faults-blob.en.json"),
        include_str!("../../ui/src/copy/messages/faults-restore.en.json"),
    ])
    .unwrap_or_default()
});

/// The words of a readiness review and of the report of a release.
pub static RELEASE: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[
        include_str!("../../ui/src/copy/report/release.en.json"),
        include_str!("../../ui/src/copy/messages/release.en.json"),
        include_str!("../../ui/src/copy/messages/release-logs.en.json"),
        include_str!("../../ui/src/copy/messages/release-watch.en.json"),
    ])
    .unwrap_or_default()
});

/// The words of what first aid found.
pub static FIRST_AID: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[include_str!("../../ui/src/copy/messages/first-aid.en.json")]).unwrap_or_default()
});

#[cfg(test)]
mod tests {
    use super::{FIRST_AID, NOTE, RELEASE, REPORT, SYSTEM};

    #[test]
    fn the_words_for_a_computer_that_shows_no_window_are_there() {
        for key in ["web-view.missing.title", "web-view.missing.text"] {
            assert!(SYSTEM.has(key), "{key}");
        }
    }

    #[test]
    fn the_words_of_a_release_note_are_there() {
        assert!(NOTE.keys().next().is_some());
    }

    #[test]
    fn the_words_of_first_aid_are_there() {
        assert!(FIRST_AID.has("first-aid.keychain-works.what"));
    }

    #[test]
    fn the_words_of_a_report_and_of_its_faults_are_there() {
        for key in [
            "report.title",
            "fault.source-gone.title",
            "fault.restore-files-changed.title",
        ] {
            assert!(REPORT.has(key), "{key}");
        }
    }

    #[test]
    fn the_words_of_a_review_and_of_a_release_report_are_there() {
        for key in [
            "release.item.code-freeze.title",
            "release.because.no-package",
        ] {
            assert!(RELEASE.has(key), "{key}");
        }
        assert!(RELEASE.keys().any(|key| key.starts_with("release.log.")));
    }
}
