//! Folders to build from, and building.

use slipway_engine::desk::{
    AssetsFrom, BuildChoices, BuildOrder, PackageView, PublishFrom, RepositoryFrom,
};
use slipway_engine::job::{Job, JobState};
use slipway_engine::package::AssetsMode;
use slipway_engine::package::sample::{SamplePackage, library};
use slipway_tests::rehearsal::Rehearsal;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const BUILD: &str = "2.14.0-202611181642";

/// A release in the making.
pub fn release() -> SamplePackage {
    SamplePackage::new().assembly("Shop").objects(60)
}

/// Lays a release out as a developer hands it over: `publish` and `$CDRepository` side by side.
pub fn hand_over(folder: &Path, release: &SamplePackage, build: &str) {
    for file in release.files() {
        if file.name == "cloud-metadata.json" {
            continue;
        }
        let place = if file.name.starts_with('$') {
            folder.join(&file.name)
        } else {
            folder.join("publish").join(&file.name)
        };
        write(&place, &file.bytes);
    }
    write(&folder.join("publish/Shop.dll"), &library(build));
}

pub fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
}

pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// The choices for a folder in which everything lies there.
pub fn choices(rehearsal: &Rehearsal, folder: &Path) -> BuildChoices {
    let chosen = rehearsal.desk.take_in_folder(folder).expect("a folder");
    BuildChoices {
        folder: chosen.handle,
        project: None,
        assembly: None,
        publish: PublishFrom::Found,
        repository: RepositoryFrom::Found,
        assets: AssetsFrom::None,
        assets_mode: AssetsMode::Create,
        zero_downtime: false,
        keep_product_version: false,
        reuse: None,
    }
}

pub fn order(rehearsal: &Rehearsal, choices: BuildChoices, output: &Path) -> BuildOrder {
    let terms = rehearsal.desk.build_terms(&choices).expect("terms");
    BuildOrder {
        choices,
        output: rehearsal
            .desk
            .take_in_output(output)
            .expect("a place")
            .handle,
        confirmation_id: terms.confirmation_id,
    }
}

pub async fn build(rehearsal: &Rehearsal, choices: BuildChoices, output: &Path) -> Job {
    let order = order(rehearsal, choices, output);
    let job = rehearsal.desk.build(&order).expect("the build starts");
    rehearsal.ended(&job.id).await
}

pub async fn built(rehearsal: &Rehearsal, folder: &Path, output: &Path) -> PackageView {
    let job = build(rehearsal, choices(rehearsal, folder), output).await;
    assert_eq!(job.state, JobState::Succeeded, "{job:?}");
    rehearsal
        .desk
        .package(&job.params["package_id"], None, None)
        .expect("the package is on the list")
}

pub fn code_of(job: &Job) -> String {
    match &job.state {
        JobState::Failed { fault } => fault.code.clone(),
        other => panic!("{other:?}"),
    }
}

/// Every file below a folder with its bytes.
pub fn content(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in std::fs::read_dir(&at).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.push((path.clone(), std::fs::read(path).expect("a file")));
            }
        }
    }
    files.sort();
    files
}
