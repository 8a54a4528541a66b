//! Logs of each shape, archives that are not to be trusted, and the words for all of it.

mod archives;
mod shapes;
mod words;

use super::{LogContents, LogFinding, read_logs};
use crate::package::tests::zipper::{Zip, deflated};
use std::path::PathBuf;
use tempfile::TempDir;

/// A file of that name with these bytes, for as long as the folder is kept.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("it can be written");
    (folder, path)
}

fn read_file(name: &str, bytes: &[u8]) -> Result<LogContents, String> {
    let (_folder, path) = file(name, bytes);
    read_logs(&path, &|| false).map_err(|fault| fault.code)
}

fn read_text(name: &str, text: &str) -> LogContents {
    read_file(name, text.as_bytes()).expect("it is read")
}

fn read_zip(zip: &Zip) -> Result<LogContents, String> {
    read_file("deployment-7-logs.zip", &zip.bytes())
}

/// An archive as Deployment history offers it.
fn archive(files: &[(&str, &str)]) -> LogContents {
    let entries = files
        .iter()
        .map(|(name, text)| deflated(name, text.as_bytes()));
    read_zip(&Zip::of(entries)).expect("it is read")
}

fn codes(contents: &LogContents) -> Vec<&str> {
    let findings = contents.findings.iter();
    findings.map(|finding| finding.code.as_str()).collect()
}

fn finding<'c>(contents: &'c LogContents, code: &str) -> &'c LogFinding {
    let mut findings = contents.findings.iter();
    let found = findings.find(|finding| finding.code == code);
    found.unwrap_or_else(|| panic!("no {code} in {contents:#?}"))
}
