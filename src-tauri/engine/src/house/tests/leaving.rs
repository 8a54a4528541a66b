//! What goes along, and what never does.

use super::*;
use crate::house::pack::pack;
use crate::secret::Secret;
use crate::secret::tests::leaks::still_readable;
use std::io::{Cursor, Read};

#[test]
fn what_belongs_to_this_computer_stays_behind() {
    let ledger = ledger();
    ledger
        .save_project(&project("p", "Sandbox"))
        .expect("saves");
    ledger.save_token_note("p", "x4Yz", at(1)).expect("notes");
    let mut practice = project("practice", "Practice project");
    practice.practice = true;
    ledger.save_project(&practice).expect("saves");
    let mut there = placement("qa", &"ab".repeat(32), 5);
    there.project_id = "practice".into();
    ledger.add_placement("j", &there).expect("places");
    let packed = rows(&ledger);
    assert_eq!(packed.keys().collect::<Vec<_>>(), ["projects"]);
    assert_eq!(packed["projects"].len(), 1);
}

#[test]
fn promise_22_no_secret_in_memory_leaves_with_the_house() {
    let moving = Move::new();
    let token = Secret::from("hX4-Canary+Wd93/qqZt==".to_owned());
    let old = moving.lived_in();
    let pasted = format!("pasted {} where a reason was asked for", token.expose());
    let draft = EntryDraft::new("project-changed")
        .person(&pasted)
        .reason(Some(pasted.clone()));
    old.append(draft.param("said", &pasted), at(901))
        .expect("appends");
    let project = &old.projects().expect("reads")[0].id;
    old.save_token_note(project, "x4Yz", at(902))
        .expect("notes");
    let house = moving.export(&old, "h");
    let mut zip = zip::ZipArchive::new(fs::File::open(house).expect("opens")).expect("a zip");
    let mut told = String::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("there");
        file.read_to_string(&mut told).expect("reads");
    }
    assert!(
        told.contains("where a reason was asked for"),
        "the line is there"
    );
    assert_eq!(still_readable(token.expose(), &told), None);
    assert!(!told.contains("x4Yz"), "nor what a token is recognised by");
}

#[test]
fn the_same_ledger_gives_the_same_bytes() {
    let moving = Move::new();
    let old = moving.lived_in();
    let bytes = || {
        let mut out = Cursor::new(Vec::new());
        pack(&old, "0.1.0", at(7), &mut out).expect("packs");
        out.into_inner()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_history_that_is_broken_here_does_not_leave_the_house() {
    let moving = Move::new();
    let old = moving.lived_in();
    rusqlite::Connection::open(moving.path("old.db"))
        .and_then(|db| {
            db.execute_batch(
                "DROP TRIGGER entries_stay; UPDATE entries SET person = 'Mallory' WHERE seq = 2;",
            )
        })
        .expect("tampers");
    let path = moving.path("h");
    let fault = write(&old, &path, "0.1.0", "Jana", at(9)).expect_err("refused");
    assert_eq!(
        (fault.code.as_str(), fault.params["at"].as_str()),
        ("house-history-broken", "2")
    );
    assert!(!path.exists());
}
