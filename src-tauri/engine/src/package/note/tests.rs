//! Notes of real comparisons, in the words of the catalog.

use super::super::compare::{Comparison, compare};
use super::{html, markdown};
use crate::package::sample::SamplePackage;
use crate::words::Catalog;
use std::collections::BTreeSet;
use std::path::Path;

fn catalog() -> Catalog {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/copy/note/en.json");
    let text = std::fs::read_to_string(path).expect("the catalog of the note");
    Catalog::of(&[&text]).expect("a flat catalog")
}

fn compared(old: &SamplePackage, new: &SamplePackage) -> Comparison {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (a, b) = (folder.path().join("old.zip"), folder.path().join("new.zip"));
    old.write(&a).expect("it can be written");
    new.write(&b).expect("it can be written");
    compare(&a, &b, &|| false).expect("two packages")
}

/// Something of everything.
fn full() -> Comparison {
    let role = "<cms.role><RoleDisplayName>Press team</RoleDisplayName><RoleName>press</RoleName></cms.role>";
    let old = SamplePackage::new().storage_assets("Create", 2).file(
        "$CDRepository/@global/cms.role/gone.xml",
        "<cms.role><RoleName>gone</RoleName></cms.role>",
    );
    let new = SamplePackage::new()
        .seed(2)
        .version("31.7.0")
        .framework("net11.0")
        .zero_downtime(true)
        .build_number("1.1.0-202608010800+0123456789")
        .storage_assets("CreateUpdate", 3)
        .migrations(&["20260801_01_Fill"], &["20260801_02_Tidy"])
        .file("$CDRepository/@global/cms.role/press.xml", role)
        .file(
            "appsettings.json",
            r#"{"Logging":{"Level":"Debug"},"Mail":{"ApiKey":"SG.1234567890abcdef"}}"#,
        );
    compared(&old, &new)
}

#[test]
fn a_note_tells_every_kind_of_change_and_no_secret() {
    let (comparison, words) = (full(), catalog());
    for note in [markdown(&comparison, &words), html(&comparison, &words)] {
        for told in [
            "Release note: 1.1.0-202608010800",
            "Press team",
            "31.7.0",
            "net11.0",
            "20260801",
            "Storage assets",
            "Libraries",
            "it stays where it was deployed",
        ] {
            assert!(note.contains(told), "{told} is missing in {note}");
        }
        assert!(!note.contains("SG.12345"), "{note}");
        assert!(!note.contains("note."), "a key without words in {note}");
        assert!(
            !note.contains("0123456789"),
            "the commit means nothing to readers"
        );
    }
}

#[test]
fn every_word_of_the_note_is_used_and_none_is_missing() {
    let source = [
        include_str!("sections.rs"),
        include_str!("blocks.rs"),
        include_str!("mod.rs"),
    ]
    .concat();
    let words = catalog();
    let asked: BTreeSet<&str> = source
        .split('"')
        .filter(|part| part.starts_with("note.") && !part.contains('{'))
        .collect();
    assert!(asked.len() > 30, "{asked:?}");
    let missing: Vec<_> = asked.iter().filter(|key| !words.has(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unused: Vec<_> = words
        .keys()
        .filter(|key| !key.starts_with("note.kind.") && !asked.contains(key))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn nothing_but_code_is_said_when_it_is_true_and_only_then() {
    let words = catalog();
    let sentence = "Nothing but code changed";
    let old = SamplePackage::new();
    let code = old
        .clone()
        .build_number("1.0.1-202608010800")
        .file("DancingGoat.dll", "MZ other");
    assert!(markdown(&compared(&old, &code), &words).contains(sentence));
    let more = code.clone().file("appsettings.json", r#"{"A":"b"}"#);
    assert!(!markdown(&compared(&old, &more), &words).contains(sentence));
    let same = markdown(&compared(&old, &old), &words);
    assert!(
        same.contains("byte for byte") && !same.contains(sentence),
        "{same}"
    );
}

#[test]
fn names_out_of_a_package_stay_text_in_both_formats() {
    let name =
        "<img src=x onerror=alert(1)> **bold** [link](https://example.com) | `code` \\ &amp;";
    let xml = format!(
        "<cms.role><RoleDisplayName><![CDATA[{name}]]></RoleDisplayName><RoleName>x</RoleName></cms.role>"
    );
    let new = SamplePackage::new().file("$CDRepository/@global/cms.role/x.xml", xml);
    let comparison = compared(&SamplePackage::new(), &new);
    assert_eq!(comparison.objects[0].objects[0].name, name);
    let page = html(&comparison, &catalog());
    assert!(
        page.contains("&lt;img src=x onerror=alert(1)&gt;") && !page.contains("<img"),
        "{page}"
    );
    assert!(page.contains("&amp;amp;"));
    let text = markdown(&comparison, &catalog());
    assert!(
        text.contains("\\<img src=x onerror=alert(1)\\> \\*\\*bold\\*\\* \\[link\\]"),
        "{text}"
    );
}

#[test]
fn the_page_stands_alone() {
    let page = html(&full(), &catalog());
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    for outside in [
        "<script", "<link", "<img", "src=", "href=", "http://", "https://", "url(", "@import",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("@media print"));
}

#[test]
fn a_list_that_goes_on_and_on_ends_with_how_many_more() {
    let mut comparison = full();
    let one = comparison.objects[0].objects[0].clone();
    let group = &mut comparison.objects[0];
    group.objects = vec![one; 1_000];
    group.changes = Default::default();
    group.changes.added.0 = 1_000;
    let text = markdown(&comparison, &catalog());
    assert!(text.contains("and 800 more"), "{text}");
}
