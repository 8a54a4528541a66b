//! Deployment packages made to measure, for tests, benchmarks and the practice world.
//!
//! A [`SamplePackage`] has the layout the official packaging script produces and passes every
//! check; each method changes one thing about it. The same calls always give the same bytes.
//!
//! ```no_run
//! # use slipway_engine::package::sample::SamplePackage;
//! SamplePackage::new()
//!     .assembly("DancingGoat")
//!     .version("31.6.2")
//!     .objects(5_000)
//!     .write("DeploymentPackage.zip".as_ref())?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod big;
mod folders;
mod lay_out;
mod library;
mod objects;
mod pack;
mod random;
mod tables;

pub use big::big;
pub use folders::SampleFolders;
pub use library::library;

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// A package in the making. It starts as a ready one: `DancingGoat` on Xperience 31.6.2 with 40
/// serialized objects, no storage assets, no migrations and no findings.
#[derive(Debug, Clone)]
pub struct SamplePackage {
    seed: u64,
    assembly: String,
    code_version: Option<String>,
    repository_version: Option<String>,
    framework: String,
    objects: usize,
    restore_mode: String,
    before: Vec<String>,
    after: Vec<String>,
    assets: Option<Assets>,
    ballast: u64,
    metadata: Map<String, Value>,
    /// Files that take the place of generated ones or join them.
    files: BTreeMap<String, Vec<u8>>,
    left_out: Vec<String>,
    folder: Option<String>,
    backslashes: bool,
}

#[derive(Debug, Clone)]
struct Assets {
    directory: String,
    files: usize,
}

/// One file of the package before it is compressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Path from the root of the package, with `/`.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Default for SamplePackage {
    fn default() -> Self {
        Self::new()
    }
}

impl SamplePackage {
    pub fn new() -> Self {
        let build = "1.0.0-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f";
        let metadata = [
            ("AssemblyName", json!("DancingGoat")),
            ("Version", json!(build)),
            ("SupportsZeroDowntimeDeployment", json!(false)),
        ];
        Self {
            seed: 1,
            assembly: "DancingGoat".into(),
            code_version: Some("31.6.2".into()),
            repository_version: Some("31.6.2".into()),
            framework: "net10.0".into(),
            objects: 40,
            restore_mode: "CreateUpdate".into(),
            before: Vec::new(),
            after: Vec::new(),
            assets: None,
            ballast: 0,
            metadata: metadata
                .map(|(key, value)| (key.to_owned(), value))
                .into_iter()
                .collect(),
            files: BTreeMap::new(),
            left_out: Vec::new(),
            folder: None,
            backslashes: false,
        }
    }

    /// Another seed gives other contents under the same names.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Name of the web project: `<name>.dll`, `.deps.json`, `.runtimeconfig.json` and the metadata.
    pub fn assembly(mut self, name: &str) -> Self {
        self.assembly = name.into();
        self.metadata("AssemblyName", name)
    }

    /// Xperience version of code and CD repository alike.
    pub fn version(self, version: &str) -> Self {
        self.code_version(version).repository_version(version)
    }

    /// Xperience version in `deps.json` only.
    pub fn code_version(mut self, version: &str) -> Self {
        self.code_version = Some(version.into());
        self
    }

    /// Xperience version the CD repository says it was stored from.
    pub fn repository_version(mut self, version: &str) -> Self {
        self.repository_version = Some(version.into());
        self
    }

    /// Settings are not part of the repository, so it does not tell its version.
    pub fn without_repository_version(mut self) -> Self {
        self.repository_version = None;
        self
    }

    /// `Version` of the metadata, which the Portal shows as the build number.
    pub fn build_number(self, build: &str) -> Self {
        self.metadata("Version", build)
    }

    /// Target framework, e.g. `net10.0`.
    pub fn framework(mut self, moniker: &str) -> Self {
        self.framework = moniker.into();
        self
    }

    /// How many serialized objects `$CDRepository` holds, each one XML file; at least 1 while the
    /// repository tells its version.
    pub fn objects(mut self, count: usize) -> Self {
        self.objects = count;
        self
    }

    /// Text of `<RestoreMode>`.
    pub fn restore_mode(mut self, mode: &str) -> Self {
        self.restore_mode = mode.into();
        self
    }

    /// Replaces `$CDRepository/repository.config`.
    pub fn repository_config(self, text: &str) -> Self {
        self.file("$CDRepository/repository.config", text)
    }

    /// Names for `Before.txt` and `After.txt`, each with its SQL file.
    pub fn migrations(mut self, before: &[&str], after: &[&str]) -> Self {
        self.before = before.iter().map(|name| (*name).to_owned()).collect();
        self.after = after.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// That many small files under `$StorageAssets/default/assets/media/…`.
    pub fn storage_assets(mut self, mode: &str, files: usize) -> Self {
        let directory = "$StorageAssets".to_owned();
        self = self
            .metadata("StorageAssetsDirectory", directory.as_str())
            .metadata("StorageAssetsDeploymentMode", mode);
        self.assets = Some(Assets { directory, files });
        self
    }

    /// Renames the folder of the storage assets, as projects may.
    pub fn assets_directory(mut self, name: &str) -> Self {
        if let Some(assets) = &mut self.assets {
            assets.directory = name.into();
        }
        self.metadata("StorageAssetsDirectory", name)
    }

    pub fn zero_downtime(self, supported: bool) -> Self {
        self.metadata("SupportsZeroDowntimeDeployment", supported)
    }

    /// Adds files of random bytes under `wwwroot/media/`, about `bytes` in all, stored as they
    /// are: the package is that much larger.
    pub fn ballast(mut self, bytes: u64) -> Self {
        self.ballast = bytes;
        self
    }

    /// Sets one key of `cloud-metadata.json`.
    pub fn metadata(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }

    pub fn without_metadata(mut self, key: &str) -> Self {
        self.metadata.remove(key);
        self
    }

    /// Adds a file or replaces the generated one of that name.
    pub fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.insert(name.into(), content.into());
        self
    }

    /// Leaves out the file of that name, or everything below it.
    pub fn without(mut self, name: &str) -> Self {
        self.left_out.push(name.trim_end_matches('/').into());
        self
    }

    /// Puts everything one folder down, as zipping the folder itself does.
    pub fn wrapped_in(mut self, folder: &str) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Writes `\` between folders, as some tools on Windows do.
    pub fn with_backslashes(mut self) -> Self {
        self.backslashes = true;
        self
    }

    /// The files in the order they go into the package, `cloud-metadata.json` last.
    pub fn files(&self) -> Vec<SampleFile> {
        lay_out::files(self)
    }

    /// The package as bytes.
    pub fn bytes(&self) -> Vec<u8> {
        pack::to_bytes(&self.files())
    }

    /// Writes the package to `path`, replacing what is there.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        pack::to_file(&self.files(), path)
    }

    fn leaves_out(&self, name: &str) -> bool {
        self.left_out.iter().any(|left| {
            name.strip_prefix(left.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    fn final_name(&self, name: &str) -> String {
        let name = match &self.folder {
            Some(folder) => format!("{folder}/{name}"),
            None => name.to_owned(),
        };
        if self.backslashes {
            name.replace('/', "\\")
        } else {
            name
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(package: &SamplePackage) -> Vec<String> {
        package.files().into_iter().map(|file| file.name).collect()
    }

    #[test]
    fn the_same_calls_give_the_same_bytes() {
        let sample = || {
            SamplePackage::new()
                .objects(60)
                .storage_assets("Create", 3)
                .bytes()
        };
        assert_eq!(sample(), sample());
        assert_ne!(
            sample(),
            SamplePackage::new()
                .seed(2)
                .objects(60)
                .storage_assets("Create", 3)
                .bytes()
        );
    }

    #[test]
    fn there_are_as_many_objects_as_asked_for_and_no_name_twice() {
        let package = SamplePackage::new().objects(2_500);
        let objects = names(&package)
            .into_iter()
            .filter(|name| name.starts_with("$CDRepository/") && name.ends_with(".xml"));
        assert_eq!(objects.count(), 2_500);
        let all = names(&package);
        let once: std::collections::BTreeSet<_> =
            all.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(once.len(), all.len());
    }

    #[test]
    fn what_is_left_out_or_replaced_stays_so() {
        let package = SamplePackage::new()
            .without("wwwroot")
            .file("web.config", "<configuration />");
        assert!(
            !names(&package)
                .iter()
                .any(|name| name.starts_with("wwwroot/"))
        );
        let config = package
            .files()
            .into_iter()
            .find(|file| file.name == "web.config");
        assert_eq!(
            config.map(|file| file.bytes),
            Some(b"<configuration />".to_vec())
        );
    }

    #[test]
    fn the_metadata_comes_last() {
        let last = names(&SamplePackage::new()).pop();
        assert_eq!(last.as_deref(), Some("cloud-metadata.json"));
    }
}
