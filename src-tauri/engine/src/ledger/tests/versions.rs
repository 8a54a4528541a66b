//! Ledgers of earlier versions. The file of each released version stays in `fixtures` (promise 24).

use super::{at, everything, ledger, placement};
use crate::desk::{ChainState, Theme};
use crate::fault::Fault;
use crate::ledger::{KeptRestore, Ledger};
use crate::project::EnvKey;
use crate::restore::session::{Event, Session};
use crate::units::Count;
use rusqlite::Connection;
use std::path::PathBuf;
use tempfile::TempDir;

const VERSION_1: &[u8] = include_bytes!("fixtures/version-1.db");

fn on_disk(bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    std::fs::write(&path, bytes).expect("writes");
    (folder, path)
}

fn session(id: &str, project: &str) -> Session {
    Session::new(id.into(), project.into(), EnvKey("qa".into()), at(0))
}

#[test]
fn promise_24_a_ledger_of_version_1_opens_with_everything_in_it_and_takes_restores() {
    let (_folder, path) = on_disk(VERSION_1);
    let ledger = Ledger::open(&path).expect("opens");
    let projects = ledger.projects().expect("reads");
    assert_eq!(projects[0].name, "Dancing Goat");
    assert_eq!(projects[0].environments.len(), 2);
    assert_eq!(ledger.preferences().expect("reads").theme, Theme::Dark);
    let placements = ledger.placements_in("p").expect("reads");
    assert_eq!(placements, [placement("qa", &"ab".repeat(32), 5)]);
    let history = ledger.entries(&everything()).expect("reads");
    assert_eq!(history.chain, ChainState::Whole { entries: Count(2) });
    assert_eq!(ledger.open_restore("p").expect("reads"), None);
    ledger.add_restore(&session("r", "p")).expect("adds");
    drop(ledger);
    let again = Ledger::open(&path).expect("opens");
    assert!(again.open_restore("p").expect("reads").is_some());
}

#[test]
fn promise_24_what_was_of_version_1_is_of_the_present_version_afterwards() {
    let (_folder, path) = on_disk(VERSION_1);
    drop(Ledger::open(&path).expect("opens"));
    let version: i64 = Connection::open(&path)
        .and_then(|db| db.pragma_query_value(None, "user_version", |row| row.get(0)))
        .expect("reads");
    assert_eq!(version, 3);
}

#[test]
fn a_project_has_one_open_restore_and_as_many_closed_ones_as_there_were() {
    let ledger = ledger();
    let first = ledger.add_restore(&session("one", "p")).expect("adds");
    let refused = ledger.add_restore(&session("two", "p"));
    assert_eq!(
        refused.expect_err("one is open").code,
        "restore-open-already"
    );
    ledger
        .add_restore(&session("other", "q"))
        .expect("another project");
    let closed = first.session.after(&Event::Closed, "Jana", at(9));
    let closed = closed.expect("it fits");
    ledger
        .change_restore(&first, &closed, at(9))
        .expect("changes");
    assert_eq!(ledger.open_restore("p").expect("reads"), None);
    let second = ledger.add_restore(&session("two", "p")).expect("adds");
    assert_eq!(ledger.open_restore("p").expect("reads"), Some(second));
    let all: Vec<String> = ledger
        .restores("p")
        .expect("reads")
        .into_iter()
        .map(|kept: KeptRestore| kept.session.id)
        .collect();
    assert_eq!(all, ["two", "one"]);
}

#[test]
fn a_change_that_has_not_seen_the_last_one_is_refused() -> Result<(), Fault> {
    let ledger = ledger();
    let before = ledger.add_restore(&session("r", "p"))?;
    let created = Event::SessionCreated { at: at(1) };
    let next = before.session.after(&created, "Jana", at(1))?;
    let changed = ledger.change_restore(&before, &next, at(1))?;
    assert_eq!(ledger.restore("r")?, Some(changed));
    let late = ledger.change_restore(&before, &before.session, at(2));
    assert_eq!(
        late.expect_err("it is late").code,
        "restore-changed-meanwhile"
    );
    assert_eq!(ledger.restore("nowhere")?, None);
    Ok(())
}
