//! Archives that are not what they claim (promises 30, 31), and files that are none.

use super::{archive, codes, file, finding, read_file, read_logs, read_zip};
use crate::package::archive::READ_HEAD;
use crate::package::sample::SamplePackage;
use crate::package::tests::zipper::{DEFLATE, ENCRYPTED, Entry, Zip, deflated, stored};

const LINE: &str = "[19:57:00 INF] Deployment succeeded.\n";

fn refused(zip: &Zip) -> String {
    read_zip(zip).expect_err("it is refused")
}

fn sound() -> Entry {
    deflated("deployment.log", LINE.as_bytes())
}

#[test]
fn promise_31_an_archive_that_bursts_is_refused_before_it_is_unpacked() {
    let bomb = deflated("deployment.log", &vec![b'x'; 40 << 20]);
    assert_eq!(refused(&Zip::of([bomb])), "logs-not-trusted");
    let huge = sound().both(|header| header.uncompressed = 3 << 30);
    assert_eq!(refused(&Zip::of([huge])), "logs-not-trusted");
}

#[test]
fn promise_30_entries_that_share_their_bytes_or_contradict_themselves_are_refused() {
    let mut twice = sound();
    twice.header_at = Some(0);
    assert_eq!(refused(&Zip::of([sound(), twice])), "logs-not-trusted");
    let other_name = sound().central(|header| header.name = b"deployment.txt".to_vec());
    assert_eq!(refused(&Zip::of([other_name])), "logs-not-trusted");
    let other_size = sound().both(|header| header.uncompressed += 7);
    assert_eq!(refused(&Zip::of([other_size])), "logs-not-trusted");
    let other_sum = sound().both(|header| header.crc32 ^= 1);
    assert_eq!(refused(&Zip::of([other_sum])), "logs-not-trusted");
}

#[test]
fn promise_31_names_that_lead_elsewhere_and_links_are_refused() {
    for name in ["../evil.log", "/etc/x.log", "C:/x.log", "a/../../x.log"] {
        let evil = deflated(name, LINE.as_bytes());
        assert_eq!(refused(&Zip::of([evil])), "logs-not-trusted", "{name}");
    }
    let link = stored("deployment.log", b"/etc/passwd").unix_mode(0o120_777);
    assert_eq!(refused(&Zip::of([link])), "logs-not-trusted");
}

#[test]
fn more_files_than_a_deployment_writes_are_refused() {
    let many = (0..2_001).map(|n| stored(&format!("{n}.log"), b"x"));
    assert_eq!(refused(&Zip::of(many)), "logs-too-large");
}

#[test]
fn content_that_is_damaged_far_behind_its_beginning_is_noticed() {
    let text = format!("{LINE}{}", "0123456789abcdef".repeat(READ_HEAD));
    let mut broken = stored("deployment.log", text.as_bytes());
    let at = broken.packed.len() - 5;
    broken.packed[at] ^= 1;
    assert_eq!(refused(&Zip::of([broken.clone()])), "logs-not-trusted");
    let mut binary = broken;
    binary.packed[3] = 0;
    assert_eq!(refused(&Zip::of([binary])), "logs-not-trusted");
}

#[test]
fn a_file_that_stays_closed_is_named_and_the_others_are_read() {
    let closed = sound().both(|header| header.flags |= ENCRYPTED);
    let odd = deflated("odd.log", b"x").both(|header| {
        header.method = DEFLATE + 1;
    });
    let mut closed = closed;
    closed.local.name = b"closed.log".to_vec();
    closed.central.name = b"closed.log".to_vec();
    let read = read_zip(&Zip::of([sound(), closed, odd])).expect("it is read");
    assert_eq!(codes(&read), ["file-not-read"]);
    let closed = &finding(&read, "file-not-read").evidence;
    let names: Vec<&str> = closed.iter().map(|place| place.file.as_str()).collect();
    assert_eq!(names, ["closed.log", "odd.log"]);
    assert!(read.last_step.is_some_and(|step| step.finished));
}

#[test]
fn an_archive_inside_the_archive_is_listed_and_never_opened() {
    let inner = Zip::of([deflated("x.log", b"[19:57:00 ERR] It broke")]).bytes();
    let zip = Zip::of([
        sound(),
        stored("inner.zip", &inner),
        stored("pic.log", b"\0\x01\x02"),
    ]);
    let read = read_zip(&zip).expect("it is read");
    assert!(read.findings.is_empty(), "{read:?}");
    let lines: Vec<u64> = read.files.iter().map(|file| file.lines.0).collect();
    assert_eq!(lines, [1, 0, 0]);
}

#[test]
fn a_name_in_the_archive_is_kept_without_secrets_and_control_characters() {
    let read = archive(&[("a\u{1b}[31m?sig=abcdef123456.log", LINE)]);
    assert_eq!(read.files[0].name, "a [31m?sig=***");
}

#[test]
fn files_that_are_no_logs_are_told_apart() {
    let whole = Zip::of([sound()]).bytes();
    for (name, bytes, code) in [
        ("a.log", b"".to_vec(), "logs-empty"),
        ("a.zip", Zip::of([]).bytes(), "logs-empty"),
        (
            "a.zip",
            whole[..whole.len() - 20].to_vec(),
            "logs-cut-short",
        ),
        (
            "a.zip",
            b"<!DOCTYPE html><title>Sign in</title>".to_vec(),
            "logs-web-page",
        ),
        (
            "a.7z",
            b"7z\xbc\xaf\x27\x1c\x00\x04".to_vec(),
            "logs-other-format",
        ),
        ("a.log", b"\x00\x01\x02\x03".to_vec(), "logs-not-text"),
        ("a.zip", SamplePackage::new().bytes(), "logs-are-a-package"),
    ] {
        assert_eq!(read_file(name, &bytes).expect_err(code), code);
    }
}

#[test]
fn nothing_is_written_beside_the_file_and_a_stop_is_heard() {
    let long = LINE.repeat(10_000);
    let (folder, path) = file("deployment.log", long.as_bytes());
    read_logs(&path, &|| false).expect("it is read");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1
    );
    let stopped = read_logs(&path, &|| true).expect_err("it was stopped");
    assert_eq!(stopped.code, "cancelled");
    let (_folder, path) = file(
        "logs.zip",
        &Zip::of([deflated("a.log", long.as_bytes())]).bytes(),
    );
    assert_eq!(
        read_logs(&path, &|| true).expect_err("stopped").code,
        "cancelled"
    );
}
