//! Names that lead elsewhere, cannot be unpacked, or meet another one (promise 30).

use super::super::zipper::{Entry, Zip, deflated, ready_with, stored};
use super::super::{ids, inspect_all, told};
use super::{inspected, refused, refused_only};
use crate::package::{Ground, Verdict};

fn named(name: &[u8]) -> Entry {
    stored("x", b"content").both(|header| header.name = name.to_vec())
}

fn with_name(name: &[u8]) -> Zip {
    ready_with([named(name)])
}

#[test]
fn promise_30_a_name_that_leads_out_of_the_folder_is_refused() {
    for name in [
        "../evil.dll",
        "wwwroot/../../evil.dll",
        r"..\evil.dll",
        r"wwwroot\..\..\evil.dll",
        "wwwroot/..",
    ] {
        let inspection = refused(&with_name(name.as_bytes()), "entry-unsafe");
        assert_eq!(told(&inspection, "entry-unsafe").evidence[0].entry, name);
    }
}

#[test]
fn promise_30_an_absolute_name_a_drive_and_a_share_are_refused() {
    for name in [
        "/etc/cron.d/evil",
        r"\evil.dll",
        "C:/Windows/evil.dll",
        r"C:\Windows\evil.dll",
        "c:evil.dll",
        "//server/share/evil.dll",
        r"\\server\share\evil.dll",
        r"\\?\C:\evil.dll",
    ] {
        refused(&with_name(name.as_bytes()), "entry-unsafe");
    }
}

#[test]
fn promise_30_a_name_that_reads_differently_from_what_it_is_is_refused() {
    refused_only(
        &with_name("wwwroot/\u{202e}lld.css".as_bytes()),
        "entry-unsafe",
    );
    refused_only(
        &with_name("Dancing\u{200b}Goat.dll".as_bytes()),
        "entry-unsafe",
    );
}

#[test]
fn promise_30_zeros_and_control_characters_in_a_name_are_refused() {
    for name in [
        b"evil.dll\0.txt".as_slice(),
        b"wwwroot/\x07bell.css",
        b"wwwroot/line\nbreak.css",
        b"wwwroot/\x7f.css",
    ] {
        refused_only(&with_name(name), "entry-name-invalid");
    }
}

#[test]
fn promise_30_names_windows_keeps_or_cannot_hold_are_refused() {
    for name in [
        "wwwroot/CON",
        "aux.txt",
        "wwwroot/trailing.",
        "wwwroot/space /x.css",
        "wwwroot/a:stream",
        "wwwroot/what?.css",
        "wwwroot//x.css",
        "",
    ] {
        refused_only(&with_name(name.as_bytes()), "entry-name-invalid");
    }
}

#[test]
fn promise_30_the_same_name_twice_is_refused() {
    let inspection = refused_only(
        &ready_with([deflated("wwwroot/css/site.css", b"another")]),
        "entry-duplicate",
    );
    assert_eq!(told(&inspection, "entry-duplicate").evidence.len(), 2);
}

#[test]
fn promise_30_a_second_metadata_or_configuration_cannot_slip_in() {
    for name in [
        "cloud-metadata.json",
        "$CDRepository/repository.config",
        "DancingGoat.deps.json",
    ] {
        refused(&ready_with([deflated(name, b"{}")]), "entry-duplicate");
    }
    // Neither with the other separator, nor in front of the folder.
    for name in [r"$CDRepository\repository.config", "./cloud-metadata.json"] {
        refused(&ready_with([deflated(name, b"{}")]), "entry-duplicate");
    }
}

#[test]
fn promise_30_names_that_differ_by_case_or_unicode_form_are_refused() {
    refused_only(
        &ready_with([deflated("wwwroot/CSS/Site.css", b"another")]),
        "entry-case-collision",
    );
    refused_only(
        &ready_with([
            deflated("wwwroot/p\u{159}ehled.css", b"one"),
            deflated("wwwroot/pr\u{30c}ehled.css", b"two"),
        ]),
        "entry-case-collision",
    );
}

#[test]
fn promise_30_a_file_where_a_folder_is_is_refused() {
    for name in ["wwwroot", "WWWROOT/css", "$CDRepository/@global"] {
        let inspection = refused(
            &ready_with([stored(name, b"file")]),
            "entry-file-and-folder",
        );
        assert_eq!(
            told(&inspection, "entry-file-and-folder").evidence[0].entry,
            name
        );
    }
    // A longer name beside it is none.
    let beside = ready_with([stored("wwwroot-2", b"file"), stored("wwwroot.txt", b"file")]);
    assert_eq!(inspected(&beside.laid_out()).verdict, Verdict::Ready);
}

#[test]
fn promise_30_a_name_of_64_kibibytes_is_refused_and_not_shown_whole() {
    let inspection = refused(&with_name(&vec![b'a'; 65_535]), "entry-name-invalid");
    let finding = told(&inspection, "entry-name-too-long");
    assert!(finding.evidence[0].entry.len() <= 1_024);
}

#[test]
fn promise_31_a_name_past_240_bytes_is_told_and_one_of_240_is_not() {
    let folders = "a/".repeat(100);
    let name = |length: usize| format!("{folders}{}", "b".repeat(length - folders.len()));
    let inspect = |length| {
        inspect_all(
            &with_name(name(length).as_bytes()).bytes(),
            &Ground::default(),
        )
    };
    assert!(ids(&inspect(240)).is_empty());
    assert_eq!(ids(&inspect(241)), ["entry-name-too-long"]);
}

#[test]
fn promise_30_a_symbolic_link_is_refused() {
    let link = stored("wwwroot/link", b"../../etc/passwd").unix_mode(0o120_777);
    let inspection = refused_only(&ready_with([link]), "entry-symlink");
    assert_eq!(
        told(&inspection, "entry-symlink").evidence[0].entry,
        "wwwroot/link"
    );
}

#[test]
fn promise_31_hundreds_of_thousands_of_deep_folders_take_no_room_of_their_own() {
    let deep = (0..4_000).map(|at| named(format!("{at}/{}", "a/".repeat(500)).as_bytes()));
    let inspection = inspected(&ready_with(deep).laid_out());
    assert_eq!(told(&inspection, "entry-name-too-long").more.0, 4_000 - 20);
}
