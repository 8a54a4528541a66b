//! Deployment packages as a build makes them: around the serialized objects of a real site where
//! they lie beside the repository (`../shared/data`), generated objects otherwise.

use slipway_engine::package::sample::SamplePackage;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Objects of the generated repository: as many as the real one has.
const OBJECTS: usize = 2_250;

/// A release that is ready to ship.
pub fn release() -> SamplePackage {
    let base = SamplePackage::new()
        .assembly("DancingGoat.Web")
        .build_number("2.14.0-202611181642+8fdda415741be89162eaf04f1895f8d33e26a12f")
        .storage_assets("CreateUpdate", 24)
        .ballast(12_000_000);
    match real_objects() {
        Some(objects) => objects
            .into_iter()
            // The one generated object that is left tells the repository's version.
            .fold(base.objects(1), |package, (name, xml)| {
                package.file(&name, xml)
            }),
        None => base.objects(OBJECTS),
    }
}

/// The same release put together wrongly: the folder itself was zipped, and the web project's
/// framework is one the SaaS environment does not run.
pub fn wrongly_packed() -> SamplePackage {
    SamplePackage::new()
        .assembly("DancingGoat.Web")
        .build_number("2.14.0-202611181642+8fdda415741be89162eaf04f1895f8d33e26a12f")
        .objects(400)
        .code_version("31.6.2")
        .repository_version("31.4.2")
        .without("DancingGoat.Web.runtimeconfig.json")
        .storage_assets("Update", 3)
}

/// Name in the package and content of every object, or nothing where the data is not at hand.
fn real_objects() -> Option<Vec<(String, Vec<u8>)>> {
    let packed = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/community-portal-cirepository-31.6.2.tar.xz");
    if !packed.is_file() {
        return None;
    }
    let folder = tempfile::tempdir().ok()?;
    let unpacked = Command::new("tar")
        .args(["-xJ", "--strip-components=1", "-C"])
        .arg(folder.path())
        .arg("-f")
        .arg(&packed)
        .status();
    if !unpacked.is_ok_and(|status| status.success()) {
        return None;
    }
    let mut files = Vec::new();
    gather(folder.path(), &mut files).ok()?;
    let named = files.into_iter().map(|path| {
        let name = path.strip_prefix(folder.path()).unwrap_or(&path);
        let name = format!("$CDRepository/{}", name.to_string_lossy());
        std::fs::read(&path).map(|xml| (name, xml))
    });
    named.collect::<io::Result<_>>().ok()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
