//! Files that are no house, or not the one that was written.

use super::*;
use crate::house::Unpacked;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

fn code(refused: Result<Unpacked, Fault>) -> String {
    match refused {
        Ok(_) => "it was taken".to_owned(),
        Err(fault) => fault.code,
    }
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
