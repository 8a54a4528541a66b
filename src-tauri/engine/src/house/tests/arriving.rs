//! What was here stays, what came is added once.

use super::*;

#[test]
fn everything_arrives_in_an_empty_ledger_as_it_was() {
    let moving = Move::new();
    let old = moving.lived_in();
    let new = ledger();
    assert!(import(&new, &moving.export(&old, "h")).expect("arrives") > 0);
    let (there, here) = (rows(&old), rows(&new));
    assert_eq!(
        there.keys().collect::<Vec<_>>(),
        here.keys().collect::<Vec<_>>()
    );
    for part in [
        "projects",
        "releases",
        "probes",
        "release_reviews",
        "placements",
        "entries",
    ] {
        assert!(there.contains_key(part), "{part} is among the rows");
    }
    assert_eq!(there, here);
    lines(&new);
}

#[test]
fn the_second_import_adds_nothing() {
    let moving = Move::new();
    let old = moving.lived_in();
    let house = moving.export(&old, "h");
    for new in [ledger(), used()] {
        import(&new, &house).expect("arrives");
        let (before, lines_before) = (rows(&new), lines(&new));
        assert_eq!(import(&new, &house).expect("reads"), 0);
        assert_eq!((rows(&new), lines(&new)), (before, lines_before));
    }
}

#[test]
fn what_is_here_stays_and_the_history_that_came_can_still_be_verified() {
    let moving = Move::new();
    let old = moving.lived_in();
    let there = lines(&old);
    let new = used();
    let before = new
        .entries(&HistoryFilter::default())
        .expect("reads")
        .entries;
    let house = moving.export(&old, "h");
    let rehearsed = new
        .rehearse_unpacking(&unpack(&house).expect("reads").rows)
        .expect("looks");
    assert_eq!(lines(&new), 3, "looking changes nothing");
    let unpacked = unpack(&house).expect("reads");
    let merged = take_in(&new, &unpacked, &house, "Eva", at(2_000)).expect("arrives");
    assert_eq!(merged, rehearsed, "what was shown is what came");
    assert_eq!(lines(&new), 3 + there + 1);
    assert_eq!(new.preferences().expect("reads").person, "Eva");
    let after = new
        .entries(&HistoryFilter::default())
        .expect("reads")
        .entries;
    assert_eq!(after[after.len() - 3..], before);
    let came = &after[1..after.len() - 3];
    assert!(
        came.iter().all(ledger::origin_holds),
        "each has the hash it had there"
    );
    let original = old
        .entries(&HistoryFilter::default())
        .expect("reads")
        .entries;
    let told = |it: &crate::desk::Entry| (it.at, it.person.clone(), it.kind.clone());
    let exported = &original[1..];
    assert_eq!(
        came.iter().map(told).collect::<Vec<_>>(),
        exported.iter().map(told).collect::<Vec<_>>()
    );
}

#[test]
fn a_later_house_of_the_same_computer_adds_what_happened_since() {
    let moving = Move::new();
    let old = moving.lived_in();
    for new in [ledger(), used()] {
        import(&new, &moving.export(&old, "h")).expect("arrives");
        let before = lines(&new);
        old.append(EntryDraft::new("token-saved"), at(3_000))
            .expect("appends");
        import(&new, &moving.export(&old, "later")).expect("arrives");
        // The line of the first export, the new one, and the one that says they came.
        assert_eq!(lines(&new), before + 3);
    }
}

#[test]
fn a_history_that_came_by_two_computers_is_known_for_what_it_is() {
    let moving = Move::new();
    let first = moving.lived_in();
    let second = used();
    import(&second, &moving.export(&first, "first")).expect("arrives");
    let third = ledger();
    import(&third, &moving.export(&first, "first again")).expect("arrives");
    let before = lines(&third);
    let new = import(&third, &moving.export(&second, "second")).expect("arrives");
    let own_of_the_second = 3 + 1;
    assert_eq!(lines(&third), before + own_of_the_second + 1);
    assert!(new >= own_of_the_second);
}
