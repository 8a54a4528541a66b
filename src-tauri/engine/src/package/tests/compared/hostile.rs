//! Packages made to harm, and any two packages whatever happened to them: comparing ends, tells
//! nothing of a package against itself, and the other way round the other way round.

use super::super::SamplePackage;
use super::super::mutations::{GOOD, happen, mishap};
use super::super::zipper::{deflated, package_with, stored};
use super::is_empty;
use crate::package::compare::{Change, Comparison, DiffKind, compare_sources, diff_sources};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// As the inspection of hostile packages has.
const PATIENCE: Duration = Duration::from_secs(60);

/// Changes by path, the other way round where asked.
fn changes(comparison: &Comparison, mirrored: bool) -> BTreeMap<String, Change> {
    let turned = |change: Change| match (change, mirrored) {
        (Change::Added, true) => Change::Removed,
        (Change::Removed, true) => Change::Added,
        (change, _) => change,
    };
    let objects = comparison.objects.iter().flat_map(|group| {
        group
            .objects
            .iter()
            .map(|it| (format!("object {}", it.entry), it.change))
    });
    let items = comparison.content_items.iter().flat_map(|item| {
        item.entries
            .iter()
            .map(|entry| (format!("part {entry}"), Change::Changed))
    });
    let settings = comparison
        .settings
        .iter()
        .map(|it| (format!("setting {} {}", it.file, it.key), it.change));
    let migrations = comparison
        .migrations
        .iter()
        .map(|it| (format!("migration {}", it.name.to_lowercase()), it.change));
    let libraries = comparison
        .libraries
        .iter()
        .map(|it| (format!("library {}", it.name.to_lowercase()), it.change));
    let assets = comparison
        .assets
        .iter()
        .map(|it| (format!("asset {}", it.entry), it.change));
    objects
        .chain(items)
        .chain(settings)
        .chain(migrations)
        .chain(libraries)
        .chain(assets)
        .map(|(name, change)| (name, turned(change)))
        .collect()
}

#[test]
fn promise_31_objects_without_end_are_told_in_their_time() {
    let names = |word: &str| {
        let many = format!(
            "<cms.role>{}</cms.role>",
            format!("<{word}Name>x</{word}Name>").repeat(60_000)
        );
        let deep = format!("<cms.role>{}", "<a>".repeat(300_000));
        let attributes = format!(
            "<cms.role {} />",
            (0..20_000)
                .map(|at| format!("a{at}=\"{word}\" "))
                .collect::<String>()
        );
        let siblings = format!(
            "<cms.role>{}</cms.role>",
            format!("<f name=\"{word}\"/>").repeat(60_000)
        );
        [many, deep, attributes, siblings]
            .into_iter()
            .enumerate()
            .map(|(at, text)| {
                deflated(
                    &format!("$CDRepository/@global/cms.role/x{at}.xml"),
                    text.as_bytes(),
                )
            })
            .collect::<Vec<_>>()
    };
    let package = SamplePackage::new();
    let (old, new) = (
        package_with(&package, names("a")).bytes(),
        package_with(&package, names("b")).bytes(),
    );
    let before = Instant::now();
    let told = compare_sources(&old, &new).expect("two packages");
    assert_eq!(told.totals.objects.changed.0, 3, "{:?}", told.totals);
    for at in 0..4 {
        let path = format!("$CDRepository/@global/cms.role/x{at}.xml");
        let diff = diff_sources(&old, &new, &path).expect("both have it");
        assert!(diff.fields.len() <= 300);
    }
    assert!(before.elapsed() < PATIENCE, "{:?}", before.elapsed());
}

#[test]
fn promise_31_two_long_texts_without_a_line_in_common_are_told_in_little_memory() {
    let text = |word: &str| {
        (0..200_000)
            .map(|at| format!("{word}{at}\n"))
            .collect::<String>()
    };
    let with = |word: &str| {
        SamplePackage::new()
            .file("wwwroot/a.txt", text(word))
            .bytes()
    };
    let before = Instant::now();
    let diff = diff_sources(&with("a"), &with("b"), "wwwroot/a.txt").expect("both have it");
    assert_eq!(diff.kind, DiffKind::Text);
    assert!(diff.fields[0].lines.len() <= 401);
    assert!(before.elapsed() < PATIENCE);
}

#[test]
fn names_that_stand_twice_are_compared_in_turn() {
    let twice = |second: &str| {
        let name = "$CDRepository/@global/cms.role/x.xml";
        package_with(
            &SamplePackage::new(),
            [
                stored(name, b"<cms.role />"),
                stored(name, second.as_bytes()),
            ],
        )
        .bytes()
    };
    let same = compare_sources(&twice("<cms.role/>"), &twice("<cms.role/>")).expect("two packages");
    assert!(is_empty(&same));
    let other =
        compare_sources(&twice("<cms.role/>"), &twice("<cms.channel/>")).expect("two packages");
    assert_eq!(other.totals.objects.all(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_happened_to_two_packages_comparing_ends_and_mirrors(
        which in (0..4_usize, 0..4_usize),
        first in vec(mishap(), 0..6), second in vec(mishap(), 0..6),
    ) {
        let damaged = |which: usize, mishaps: &[_]| {
            let (_, bytes, directory) = &GOOD[which];
            let mut bytes = bytes.clone();
            for mishap in mishaps {
                happen(&mut bytes, *directory, mishap);
            }
            bytes
        };
        let (a, b) = (damaged(which.0, &first), damaged(which.1, &second));
        if let Some(same) = compare_sources(&a, &a) {
            prop_assert!(is_empty(&same), "{same:?}");
        }
        let (there, back) = (compare_sources(&a, &b), compare_sources(&b, &a));
        prop_assert_eq!(there.is_some(), back.is_some());
        if let (Some(there), Some(back)) = (there, back) {
            prop_assert_eq!(changes(&there, false), changes(&back, true));
            prop_assert_eq!(there.only_code, back.only_code);
            prop_assert_eq!(there.sameness, back.sameness);
            for path in changes(&there, false).keys().filter_map(|key| key.strip_prefix("object ")).take(5) {
                let diff = diff_sources(&a, &b, path);
                prop_assert!(diff.is_some_and(|diff| diff.fields.len() <= 300));
            }
        }
    }

    #[test]
    fn any_two_states_of_a_package_mirror(
        left in vec((0..30_usize, 0..4_u8), 0..12), right in vec((0..30_usize, 0..4_u8), 0..12),
    ) {
        let made = |states: &[(usize, u8)]| {
            states.iter().fold(SamplePackage::new(), |package, (at, state)| {
                let role = format!("<cms.role><RoleName>role{at}</RoleName><RoleOrder>{state}</RoleOrder></cms.role>");
                let package = package.file(&format!("$CDRepository/@global/cms.role/role{at}.xml"), role);
                if *state == 3 { package.file("appsettings.json", format!("{{\"A\":{at}}}")) } else { package }
            })
        };
        let (a, b) = (made(&left).bytes(), made(&right).bytes());
        let (there, back) = (compare_sources(&a, &b), compare_sources(&b, &a));
        let (there, back) = (there.expect("packages"), back.expect("packages"));
        prop_assert_eq!(changes(&there, false), changes(&back, true));
        prop_assert_eq!(there.totals.objects.added, back.totals.objects.removed);
        prop_assert!(is_empty(&compare_sources(&a, &a).expect("packages")));
    }
}
