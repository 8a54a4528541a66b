//! The file a package is written to: a temporary one beside the target that takes its place once
//! it is whole and on disk, and is gone otherwise.

use super::fault::{cannot_write, folder_of, name_unfit};
use super::to_disk::ToDisk;
use crate::disk::{long, put_in_place};
use crate::fault::Fault;
use crate::package::check::names::windows_takes;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempPath};

/// Where the bytes of a package go.
pub(super) trait Destination: Write {
    /// Puts what was written under its name. Until then nothing is under it that was not before.
    fn finish(self) -> io::Result<()>;
}

/// A package on disk in the making. Dropping it removes it.
pub(super) struct OutputFile {
    file: File,
    to_disk: ToDisk,
    path: TempPath,
    target: PathBuf,
}

impl OutputFile {
    /// # Errors
    /// `build-cannot-write` if the folder is not there or takes no files, or if something that
    /// is no file has the name; `build-name-unfit`; `build-disk-full`.
    pub(super) fn create(target: &Path) -> Result<Self, Fault> {
        let cannot = |cause: io::Error| cannot_write(target, &cause);
        // Writing to NUL.zip would succeed, and there would be no package.
        if cfg!(windows) && !windows_takes(&file_name(target)) {
            return Err(name_unfit(target));
        }
        match std::fs::metadata(target) {
            Ok(there) if !there.is_file() => {
                return Err(cannot(io::Error::other("something else has that name")));
            }
            _ => {}
        }
        let temporary = temporary(target).map_err(cannot)?;
        let (file, path) = temporary.into_parts();
        Ok(Self {
            to_disk: ToDisk::of(&file).map_err(cannot)?,
            file,
            path,
            target: target.to_owned(),
        })
    }
}

fn file_name(target: &Path) -> Cow<'_, str> {
    target.file_name().unwrap_or_default().to_string_lossy()
}

fn temporary(target: &Path) -> io::Result<NamedTempFile> {
    let prefix = format!(".{}.", file_name(target));
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(".part");
    // Others may read what the user builds as they may read any other file of theirs.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(long(folder_of(target)))
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.to_disk.written(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Destination for OutputFile {
    fn finish(self) -> io::Result<()> {
        self.to_disk.end()?;
        self.file.sync_all()?;
        // Windows replaces no file that is open.
        drop(self.file);
        put_in_place(self.path, &self.target)?;
        sync_folder(folder_of(&self.target))
    }
}

/// A new name is on disk only once its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems cannot, and the package is there all the same.
        Err(cause) if cause.kind() == io::ErrorKind::InvalidInput => Ok(()),
        synced => synced,
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, windows))]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_written_to_no_device() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["CON.zip", "nul", "NUL.zip", "com1.zip", "shop?.zip"] {
            let refused = OutputFile::create(&folder.path().join(name)).err();
            assert_eq!(refused.expect(name).code, "build-name-unfit", "{name}");
        }
        OutputFile::create(&folder.path().join("console.zip")).expect("it is a name like any");
    }
}
