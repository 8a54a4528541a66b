//! The programs that link for Windows, play Windows, and pack installers.

use std::path::PathBuf;

use crate::command::installed;
use crate::{Done, Stop, needs, setup};

/// The linker. Debian has it in two kinds; the one with threads as POSIX has them is the one Rust's
/// library is made for.
pub const LINKER: &[&str] = &["x86_64-w64-mingw32-gcc-posix", "x86_64-w64-mingw32-gcc"];
/// Compiles C++, which some libraries hold.
pub const CXX: &[&str] = &["x86_64-w64-mingw32-g++-posix", "x86_64-w64-mingw32-g++"];
const RESOURCES: &[&str] = &["x86_64-w64-mingw32-windres"];
const WINE: &[&str] = &["wine64", "wine"];
const WINESERVER: &[&str] = &["wineserver"];
const MAKENSIS: &[&str] = &["makensis"];
/// Debian keeps Wine's own programs off the path.
const WINES_OWN: &str = "/usr/lib/wine";

/// Installs what is missing. Where that cannot be, the answer is “not run”, with what is missing.
pub fn at_hand() -> Done {
    if !cfg!(target_os = "linux") {
        return Err(Stop::not_run(
            "this makes Slipway for Windows on Linux; on Windows itself `cargo xtask test` and \
             `cargo xtask bundle` do it natively",
        ));
    }
    let mut missing = still_missing();
    if !missing.is_empty() {
        let said = setup::system_packages(needs::WINDOWS).err();
        missing = still_missing();
        if !missing.is_empty() {
            let said = said.map(|Stop(sentence)| sentence).unwrap_or_default();
            return Err(Stop::not_run(&format!(
                "{} could not be installed. {said}",
                missing.join(", ")
            )));
        }
    }
    Ok(())
}

fn still_missing() -> Vec<&'static str> {
    [LINKER, CXX, RESOURCES, WINE, WINESERVER, MAKENSIS]
        .into_iter()
        .filter(|names| find(names).is_none())
        .map(|names| names[0])
        .collect()
}

/// The full path of the first of these that is there.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let own = names
        .iter()
        .map(|name| PathBuf::from(WINES_OWN).join(name))
        .find(|path| path.is_file());
    own.or_else(|| installed(names))
}

/// The same for what [`at_hand`] made sure of.
fn found(names: &[&str]) -> PathBuf {
    find(names).unwrap_or_else(|| names[0].into())
}

pub fn linker() -> PathBuf {
    found(LINKER)
}

pub fn cxx() -> PathBuf {
    found(CXX)
}

pub fn wine() -> PathBuf {
    found(WINE)
}

pub fn wineserver() -> PathBuf {
    found(WINESERVER)
}

pub fn makensis() -> PathBuf {
    found(MAKENSIS)
}
