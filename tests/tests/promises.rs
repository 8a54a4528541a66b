//! `docs/reliability.md` says what holds each promise; here the page is held to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[test]
fn every_promise_is_on_the_page_once() {
    let numbers: Vec<u32> = rows().into_keys().collect();
    assert_eq!(numbers, (1..=45).collect::<Vec<_>>());
}

#[test]
fn every_place_the_page_names_is_there_and_names_its_promise() {
    for (number, places) in rows() {
        assert!(!places.is_empty(), "nothing holds promise {number}");
        for place in places {
            let path = root().join(&place);
            let texts = texts_at(&path);
            assert!(!texts.is_empty(), "{place} is not there");
            let named = texts.iter().any(|text| names(text, number));
            assert!(named, "{place} does not name promise {number}");
        }
    }
}

/// Numbers of the table's rows, and the paths in their last column.
fn rows() -> BTreeMap<u32, Vec<String>> {
    let page = std::fs::read_to_string(root().join("docs/reliability.md")).expect("the page");
    let mut rows = BTreeMap::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, number, _, held_by, ..] = cells[..] else {
            continue;
        };
        if let Ok(number) = number.parse() {
            let quoted = held_by.split('`').skip(1).step_by(2);
            // A command to run is quoted too; a path has no spaces here.
            let places = quoted.filter(|quoted| !quoted.contains(' '));
            let before = rows.insert(number, places.map(str::to_owned).collect());
            assert_eq!(before, None, "promise {number} is there twice");
        }
    }
    rows
}

/// `promise_12_…`, `promise 12`, or one of several: `promises_3_6_and_9_…`.
fn names(text: &str, number: u32) -> bool {
    let text = text.to_ascii_lowercase();
    let word = number.to_string();
    text.match_indices("promise").any(|(at, _)| {
        let after = text[at..].trim_start_matches(|c: char| c.is_alphabetic());
        let said = after.split(|c: char| !c.is_ascii_alphanumeric());
        let said = said.filter(|part| !part.is_empty());
        said.take_while(|part| *part == "and" || part.chars().all(|c| c.is_ascii_digit()))
            .any(|part| part == word)
    })
}

/// A file, or every file of a folder.
fn texts_at(path: &Path) -> Vec<String> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).expect("it can be listed");
        return entries
            .flat_map(|entry| texts_at(&entry.expect("an entry").path()))
            .collect();
    }
    let with_ending =
        ["", ".rs"].map(|ending| PathBuf::from(format!("{}{ending}", path.display())));
    let text = with_ending
        .iter()
        .find_map(|path| std::fs::read_to_string(path).ok());
    text.into_iter().collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
