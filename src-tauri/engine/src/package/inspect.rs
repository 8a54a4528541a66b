//! Inspecting a package: from a file to facts, findings and a verdict.

use super::archive::{self, Opened, PackageFile, Source};
use super::check;
use super::content;
use super::facts;
use super::forecast::{self, DowntimeFacts};
use super::report::{Finding, Ground, Inspection, PackageFacts};
use crate::disk::is_held_elsewhere;
use crate::fault::{Fault, NextStep, Retry};
use std::fs::File;
use std::io;
use std::path::Path;

/// Reads the list of entries and the few files that matter, and says whether the package will
/// work where `ground` says it goes. Nothing is hashed, nothing is written, and whatever the bytes
/// are, they lead to findings: a file that is no zip at all is told by a `not-a-package…` one.
///
/// # Errors
/// `file-unreadable` if the file is missing or the disk does not give it, `cancelled` once
/// `cancel` says so.
pub fn inspect(
    path: &Path,
    ground: &Ground,
    cancel: &dyn Fn() -> bool,
) -> Result<Inspection, Fault> {
    let file = open(path)?;
    inspect_source(&file, ground, cancel)
        .map_err(|cause| unreadable(path, &cause))?
        .ok_or_else(cancelled)
}

/// The same for any source of bytes. None if it was cancelled.
pub(crate) fn inspect_source(
    source: &dyn Source,
    ground: &Ground,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Inspection>> {
    if cancel() {
        return Ok(None);
    }
    let opened = match archive::open(source, cancel)? {
        None => return Ok(None),
        Some(opened) => opened,
    };
    let archive = match opened {
        Opened::Archive(archive) => archive,
        Opened::NotZip(looks) => {
            let finding = check::not_a_zip(looks);
            return Ok(Some(concluded(
                facts::unread(source.size()),
                vec![finding],
                ground,
            )));
        }
    };
    let Some(reading) = content::take_in(source, archive, cancel)? else {
        return Ok(None);
    };
    let facts = facts::facts(&reading);
    let findings = check::run(&reading, &facts);
    Ok(Some(concluded(facts, findings, ground)))
}

/// Judges an inspection again for another target, from its facts alone.
pub fn recheck(inspection: &Inspection, ground: &Ground) -> Inspection {
    let kept = inspection
        .findings
        .iter()
        .filter(|finding| !check::depends_on_ground(finding));
    concluded(inspection.facts.clone(), kept.cloned().collect(), ground)
}

fn concluded(facts: PackageFacts, findings: Vec<Finding>, ground: &Ground) -> Inspection {
    let mut findings = check::with_ground(findings, &facts, ground);
    check::worst_first(&mut findings);
    let verdict = check::verdict(&findings);
    // Of a file that holds nothing, nothing can be forecast.
    let forecast = (facts.entries.0 > 0)
        .then(|| forecast::forecast(Some(&DowntimeFacts::from(&facts)), &ground.last));
    Inspection {
        demands_confirmation: check::demanding_confirmation(&findings, ground),
        forecast,
        facts,
        findings,
        verdict,
    }
}

pub(crate) fn open(path: &Path) -> Result<PackageFile, Fault> {
    let file = File::open(path).and_then(|file| {
        if file.metadata()?.is_dir() {
            Err(io::ErrorKind::IsADirectory.into())
        } else {
            PackageFile::new(file)
        }
    });
    file.map_err(|cause| unreadable(path, &cause))
}

/// Codes: `file-unreadable`, `file-in-use`.
pub(crate) fn unreadable(path: &Path, cause: &io::Error) -> Fault {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    let code = if is_held_elsewhere(cause) {
        "file-in-use"
    } else {
        "file-unreadable"
    };
    Fault::new(code, Retry::ByUser, NextStep::ChooseAnotherFile)
        .with("file", name)
        .detail(cause)
}

pub(crate) fn cancelled() -> Fault {
    Fault::new("cancelled", Retry::ByUser, NextStep::None)
}

#[cfg(all(test, windows))]
mod tests {
    use super::open;
    use std::os::windows::fs::OpenOptionsExt;

    #[test]
    fn a_package_another_program_still_writes_is_told_from_one_that_may_not_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("shop.zip");
        std::fs::write(&path, "half of it").expect("it is written");
        let mut alone = std::fs::File::options();
        let held = alone
            .write(true)
            .share_mode(0)
            .open(&path)
            .expect("it opens");
        assert_eq!(open(&path).err().expect("it is held").code, "file-in-use");
        drop(held);
        assert!(open(&path).is_ok());
    }
}
