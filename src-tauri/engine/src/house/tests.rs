//! A house arrives whole, once, and unchanged, or not at all.

use super::pack::pack;
use super::{Manifest, refused, take_in, unpack, write};
use crate::desk::{ChainState, HistoryFilter, Preferences, Theme};
use crate::fault::Fault;
use crate::ledger::tests::{at, ledger, placement, project, versions::write_fixture};
use crate::ledger::{self, EntryDraft, Ledger};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
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

fn code(refused: Result<super::Unpacked, Fault>) -> String {
    match refused {
        Ok(_) => "it was taken".to_owned(),
        Err(fault) => fault.code,
    }
}

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
fn a_house_cut_short_anywhere_is_refused() {
    let moving = Move::new();
    let whole = fs::read(moving.export(&moving.lived_in(), "h")).expect("reads");
    let path = moving.path("cut");
    let near_the_ends = (0..200).chain(whole.len() - 200..whole.len());
    for cut in near_the_ends.chain((200..whole.len() - 200).step_by(97)) {
        fs::write(&path, &whole[..cut]).expect("writes");
        let code = code(unpack(&path));
        assert!(
            ["house-damaged", "house-foreign"].contains(&code.as_str()),
            "{cut}: {code}"
        );
        assert!(cut < 100 || code == "house-damaged", "{cut}: {code}");
    }
    fs::write(&path, &whole).expect("writes");
    assert!(unpack(&path).is_ok());
}

#[test]
fn a_flipped_byte_never_arrives() {
    let moving = Move::new();
    let whole = fs::read(moving.export(&moving.lived_in(), "h")).expect("reads");
    let honest = unpack(&moving.path("h")).expect("reads").print;
    let path = moving.path("flipped");
    for at in (0..whole.len()).step_by(53) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        fs::write(&path, &bytes).expect("writes");
        // Times, flags and comments of a zip mean nothing here; the rows are what was signed for.
        if let Ok(unpacked) = unpack(&path) {
            assert_eq!(unpacked.print, honest, "at {at}");
        }
    }
}

/// A house with its parts changed and its sums made to fit again, as somebody would who knows how.
fn forged(
    house: &Path,
    to: &Path,
    change: impl Fn(&str, String) -> String,
    of: impl Fn(&mut Manifest),
) {
    let mut zip = zip::ZipArchive::new(fs::File::open(house).expect("opens")).expect("a zip");
    let mut files = BTreeMap::new();
    for name in zip
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect::<Vec<_>>()
    {
        let mut text = String::new();
        zip.by_name(&name)
            .expect("there")
            .read_to_string(&mut text)
            .expect("reads");
        files.insert(name, text);
    }
    let mut manifest: Manifest = serde_json::from_str(&files["manifest.json"]).expect("JSON");
    for (part, about) in &mut manifest.parts {
        let text = files.get_mut(&format!("rows/{part}.jsonl")).expect("there");
        *text = change(part, text.clone());
        about.rows = text.lines().count() as u64;
        about.bytes = text.len() as u64;
        let digest = Sha256::digest(text.as_bytes());
        about.sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    }
    of(&mut manifest);
    files.insert(
        "manifest.json".into(),
        serde_json::to_string(&manifest).expect("JSON"),
    );
    let mut out = zip::ZipWriter::new(fs::File::create(to).expect("makes"));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let first = files.remove("mimetype").expect("there");
    for (name, text) in [("mimetype".to_owned(), first)].into_iter().chain(files) {
        out.start_file(name, stored).expect("begins");
        out.write_all(text.as_bytes()).expect("writes");
    }
    out.finish().expect("ends");
}

/// What becomes of a forged house, offered to a ledger that must not change by it.
fn outcome(change: impl Fn(&str, String) -> String, of: impl Fn(&mut Manifest)) -> String {
    let moving = Move::new();
    let house = moving.export(&moving.lived_in(), "h");
    let path = moving.path("forged");
    forged(&house, &path, change, of);
    let new = used();
    let (before, lines_before) = (rows(&new), lines(&new));
    let outcome = import(&new, &path).map_or_else(|fault| fault.code, |_| "taken".to_owned());
    if outcome != "taken" {
        assert_eq!((rows(&new), lines(&new)), (before, lines_before));
    }
    outcome
}

fn as_it_is(_: &str, text: String) -> String {
    text
}

#[test]
fn a_forged_house_is_refused_for_what_is_wrong_with_it() {
    let untouched = |_: &mut Manifest| ();
    assert_eq!(
        outcome(as_it_is, untouched),
        "taken",
        "the forger does nothing else"
    );
    let in_part = |part: &'static str, from: &'static str, to: &'static str| {
        move |name: &str, text: String| {
            if name != part {
                return text;
            }
            assert!(text.contains(from), "{from} in {text}");
            text.replacen(from, to, 1)
        }
    };
    let other_person = in_part("entries", r#""person":"Jana""#, r#""person":"Mallory""#);
    assert_eq!(outcome(other_person, untouched), "house-history-forged");
    let without_the_first = |name: &str, text: String| match name {
        "entries" => text
            .lines()
            .skip(1)
            .map(|line| format!("{line}\n"))
            .collect(),
        _ => text,
    };
    assert_eq!(outcome(without_the_first, untouched), "house-damaged");
    let to_a_thief = in_part(
        "projects",
        "https://xperience-portal.com",
        "http://thief.example",
    );
    assert_eq!(outcome(to_a_thief, untouched), "house-damaged");
    let no_json = in_part("releases", "{", "[");
    assert_eq!(outcome(no_json, untouched), "house-damaged");
    let no_release = in_part("releases", r#"\"name\":"#, r#"\"nom\":"#);
    assert_eq!(outcome(no_release, untouched), "house-damaged");
    let statement = in_part("projects", r#""name""#, r#""name) VALUES (1); --""#);
    assert_eq!(outcome(statement, untouched), "house-damaged");
    let twice = |name: &str, text: String| match name {
        "projects" => format!("{text}{text}"),
        _ => text,
    };
    assert_eq!(outcome(twice, untouched), "house-damaged");
    let other_table = |manifest: &mut Manifest| {
        let part = manifest.parts.remove("probes").expect("there");
        manifest.parts.insert("token_notes".into(), part);
    };
    assert_eq!(outcome(as_it_is, other_table), "house-damaged");
    assert_eq!(
        outcome(as_it_is, |manifest| manifest.version = 2),
        "house-newer"
    );
    assert_eq!(
        outcome(as_it_is, |manifest| manifest.schema += 1),
        "house-newer"
    );
    assert_eq!(
        outcome(as_it_is, |manifest| manifest.schema = 1),
        "house-damaged"
    );
    let boasting = |manifest: &mut Manifest| {
        manifest.parts.get_mut("entries").expect("there").bytes = 1 << 40;
    };
    assert_eq!(outcome(as_it_is, boasting), "house-too-large");
    let understating = |manifest: &mut Manifest| {
        manifest.parts.get_mut("entries").expect("there").bytes = 10;
    };
    assert_eq!(outcome(as_it_is, understating), "house-damaged");
}

#[test]
fn what_is_no_house_is_called_so() {
    let moving = Move::new();
    let path = moving.path("other");
    for content in [&b""[..], b"Dear diary", b"PK\x05\x06", &[0; 4096]] {
        fs::write(&path, content).expect("writes");
        assert_eq!(code(unpack(&path)), "house-foreign");
    }
    assert_eq!(code(unpack(&moving.path("nowhere"))), "house-unreadable");
    let huge = fs::File::options()
        .write(true)
        .open(moving.export(&moving.lived_in(), "h"));
    huge.expect("opens").set_len(300 << 20).expect("grows");
    assert_eq!(code(unpack(&moving.path("h"))), "house-too-large");
    let fault = refused("house-foreign", &moving.path("diary.txt"));
    assert_eq!(fault.params["file"], "diary.txt", "a name, not a path");
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

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,30}",
        "\\PC{0,12}",
        Just("quote \" back \\ line\n".to_owned())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn out_in_and_out_again_gives_the_same_rows(
        names in prop::collection::vec(some_text(), 0..5),
        told in prop::collection::vec((some_text(), prop::option::of(some_text()), some_text()), 0..12),
        placed in prop::collection::vec((0_i64..9_999, some_text()), 0..6),
        person in some_text(),
    ) {
        let moving = Move::new();
        let old = ledger();
        for (number, name) in names.iter().enumerate() {
            old.save_project(&project(&format!("p{number}"), name)).expect("saves");
        }
        for (kind, reason, value) in &told {
            let draft = EntryDraft::new(kind).person(&person).reason(reason.clone());
            old.append(draft.param("value", value), at(1)).expect("appends");
        }
        for (number, (when, name)) in placed.iter().enumerate() {
            let mut one = placement("qa", "cd", *when);
            one.file_name = name.clone();
            old.add_placement(&format!("j{number}"), &one).expect("places");
        }
        old.save_preferences(&Preferences { theme: Theme::Dark, person, project_id: None }).expect("saves");
        let new = ledger();
        import(&new, &moving.export(&old, "h")).expect("arrives");
        prop_assert_eq!(rows(&old), rows(&new));
        let third = ledger();
        import(&third, &moving.export(&new, "again")).expect("arrives");
        prop_assert_eq!(rows(&new), rows(&third));
        prop_assert!(lines(&third) > 0);
    }
}
