//! Deployment packages as a build makes them: around the serialized objects of a real site where
//! they lie beside the repository (`../shared/data`), generated objects otherwise.

use slipway_engine::package::sample::{SampleFile, SamplePackage};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Objects of the generated repository: as many as the real one has.
const OBJECTS: usize = 2_250;

const COMMIT: &str = "8fdda415741be89162eaf04f1895f8d33e26a12f";
const NEXT_COMMIT: &str = "b1946ac92492d2347c6235b4d2611184a1c3f7aa";

/// A Build number as the packaging script writes it. So many days ago, and not on a fixed day: a
/// build from long ago is warned of.
fn built(version: &str, days_ago: i64, commit: &str) -> String {
    let day = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days_ago);
    format!("{version}-{}1642+{commit}", day.strftime("%Y%m%d"))
}

/// A release that is ready to ship.
pub fn release() -> SamplePackage {
    let base = SamplePackage::new()
        .assembly("DancingGoat.Web")
        .build_number(&built("2.14.0", 6, COMMIT))
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

/// The release after it: objects were changed, added and removed, a library is newer, a migration
/// and some media files came along.
pub fn next_release() -> SamplePackage {
    let before = release()
        .build_number(&built("2.15.0", 2, NEXT_COMMIT))
        .storage_assets("CreateUpdate", 27)
        .migrations(&[], &["AddSenderToNewsletters"])
        .file(
            "$CDRepository/@global/cms.role/eventeditors.xml",
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cms.role>\n  \
             <RoleDisplayName>Event editors</RoleDisplayName>\n  \
             <RoleGUID>5b1f0c4e-3f0e-4d8a-9c57-0c3f7d1f9a11</RoleGUID>\n  \
             <RoleName>EventEditors</RoleName>\n</cms.role>",
        );
    let files = before.files();
    files
        .iter()
        .enumerate()
        .fold(before, |package, (at, file)| changed(package, at, file))
}

/// Folders of objects that teams rename.
const RENAMED: [&str; 4] = [
    "/cms.tag/",
    "/cms.contenttype/",
    "/cms.macrorule/",
    "/cms.contentitemlanguagemetadata/",
];

/// Every so often an object has another display name; some tags are gone.
fn changed(package: SamplePackage, at: usize, file: &SampleFile) -> SamplePackage {
    let name = file.name.as_str();
    let text = || String::from_utf8_lossy(&file.bytes).into_owned();
    if name.ends_with(".deps.json") {
        return package.file(
            name,
            text().replace("Newtonsoft.Json/13.0.3", "Newtonsoft.Json/13.0.4"),
        );
    }
    if name == "appsettings.json" {
        return package.file(name, text().replace("\"Information\"", "\"Warning\""));
    }
    if !name.ends_with(".xml") {
        return package;
    }
    if name.contains("/cms.tag/") && at.is_multiple_of(40) {
        return package.without(name);
    }
    if RENAMED.iter().any(|kind| name.contains(kind)) && at.is_multiple_of(9) {
        return package.file(name, with_another_name(&text()));
    }
    package
}

/// The same object under the display name of next year.
fn with_another_name(xml: &str) -> String {
    let Some(at) = xml.find("DisplayName>") else {
        return xml.to_owned();
    };
    let Some(end) = xml[at..].find("</") else {
        return xml.to_owned();
    };
    let (before, after) = xml.split_at(at + end);
    format!("{before} 2027{after}")
}

/// The same release put together wrongly: the folder itself was zipped, and the web project's
/// framework is one the SaaS environment does not run.
pub fn wrongly_packed() -> SamplePackage {
    SamplePackage::new()
        .assembly("DancingGoat.Web")
        .build_number(&built("2.14.0", 6, COMMIT))
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
