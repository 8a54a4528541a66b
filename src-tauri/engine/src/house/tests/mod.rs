//! A house arrives whole, once, and unchanged, or not at all.

mod arriving;
mod leaving;
mod random;
mod turned_away;

use super::{Manifest, refused, take_in, unpack, write};
use crate::desk::{ChainState, HistoryFilter, Preferences, Theme};
use crate::fault::Fault;
use crate::ledger::tests::{at, ledger, placement, project, versions::write_fixture};
use crate::ledger::{self, EntryDraft, Ledger};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Move {
    folder: TempDir,
}

impl Move {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A ledger with rows of every kind, as one is after some releases.
    fn lived_in(&self) -> Ledger {
        let path = self.path("old.db");
        write_fixture(ledger::SCHEMA, &path);
        let ledger = Ledger::open(&path).expect("opens");
        // Its first line after such a time brings the seal, which takes a line of its own.
        let draft = EntryDraft::new("token-forgotten").person("Jana");
        ledger.append(draft, at(900)).expect("appends");
        ledger
    }

    fn export(&self, ledger: &Ledger, name: &str) -> PathBuf {
        let path = self.path(name);
        write(ledger, &path, "0.1.0", "Jana", at(1_000)).expect("writes");
        path
    }
}

/// A ledger with a project, a history and a setting of its own.
fn used() -> Ledger {
    let ledger = ledger();
    let own = project("own", "My own");
    ledger.save_project(&own).expect("saves");
    for number in 0..3 {
        let draft = EntryDraft::new("project-changed")
            .project(&own)
            .person("Eva");
        ledger.append(draft, at(500 + number)).expect("appends");
    }
    let preferences = Preferences {
        theme: Theme::Light,
        person: "Eva".into(),
        project_id: None,
    };
    ledger.save_preferences(&preferences).expect("saves");
    ledger
}

fn import(ledger: &Ledger, house: &Path) -> Result<u64, Fault> {
    let unpacked = unpack(house)?;
    let merged = take_in(ledger, &unpacked, house, "Eva", at(2_000))?;
    Ok(merged.iter().map(|one| one.new).sum())
}

/// Every row that goes along, but for lines that tell of moving itself.
fn rows(ledger: &Ledger) -> BTreeMap<String, Vec<String>> {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    ledger
        .pack(&mut |part, line| {
            if !line.contains(r#""kind":"house-"#) {
                rows.entry(part.to_owned())
                    .or_default()
                    .push(line.to_owned());
            }
            Ok(())
        })
        .expect("packs");
    rows
}

fn lines(ledger: &Ledger) -> u64 {
    let history = ledger.entries(&HistoryFilter::default()).expect("reads");
    assert_eq!(
        history.chain,
        ChainState::Whole {
            entries: history.total
        }
    );
    history.total.0
}
