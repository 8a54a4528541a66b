//! `cargo xtask bundle`: the packages people install on the system it runs on.

use std::path::PathBuf;

use crate::command::{done, node};
use crate::window::Profile;
use crate::{Done, Stop, place, setup, supply, window};

/// What people install on this system, by the bundler's names.
const SHIPPED: &str = if cfg!(windows) {
    "msi,nsis"
} else if cfg!(target_os = "macos") {
    "app,dmg"
} else {
    "deb,rpm"
};

pub fn bundle() -> Done {
    setup::for_building()?;
    window::as_shipped()?;
    for made in pack(Profile::Release, SHIPPED)? {
        println!("{}", made.display());
    }
    Ok(())
}

/// Packs the window that was built in this profile; gives the packages' paths.
pub fn pack(profile: Profile, kinds: &str) -> Result<Vec<PathBuf>, Stop> {
    supply::bill()?;
    let mut tauri = node(&[]);
    tauri
        .arg(place::ui().join("node_modules/@tauri-apps/cli/tauri.js"))
        .args(["bundle", "--ci", "--bundles", kinds]);
    if profile == Profile::Dev {
        tauri.arg("--debug");
    }
    let folder = place::target().join(profile.folder()).join("bundle");
    // What an earlier version left there is not what was made now.
    let _ = std::fs::remove_dir_all(&folder);
    done(&mut tauri)?;
    let made: Vec<PathBuf> = kinds
        .split(',')
        .flat_map(|kind| {
            let (inside, ending) = lies(kind);
            packages(&folder.join(inside), ending)
        })
        .collect();
    if made.len() < kinds.split(',').count() {
        return Err(Stop(format!(
            "Not every package was made in {}.",
            folder.display()
        )));
    }
    Ok(made)
}

/// The folder the bundler puts such a package in, and what its name ends with.
fn lies(kind: &str) -> (&str, &str) {
    match kind {
        "nsis" => ("nsis", "exe"),
        "app" => ("macos", "app"),
        kind => (kind, kind),
    }
}

fn packages(folder: &std::path::Path, kind: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|file| file.path());
    files
        .filter(|path| path.extension().is_some_and(|ending| ending == kind))
        .collect()
}
