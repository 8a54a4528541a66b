//! What is to be built.

use crate::package::report::AssetsMode;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Everything the build of a package depends on. The same order over the same files gives the
/// same bytes.
#[derive(Debug, Clone)]
pub struct BuildOrder {
    /// What `dotnet publish` made.
    pub publish: PathBuf,
    /// `$CDRepository`, as the CD store command wrote it.
    pub repository: PathBuf,
    /// `$StorageAssets`, if files travel outside the repository. A folder whose own name begins
    /// with `$` keeps it in the package, as projects may rename it (facts 1.4).
    pub assets: Option<PathBuf>,
    /// Name of the web project's assembly, without `.dll`.
    pub assembly: String,
    /// The file to write. If it is an existing folder, `DeploymentPackage.zip` in it (facts 1.1).
    pub output: PathBuf,
    pub assets_mode: AssetsMode,
    pub zero_downtime: bool,
    /// Instead of the `ProductVersion` of `<assembly>.dll` (facts 1.3).
    pub build_number: Option<String>,
    /// A package of before whose compressed bytes are taken over for files that did not change.
    pub reuse: Option<PathBuf>,
    pub times: EntryTimes,
    /// Packing threads; as many as the computer has processors, up to eight, if none. The package
    /// does not depend on it.
    pub threads: Option<NonZeroUsize>,
}

impl BuildOrder {
    /// An order with everything else as it usually is: times fixed, nothing reused, build number
    /// from the application, mode `Create`, no zero downtime.
    pub fn new(
        publish: impl Into<PathBuf>,
        repository: impl Into<PathBuf>,
        assembly: impl Into<String>,
        output: impl Into<PathBuf>,
    ) -> Self {
        Self {
            publish: publish.into(),
            repository: repository.into(),
            assets: None,
            assembly: assembly.into(),
            output: output.into(),
            assets_mode: AssetsMode::Create,
            zero_downtime: false,
            build_number: None,
            reuse: None,
            times: EntryTimes::Fixed,
            threads: None,
        }
    }

    /// The file that will be written.
    pub fn target(&self) -> PathBuf {
        if self.output.is_dir() {
            self.output.join("DeploymentPackage.zip")
        } else {
            self.output.clone()
        }
    }
}

/// The times entries carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryTimes {
    /// 1 January 1980 for all, so that building again gives the same bytes.
    #[default]
    Fixed,
    /// When each file was last changed, in UTC: other bytes after each publish.
    Files,
}
