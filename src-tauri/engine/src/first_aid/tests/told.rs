//! Findings in words.

use super::*;
use crate::words::Catalog;

#[test]
fn every_finding_is_told_in_words_with_what_to_do() {
    let catalog = include_str!("../../../../../ui/src/copy/messages/first-aid.en.json");
    let catalog = Catalog::of(&[catalog]).expect("a catalog");
    let finding = look(&Flawed::with(Flaw::Refuses(KeychainTrouble::Other(
        "no room".into(),
    ))));
    let text = in_words(&finding, &catalog);
    assert!(text.starts_with("Keychain: not working\n  "), "{text}");
    assert!(text.ends_with("  [keychain-refuses] no room\n"), "{text}");
    assert_eq!(text.lines().count(), 4, "{text}");
    let disk = AidCheck::Disk {
        folder: AidFolder::Temp,
    };
    assert_eq!(title_of(&disk, &catalog), "Disk: temporary files");
}

#[test]
fn the_worst_outcome_is_the_outcome_of_all() {
    let of = |outcome| AidFinding::new(AidCheck::Proxy, outcome, "x");
    assert_eq!(worst(&[]), AidOutcome::Fine);
    assert_eq!(
        worst(&[of(AidOutcome::Fine), of(AidOutcome::NotTested)]),
        AidOutcome::NotTested
    );
    assert_eq!(
        worst(&[of(AidOutcome::NotWorking), of(AidOutcome::Attention)]),
        AidOutcome::NotWorking
    );
}
