//! The installer for one person, without an administrator: packed by NSIS from
//! `src-tauri/app/package/slipway.nsi`, and judged by the files it leaves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::compiler::Compiler;
use super::wine::Wine;
use super::{exe, folder, tools};
use crate::command::done;
use crate::{Done, Stop, place};

const SCRIPT: &str = "src-tauri/app/package/slipway.nsi";
const LICENCE: &str = "LICENSE";
const UNINSTALLER: &str = "uninstall.exe";
const SILENTLY: &[&str] = &["/S"];

pub fn installer(compiler: &Compiler, _: &[String]) -> Done {
    let program = exe::files(compiler)?;
    let wine = Wine::at_hand()?;
    let from = gathered(&program)?;
    let setup = packed(&from)?;

    let to = installed_in(&wine)?;
    wine.run(&setup, SILENTLY);
    installed_whole(&from, &to)?;
    // Over itself: an update finds the files of the version before.
    wine.run(&setup, SILENTLY);
    installed_whole(&from, &to)?;
    let of_the_person = to.join("something of my own.txt");
    fs::write(&of_the_person, "kept").map_err(|cause| unreadable(&of_the_person, &cause))?;
    wine.run(&to.join(UNINSTALLER), SILENTLY);
    left_nothing_but(&of_the_person, &to)?;
    println!("{} installs, updates and uninstalls", setup.display());
    Ok(())
}

/// What gets installed, in a folder of its own.
fn gathered(program: &[PathBuf]) -> Result<PathBuf, Stop> {
    let from = folder().join("installer/files");
    let _ = fs::remove_dir_all(&from);
    fs::create_dir_all(&from).map_err(|cause| unreadable(&from, &cause))?;
    let licence = place::root().join(LICENCE);
    for file in program.iter().chain([&licence]) {
        let name = file.file_name().expect("a file has a name");
        fs::copy(file, from.join(name)).map_err(|cause| unreadable(file, &cause))?;
    }
    Ok(from)
}

fn packed(from: &Path) -> Result<PathBuf, Stop> {
    let version = env!("CARGO_PKG_VERSION");
    let setup = folder().join(format!("installer/Slipway_{version}_x64-setup.exe"));
    let define = |name: &str, value: &str| format!("-D{name}={value}");
    done(
        Command::new(tools::makensis())
            .current_dir(place::root())
            .args(["-V2", "-NOCD", "-WX"])
            .arg(define("VERSION", version))
            .arg(define("FILES", &from.to_string_lossy()))
            .arg(define("SETUP", &setup.to_string_lossy()))
            .arg(SCRIPT),
    )?;
    is_64_bit(&setup)?;
    Ok(setup)
}

/// Read from the file's own header: an installer of 32 bits would not start on a Windows that has
/// only 64.
fn is_64_bit(setup: &Path) -> Done {
    const AMD64: [u8; 2] = [0x64, 0x86];
    let bytes = fs::read(setup).map_err(|cause| unreadable(setup, &cause))?;
    let header = bytes
        .get(0x3c..0x40)
        .and_then(|at| Some(u32::from_le_bytes(at.try_into().ok()?) as usize));
    let machine = header.and_then(|at| bytes.get(at + 4..at + 6));
    if machine == Some(&AMD64) {
        Ok(())
    } else {
        Err(Stop(format!("{} is not of 64 bits.", setup.display())))
    }
}

/// The folder it installs to, not there yet.
fn installed_in(wine: &Wine) -> Result<PathBuf, Stop> {
    let users = wine.drive().join("users");
    let people = fs::read_dir(&users).map_err(|cause| unreadable(&users, &cause))?;
    let person = people
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.join("AppData/Local").is_dir())
        .ok_or_else(|| Stop(format!("Nobody lives in {}.", users.display())))?;
    let to = person.join("AppData/Local/Programs/Slipway");
    let _ = fs::remove_dir_all(&to);
    Ok(to)
}

/// Every file is there, byte for byte, and a way to take it off again.
fn installed_whole(from: &Path, to: &Path) -> Done {
    for name in names(from)? {
        let installed = fs::read(to.join(&name)).ok();
        if installed != fs::read(from.join(&name)).ok() {
            return Err(Stop(format!("The installer did not bring {name} whole.")));
        }
    }
    let mut expected = names(from)?;
    expected.push(UNINSTALLER.to_owned());
    expected.sort();
    let there = names(to)?;
    if there == expected {
        Ok(())
    } else {
        Err(Stop(format!(
            "The installer left {there:?}, and {expected:?} was expected."
        )))
    }
}

/// What it brought is gone; what somebody else put there is not.
fn left_nothing_but(kept: &Path, to: &Path) -> Done {
    let there = names(to)?;
    if kept.is_file() && there.len() == 1 {
        Ok(())
    } else {
        Err(Stop(format!("The uninstaller left {there:?}.")))
    }
}

fn names(folder: &Path) -> Result<Vec<String>, Stop> {
    let entries = fs::read_dir(folder).map_err(|cause| unreadable(folder, &cause))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn unreadable(path: &Path, cause: &std::io::Error) -> Stop {
    Stop(format!("{}: {cause}", path.display()))
}
