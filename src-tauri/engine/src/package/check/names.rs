//! Number 24 and promise 30: entry names that do not unpack to what they say, or not at all.

use super::catalog::*;
use crate::package::archive::{Archive, Entry, MAX_NAME};
use crate::package::content::Layout;
use crate::package::report::{Evidence, Finding, PackageFacts};
use unicode_normalization::UnicodeNormalization;

/// UTF-16 units a name between two `/` may have on Windows.
const LONGEST_PART: usize = 255;

pub(super) fn check(archive: &Archive, layout: &Layout, facts: &PackageFacts) -> Vec<Finding> {
    let entries = || archive.entries.iter();
    let backslashes = entries()
        .filter(|entry| entry.has_backslash())
        .map(Evidence::of);
    let unsafe_names =
        entries().filter(|entry| leads_elsewhere(entry.path()) || disguises(entry.path()));
    let invalid =
        entries().filter(|entry| !leads_elsewhere(entry.path()) && !windows_takes(entry.path()));
    let long = entries().filter(|entry| entry.name_length > MAX_NAME);
    let mut findings: Vec<Finding> = [
        BACKSLASH.found_at(backslashes),
        UNSAFE_NAME.found_at(unsafe_names.map(Evidence::of)),
        INVALID_NAME.found_at(invalid.map(Evidence::of)),
        LONG_NAME
            .found_at(long.map(Evidence::of))
            .map(|finding| finding.with("limit", MAX_NAME)),
    ]
    .into_iter()
    .flatten()
    .collect();
    findings.extend(collisions(archive, layout, facts));
    findings
}

/// Absolute, on a drive, on the network, or upwards.
pub(crate) fn leads_elsewhere(path: &str) -> bool {
    let mut start = path.chars();
    let drive = start.next().is_some_and(|c| c.is_ascii_alphabetic()) && start.next() == Some(':');
    path.starts_with('/') || drive || path.split('/').any(|part| part == "..")
}

/// Characters that make a name read differently from what it is, such as the one that turns the
/// direction of writing.
pub(in crate::package) fn disguises(path: &str) -> bool {
    path.chars().any(|c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

pub(in crate::package) fn windows_takes(path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').all(|part| {
        let bad = |c: char| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*');
        !part.is_empty()
            && !part.chars().any(bad)
            && !part.ends_with(['.', ' '])
            && !is_device(part)
            && part.encode_utf16().count() <= LONGEST_PART
    })
}

/// Names Windows keeps for devices, whatever their extension.
fn is_device(part: &str) -> bool {
    let name = part
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    if matches!(
        name.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) {
        return true;
    }
    let number = name
        .strip_prefix("COM")
        .or_else(|| name.strip_prefix("LPT"));
    number.is_some_and(|number| {
        let mut digits = number.chars();
        let one = matches!(digits.next(), Some('1'..='9' | '¹' | '²' | '³'));
        one && digits.next().is_none()
    })
}

/// Entries that would land in the same place: twice the same, alike but for case or Unicode form,
/// or a file where a folder is.
fn collisions(archive: &Archive, layout: &Layout, facts: &PackageFacts) -> Vec<Finding> {
    let mut keyed: Vec<(String, &Entry)> = archive
        .entries
        .iter()
        .map(|entry| (key(entry.path()), entry))
        .collect();
    // Stable, so that places are told in the order of the package.
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    let directory = facts
        .storage_assets
        .as_ref()
        .map(|assets| assets.directory.as_str());
    // Storage assets are told apart by their own check, which says what becomes of them.
    let is_asset =
        |entry: &Entry| directory.is_some_and(|directory| layout.below(entry, directory).is_some());
    let mut duplicates = Vec::new();
    let mut alike = Vec::new();
    let mut inside = Vec::new();
    for same in keyed.chunk_by(|a, b| a.0 == b.0) {
        let entries = || same.iter().map(|(_, entry)| *entry);
        let (own, first) = (same[0].0.as_str(), same[0].1);
        if first.is_folder() {
            continue;
        }
        if is_folder(&keyed, own) {
            inside.push(first);
        }
        if same.len() == 1 {
            continue;
        }
        if entries().all(|entry| entry.path() == first.path()) {
            duplicates.extend(entries());
        } else {
            alike.extend(entries().filter(|entry| !is_asset(entry)));
        }
    }
    [
        DUPLICATE.found_at(duplicates.into_iter().map(Evidence::of)),
        CASE_COLLISION.found_at(alike.into_iter().map(Evidence::of)),
        FILE_AND_FOLDER.found_at(inside.into_iter().map(Evidence::of)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether anything lies below that name, among names in order.
fn is_folder(keyed: &[(String, &Entry)], name: &str) -> bool {
    let below = |key: &str| key.strip_prefix(name).and_then(|rest| rest.bytes().next());
    // What begins with the name follows it; `/` comes after a few other characters.
    let next = keyed.partition_point(|(key, _)| match below(key) {
        Some(following) => following < b'/',
        None => key.as_str() <= name,
    });
    keyed
        .get(next)
        .is_some_and(|(key, _)| below(key) == Some(b'/'))
}

/// What names have in common that a file system may not tell apart.
pub(crate) fn key(path: &str) -> String {
    if path.is_ascii() {
        path.to_ascii_lowercase()
    } else {
        path.nfc().flat_map(char::to_lowercase).nfc().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promise_30_names_that_lead_elsewhere_are_told_apart_from_odd_but_good_ones() {
        for bad in [
            "/etc/passwd",
            "//server/share/x",
            "C:/x",
            "c:x",
            "../x",
            "a/../../x",
            "a/..",
        ] {
            assert!(leads_elsewhere(bad), "{bad}");
        }
        for good in [
            "a..b/c",
            "...",
            "contentitemdata.ke..webcontent@1dabf6434c/x.xml",
            "$CDRepository/@global/a#b.jpg",
        ] {
            assert!(
                !leads_elsewhere(good) && windows_takes(good) != good.ends_with('.'),
                "{good}"
            );
        }
    }

    #[test]
    fn promise_30_names_windows_does_not_take_are_told() {
        for bad in [
            "a\0b",
            "a\nb",
            "CON",
            "wwwroot/aux.txt",
            "com1.tar.gz",
            "LPT³",
            "a./b",
            "b ",
            "a:b",
            "what?.md",
            "NUL .txt",
            "",
            "a//b",
            "a//",
        ] {
            assert!(!windows_takes(bad), "{bad:?}");
        }
        assert!(!windows_takes(&"x".repeat(256)));
        for good in [
            "console.js",
            "com10",
            "comics/a",
            "articles content/hero-bg.jpg",
            "$cmsfolder$",
            ".well-known/x",
            "a/",
        ] {
            assert!(windows_takes(good), "{good}");
        }
    }

    #[test]
    fn names_are_alike_in_case_and_unicode_form() {
        assert_eq!(key("Přehled/A.txt"), key("př\u{65}hled/a.TXT"));
        assert_eq!(key("caf\u{e9}"), key("CAFE\u{301}"));
        assert_ne!(key("a"), key("ä"));
        assert_eq!(key("A/B"), key("a/b"));
    }
}
