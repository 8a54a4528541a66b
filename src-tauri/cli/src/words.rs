//! The interface's own catalog, so that window and command line say the same.

use slipway_engine::fault::Fault;
use std::collections::BTreeMap;
use std::sync::LazyLock;

const CATALOGS: [&str; 4] = [
    include_str!("../../../ui/src/copy/messages/en.json"),
    include_str!("../../../ui/src/copy/messages/checks.en.json"),
    include_str!("../../../ui/src/copy/messages/faults-portal.en.json"),
    include_str!("../../../ui/src/copy/messages/ship.en.json"),
];

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    CATALOGS
        .iter()
        .flat_map(|text| {
            serde_json::from_str::<BTreeMap<String, serde_json::Value>>(text).unwrap_or_default()
        })
        .filter_map(|(key, value)| Some((key, value.as_str()?.to_owned())))
        .collect()
});

/// A text with its values filled in; none if the catalog has no such key.
pub fn say(key: &str, params: &BTreeMap<String, String>) -> Option<String> {
    let text = WORDS.get(key)?;
    Some(params.iter().fold(text.clone(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    }))
}

/// Says what happened, what it means and what to do, on standard error.
pub fn explain(fault: &Fault) {
    let part = |name: &str| say(&format!("fault.{}.{name}", fault.code), &fault.params);
    eprintln!("{}", part("title").unwrap_or_else(|| fault.code.clone()));
    for text in [part("means"), part("todo")].into_iter().flatten() {
        eprintln!("  {text}");
    }
    if let Some(detail) = &fault.detail {
        eprintln!("  [{}] {detail}", fault.code);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_catalog_is_a_flat_object_of_texts() {
        for text in CATALOGS {
            let catalog: BTreeMap<String, String> =
                serde_json::from_str(text).expect("flat JSON of strings");
            assert!(!catalog.is_empty());
        }
    }

    #[test]
    fn values_are_filled_in() {
        let params = BTreeMap::from([("environment".to_owned(), "PROD".to_owned())]);
        let said = say("fault.role-not-enough-here.title", &params);
        assert!(said.is_some_and(|text| !text.contains('{')));
    }
}
