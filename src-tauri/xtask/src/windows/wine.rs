//! Wine, with a Windows of its own under `target`: the person's own Wine is never touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::compiler::for_target;
use super::{folder, tools};
use crate::command::{done, succeeds};
use crate::{Done, Stop};

/// The random numbers Rust's library asks Windows for, as the function Wine has had for longer. Wine
/// 8 lacks the library of that name, and without it no program written in Rust starts at all. For
/// Wine only: on Windows the real one is there.
const RANDOM_NUMBERS: &str = r"
#include <windows.h>

BOOLEAN WINAPI SystemFunction036(void *buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T length)
{
    const SIZE_T most = 1u << 24;
    SIZE_T at;
    for (at = 0; at < length; at += most) {
        SIZE_T left = length - at;
        if (!SystemFunction036(buffer + at, (ULONG)(left < most ? left : most)))
            return FALSE;
    }
    return TRUE;
}
";

/// Longer than any program here takes to end by itself.
const PATIENCE_SECONDS: &str = "180";

/// The Windows that programs find around themselves.
pub struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Makes the prefix, once.
    pub fn at_hand() -> Result<Self, Stop> {
        let wine = Self {
            prefix: folder().join("wine"),
        };
        let told = |cause: std::io::Error| Stop(format!("{}: {cause}", wine.prefix.display()));
        if !wine.system().is_dir() {
            fs::create_dir_all(&wine.prefix).map_err(told)?;
            // It says nothing of use: it is judged by what it made.
            let _ = succeeds(wine.around(Command::new(tools::wine()).args(["wineboot", "--init"])));
            wine.wait();
        }
        if !wine.system().is_dir() {
            return Err(Stop(format!(
                "Wine made no Windows in {}.",
                wine.prefix.display()
            )));
        }
        wine.with_random_numbers()?;
        Ok(wine)
    }

    /// Where the drive C: lies.
    pub fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    fn system(&self) -> PathBuf {
        self.drive().join("windows/system32")
    }

    fn with_random_numbers(&self) -> Done {
        let library = self.system().join("bcryptprimitives.dll");
        if library.is_file() {
            return Ok(());
        }
        let source = folder().join("bcryptprimitives.c");
        fs::write(&source, RANDOM_NUMBERS)
            .map_err(|cause| format!("{}: {cause}", source.display()))?;
        done(
            Command::new(tools::linker())
                .args(["-shared", "-O1", "-o"])
                .arg(&library)
                .arg(&source)
                .arg("-ladvapi32"),
        )
    }

    /// The command, in this Windows.
    pub fn around<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEARCH", "win64")
            .env("WINEDEBUG", "-all")
            // Nothing for .NET or web pages is offered for installing, and no menu of this computer
            // gets an entry.
            .env(
                "WINEDLLOVERRIDES",
                "winemenubuilder.exe=d;mscoree=d;mshtml=d",
            )
    }

    /// Lets cargo run what it compiled for Windows.
    pub fn runs<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        self.around(cargo.env(for_target("RUNNER"), tools::wine()))
    }

    /// Runs a program to its end, and everything it started to theirs. How it ended tells little: an
    /// uninstaller goes on in a copy of itself after it has returned.
    pub fn run(&self, program: &Path, arguments: &[&str]) {
        let mut command = Command::new("timeout");
        command
            .arg(PATIENCE_SECONDS)
            .arg(tools::wine())
            .arg(program)
            .args(arguments);
        let _ = succeeds(self.around(&mut command));
        self.wait();
    }

    fn wait(&self) {
        let mut server = Command::new("timeout");
        server
            .arg(PATIENCE_SECONDS)
            .arg(tools::wineserver())
            .arg("--wait");
        let _ = succeeds(self.around(&mut server));
    }
}
