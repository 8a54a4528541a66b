//! Words the window writes into files; what it shows, the interface says itself.

use slipway_engine::words::Catalog;
use std::sync::LazyLock;

/// The words of a release note.
pub static NOTE: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[include_str!("../../ui/src/copy/note/en.json")]).unwrap_or_default()
});

#[cfg(test)]
mod tests {
    use super::NOTE;

    #[test]
    fn the_words_of_a_release_note_are_there() {
        assert!(NOTE.keys().next().is_some());
    }
}
