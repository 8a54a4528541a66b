//! What a crash, a bad disk and a wrong file do to a journal.

use super::frame::{FIRST_LINE, append};
use super::*;
use crate::blob::sas::{SasFacts, SasLink};
use crate::blob::transfer::JournalNote;
use crate::units::{Bytes, Count, Moment};
use std::path::{Path, PathBuf};

fn facts(container: &str) -> SasFacts {
    let sig = "kR9u2Bv%2Bq1Xf7aYl%2F0ZtWm3hPc8sNd6gJe5oUi4yTbE%3D";
    let text =
        format!("https://a.blob.core.windows.net/{container}?se=2026-07-24&sr=c&sp=rw&sig={sig}");
    SasLink::parse(&text).expect("a link").facts().clone()
}

fn moment(text: &str) -> Moment {
    Moment(text.parse().expect("a moment"))
}

fn heading(now: &str) -> Heading {
    Heading {
        transfer: uuid::Uuid::from_u128(7),
        host: "a.blob.core.windows.net".into(),
        account: None,
        container: "db".into(),
        created: moment(now),
        files: Count(2),
        bytes: Bytes(100),
    }
}

const BEGUN: &str = "2026-07-17T08:00:00Z";

fn opened(path: &Path) -> Opened {
    Journal::open(path, &facts("db"), heading(BEGUN)).expect("it opens")
}

fn refused(path: &Path, container: &str) -> String {
    let opened = Journal::open(path, &facts(container), heading(BEGUN));
    opened.map(drop).expect_err("it is refused").code
}

fn block(item: u128, number: u32) -> Record {
    Record::Block {
        item,
        number,
        crc64: u64::from(number) * 3,
        at: number,
    }
}

fn done(item: u128) -> Record {
    let done = Done {
        how: How::Crc64,
        crc64: Some(9),
        md5: Some([4; 16]),
        etag: "\"0x1\"".into(),
    };
    Record::Done { item, done }
}

/// A journal with eight records, and its bytes.
fn sample(folder: &Path) -> (PathBuf, Vec<u8>) {
    let path = folder.join("restore.journal");
    let mut opened = opened(&path);
    let anew = Record::Anew {
        item: 2,
        id_bytes: 48,
    };
    let records = [
        block(1, 0),
        block(1, 1),
        done(1),
        block(2, 0),
        anew,
        block(2, 5),
        block(2, 6),
        done(3),
    ];
    opened.journal.write(&records).expect("it is written");
    drop(opened);
    let bytes = std::fs::read(&path).expect("it is there");
    (path, bytes)
}

#[test]
fn a_journal_remembers_what_was_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = sample(folder.path());
    let opened = opened(&path);
    assert_eq!(opened.journal.heading().transfer, uuid::Uuid::from_u128(7));
    let mut finished: Vec<_> = opened.done.keys().copied().collect();
    finished.sort_unstable();
    assert_eq!(finished, [1, 3]);
    assert_eq!(opened.done[&1].etag.as_ref(), "\"0x1\"");
    let started = &opened.started[&2];
    assert_eq!(started.id_bytes, 48);
    assert_eq!(started.blocks.keys().copied().collect::<Vec<_>>(), [5, 6]);
    assert_eq!(opened.notes, []);
}

#[test]
fn promise_21_cut_off_at_any_byte_a_journal_keeps_its_whole_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, bytes) = sample(folder.path());
    let heading_bytes = serde_json::to_vec(&heading(BEGUN))
        .expect("plain data")
        .len();
    let heading_end = FIRST_LINE.len() + 12 + heading_bytes;
    let mut remembered = 0;
    for length in 0..=bytes.len() {
        std::fs::write(&path, &bytes[..length]).expect("it is written");
        let mut opened = opened(&path);
        let count = opened.done.len() * 10
            + opened
                .started
                .values()
                .map(|s| s.blocks.len() + 1)
                .sum::<usize>();
        let kept = opened
            .notes
            .iter()
            .any(|note| matches!(note, JournalNote::Damaged { .. }));
        assert_eq!(
            kept,
            length > 0 && length < heading_end,
            "a heading cut off at {length} is kept aside"
        );
        opened
            .journal
            .write(&[done(99)])
            .expect("it can be written on");
        drop(opened);
        let again = super::tests::opened(&path);
        assert!(
            again.done.contains_key(&99),
            "what is written after {length} bytes is read"
        );
        assert_eq!(again.notes, [], "{length}");
        remembered = remembered.max(count);
    }
    assert!(remembered >= 23, "{remembered}");
}

#[test]
fn promise_21_a_journal_damaged_in_the_middle_is_kept_aside_and_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, bytes) = sample(folder.path());
    let last_record = bytes.len() - 60;
    for at in FIRST_LINE.len()..last_record {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        std::fs::write(&path, &damaged).expect("it is written");
        let opened = opened(&path);
        let [note] = opened.notes.as_slice() else {
            panic!("{at}: {:?}", opened.notes);
        };
        if let JournalNote::Damaged { kept_as } = note {
            assert_eq!(std::fs::read(kept_as).expect("it is kept"), damaged);
            std::fs::remove_file(kept_as).expect("it can be removed");
        }
        assert!(
            !opened.done.contains_key(&3),
            "{at}: nothing after the damage counts"
        );
        drop(opened);
        assert_eq!(super::tests::opened(&path).notes, [], "{at}");
    }
}

#[test]
fn a_journal_of_another_place_or_version_and_any_other_file_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, bytes) = sample(folder.path());
    assert_eq!(refused(&path, "storage"), "journal-of-another-place");
    assert_eq!(std::fs::read(&path).expect("it is there"), bytes);
    for (text, code) in [
        (
            "slipway blob journal 2\nwhatever",
            "journal-of-another-version",
        ),
        ("Dear Petra", "journal-not-a-journal"),
        ("{}", "journal-not-a-journal"),
    ] {
        std::fs::write(&path, text).expect("it is written");
        assert_eq!(refused(&path, "db"), code);
        assert_eq!(std::fs::read_to_string(&path).expect("it is there"), text);
    }
}

#[test]
fn a_journal_belongs_to_one_transfer_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("restore.journal");
    let first = opened(&path);
    assert_eq!(refused(&path, "db"), "journal-in-use");
    drop(first);
    assert_eq!(opened(&path).notes, []);
}

#[test]
fn promise_17_blocks_of_six_days_ago_are_warned_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = sample(folder.path());
    let notes = |now: &str| {
        let opened = Journal::open(&path, &facts("db"), heading(now));
        opened.expect("it opens").notes
    };
    assert_eq!(notes("2026-07-23T07:59:00Z"), []);
    let warned = [JournalNote::BlocksAreOld { days: Count(6) }];
    assert_eq!(notes("2026-07-23T08:00:05Z"), warned);
    let mut finished = opened(&path);
    finished.journal.write(&[done(2)]).expect("it is written");
    drop(finished);
    assert_eq!(notes("2026-08-23T08:00:00Z"), [], "finished blobs stay");
}

#[test]
fn a_journal_full_of_what_is_finished_is_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("restore.journal");
    let mut first = opened(&path);
    let blocks: Vec<Record> = (0..20_000).map(|number| block(1, number)).collect();
    first.journal.write(&blocks).expect("it is written");
    first
        .journal
        .write(&[done(1), block(2, 3)])
        .expect("it is written");
    drop(first);
    let before = std::fs::metadata(&path).expect("it is there").len();
    let second = opened(&path);
    assert_eq!((second.done.len(), second.started[&2].blocks.len()), (1, 1));
    drop(second);
    let after = std::fs::metadata(&path).expect("it is there").len();
    assert!(before > 500_000 && after < 1_000, "{before} {after}");
    assert_eq!(opened(&path).done.len(), 1);
}

#[test]
fn no_record_is_understood_wrongly() {
    let mut frame = Vec::new();
    append(&mut frame, &[9, 9, 9]);
    assert_eq!(Record::read(&[9, 9, 9]), None);
    for record in [
        block(u128::MAX, 7),
        done(0),
        Record::Anew {
            item: 5,
            id_bytes: 12,
        },
    ] {
        let bytes = record.write();
        assert_eq!(Record::read(&bytes).as_ref(), Some(&record));
        let longer = [bytes.as_slice(), b"\xff"].concat();
        assert_ne!(Record::read(&longer), Some(record));
    }
}
