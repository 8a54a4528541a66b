//! The world's memory on disk: `state.json`, written whole or not at all.

use crate::project::ProjectState;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Raised when an older program could not read the file any more.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    schema: u32,
    project: &'a ProjectState,
}

#[derive(Deserialize)]
struct Read {
    schema: u32,
    project: ProjectState,
}

/// A data folder, held by one world at a time.
pub(crate) struct StateFile {
    folder: PathBuf,
    /// Revision on disk; guards the writing too.
    revision: Mutex<u64>,
    /// Released by the system when the program ends, however it ends.
    _lock: File,
}

impl StateFile {
    /// Takes the folder, creating it if needed. `ResourceBusy` if another world has it.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.try_lock().map_err(|_| {
            io::Error::new(
                io::ErrorKind::ResourceBusy,
                "another practice world is using this folder",
            )
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            revision: Mutex::new(0),
            _lock: lock,
        })
    }

    /// What was written last; none the first time. A file that cannot be understood is put aside as
    /// `state.damaged.json` and counts as none.
    pub fn load(&self) -> io::Result<Option<ProjectState>> {
        let path = self.path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(fault),
        };
        match serde_json::from_slice::<Read>(&bytes) {
            Ok(read) if read.schema == SCHEMA => Ok(Some(read.project)),
            _ => {
                tracing::warn!("the practice world's memory is damaged and was put aside");
                fs::rename(&path, self.folder.join("state.damaged.json"))?;
                Ok(None)
            }
        }
    }

    /// Writes `project` unless something newer is there already.
    pub fn save(&self, revision: u64, project: &ProjectState) -> io::Result<()> {
        let mut on_disk = self.revision.lock().unwrap_or_else(PoisonError::into_inner);
        if revision < *on_disk {
            return Ok(());
        }
        let json = serde_json::to_vec_pretty(&Written {
            schema: SCHEMA,
            project,
        })?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(&json)?;
        file.as_file().sync_all()?;
        file.persist(self.path()).map_err(|fault| fault.error)?;
        *on_disk = revision;
        Ok(())
    }

    fn path(&self) -> PathBuf {
        self.folder.join("state.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use slipway_engine::project::ProjectGuid;
    use slipway_engine::units::Moment;

    fn project(name: &str) -> ProjectState {
        ProjectState::new(
            ProjectGuid(name.into()),
            Moment(jiff::Timestamp::UNIX_EPOCH),
        )
    }

    #[test]
    fn what_was_saved_is_loaded_and_an_older_save_does_not_replace_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::open(folder.path()).unwrap();
        assert!(file.load().unwrap().is_none());
        file.save(2, &project("newer")).unwrap();
        file.save(1, &project("older")).unwrap();
        assert_eq!(file.load().unwrap().unwrap().guid.0, "newer");
    }

    #[test]
    fn a_file_cut_anywhere_is_put_aside_and_never_a_panic() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::open(folder.path()).unwrap();
        file.save(1, &project("whole")).unwrap();
        let whole = fs::read(file.path()).unwrap();
        for length in 0..whole.len() {
            fs::write(file.path(), &whole[..length]).unwrap();
            assert!(file.load().unwrap().is_none(), "{length} bytes of it");
            assert!(folder.path().join("state.damaged.json").exists());
        }
    }

    #[test]
    fn a_folder_serves_one_world_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = StateFile::open(folder.path()).unwrap();
        assert!(StateFile::open(folder.path()).is_err());
        drop(first);
        assert!(StateFile::open(folder.path()).is_ok());
    }
}
