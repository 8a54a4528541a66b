//! Folders a package is built from: about 600 MB in 7,500 files, of the kinds a publish folder
//! holds. Their bytes are those of real files of this computer, because how fast bytes are packed,
//! and how small they get, is told by real ones alone.

use crate::data::made_once;
use slipway_engine::package::sample::SamplePackage;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where files come from, how large they are, and how many bytes of them are enough.
struct Source {
    root: PathBuf,
    below: &'static str,
    sizes: RangeInclusive<u64>,
    bytes: u64,
}

/// One in so many files is another one in the second tree.
const CHANGED: usize = 100;

/// `publish` and `$CDRepository` below it.
pub fn tree() -> PathBuf {
    made_once("build-tree-real", |folder| {
        SamplePackage::new().objects(100).write_folders(folder)?;
        for (path, from) in every_file() {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, std::fs::read(from)?)?;
        }
        Ok(())
    })
}

/// The same, with one file in a hundred another one.
pub fn tree_one_percent_changed() -> PathBuf {
    let before = tree();
    made_once("build-tree-real-changed", |folder| {
        SamplePackage::new().objects(100).write_folders(folder)?;
        for (at, path) in every_file().into_keys().enumerate() {
            let (from, to) = (before.join(&path), folder.join(&path));
            std::fs::create_dir_all(to.parent().unwrap_or(folder))?;
            if at % CHANGED != 0 {
                std::fs::hard_link(from, to)?;
                continue;
            }
            let mut bytes = std::fs::read(from)?;
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(to, bytes)?;
        }
        Ok(())
    })
}

/// Paths below a tree, each with the file its bytes are taken from.
fn every_file() -> BTreeMap<PathBuf, PathBuf> {
    let mut all = BTreeMap::new();
    for source in sources() {
        let mut found = Vec::new();
        find(&source.root, &source.sizes, &mut found);
        // In an order that has nothing to do with where they lie, so that all kinds are among
        // those that are taken.
        found.sort_by_key(|(path, _)| mixed(path));
        let mut bytes = 0;
        for (at, (path, size)) in found.into_iter().enumerate() {
            bytes += size;
            if bytes > source.bytes {
                break;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            let name = format!("{}/{:02}/file{at:05}.{ending}", source.below, at % 40);
            all.insert(PathBuf::from(name), path);
        }
    }
    all
}

/// Libraries of the system or, where there is no folder for them, of the compiler; and what the
/// window's interface is made with.
fn sources() -> [Source; 2] {
    let system = PathBuf::from("/usr/lib");
    [
        Source {
            root: if system.is_dir() { system } else { sysroot() },
            below: "publish/libraries",
            sizes: 20_000..=20_000_000,
            bytes: 450_000_000,
        },
        Source {
            root: Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules"),
            below: "publish/wwwroot",
            sizes: 600..=20_000_000,
            bytes: 150_000_000,
        },
    ]
}

fn sysroot() -> PathBuf {
    let told = Command::new("rustc").args(["--print", "sysroot"]).output();
    let told = told.expect("the compiler that built this");
    PathBuf::from(String::from_utf8_lossy(&told.stdout).trim())
}

/// Files and how many bytes they have; what may not be read is passed over.
fn find(folder: &Path, sizes: &RangeInclusive<u64>, found: &mut Vec<(PathBuf, u64)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let path = entry.path();
        if kind.is_dir() {
            find(&path, sizes, found);
        } else if kind.is_file()
            && let Ok(size) = entry.metadata().map(|facts| facts.len())
            && sizes.contains(&size)
        {
            found.push((path, size));
        }
    }
}

/// The same for the same path on every run.
fn mixed(path: &Path) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}
