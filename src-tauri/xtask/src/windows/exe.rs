//! The window's program for Windows, read by `tests/windows_exe.rs` as a program file is built up.

use std::path::PathBuf;

use super::compiler::Compiler;
use super::{TARGET, folder};
use crate::command::{cargo, done};
use crate::{Done, Stop, setup, ui};

/// Tauri's loader of WebView2 lies beside the program. Visual Studio's linker takes it in; the one
/// used here cannot.
const LOADER: &str = "WebView2Loader.dll";
/// The window alone as it is shipped, without a console; what it stands on as the tests have it,
/// which is there already.
const AS_SHIPPED: &str = "profile.dev.package.slipway.debug-assertions=false";

pub fn exe(compiler: &Compiler, _: &[String]) -> Done {
    let [program, _] = files(compiler)?;
    let mut judged = cargo(&["test", "--quiet", "--package", "slipway-xtask"]);
    judged
        .args(["--test", "windows-exe"])
        .env("SLIPWAY_EXE", program);
    done(&mut judged)
}

/// Builds the window; gives the program and what has to lie beside it.
pub fn files(compiler: &Compiler) -> Result<[PathBuf; 2], Stop> {
    setup::with(&[])?;
    ui::install()?;
    ui::build()?;
    done(
        compiler
            .cargo(&["build", "--package", "slipway", "--bin", "slipway"])
            .args(["--features", "custom-protocol", "--config", AS_SHIPPED]),
    )?;
    let built = folder().join("target").join(TARGET).join("debug");
    Ok([built.join("slipway.exe"), built.join(LOADER)])
}
