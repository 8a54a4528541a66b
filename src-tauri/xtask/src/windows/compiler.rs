//! A compiler that knows Windows: this computer's own with the library rustup has ready for it, or,
//! where there is no rustup or nothing to download from, Debian's with the library built from its
//! source.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{TARGET, build, folder, tools};
use crate::command::{cargo, output, succeeds};
use crate::{Stop, needs, place, setup};

/// Debian's own, whatever else stands on the path.
const DEBIANS_CARGO: &str = "/usr/bin/cargo";
const DEBIANS_RUSTC: &str = "/usr/bin/rustc";

pub enum Compiler {
    /// The one that compiled this, which has the library.
    Own,
    /// Debian's, and the folder with the library built for it.
    Debians { sysroot: PathBuf },
}

impl Compiler {
    /// Gets the library if it is not there yet; “not run” where it cannot be had.
    pub fn at_hand() -> Result<Self, Stop> {
        if own_has_the_library() {
            return Ok(Self::Own);
        }
        let added = succeeds(Command::new("rustup").args(["target", "add", TARGET]))
            && own_has_the_library();
        if added {
            return Ok(Self::Own);
        }
        println!(
            "rustup has no library for {TARGET} here: it is built from Debian's source, once."
        );
        setup::system_packages(needs::WINDOWS_LIBRARY).map_err(|Stop(sentence)| {
            Stop::not_run(&format!(
                "Rust's library for {TARGET} cannot be had. {sentence}"
            ))
        })?;
        let version = output(Command::new(DEBIANS_RUSTC).arg("-vV"))
            .ok_or_else(|| Stop::not_run(&format!("{DEBIANS_RUSTC} does not start")))?;
        let sysroot = build::library(&version)?;
        Ok(Self::Debians { sysroot })
    }

    /// Cargo, with everything set so that it compiles, links and runs for Windows.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Own => cargo(arguments),
            Self::Debians { .. } => debians_cargo(arguments, &place::root()),
        };
        command
            .args(["--target", TARGET])
            .env("CARGO_TARGET_DIR", folder().join("target"))
            // No debugger is ever put to these; without what it needs they compile much sooner.
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        link_for_windows(&mut command);
        if let Self::Debians { sysroot } = self {
            let mut flag = OsString::from("--sysroot=");
            flag.push(sysroot);
            for kind in ["RUSTFLAGS", "RUSTDOCFLAGS"] {
                command.env(for_target(kind), &flag);
            }
        }
        command
    }
}

/// Cargo and rustc of Debian's packages. rustup, if there is one, is kept out: its proxies would
/// bring another compiler than the library was built with.
pub fn debians_cargo(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(DEBIANS_CARGO);
    let usual = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(PathBuf::from("/usr/bin")).chain(std::env::split_paths(&usual));
    command.current_dir(folder).args(arguments);
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
    for name in ["RUSTUP_TOOLCHAIN", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
        command.env_remove(name);
    }
    command.env("RUSTC", DEBIANS_RUSTC);
    command
}

/// Linker and C compilers for the target.
pub fn link_for_windows(command: &mut Command) {
    command
        .env(for_target("LINKER"), tools::linker())
        .env("CC_x86_64_pc_windows_gnu", tools::linker())
        .env("CXX_x86_64_pc_windows_gnu", tools::cxx());
}

/// The name of cargo's variable for a setting of the target.
pub fn for_target(setting: &str) -> String {
    let target = TARGET.to_uppercase().replace('-', "_");
    format!("CARGO_TARGET_{target}_{setting}")
}

fn own_has_the_library() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut asked = Command::new(rustc);
    asked
        .current_dir(place::root())
        .args(["--print", "target-libdir", "--target", TARGET]);
    output(&mut asked).is_some_and(|printed| holds_std(Path::new(printed.trim())))
}

/// Whether a compiled std lies in the folder.
pub fn holds_std(folder: &Path) -> bool {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .any(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
}

#[cfg(test)]
mod tests {
    use super::{for_target, holds_std};
    use std::fs;

    #[test]
    fn cargo_is_told_of_the_target_by_the_names_it_knows() {
        assert_eq!(
            for_target("LINKER"),
            "CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER"
        );
    }

    #[test]
    fn only_a_folder_with_a_compiled_std_holds_the_library() {
        let folder = std::env::temp_dir().join(format!("slipway-std-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcore-1.rlib"), "").unwrap();
        assert!(!holds_std(&folder));
        fs::write(folder.join("libstd-1.rlib"), "").unwrap();
        assert!(holds_std(&folder));
        fs::remove_dir_all(folder).unwrap();
    }
}
