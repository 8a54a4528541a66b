//! What tells whether a file is still the one that was looked at (promise 6).

use serde::{Deserialize, Serialize};
#[cfg(unix)]
use std::fs::Metadata;
use std::fs::{DirEntry, File};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::fault::Fault;

/// Size, times and identity of a file at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    /// Bytes.
    pub size: u64,
    /// Last modification, nanoseconds since 1970.
    pub modified_ns: i64,
    /// Unix: last change of content or of anything about it, which no program sets at will.
    /// Windows: creation, which is another one when a new file takes the name.
    pub changed_ns: Option<i64>,
    /// Not compared: the number may be another one after a restart.
    pub device: Option<u64>,
    /// What the system tells files apart by: the inode, or the file index of Windows.
    pub inode: Option<u64>,
}

/// The first thing found to be different between two stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampDifference {
    Size,
    /// Another file under the same name.
    Identity,
    Modified,
    Changed,
}

impl FileStamp {
    /// # Errors
    /// `file-unreadable` if there is no such file.
    pub fn at(path: &Path) -> Result<Self, Fault> {
        Self::read(path).map_err(|cause| super::inspect::unreadable(path, &cause))
    }

    #[cfg(unix)]
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        Ok(Self::from_metadata(&std::fs::metadata(path)?))
    }

    /// What another program holds can be looked at too.
    #[cfg(windows)]
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        use std::os::windows::fs::OpenOptionsExt;
        const TO_LOOK_ONLY: u32 = 0;
        /// FILE_FLAG_BACKUP_SEMANTICS
        const FOLDERS_TOO: u32 = 0x0200_0000;
        let mut looking = File::options();
        looking.access_mode(TO_LOOK_ONLY).custom_flags(FOLDERS_TOO);
        Self::of(&looking.open(path)?)
    }

    #[cfg(unix)]
    pub fn of(file: &File) -> io::Result<Self> {
        Ok(Self::from_metadata(&file.metadata()?))
    }

    #[cfg(windows)]
    pub fn of(file: &File) -> io::Result<Self> {
        let metadata = file.metadata()?;
        let about = winapi_util::file::information(file)?;
        Ok(Self {
            size: metadata.len(),
            modified_ns: nanoseconds(metadata.modified().ok()),
            changed_ns: metadata
                .created()
                .ok()
                .map(|created| nanoseconds(Some(created))),
            device: Some(about.volume_serial_number()),
            inode: Some(about.file_index()),
        })
    }

    /// Of a file found in a folder. Windows lists no identity, so it is asked for there.
    pub(crate) fn of_entry(entry: &DirEntry) -> io::Result<Self> {
        #[cfg(unix)]
        return Ok(Self::from_metadata(&entry.metadata()?));
        #[cfg(windows)]
        return Self::read(&entry.path());
    }

    /// What is different in `other`, if anything is.
    pub fn differs_from(&self, other: &Self) -> Option<StampDifference> {
        if self.size != other.size {
            Some(StampDifference::Size)
        } else if self.inode != other.inode {
            Some(StampDifference::Identity)
        } else if self.modified_ns != other.modified_ns {
            Some(StampDifference::Modified)
        } else if self.changed_ns != other.changed_ns {
            Some(StampDifference::Changed)
        } else {
            None
        }
    }

    #[cfg(unix)]
    fn from_metadata(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let changed = metadata
            .ctime()
            .checked_mul(1_000_000_000)
            .and_then(|ns| ns.checked_add(metadata.ctime_nsec()));
        Self {
            size: metadata.len(),
            modified_ns: nanoseconds(metadata.modified().ok()),
            changed_ns: changed,
            device: Some(metadata.dev()),
            inode: Some(metadata.ino()),
        }
    }
}

/// Before 1970 counts backwards; what no clock shows is 0.
fn nanoseconds(time: Option<SystemTime>) -> i64 {
    let Some(time) = time else { return 0 };
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |ns| -ns),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file_with(content: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
        file.write_all(content).expect("it can be written");
        file
    }

    #[test]
    fn promise_6_a_file_that_grew_or_was_swapped_is_told() {
        let mut file = file_with(b"one");
        let before = FileStamp::at(file.path()).expect("it is there");
        assert_eq!(
            before.differs_from(&FileStamp::of(file.as_file()).expect("it is open")),
            None
        );
        file.write_all(b" more").expect("it can be written");
        let after = FileStamp::at(file.path()).expect("it is there");
        assert_eq!(after.differs_from(&before), Some(StampDifference::Size));
    }

    #[test]
    fn promise_6_other_bytes_of_the_same_size_and_time_are_told() {
        // Closed: Windows gives the name of an open file to no other.
        let one = file_with(b"one").into_temp_path();
        let two = file_with(b"two");
        let before = FileStamp::at(&one).expect("it is there");
        let time = std::fs::metadata(&one)
            .and_then(|about| about.modified())
            .expect("a time");
        two.as_file().set_modified(time).expect("times can be set");
        let two = two.into_temp_path();
        std::fs::rename(&two, &one).expect("it can be renamed");
        let after = FileStamp::at(&one).expect("it is there");
        assert_eq!(after.modified_ns, before.modified_ns);
        assert_eq!(after.differs_from(&before), Some(StampDifference::Identity));
    }

    #[test]
    fn another_device_number_alone_is_no_difference() {
        let file = file_with(b"one");
        let stamp = FileStamp::at(file.path()).expect("it is there");
        let moved = FileStamp {
            device: Some(99),
            ..stamp
        };
        assert_eq!(moved.differs_from(&stamp), None);
        let touched = FileStamp {
            changed_ns: Some(1),
            ..stamp
        };
        assert_eq!(touched.differs_from(&stamp), Some(StampDifference::Changed));
        let text = serde_json::to_string(&stamp).expect("plain data");
        assert_eq!(
            serde_json::from_str::<FileStamp>(&text).expect("its own text"),
            stamp
        );
    }

    #[test]
    fn a_missing_file_is_a_fault() {
        let fault = FileStamp::at(Path::new("/nowhere/package.zip")).expect_err("there is none");
        assert_eq!(fault.code, "file-unreadable");
        assert_eq!(fault.params["file"], "package.zip");
    }
}
