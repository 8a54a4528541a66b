//! The interface: its packages and its build, each made again only when what it is made of changed.

use std::fs;
use std::path::Path;

use crate::command::{done, npm};
use crate::packages::{self, Stamp};
use crate::{Done, place};

/// Everything a build is made of, relative to `ui/`.
const SOURCES: [&str; 7] = [
    "src",
    "public",
    "scripts",
    "index.html",
    "package-lock.json",
    "vite.config.ts",
    "svelte.config.js",
];

/// Its packages.
pub fn install() -> Done {
    packages::install(&place::ui(), "ui-packages")
}

/// The interface as the window carries it, in `ui/dist`.
pub fn build() -> Done {
    let stamp = Stamp::of("ui-build", &fingerprint(&place::ui()));
    if stamp.holds() && place::ui().join("dist/index.html").exists() {
        return Ok(());
    }
    done(&mut npm(&["run", "--silent", "build"]))?;
    stamp.press()
}

/// Changes when a source file appears, goes, or is written.
fn fingerprint(ui: &Path) -> Vec<u8> {
    let mut lines = Vec::new();
    for source in SOURCES {
        gather(&ui.join(source), &mut lines);
    }
    lines.sort();
    lines.concat().into_bytes()
}

fn gather(path: &Path, lines: &mut Vec<String>) {
    // Compiled from the catalog by the build itself.
    if path.ends_with("copy/generated") {
        return;
    }
    if let Ok(folder) = fs::read_dir(path) {
        folder
            .flatten()
            .for_each(|entry| gather(&entry.path(), lines));
    } else if let Ok(meta) = fs::metadata(path) {
        lines.push(format!(
            "{} {} {:?}\n",
            path.display(),
            meta.len(),
            meta.modified().ok()
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::fingerprint;
    use std::fs;

    #[test]
    fn a_new_or_changed_source_changes_the_fingerprint_and_a_generated_one_does_not() {
        let ui = std::env::temp_dir().join(format!("slipway-xtask-{}", std::process::id()));
        fs::create_dir_all(ui.join("src/copy/generated")).unwrap();
        fs::write(ui.join("src/main.ts"), "one").unwrap();
        let first = fingerprint(&ui);
        fs::write(ui.join("src/copy/generated/messages.js"), "made").unwrap();
        assert_eq!(fingerprint(&ui), first);
        fs::write(ui.join("src/main.ts"), "other").unwrap();
        let second = fingerprint(&ui);
        assert_ne!(second, first);
        fs::write(ui.join("src/new.ts"), "").unwrap();
        assert_ne!(fingerprint(&ui), second);
        fs::remove_dir_all(ui).unwrap();
    }
}
