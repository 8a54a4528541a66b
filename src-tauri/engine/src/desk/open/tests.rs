//! A ledger that cannot be used, set aside at the desk.

use super::{Desk, LEDGER_FILE};
use crate::desk::{ChainState, HistoryFilter};
use crate::fault::Fault;
use crate::job::{Job, Sink};
use crate::units::Count;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

struct Silent;

impl Sink for Silent {
    fn job_changed(&self, _: &Job) {}
}

fn folder_with(ledger: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(LEDGER_FILE), ledger).expect("writes");
    folder
}

fn open(folder: &Path) -> Desk {
    let runtime = tokio::runtime::Handle::current();
    Desk::open(folder, Arc::new(Silent), runtime).expect("a desk")
}

fn open_anew(folder: &Path) -> Result<Desk, Fault> {
    let runtime = tokio::runtime::Handle::current();
    Desk::open_anew(folder, Arc::new(Silent), runtime)
}

fn trouble(desk: &Desk) -> Option<String> {
    let fault = desk.start_state("1").expect("it starts").ledger_fault;
    fault.map(|fault| fault.code)
}

#[tokio::test]
async fn what_is_no_ledger_is_set_aside_and_the_new_history_opens_with_where_it_lies() {
    let folder = folder_with(b"Dear diary");
    assert_eq!(
        trouble(&open(folder.path())).as_deref(),
        Some("ledger-foreign")
    );
    let desk = open_anew(folder.path()).expect("it begins anew");
    assert_eq!(trouble(&desk), None);
    let history = desk.history(&HistoryFilter::default()).expect("reads");
    assert_eq!(history.chain, ChainState::Whole { entries: Count(1) });
    let first = &history.entries[0];
    assert_eq!(first.kind, "history-set-aside");
    assert_eq!(first.params["code"], "ledger-foreign");
    let aside = folder.path().join(&first.params["file_name"]);
    let aside = fs::read(aside).expect("it is there");
    assert_eq!(aside, b"Dear diary");
    drop(desk);
    assert_eq!(
        trouble(&open(folder.path())),
        None,
        "the next start is an ordinary one"
    );
}

#[tokio::test]
async fn a_ledger_that_opens_after_all_is_not_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(folder.path()));
    let desk = open_anew(folder.path()).expect("it opens");
    let history = desk.history(&HistoryFilter::default()).expect("reads");
    assert_eq!(history.entries, []);
    let kept = fs::read_dir(folder.path()).expect("lists").flatten();
    let aside = kept.filter(|it| it.file_name().to_string_lossy().contains("set-aside"));
    assert_eq!(aside.count(), 0);
}

#[tokio::test]
async fn a_ledger_of_a_later_version_is_never_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(open(folder.path()));
    let path = folder.path().join(LEDGER_FILE);
    rusqlite::Connection::open(&path)
        .and_then(|db| db.pragma_update(None, "user_version", 99))
        .expect("set");
    let before = fs::read(&path).expect("reads");
    let refused = open_anew(folder.path()).err().expect("it is refused");
    assert_eq!(refused.code, "ledger-newer");
    assert_eq!(fs::read(&path).expect("reads"), before);
}
