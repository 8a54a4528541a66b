//! The window's program for Windows, read the way Windows reads it. `cargo xtask windows exe` builds
//! it first and says where it is.

use pelite::pe64::{Pe, PeFile};
use std::collections::BTreeSet;

/// A program with a window and without a console.
const SUBSYSTEM_WINDOW: u16 = 2;
const AMD64: u16 = 0x8664;
/// Addresses are laid out anew at each start, high, and data is never run.
const HARDENED: u16 = 0x0020 | 0x0040 | 0x0100;

/// Libraries a compiler leaves a program to look for; the names are those of their files.
const OF_THE_COMPILER: [&str; 5] = ["libgcc", "libstdc++", "libwinpthread", "VCRUNTIME", "MSVCP"];

fn bytes() -> Vec<u8> {
    match std::env::var_os("SLIPWAY_EXE") {
        Some(path) => std::fs::read(path).expect("the program"),
        None => panic!("SLIPWAY_EXE names no program; run `cargo xtask windows exe`"),
    }
}

fn manifest() -> String {
    let bytes = bytes();
    let program = PeFile::from_bytes(&bytes).expect("a program of 64 bits");
    let resources = program.resources().expect("resources");
    resources.manifest().expect("a manifest").to_owned()
}

/// Whether the manifest sets this, apart from how the line is written.
fn sets(element: &str, value: &str) -> bool {
    let manifest = manifest();
    let tag = format!("<{element}");
    let element = manifest
        .split(&tag)
        .nth(1)
        .and_then(|rest| rest.split_once('>'));
    element.is_some_and(|(_, text)| text.starts_with(value))
}

#[test]
fn it_opens_no_console_and_is_of_64_bits() {
    let bytes = bytes();
    let program = PeFile::from_bytes(&bytes).expect("a program of 64 bits");
    assert_eq!(program.file_header().Machine, AMD64);
    assert_eq!(program.optional_header().Subsystem, SUBSYSTEM_WINDOW);
    let flags = program.optional_header().DllCharacteristics;
    assert_eq!(flags & HARDENED, HARDENED, "{flags:#x}");
}

#[test]
fn its_icon_is_there_from_the_list_of_files_to_the_largest_tile() {
    let bytes = bytes();
    let program = PeFile::from_bytes(&bytes).expect("a program of 64 bits");
    let resources = program.resources().expect("resources");
    let (_, icon) = resources
        .icons()
        .next()
        .expect("an icon")
        .expect("it can be read");
    // 256 is written as 0.
    let sizes: BTreeSet<u8> = icon.entries().iter().map(|image| image.bWidth).collect();
    for size in [16, 32, 48, 0] {
        assert!(sizes.contains(&size), "{size} is not among {sizes:?}");
    }
}

#[test]
fn it_says_its_name_and_version_where_windows_shows_them() {
    let bytes = bytes();
    let program = PeFile::from_bytes(&bytes).expect("a program of 64 bits");
    let resources = program.resources().expect("resources");
    let info = resources.version_info().expect("a version");
    let language = *info.translation().first().expect("a language");
    assert_eq!(
        info.value(language, "ProductName").as_deref(),
        Some("Slipway")
    );
    let version = info.value(language, "ProductVersion");
    assert_eq!(version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
}

#[test]
fn its_manifest_asks_for_no_rights_takes_long_paths_and_is_sharp_on_every_screen() {
    let manifest = manifest();
    assert!(manifest.contains(r#"level="asInvoker""#), "{manifest}");
    assert!(sets("longPathAware", "true"), "{manifest}");
    assert!(sets("dpiAware", "true"), "{manifest}");
    assert!(sets("dpiAwareness", "PerMonitorV2"), "{manifest}");
    assert!(
        manifest.contains("Microsoft.Windows.Common-Controls"),
        "{manifest}"
    );
}

#[test]
fn it_needs_no_library_that_windows_does_not_have() {
    let bytes = bytes();
    let program = PeFile::from_bytes(&bytes).expect("a program of 64 bits");
    let mut named = 0;
    for library in program.imports().expect("imports") {
        let name = library.dll_name().expect("a name").to_string();
        let brought = OF_THE_COMPILER.iter().any(|other| name.starts_with(other));
        assert!(!brought, "{name} is on no fresh Windows");
        named += 1;
    }
    assert!(named > 5, "only {named} libraries were read");
}
