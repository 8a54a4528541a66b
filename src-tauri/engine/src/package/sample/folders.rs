//! The files of a package before they are one: the folders a build starts from.

use super::SamplePackage;
use std::io;
use std::path::{Path, PathBuf};

/// Where the folders are.
#[derive(Debug, Clone)]
pub struct SampleFolders {
    pub publish: PathBuf,
    pub repository: PathBuf,
    pub assets: Option<PathBuf>,
}

impl SamplePackage {
    /// Writes the files of the package into `publish`, `$CDRepository` and, if there are any, the
    /// folder of the storage assets below `folder`; all but `cloud-metadata.json`.
    pub fn write_folders(&self, folder: &Path) -> io::Result<SampleFolders> {
        let directory = self.assets.as_ref().map(|assets| assets.directory.as_str());
        let folders = SampleFolders {
            publish: folder.join("publish"),
            repository: folder.join("$CDRepository"),
            assets: directory.map(|name| folder.join(name)),
        };
        let all = [
            Some(&folders.publish),
            Some(&folders.repository),
            folders.assets.as_ref(),
        ];
        for folder in all.into_iter().flatten() {
            std::fs::create_dir_all(folder)?;
        }
        for file in self.files() {
            if file.name == "cloud-metadata.json" {
                continue;
            }
            let first = file.name.split('/').next().unwrap_or_default();
            let beside = first == "$CDRepository" || Some(first) == directory;
            let path = if beside {
                folder.join(&file.name)
            } else {
                folders.publish.join(&file.name)
            };
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::write(path, &file.bytes)?;
        }
        Ok(folders)
    }
}
