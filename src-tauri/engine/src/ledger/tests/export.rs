//! Exports a stranger can open, trust and check.

use super::{at, everything, ledger, project};
use crate::desk::HistoryFilter;
use crate::ledger::{EntryDraft, Ledger};
use crate::units::Count;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

fn some_lines() -> Ledger {
    let ledger = ledger();
    let people = [
        "=cmd|' /C calc'!A0",
        "Eva \"E\" Öz, PM",
        "line\nbreak",
        "@x",
        "+49",
        "-1",
        "＝1",
        "tab\there",
    ];
    for (number, person) in (1..).zip(people) {
        let draft = EntryDraft::new("upload-accepted")
            .person(person)
            .project(&project("p", "Sandbox"))
            .reason((number % 2 == 0).then(|| "\u{1}\u{7f} \\ / ünï".to_owned()))
            .param("zeta", number)
            .param("alpha", "a=b; c");
        ledger.append(draft, at(number)).expect("appends");
    }
    ledger
}

fn csv(ledger: &Ledger, filter: &HistoryFilter) -> String {
    let mut out = Vec::new();
    ledger.export_csv(filter, &mut out).expect("exports");
    String::from_utf8(out).expect("text")
}

fn json(ledger: &Ledger, filter: &HistoryFilter) -> Vec<Value> {
    let mut out = Vec::new();
    ledger.export_json(filter, &mut out).expect("exports");
    serde_json::from_slice(&out).expect("an array")
}

/// RFC 4180, read as the document says and not as we write it.
fn records(csv: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) =
        (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = csv.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(letters.next(), Some('\n'));
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            other => cell.push(other),
        }
    }
    assert!(record.is_empty() && cell.is_empty(), "ends with a line end");
    records
}

#[test]
fn csv_has_a_header_and_every_line_as_it_was() {
    let csv = csv(&some_lines(), &everything());
    let records = records(
        csv.strip_prefix('\u{feff}')
            .expect("a mark for spreadsheets"),
    );
    assert_eq!(records.len(), 9);
    assert_eq!(records[0][..4], ["seq", "at", "person", "kind"]);
    assert!(records.iter().all(|record| record.len() == 12));
    assert_eq!(records[2][2], "Eva \"E\" Öz, PM");
    assert_eq!(records[3][2], "line\nbreak");
    assert_eq!(records[1][1], "2026-07-17T19:57:01Z");
    assert_eq!(records[1][9], "alpha=a=b; c; zeta=1");
    assert_eq!(
        records[3][10], records[2][11],
        "previous is the hash before"
    );
}

#[test]
fn no_cell_of_a_csv_starts_a_formula() {
    let csv = csv(&some_lines(), &everything());
    let records = records(csv.trim_start_matches('\u{feff}'));
    assert_eq!(records[1][2], "'=cmd|' /C calc'!A0");
    for cell in records.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝']),
            "{cell}"
        );
    }
}

#[test]
fn a_stranger_can_verify_every_line_of_a_json_export() {
    let lines = json(&some_lines(), &everything());
    assert_eq!(lines.len(), 8);
    let mut previous = "0".repeat(64);
    for line in &lines {
        let mut object: std::collections::BTreeMap<String, Value> =
            serde_json::from_value(line.clone()).expect("an object");
        let hash = object.remove("hash").expect("a hash");
        assert_eq!(object["previous"], Value::from(previous));
        let params = &object["params"];
        assert_eq!(params.as_object().expect("an object").len(), 2);
        let text = serde_json::to_string(&object).expect("text");
        let digest: String = Sha256::digest(text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hash, Value::from(digest.clone()));
        previous = digest;
    }
}

#[test]
fn a_json_export_can_be_verified_with_another_language() {
    let Ok(found) = std::process::Command::new("python3")
        .arg("--version")
        .output()
    else {
        eprintln!("python3 is not installed: nothing to compare with");
        return;
    };
    assert!(found.status.success());
    let mut out = Vec::new();
    some_lines()
        .export_json(&everything(), &mut out)
        .expect("exports");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), out).expect("writes");
    let script = r#"
import hashlib, json, sys
previous = "0" * 64
lines = json.load(open(sys.argv[1], encoding="utf-8"))
for line in lines:
    claimed = line.pop("hash")
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert line["previous"] == previous, line
    assert hashlib.sha256(text.encode()).hexdigest() == claimed, line
    previous = claimed
print(len(lines), "verified")
"#;
    let done = std::process::Command::new("python3")
        .args(["-c", script])
        .arg(file.path())
        .output()
        .expect("runs");
    assert_eq!(
        String::from_utf8_lossy(&done.stdout),
        "8 verified\n",
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn an_export_holds_what_matches_and_knows_no_pages() {
    let ledger = some_lines();
    let filter = HistoryFilter {
        text: Some("eva".into()),
        before: Some(Count(1)),
        limit: Some(1),
        ..everything()
    };
    let lines = json(&ledger, &filter);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["seq"], 2);
    assert_eq!(
        records(csv(&ledger, &filter).trim_start_matches('\u{feff}')).len(),
        2
    );
    let nothing = HistoryFilter {
        text: Some("nobody".into()),
        ..everything()
    };
    assert!(json(&ledger, &nothing).is_empty());
}

#[test]
fn an_export_that_cannot_be_written_says_so() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let ledger = some_lines();
    assert_eq!(
        ledger
            .export_csv(&everything(), &mut Full)
            .expect_err("full")
            .code,
        "export-not-written"
    );
    assert_eq!(
        ledger
            .export_json(&everything(), &mut Full)
            .expect_err("full")
            .code,
        "export-not-written"
    );
}
