//! The interface: its packages and its build, each made again only when what it is made of changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::command::{done, npm};
use crate::{Done, Stop, place};

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

/// `npm ci`, if the lock file is not the one installed last.
pub fn install() -> Done {
    let lock = fs::read(place::ui().join("package-lock.json"))
        .map_err(|cause| format!("ui/package-lock.json: {cause}"))?;
    let installed = place::ui().join("node_modules/.package-lock.json").exists();
    let stamp = Stamp::of("ui-packages", &lock);
    if installed && stamp.holds() {
        return Ok(());
    }
    done(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    stamp.press()
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

/// A file that says what something was last made of.
struct Stamp {
    file: std::path::PathBuf,
    value: String,
}

impl Stamp {
    fn of(name: &str, content: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        Self {
            file: place::stamp(name),
            value: format!("{:016x}", hasher.finish()),
        }
    }

    fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.value)
    }

    fn press(&self) -> Done {
        let folder = self.file.parent().expect("a stamp lies in a folder");
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, &self.value))
            .map_err(|cause| Stop(format!("{}: {cause}", self.file.display())))
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
