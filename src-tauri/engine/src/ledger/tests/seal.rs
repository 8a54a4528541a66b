//! What the chain alone cannot show: that lines at its end are gone (promise 21).

use super::{at, everything};
use crate::desk::ChainState;
use crate::ledger::{EntryDraft, Ledger};
use crate::units::Count;
use rusqlite::Connection;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

struct Place {
    _folder: TempDir,
    ledger: PathBuf,
    seal: PathBuf,
}

/// A closed ledger with that many lines.
fn with_lines(lines: i64) -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("slipway.db");
    let seal = folder.path().join("slipway.db.seal");
    let open = Ledger::open(&ledger).expect("opens");
    for number in 1..=lines {
        append(&open, number);
    }
    Place {
        _folder: folder,
        ledger,
        seal,
    }
}

fn append(ledger: &Ledger, number: i64) {
    let draft = EntryDraft::new("upload-accepted").param("number", number);
    ledger.append(draft, at(number)).expect("appends");
}

/// As somebody would who knows how the ledger is made: the lines and what it says of its length.
fn cut_to(place: &Place, lines: u32) {
    Connection::open(&place.ledger)
        .and_then(|db| {
            db.execute_batch(&format!(
                "DROP TRIGGER entries_are_kept;
                 DELETE FROM entries WHERE seq > {lines};
                 UPDATE chain_head SET entries = {lines},
                   hash = coalesce((SELECT hash FROM entries WHERE seq = {lines}), '{}');",
                "0".repeat(64)
            ))
        })
        .expect("cuts");
}

fn state(place: &Place) -> ChainState {
    let ledger = Ledger::open(&place.ledger).expect("opens");
    ledger.verify().expect("verifies")
}

fn whole(entries: u64) -> ChainState {
    ChainState::Whole {
        entries: Count(entries),
    }
}

fn broken(at: u64) -> ChainState {
    ChainState::Broken { at: Count(at) }
}

#[test]
fn promise_21_an_end_cut_off_with_all_its_traces_is_noticed() {
    for left in [9, 5, 1, 0] {
        let place = with_lines(10);
        cut_to(&place, left);
        assert_eq!(state(&place), broken(u64::from(left) + 1));
    }
}

#[test]
fn an_end_that_was_cut_off_stays_noticed_however_much_is_written_after_it() {
    let place = with_lines(10);
    cut_to(&place, 7);
    let ledger = Ledger::open(&place.ledger).expect("opens");
    for number in 0..6 {
        append(&ledger, 100 + number);
        assert!(matches!(ledger.verify(), Ok(ChainState::Broken { .. })));
    }
    drop(ledger);
    assert!(matches!(state(&place), ChainState::Broken { .. }));
}

#[test]
fn a_crash_between_a_line_and_its_seal_is_no_alarm() {
    let place = with_lines(3);
    let before = fs::read(&place.seal).expect("reads");
    append(&Ledger::open(&place.ledger).expect("opens"), 4);
    fs::write(&place.seal, before).expect("as it was before the last line");
    assert_eq!(state(&place), whole(4));
    append(&Ledger::open(&place.ledger).expect("opens"), 5);
    cut_to(&place, 4);
    assert_eq!(state(&place), broken(5), "it is sealed again");
}

#[test]
fn a_seal_that_is_gone_or_torn_is_made_anew_and_a_line_says_so() {
    let seal = fs::read(with_lines(3).seal).expect("reads");
    for length in 0..seal.len() - 2 {
        let place = with_lines(3);
        fs::write(&place.seal, &seal[..length]).expect("tears");
        assert_eq!(state(&place), whole(3), "cut at {length}");
        if length % 20 != 0 {
            continue;
        }
        append(&Ledger::open(&place.ledger).expect("opens"), 4);
        let ledger = Ledger::open(&place.ledger).expect("opens");
        let history = ledger.entries(&everything()).expect("reads");
        assert_eq!(history.chain, whole(5));
        let said = &history.entries[1];
        assert_eq!(said.kind, "history-sealed");
        assert_eq!(said.params["entries"], "3");
        append(&ledger, 6);
        let kinds = ledger.entries(&everything()).expect("reads").entries;
        let said = kinds.iter().filter(|it| it.kind == "history-sealed");
        assert_eq!(said.count(), 1, "it is said once");
    }
}

#[test]
fn a_new_ledger_is_sealed_before_its_first_line() {
    let place = with_lines(0);
    assert!(place.seal.exists());
    append(&Ledger::open(&place.ledger).expect("opens"), 1);
    assert_eq!(state(&place), whole(1));
}

#[test]
fn two_processes_that_write_by_turns_never_alarm_each_other() {
    let place = with_lines(1);
    let writers = [0, 1].map(|_| Ledger::open(&place.ledger).expect("opens"));
    std::thread::scope(|scope| {
        for (number, ledger) in writers.iter().enumerate() {
            scope.spawn(move || {
                for line in 0..20 {
                    append(ledger, (number * 100 + line).try_into().expect("small"));
                    let state = ledger.verify().expect("verifies");
                    assert!(matches!(state, ChainState::Whole { .. }), "{state:?}");
                }
            });
        }
    });
    assert_eq!(state(&place), whole(41));
}
