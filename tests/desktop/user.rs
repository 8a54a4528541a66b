//! Someone with a home folder and deployment packages in it.

use slipway_engine::package::sample::SamplePackage;
use slipway_tests::desktop::{Desktop, Practice};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A name as people give it: spaces and brackets included.
pub const PACKAGE: &str = "DancingGoat release [2.14] (QA).zip";

pub struct User {
    home: TempDir,
}

impl User {
    pub fn new() -> Self {
        Self {
            home: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// A package that is ready, large enough to be caught in the middle of its upload.
    pub fn package(&self) -> PathBuf {
        self.written(PACKAGE, &SamplePackage::new().ballast(6_000_000))
    }

    /// The files of a package in one folder, as a developer hands them over: what `dotnet publish`
    /// made, `$CDRepository` beside it, and `$StorageAssets` if there are any.
    pub fn handed_over(&self, name: &str, package: &SamplePackage) -> PathBuf {
        let folder = self.home.path().join(name);
        package.write_folders(&folder).expect("folders");
        folder
    }

    pub fn written(&self, name: &str, package: &SamplePackage) -> PathBuf {
        let folder = self.home.path().join("Downloads");
        std::fs::create_dir_all(&folder).expect("the home folder can be written");
        let path = folder.join(name);
        package.write(&path).expect("a package");
        path
    }
}

/// The practice project, entered from the first screen.
pub fn practise(desktop: &Desktop) -> Practice {
    desktop.click("button", "Practice project");
    desktop.sees("Nothing has been sent yet");
    Practice::of(desktop.home())
}

/// A dropped package whose verdict lets it go to QA.
pub fn verdict(desktop: &Desktop, package: &Path) {
    desktop.hands().drag(&[package]);
    desktop.sees("Will it work in QA?");
    desktop.find("button", "Upload to QA");
}
