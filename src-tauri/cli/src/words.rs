//! The interface's own catalog, so that window and command line say the same.

use slipway_engine::fault::Fault;
use slipway_engine::words::{Catalog, Params};
use std::sync::LazyLock;

const CATALOGS: [&str; 11] = [
    include_str!("../../../ui/src/copy/messages/en.json"),
    include_str!("../../../ui/src/copy/messages/checks.en.json"),
    include_str!("../../../ui/src/copy/messages/checks-restore.en.json"),
    include_str!("../../../ui/src/copy/messages/compare.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-build.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-portal.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-restore.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-blob.en.json"),
    include_str!("../../../ui/src/copy/messages/first-aid.en.json"),
    include_str!("../../../ui/src/copy/messages/moving.en.json"),
    include_str!("../../../ui/src/copy/messages/ship.en.json"),
];

/// Everything that is said.
pub static WORDS: LazyLock<Catalog> = LazyLock::new(|| Catalog::of(&CATALOGS).unwrap_or_default());

/// The words of a release note.
pub static NOTE: LazyLock<Catalog> = LazyLock::new(|| {
    Catalog::of(&[include_str!("../../../ui/src/copy/note/en.json")]).unwrap_or_default()
});

/// A text with its values filled in; none if the catalog has no such key.
pub fn say(key: &str, params: &Params) -> Option<String> {
    WORDS.say(key, params)
}

/// Says what happened, what it means and what to do, on standard error.
pub fn explain(fault: &Fault) {
    let part = |name: &str| say(&format!("fault.{}.{name}", fault.code), &fault.params);
    err!("{}", part("title").unwrap_or_else(|| fault.code.clone()));
    let texts: Vec<String> = [part("means"), part("todo")]
        .into_iter()
        .flatten()
        .collect();
    // Where several files are given, the text alone does not tell which one.
    if let Some(file) = fault.params.get("file")
        && !texts.iter().any(|text| text.contains(file.as_str()))
    {
        err!("  {file}");
    }
    for text in texts {
        err!("  {text}");
    }
    if let Some(detail) = &fault.detail {
        err!("  [{}] {detail}", fault.code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_catalog_is_a_flat_object_of_messages() {
        for text in CATALOGS {
            let catalog = Catalog::of(&[text]).expect("flat JSON of messages");
            assert!(catalog.keys().next().is_some());
        }
    }

    #[test]
    fn a_number_chooses_the_form_of_a_message() {
        for (count, said) in [("0", "None listed"), ("1", "1 listed"), ("2", "2 listed")] {
            let params = BTreeMap::from([("n".to_owned(), count.to_owned())]);
            assert_eq!(
                say("facts.migrations.count", &params).as_deref(),
                Some(said)
            );
        }
        for (count, said) in [("1", "1 byte"), ("21", "21 bytes")] {
            let params = BTreeMap::from([("n".to_owned(), count.to_owned())]);
            assert_eq!(say("size.bytes", &params).as_deref(), Some(said));
        }
    }

    #[test]
    fn values_are_filled_in() {
        let params = BTreeMap::from([("environment".to_owned(), "PROD".to_owned())]);
        let said = say("fault.role-not-enough-here.title", &params);
        assert!(said.is_some_and(|text| !text.contains('{')));
    }
}
