//! Rust's library for Windows, built from the source Debian packages. The compiler builds it along
//! with an empty crate; from then on it is a folder that ordinary builds are pointed at, so that no
//! crate's build script sees a compiler that calls itself unstable.

use std::fs;
use std::path::{Path, PathBuf};

use super::compiler::{debians_cargo, holds_std, link_for_windows};
use super::{TARGET, folder};
use crate::Stop;
use crate::command::done;
use crate::packages::Stamp;

const EMPTY_CRATE: &str = "\
[package]
name = \"nothing\"
version = \"0.0.0\"
edition = \"2024\"

[lib]
path = \"lib.rs\"

[workspace]
";

/// Everything a program and its tests need of the library.
const CRATES: &str = "-Zbuild-std=std,panic_unwind,panic_abort,proc_macro,test";

/// The folder to name as sysroot; built again when `compiler`, what it says of its version, changed.
pub fn library(compiler: &str) -> Result<PathBuf, Stop> {
    let sysroot = folder().join("sysroot");
    let libraries = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    let stamp = Stamp::of("windows-library", compiler.as_bytes());
    if stamp.holds() && holds_std(&libraries) {
        return Ok(sysroot);
    }
    let told = |cause: std::io::Error| Stop(format!("{}: {cause}", sysroot.display()));
    let place = folder().join("library");
    fs::create_dir_all(&place).map_err(told)?;
    fs::write(place.join("Cargo.toml"), EMPTY_CRATE).map_err(told)?;
    fs::write(place.join("lib.rs"), "").map_err(told)?;
    let mut build = debians_cargo(&["build", "--release", "--target", TARGET, CRATES], &place);
    link_for_windows(&mut build);
    build
        .env("CARGO_TARGET_DIR", place.join("target"))
        .env("RUSTC_BOOTSTRAP", "1");
    done(&mut build)?;

    let _ = fs::remove_dir_all(&sysroot);
    fs::create_dir_all(&libraries).map_err(told)?;
    let built = place.join("target").join(TARGET).join("release/deps");
    copy_libraries(&built, &libraries).map_err(told)?;
    stamp.press()?;
    Ok(sysroot)
}

fn copy_libraries(from: &Path, to: &Path) -> std::io::Result<()> {
    for file in fs::read_dir(from)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libnothing-") {
            fs::copy(file.path(), to.join(name))?;
        }
    }
    Ok(())
}
