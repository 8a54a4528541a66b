//! The .deb, taken apart into an empty root and started from there. `cargo xtask test bundle`
//! makes it first and says where it is.

#![cfg(target_os = "linux")]

use slipway_tests::desktop::Desktop;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const BINARY: &str = "usr/bin/slipway";

/// Everything the package may put on a computer.
const FILES: [&str; 7] = [
    BINARY,
    "usr/share/applications/Slipway.desktop",
    "usr/share/doc/slipway/copyright",
    "usr/share/icons/hicolor/128x128/apps/slipway.png",
    "usr/share/icons/hicolor/256x256@2/apps/slipway.png",
    "usr/share/icons/hicolor/32x32/apps/slipway.png",
    "usr/share/metainfo/app.slipway.desktop.metainfo.xml",
];

fn deb() -> PathBuf {
    match std::env::var_os("SLIPWAY_DEB") {
        Some(path) => PathBuf::from(path),
        None => panic!("SLIPWAY_DEB names no package; run `cargo xtask test bundle`"),
    }
}

/// The package's files in an empty root.
fn unpacked() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let done = Command::new("dpkg-deb")
        .arg("--extract")
        .arg(deb())
        .arg(root.path())
        .status();
    assert!(done.is_ok_and(|status| status.success()), "dpkg-deb");
    root
}

/// What the package says about itself under this name.
fn field(name: &str) -> String {
    let said = Command::new("dpkg-deb")
        .arg("--field")
        .arg(deb())
        .arg(name)
        .output()
        .expect("dpkg-deb");
    String::from_utf8_lossy(&said.stdout).trim().to_owned()
}

fn files_below(folder: &Path, root: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    entries
        .map(|entry| entry.path())
        .flat_map(|path| {
            if path.is_dir() {
                files_below(&path, root)
            } else {
                let name = path.strip_prefix(root).expect("below the root");
                BTreeSet::from([name.to_string_lossy().into_owned()])
            }
        })
        .collect()
}

#[test]
fn the_package_holds_the_program_its_icons_and_what_a_desktop_wants_to_know_and_nothing_else() {
    let root = unpacked();
    let files = files_below(root.path(), root.path());
    assert_eq!(files, FILES.map(str::to_owned).into());
}

#[test]
fn the_menu_entry_names_the_program_and_an_icon_that_are_in_the_package() {
    let root = unpacked();
    let entry = root.path().join("usr/share/applications/Slipway.desktop");
    let entry = std::fs::read_to_string(entry).expect("a menu entry");
    for line in ["Name=Slipway", "Exec=slipway", "Icon=slipway"] {
        assert!(entry.lines().any(|l| l == line), "{line} is not in {entry}");
    }
}

#[test]
fn the_package_asks_for_the_libraries_the_program_is_linked_to() {
    let depends = field("Depends");
    for library in ["libwebkit2gtk-4.1-0", "libgtk-3-0"] {
        assert!(depends.contains(library), "{library} is not in {depends}");
    }
    assert_eq!(field("Version"), env!("CARGO_PKG_VERSION"));
}

#[test]
fn the_program_from_the_package_opens_its_window() {
    let root = unpacked();
    let home = tempfile::tempdir().expect("a temporary folder");
    let desktop = Desktop::start_binary(&root.path().join(BINARY), home.path());
    desktop.find("button", "Practice project");
    assert_eq!(desktop.title(), "Slipway");
    let started = std::fs::read_link(format!("/proc/{}/exe", desktop.process()));
    assert_eq!(started.ok(), Some(root.path().join(BINARY)));
}
