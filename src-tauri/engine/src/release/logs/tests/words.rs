//! Codes and words are one: none without the other.

use super::super::findings::{
    DEPLOYMENT_STOPPED, EXCEPTION, FILE_NOT_READ, OTHER_ERRORS, SHOWN_AS_TEXT,
};
use super::super::known::KNOWN;
use crate::words::{Catalog, Params};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn catalog(name: &str) -> Catalog {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/copy/messages");
    let text = std::fs::read_to_string(folder.join(name)).expect("the words");
    Catalog::of(&[&text]).expect("a flat catalog")
}

#[test]
fn every_finding_has_words_that_ask_for_nothing_it_does_not_carry() {
    let words = catalog("release-logs.en.json");
    let mut codes: BTreeMap<&str, BTreeSet<&str>> = KNOWN
        .iter()
        .map(|known| (known.code, known.params()))
        .collect();
    assert_eq!(codes.len(), KNOWN.len(), "a code is there twice");
    codes.insert(EXCEPTION, BTreeSet::from(["type", "message"]));
    for code in [
        OTHER_ERRORS,
        DEPLOYMENT_STOPPED,
        FILE_NOT_READ,
        SHOWN_AS_TEXT,
    ] {
        codes.insert(code, BTreeSet::new());
    }
    let mut asked = BTreeSet::new();
    for (code, params) in &codes {
        let given: Params = params
            .iter()
            .chain(&["times"])
            .map(|name| ((*name).to_owned(), "1".to_owned()))
            .collect();
        for part in ["title", "means", "todo"] {
            let key = format!("release.log.{code}.{part}");
            let said = words
                .say(&key, &given)
                .unwrap_or_else(|| panic!("no words for {key}"));
            assert!(!said.contains(['{', '}']), "{key}: {said}");
            asked.insert(key);
        }
    }
    let unused: Vec<&str> = words.keys().filter(|key| !asked.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn every_fault_of_reading_logs_has_words() {
    let words = catalog("faults-papers.en.json");
    let source = [include_str!("../contents.rs"), include_str!("../read.rs")].concat();
    let made: BTreeSet<&str> = source
        .split('"')
        .filter(|part| part.starts_with("logs-") && !part.contains(' '))
        .collect();
    assert_eq!(made.len(), 8, "{made:?}");
    for code in made {
        for part in ["title", "means", "todo"] {
            assert!(words.has(&format!("fault.{code}.{part}")), "{code} {part}");
        }
    }
}
