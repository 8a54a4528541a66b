//! Ledgers of earlier versions. The file of each released version stays in `fixtures` (promise 24).

use super::{at, everything, ledger, placement};
use crate::desk::{ChainState, Theme};
use crate::fault::Fault;
use crate::ledger::{EntryDraft, KeptRestore, Ledger, opening};
use crate::project::EnvKey;
use crate::release::journey::{Beginning, Purpose, Release, ReleaseVerdict, VerdictKind};
use crate::release::readiness::Template;
use crate::restore::session::{Event, Session};
use crate::units::Count;
use rusqlite::Connection;
use rusqlite::types::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A ledger of each schema with rows in it, as text. Each was made with the migrations up to its own
/// and is never changed afterwards; a new migration brings a new one.
const FIXTURES: [&str; 6] = [
    include_str!("fixtures/schema-1.sql"),
    include_str!("fixtures/schema-2.sql"),
    include_str!("fixtures/schema-3.sql"),
    include_str!("fixtures/schema-4.sql"),
    include_str!("fixtures/schema-5.sql"),
    include_str!("fixtures/schema-6.sql"),
];

pub fn write_fixture(schema: usize, path: &Path) {
    Connection::open(path)
        .and_then(|db| db.execute_batch(FIXTURES[schema - 1]))
        .expect("writes");
}

fn on_disk(schema: usize) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("slipway.db");
    write_fixture(schema, &path);
    (folder, path)
}

/// Every row of every table, column by column, without the names: a column may be renamed.
fn all_rows(path: &Path) -> BTreeMap<String, Vec<Vec<Value>>> {
    let db = Connection::open(path).expect("opens");
    let mut names = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .expect("prepares");
    let names = names
        .query_map([], |row| row.get::<_, String>(0))
        .expect("asks");
    let rows_of = |name: String| {
        let mut all = db
            .prepare(&format!("SELECT * FROM {name}"))
            .expect("prepares");
        let columns = all.column_count();
        let rows = all
            .query_map([], |row| (0..columns).map(|at| row.get(at)).collect())
            .expect("asks")
            .collect::<Result<_, _>>();
        (name, rows.expect("reads"))
    };
    names.map(|name| rows_of(name.expect("reads"))).collect()
}

#[test]
fn promise_24_a_ledger_of_every_schema_opens_with_every_row_and_its_history_whole() {
    assert_eq!(
        FIXTURES.len(),
        opening::SCHEMA,
        "each schema has its fixture"
    );
    for schema in 1..=opening::SCHEMA {
        let (_folder, path) = on_disk(schema);
        let before = all_rows(&path);
        assert!(
            before.values().all(|rows| !rows.is_empty()),
            "schema {schema}: {before:?}"
        );
        let ledger = Ledger::open(&path).expect("opens");
        let history = ledger.entries(&everything()).expect("reads");
        let entries = Count(before["entries"].len() as u64);
        assert_eq!(history.chain, ChainState::Whole { entries });
        assert_eq!(
            ledger.projects().expect("reads").len(),
            before["projects"].len()
        );
        assert_eq!(
            ledger.jobs_to_show().expect("reads").len(),
            before["jobs"].len()
        );
        assert_eq!(
            ledger.packages().expect("reads").len(),
            before["packages"].len()
        );
        drop(ledger);
        let after = all_rows(&path);
        for (table, rows) in &before {
            assert_eq!(&after[table], rows, "{table} of schema {schema}");
        }
        // Read as every screen does, and written again.
        let ledger = Ledger::open(&path).expect("opens");
        ledger
            .append(EntryDraft::new("token-saved"), at(99))
            .expect("appends");
        assert!(matches!(ledger.verify(), Ok(ChainState::Whole { .. })));
    }
}

fn session(id: &str, project: &str) -> Session {
    Session::new(id.into(), project.into(), EnvKey("qa".into()), at(0))
}

#[test]
fn promise_24_a_ledger_of_version_1_opens_with_everything_in_it_and_takes_restores_and_releases() {
    let (_folder, path) = on_disk(1);
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
    again.add_release(&release("r", "p", 1)).expect("adds");
    assert_eq!(again.placements_in("p").expect("reads").len(), 1);
}

#[test]
fn promise_24_what_was_of_version_1_is_of_the_present_version_afterwards() {
    let (_folder, path) = on_disk(1);
    drop(Ledger::open(&path).expect("opens"));
    let version: i64 = Connection::open(&path)
        .and_then(|db| db.pragma_query_value(None, "user_version", |row| row.get(0)))
        .expect("reads");
    assert_eq!(version, opening::SCHEMA as i64);
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

fn release(id: &str, project: &str, started: i64) -> Release {
    let mut number = 0;
    let begun = Release::begin(Beginning {
        id: id.into(),
        project_id: project,
        environments: &super::project(project, "Sandbox").environments,
        purpose: Purpose::UrgentFix,
        name: "Mend the basket",
        package: None,
        template: &Template::usual(),
        lessons: &[],
        person: "Jana",
        now: at(started),
        new_id: &mut || {
            number += 1;
            format!("{id}-{number}")
        },
    });
    begun.expect("it begins")
}

#[test]
fn releases_come_back_as_they_were_written_side_by_side_and_newest_first() -> Result<(), Fault> {
    let ledger = ledger();
    let first = ledger.add_release(&release("one", "p", 1))?;
    let second = ledger.add_release(&release("two", "p", 2))?;
    ledger.add_release(&release("other", "q", 3))?;
    assert_eq!(ledger.releases("p")?, [second.clone(), first.clone()]);
    assert_eq!(ledger.release("one")?, Some(first.clone()));
    assert_eq!(ledger.release("nowhere")?, None);
    let mut over = first.release.clone();
    over.verdict = Some(ReleaseVerdict {
        kind: VerdictKind::GivenUp,
        at: at(9),
        by: "Jana".into(),
        remarks: "Another one is ready".into(),
    });
    let over = ledger.change_release(&first, &over, at(9))?;
    assert_eq!(ledger.open_releases("p")?, std::slice::from_ref(&second));
    assert_eq!(ledger.releases("p")?, [second, over]);
    let late = ledger.change_release(&first, &first.release, at(10));
    assert_eq!(
        late.expect_err("it is late").code,
        "release-changed-meanwhile"
    );
    Ok(())
}

#[test]
fn a_project_has_its_own_review_lines_until_it_goes_back_to_the_usual_ones() -> Result<(), Fault> {
    let ledger = ledger();
    assert_eq!(ledger.release_template("p")?, None);
    let mut own = Template::usual();
    own.stages.truncate(1);
    ledger.keep_release_template("p", Some(&Template::usual()), at(1))?;
    ledger.keep_release_template("p", Some(&own), at(2))?;
    assert_eq!(ledger.release_template("p")?, Some(own));
    assert_eq!(ledger.release_template("q")?, None);
    ledger.keep_release_template("p", None, at(3))?;
    assert_eq!(ledger.release_template("p")?, None);
    Ok(())
}

#[test]
fn releases_stay_when_their_project_goes() -> Result<(), Fault> {
    let ledger = ledger();
    ledger.save_project(&super::project("p", "Sandbox"))?;
    let kept = ledger.add_release(&release("one", "p", 1))?;
    ledger.remove_project("p")?;
    assert_eq!(ledger.release("one")?, Some(kept));
    Ok(())
}

#[test]
fn promise_22_a_secret_typed_into_a_release_does_not_reach_the_ledger() -> Result<(), Fault> {
    let ledger = ledger();
    let token = crate::secret::Secret::from("kx7-Sparrow+Wd93/qqZt==".to_owned());
    let mut told = release("one", "p", 1);
    told.promise = format!("Use {}", token.expose());
    ledger.add_release(&told)?;
    let kept = ledger.release("one")?.expect("there").release;
    assert_eq!(kept.promise, "Use ***");
    Ok(())
}
