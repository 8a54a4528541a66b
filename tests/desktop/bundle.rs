//! The .deb, taken apart into an empty root and started from there. `cargo xtask test bundle`
//! makes it first and says where it is.

#![cfg(target_os = "linux")]

use serde_json::{Value, json};
use slipway_tests::desktop::Desktop;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

const BINARY: &str = "usr/bin/slipway";
const BILL: &str = "usr/share/doc/slipway/slipway.cdx.json";

/// Everything the package may put on a computer.
const FILES: [&str; 8] = [
    BINARY,
    "usr/share/applications/Slipway.desktop",
    "usr/share/doc/slipway/copyright",
    BILL,
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

/// CycloneDX: https://cyclonedx.org/docs/1.5/json
#[test]
fn the_package_says_what_it_is_made_of_part_by_part() {
    let root = unpacked();
    let bill = std::fs::read_to_string(root.path().join(BILL)).expect("a bill of materials");
    let bill: Value = serde_json::from_str(&bill).expect("JSON");
    assert_eq!(
        (&bill["bomFormat"], &bill["specVersion"]),
        (&json!("CycloneDX"), &json!("1.5"))
    );
    let window = &bill["metadata"]["component"];
    assert_eq!(window["name"], "slipway");
    assert_eq!(window["version"], env!("CARGO_PKG_VERSION"));

    let components = bill["components"].as_array().expect("components");
    let mut named = BTreeSet::from([window["bom-ref"].as_str().expect("a reference")]);
    for component in components {
        let text = |key: &str| component[key].as_str().unwrap_or_default();
        assert_eq!(text("type"), "library", "{component}");
        assert!(
            !text("name").is_empty() && !text("version").is_empty(),
            "{component}"
        );
        assert!(named.insert(text("bom-ref")), "twice: {component}");
        assert!(
            component["licenses"][0]["expression"].is_string(),
            "{component}"
        );
        let foreign = text("bom-ref").starts_with("pkg:");
        assert!(
            !foreign || component["hashes"][0]["content"].is_string(),
            "{component}"
        );
    }
    let dependencies = bill["dependencies"].as_array().expect("dependencies");
    for dependency in dependencies {
        let needed = dependency["dependsOn"].as_array().expect("a list");
        for reference in needed.iter().chain([&dependency["ref"]]) {
            let reference = reference.as_str().expect("a reference");
            assert!(named.contains(reference), "nobody is {reference}");
        }
    }
    // The very versions the lock file names.
    let lock = include_str!("../../Cargo.lock");
    let tauri = components
        .iter()
        .find(|it| it["name"] == "tauri")
        .expect("tauri is listed");
    let version = tauri["version"].as_str().expect("a version");
    assert!(lock.contains(&format!("name = \"tauri\"\nversion = \"{version}\"")));
    assert_eq!(tauri["purl"], format!("pkg:cargo/tauri@{version}"));
    assert!(components.iter().any(|it| it["name"] == "svelte"));
    let of_windows = components.iter().any(|it| it["name"] == "windows-sys");
    assert!(
        !of_windows,
        "it lists what is in this package, not in another"
    );
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
