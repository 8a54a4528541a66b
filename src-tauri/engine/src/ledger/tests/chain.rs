//! Audit lines: found again by whoever asks, and impossible to change unnoticed.

use super::{at, everything, ledger, project};
use crate::desk::{ChainState, HistoryFilter};
use crate::ledger::{EntryDraft, Ledger};
use crate::project::EnvKey;
use crate::units::Count;
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

/// Ten lines in a file, and a way to it behind the app's back.
fn ten_lines() -> (TempDir, Ledger, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    let ledger = Ledger::open(&path).expect("opens");
    for number in 1..=10 {
        let draft = EntryDraft::new("upload-accepted")
            .person("Eva")
            .param("number", number);
        ledger.append(draft, at(number)).expect("appends");
    }
    let intruder = Connection::open(&path).expect("opens");
    intruder
        .execute_batch(
            "DROP TRIGGER entries_stay; DROP TRIGGER entries_are_kept; DROP TRIGGER entries_follow;
             DROP TRIGGER chain_head_is_kept;",
        )
        .expect("drops the guards");
    (folder, ledger, intruder)
}

/// What the chain says after `tampering`, asked before it and without a restart.
fn after(tampering: &str) -> ChainState {
    let (_folder, ledger, intruder) = ten_lines();
    assert_eq!(ledger.verify().expect("verifies"), whole(10));
    intruder.execute_batch(tampering).expect(tampering);
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
fn a_changed_line_is_named() {
    assert_eq!(
        after("UPDATE entries SET person = 'Mallory' WHERE seq = 5"),
        broken(5)
    );
    assert_eq!(
        after("UPDATE entries SET at = '2026-07-18T00:00:00.000000000Z' WHERE seq = 1"),
        broken(1)
    );
    assert_eq!(
        after(r#"UPDATE entries SET params = '{"number":"11"}' WHERE seq = 10"#),
        broken(10)
    );
    assert_eq!(
        after("UPDATE entries SET reason = '' WHERE seq = 7"),
        broken(7)
    );
    assert_eq!(
        after("UPDATE entries SET at = 'yesterday' WHERE seq = 3"),
        broken(3)
    );
}

#[test]
fn a_missing_line_is_named() {
    assert_eq!(after("DELETE FROM entries WHERE seq = 5"), broken(5));
    assert_eq!(after("DELETE FROM entries WHERE seq = 1"), broken(1));
    assert_eq!(
        after("DELETE FROM entries WHERE seq = 5; UPDATE entries SET seq = seq - 1 WHERE seq > 5"),
        broken(5)
    );
}

#[test]
fn a_chain_without_its_end_is_noticed() {
    assert_eq!(after("DELETE FROM entries WHERE seq = 10"), broken(10));
    assert_eq!(after("DELETE FROM entries WHERE seq > 7"), broken(8));
    assert_eq!(after("DELETE FROM entries"), broken(1));
    assert_eq!(
        after("DELETE FROM entries WHERE seq = 10; UPDATE chain_head SET entries = 9"),
        broken(9)
    );
    assert_eq!(after("DELETE FROM chain_head"), broken(11));
}

#[test]
fn a_line_added_by_somebody_else_is_noticed() {
    let copy = "INSERT INTO entries SELECT 11, at, person, kind, project_id, project_name, env, sha256, reason,
        params, hash FROM entries WHERE seq = 10";
    assert_eq!(after(copy), broken(11));
}

#[test]
fn a_changed_line_with_a_new_hash_breaks_at_the_next() {
    let (_folder, ledger, intruder) = ten_lines();
    let mut line = ledger.entries(&everything()).expect("reads").entries[5].clone();
    assert_eq!(line.seq, Count(5));
    let previous: String = intruder
        .query_row("SELECT hash FROM entries WHERE seq = 4", [], |r| r.get(0))
        .expect("reads");
    line.person = "Mallory".into();
    let forged = crate::ledger::chain::hash_of(&line, &previous).expect("hashes");
    intruder
        .execute(
            "UPDATE entries SET person = 'Mallory', hash = ?1 WHERE seq = 5",
            [forged],
        )
        .expect("forges");
    assert_eq!(ledger.verify().expect("verifies"), broken(6));
}

#[test]
fn a_break_is_still_seen_after_more_lines() {
    let (_folder, ledger, intruder) = ten_lines();
    intruder
        .execute("UPDATE entries SET person = 'Mallory' WHERE seq = 5", [])
        .expect("tampers");
    ledger
        .append(EntryDraft::new("token-saved"), at(11))
        .expect("appends");
    assert_eq!(
        ledger.entries(&everything()).expect("reads").chain,
        broken(5)
    );
}

#[test]
fn own_lines_keep_the_chain_whole() {
    let (_folder, ledger, _intruder) = ten_lines();
    assert_eq!(ledger.verify().expect("verifies"), whole(10));
    ledger
        .append(EntryDraft::new("token-saved"), at(11))
        .expect("appends");
    assert_eq!(ledger.verify().expect("verifies"), whole(11));
    assert_eq!(super::ledger().verify().expect("verifies"), whole(0));
}

#[test]
fn lines_can_be_neither_changed_nor_removed_nor_replaced() {
    let ledger = ledger();
    ledger
        .append(EntryDraft::new("token-saved"), at(1))
        .expect("appends");
    let connection = ledger.connection();
    for sql in [
        "UPDATE entries SET person = 'Mallory'",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries",
        "INSERT INTO entries SELECT 7, at, person, kind, project_id, project_name, env, sha256, reason, params, hash FROM entries",
        "DELETE FROM chain_head",
    ] {
        connection.execute(sql, []).expect_err(sql);
    }
}

#[test]
fn lines_are_found_by_any_field_and_in_any_case() {
    let ledger = ledger();
    let sandbox = project("p", "Straßenfest Öl");
    let draft = EntryDraft::new("upload-accepted")
        .person("Łucja")
        .project(&sandbox)
        .env(&EnvKey("uat".into()))
        .package(&"ab".repeat(32))
        .reason(Some("Hotfix für ΟΔΟΣ".into()))
        .param("file_name", "Site\"one\".zip");
    ledger.append(draft, at(0)).expect("appends");
    ledger
        .append(EntryDraft::new("token-saved").person("Bob"), at(60))
        .expect("appends");
    let found = |text: &str| {
        let page = ledger
            .entries(&HistoryFilter {
                text: Some(text.into()),
                ..everything()
            })
            .expect("reads");
        assert_eq!(page.total.0 as usize, page.entries.len());
        page.entries
            .iter()
            .map(|entry| entry.seq.0)
            .collect::<Vec<_>>()
    };
    for text in [
        "łUCJA",
        "STRASSENFEST öl",
        "straßen",
        " uat ",
        "ABABAB",
        "οδος",
        "οδοσ",
        "hotfix FÜR",
        "site\"ONE",
        "2026-07-17t19:57:00",
        "Upload-Acc",
    ] {
        assert_eq!(found(text), [1], "{text}");
    }
    assert_eq!(found("bob"), [2]);
    assert_eq!(found(""), [2, 1]);
    assert!(
        found("file_name").is_empty(),
        "a key is no text of the line"
    );
    assert!(found("%").is_empty() && found("bob\ntoken").is_empty());
}

#[test]
fn pages_follow_each_other_without_gap_or_double() {
    let (_folder, ledger, _intruder) = ten_lines();
    let mut filter = HistoryFilter {
        limit: Some(4),
        ..everything()
    };
    let mut seen = Vec::new();
    loop {
        let page = ledger.entries(&filter).expect("reads");
        assert_eq!(page.total, Count(10));
        let Some(last) = page.entries.last() else {
            break;
        };
        filter.before = Some(last.seq);
        seen.extend(page.entries.iter().map(|entry| entry.seq.0));
    }
    assert_eq!(seen, (1..=10).rev().collect::<Vec<_>>());
}

#[test]
fn a_filter_narrows_by_project_environment_and_kind() {
    let ledger = ledger();
    ledger
        .save_project(&project("p", "Sandbox"))
        .expect("saves");
    let mut upload = EntryDraft::new("upload-accepted").env(&EnvKey("qa".into()));
    upload.project_id = Some("p".into());
    ledger.append(upload, at(1)).expect("appends");
    ledger
        .append(
            EntryDraft::new("token-saved").project(&project("q", "Other")),
            at(2),
        )
        .expect("appends");
    let total = |filter: HistoryFilter| ledger.entries(&filter).expect("reads").total.0;
    assert_eq!(
        total(HistoryFilter {
            project_id: Some("p".into()),
            ..everything()
        }),
        1
    );
    assert_eq!(
        total(HistoryFilter {
            env: Some("qa".into()),
            ..everything()
        }),
        1
    );
    assert_eq!(
        total(HistoryFilter {
            kind: Some("token-saved".into()),
            env: Some("qa".into()),
            ..everything()
        }),
        0
    );
    let page = ledger.entries(&everything()).expect("reads");
    assert_eq!(page.kinds, ["token-saved", "upload-accepted"]);
    assert_eq!(
        page.entries[1].project_name.as_deref(),
        Some("Sandbox"),
        "filled in from the id"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_can_be_written_and_the_chain_holds(
        lines in prop::collection::vec((".*", prop::option::of(".*"), ".*", ".*"), 1..8)
    ) {
        let ledger = ledger();
        for (person, reason, key, value) in &lines {
            let draft = EntryDraft::new("note").person(person).reason(reason.clone()).param(key, value);
            let written = ledger.append(draft, at(1)).expect("appends");
            let read = ledger.entries(&HistoryFilter { limit: Some(1), ..everything() }).expect("reads");
            prop_assert_eq!(&read.entries[0], &written);
        }
        prop_assert_eq!(ledger.verify().expect("verifies"), whole(lines.len() as u64));
    }
}
