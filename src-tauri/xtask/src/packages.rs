//! npm packages of a folder, installed again only when its lock file changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::command::{done, npm};
use crate::{Done, Stop, place};

/// `npm ci`, if the lock file is not the one installed last.
pub fn install(folder: &Path, stamp: &str) -> Done {
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).map_err(|cause| format!("{}: {cause}", lock.display()))?;
    let installed = folder.join("node_modules/.package-lock.json").exists();
    let stamp = Stamp::of(stamp, &lock);
    if installed && stamp.holds() {
        return Ok(());
    }
    done(npm(&["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    stamp.press()
}

/// Azurite, Azure Storage's emulator: the practice world's storage is tested beside it.
pub fn azurite() -> Done {
    install(&place::root().join("tests/azurite"), "azurite-packages")
}

/// A file that says what something was last made of.
pub struct Stamp {
    file: std::path::PathBuf,
    value: String,
}

impl Stamp {
    pub fn of(name: &str, content: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        Self {
            file: place::stamp(name),
            value: format!("{:016x}", hasher.finish()),
        }
    }

    pub fn holds(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.value)
    }

    pub fn press(&self) -> Done {
        let folder = self.file.parent().expect("a stamp lies in a folder");
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&self.file, &self.value))
            .map_err(|cause| Stop(format!("{}: {cause}", self.file.display())))
    }
}
