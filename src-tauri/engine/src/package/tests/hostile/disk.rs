//! Nothing of a package is ever written to disk.

use super::super::zipper::{deflated, ready_with, stored};
use crate::package::{Ground, Verdict, inspect};
use std::path::Path;

/// Everything below a folder.
fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(below(&path));
        }
        found.push(path.display().to_string());
    }
    found.sort();
    found
}

#[test]
fn promise_30_inspecting_writes_no_entry_anywhere_near() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    let package = inner.join("package.zip");
    let absolute = folder.path().join("absolute.dll").display().to_string();
    let hostile = ready_with([
        stored("../up.dll", b"MZ"),
        stored(&absolute, b"MZ"),
        stored("beside.dll", b"MZ"),
        stored("link", b"../up.dll").unix_mode(0o120_777),
        deflated("$CDRepository/../../up.xml", b"<cms.role />"),
    ]);
    std::fs::write(&package, hostile.bytes()).expect("it can be written");
    let before = below(folder.path());
    let inspection = inspect(&package, &Ground::default(), &|| false).expect("it can be read");
    assert_eq!(inspection.verdict, Verdict::WillNotWork);
    assert_eq!(below(folder.path()), before);
    assert!(
        before
            .iter()
            .all(|path| path.ends_with("inner") || path.ends_with("package.zip"))
    );
}

#[test]
fn a_folder_a_missing_file_and_a_cancelled_look_are_faults() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in [folder.path().to_owned(), folder.path().join("none.zip")] {
        let fault = inspect(&path, &Ground::default(), &|| false).expect_err("there is no file");
        assert_eq!(fault.code, "file-unreadable");
    }
    let package = folder.path().join("package.zip");
    std::fs::write(&package, ready_with([]).bytes()).expect("it can be written");
    let fault = inspect(&package, &Ground::default(), &|| true).expect_err("it was cancelled");
    assert_eq!(fault.code, "cancelled");
}
