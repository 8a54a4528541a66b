//! Other programs open what is built.

use super::*;
use std::process::Command;

/// Everything a package may hold: folders, empty files, names of all sorts, stored and deflated,
/// and files that were packed in pieces.
fn everything() -> Yard {
    let yard = Yard::of(
        &SamplePackage::new()
            .ballast(20_000_000)
            .storage_assets("Create", 4),
    );
    let text: Vec<u8> = (0..2_600_000_u32)
        .flat_map(|at| format!("{at} ").into_bytes())
        .collect();
    yard.write("publish/wwwroot/large.txt", text);
    yard.write("publish/wwwroot/přehled výsledků.txt", "ano");
    yard.write("publish/wwwroot/$cmsfolder$", "");
    std::fs::create_dir_all(yard.path("publish/uploads/empty")).expect("a folder");
    yard
}

/// Runs a program that has to be there, by one of its names: what it would have tested is not
/// passed over.
#[track_caller]
fn runs(programs: &[&str], arguments: &[&str]) -> String {
    let mut outputs = programs
        .iter()
        .map(|program| Command::new(program).args(arguments).output());
    let output = outputs.find_map(Result::ok);
    let output = output.unwrap_or_else(|| panic!("install one of {programs:?}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{programs:?} {arguments:?}: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

#[test]
fn unzip_finds_nothing_wrong() {
    let yard = everything();
    let told = runs(
        &["unzip"],
        &["-t", &yard.built().path.display().to_string()],
    );
    assert!(told.contains("No errors detected"), "{told}");
}

#[test]
fn seven_zip_finds_nothing_wrong() {
    let yard = everything();
    let package = yard.built().path.display().to_string();
    let told = runs(&["7zz", "7z"], &["t", &package]);
    assert!(told.contains("Everything is Ok"), "{told}");
    assert!(!told.to_lowercase().contains("warning"), "{told}");
}

#[test]
fn python_reads_every_byte_back() {
    const PROGRAM: &str = "
import sys, zipfile, hashlib
with zipfile.ZipFile(sys.argv[1]) as package:
    assert package.testzip() is None
    for info in package.infolist():
        print(hashlib.sha256(package.read(info)).hexdigest(), info.filename)
";
    let yard = everything();
    let built = yard.built();
    let told = runs(
        &["python3"],
        &["-c", PROGRAM, &built.path.display().to_string()],
    );
    assert_eq!(told.lines().count() as u64, built.entries);
    let held: Vec<String> = read_back(&built.path)
        .into_iter()
        .map(|(name, bytes)| {
            use sha2::{Digest, Sha256};
            format!(
                "{} {name}",
                crate::package::facts::hex(&Sha256::digest(bytes))
            )
        })
        .collect();
    let mut told: Vec<&str> = told.lines().collect();
    told.sort_by_key(|line| line.split_once(' ').map(|(_, name)| name));
    assert_eq!(told, held);
    assert!(held.iter().any(|line| line.ends_with(" uploads/empty/")));
}
