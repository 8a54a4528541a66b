//! Packages from folders to bytes and back.

mod large;
mod names;
mod opens;
mod random_trees;
mod refused;
mod reproducible;
mod reuse;
mod stopped;

use super::{BuildObserver, BuildOrder, BuildProgress, Built, Survey, build, survey};
use crate::fault::Fault;
use crate::package::report::Finding;
use crate::package::sample::{SampleFolders, SamplePackage};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Folders to build from, and one to write to.
struct Yard {
    folder: TempDir,
    folders: SampleFolders,
}

impl Yard {
    fn new() -> Self {
        Self::of(&SamplePackage::new())
    }

    fn of(package: &SamplePackage) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let folders = package
            .write_folders(folder.path())
            .expect("the folders are written");
        std::fs::create_dir(folder.path().join("out")).expect("a folder");
        Self { folder, folders }
    }

    fn order(&self) -> BuildOrder {
        BuildOrder {
            assets: self.folders.assets.clone(),
            ..BuildOrder::new(
                &self.folders.publish,
                &self.folders.repository,
                "DancingGoat",
                self.out("package.zip"),
            )
        }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// Writes a file, with the folders to it.
    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn built(&self) -> Built {
        built(&self.order())
    }

    /// Names in the folder that is written to.
    fn left(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.folder.path().join("out")).expect("a folder");
        let mut names: Vec<String> = names
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// Everything below the folders, with its content; links are not followed.
    fn inputs(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut all = BTreeMap::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if !path.is_symlink() && path.is_dir() {
                    if !path.ends_with("out") {
                        folders.push(path);
                    }
                } else {
                    let bytes = if path.is_file() && !path.is_symlink() {
                        std::fs::read(&path).unwrap_or_default()
                    } else {
                        Vec::new()
                    };
                    all.insert(path, bytes);
                }
            }
        }
        all
    }
}

#[track_caller]
fn built(order: &BuildOrder) -> Built {
    match build(order, &(), &|| false) {
        Ok(built) => built,
        Err(fault) => panic!("{fault:?}: {:?}", surveyed(order)),
    }
}

#[track_caller]
fn fault_of(order: &BuildOrder) -> Fault {
    build(order, &(), &|| false).expect_err("it is not built")
}

#[track_caller]
fn surveyed(order: &BuildOrder) -> Survey {
    survey(order, &|| false).expect("the folders can be read")
}

/// Checks that speak against building, worst first.
fn told(order: &BuildOrder) -> Vec<String> {
    let findings = surveyed(order).findings;
    findings.into_iter().map(|finding| finding.check).collect()
}

#[track_caller]
fn finding(order: &BuildOrder, check: &str) -> Finding {
    let findings = surveyed(order).findings;
    let found = findings.iter().find(|finding| finding.check == check);
    match found {
        Some(finding) => finding.clone(),
        None => panic!("{check} is missing among {findings:?}"),
    }
}

/// Names and contents as another reader finds them; folders have none.
fn read_back(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let file = File::open(path).expect("the package is there");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let mut all = BTreeMap::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let mut bytes = Vec::new();
        entry
            .read_to_end(&mut bytes)
            .expect("the whole entry with its checksum");
        let name = entry.name().expect("a name").into_owned();
        assert_eq!(all.insert(name, bytes), None, "twice the same name");
    }
    all
}

/// Keeps what it is told.
#[derive(Default)]
struct Listener {
    told: RefCell<Vec<(u64, u64, String)>>,
    surveys: RefCell<usize>,
}

impl BuildObserver for Listener {
    fn surveyed(&self, _survey: &Survey) {
        *self.surveys.borrow_mut() += 1;
    }

    fn progress(&self, progress: &BuildProgress) {
        self.told.borrow_mut().push((
            progress.bytes_done,
            progress.bytes_total,
            progress.current.to_owned(),
        ));
    }
}

#[test]
fn a_built_package_is_ready_and_says_what_it_is() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("CreateUpdate", 5));
    let mut order = yard.order();
    order.assets_mode = crate::package::AssetsMode::CreateUpdate;
    order.zero_downtime = true;
    let built = built(&order);
    let ground = crate::package::Ground::default();
    let inspection = crate::package::inspect(&built.path, &ground, &|| false).expect("readable");
    assert_eq!(inspection.findings, []);
    assert_eq!(inspection.verdict, crate::package::Verdict::Ready);
    let facts = inspection.facts;
    assert_eq!(facts.assembly.as_deref(), Some("DancingGoat"));
    assert_eq!(
        facts.build_number.as_deref(),
        Some(built.build_number.as_str())
    );
    assert_eq!(
        built.build_number,
        "1.0.0-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f"
    );
    assert_eq!(facts.zero_downtime, Some(true));
    let assets = facts.storage_assets.expect("there are assets");
    assert_eq!(assets.mode, Some(crate::package::AssetsMode::CreateUpdate));
    assert_eq!(assets.files.0, 5);
    assert_eq!(facts.entries.0, built.entries);
}

#[test]
fn the_fingerprint_is_the_one_that_reading_the_package_gives() {
    let yard = Yard::of(&SamplePackage::new().ballast(20_000_000));
    let built = yard.built();
    let read = crate::package::fingerprint(&built.path, &|_| {}, &|| false).expect("readable");
    assert_eq!(built.fingerprint, read);
    assert_eq!(built.size, read.stamp.size);
}

#[test]
fn progress_grows_from_nothing_to_the_whole() {
    let yard = Yard::of(&SamplePackage::new().ballast(30_000_000));
    let listener = Listener::default();
    build(&yard.order(), &listener, &|| false).expect("it is built");
    assert_eq!(listener.surveys.into_inner(), 1);
    let told = listener.told.into_inner();
    assert!(told.is_sorted_by_key(|(done, _, _)| *done));
    assert_eq!(told.first().map(|(done, _, _)| *done), Some(0));
    let (done, total, _) = told.last().expect("something was told");
    assert_eq!(done, total);
    assert!(
        told.iter()
            .any(|(_, _, current)| current == "DancingGoat.dll")
    );
}

#[test]
fn a_folder_as_output_gets_the_usual_name() {
    let yard = Yard::new();
    let mut order = yard.order();
    order.output = yard.path("out");
    assert_eq!(built(&order).path, yard.out("DeploymentPackage.zip"));
}

#[test]
fn another_build_number_may_be_ordered() {
    let yard = Yard::new();
    let mut order = yard.order();
    order.build_number = Some(" 2.0.0-rc1 ".into());
    assert_eq!(built(&order).build_number, "2.0.0-rc1");
}

#[test]
fn an_earlier_output_folder_with_everything_in_it_is_taken_apart() {
    let yard = Yard::of(&SamplePackage::new().storage_assets("Create", 2));
    let apart = yard.built();
    let inside = yard.path("publish/$CDRepository");
    std::fs::rename(&yard.folders.repository, &inside).expect("it can be moved");
    let assets = yard.path("publish/$StorageAssets");
    std::fs::rename(yard.path("$StorageAssets"), &assets).expect("it can be moved");
    yard.write("publish/cloud-metadata.json", "{\"AssemblyName\": \"Old\"}");
    let mut order = yard.order();
    order.repository = inside;
    order.assets = Some(assets);
    order.output = yard.out("again.zip");
    assert_eq!(built(&order).fingerprint.sha256, apart.fingerprint.sha256);
}

/// As a script leaves it that does not care how names are written, on a disk that does not either.
#[cfg(windows)]
#[test]
fn an_earlier_output_folder_is_taken_apart_however_its_names_are_written() {
    let yard = Yard::of(&SamplePackage::new());
    let apart = yard.built();
    let inside = yard.path("publish/$cdrepository");
    std::fs::rename(&yard.folders.repository, &inside).expect("it can be moved");
    let mut order = yard.order();
    order.repository = yard.path("publish/$CDREPOSITORY");
    order.output = yard.out("again.zip");
    assert_eq!(built(&order).fingerprint.sha256, apart.fingerprint.sha256);
}
