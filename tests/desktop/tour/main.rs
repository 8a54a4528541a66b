//! A walk through a practice release in the real window, by hand: what `cargo xtask tour` starts.
//!
//!     slipway-tour FOLDER
//!
//! Leaves numbered pictures in FOLDER and a line per step on the terminal. Ends with a code other
//! than 0 if a step did not happen.

#[cfg(target_os = "linux")]
mod build;
#[cfg(target_os = "linux")]
mod compare;
#[cfg(target_os = "linux")]
mod log;
#[cfg(target_os = "linux")]
mod release;
#[cfg(target_os = "linux")]
mod restore;
#[cfg(target_os = "linux")]
mod settings;
#[cfg(target_os = "linux")]
mod walk;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(std::path::PathBuf::from) else {
        eprintln!("Where shall the pictures go? slipway-tour FOLDER");
        return std::process::ExitCode::FAILURE;
    };
    let mut log = log::Log::begin(&folder);
    walk::walk(&mut log);
    log.end()
}

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("The tour drives WebKitGTK in a virtual display, which only Linux has.");
    std::process::ExitCode::FAILURE
}
