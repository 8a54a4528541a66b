//! Every name arrives as it is.

use super::depot::Depot;
use super::trial::{Trial, item, warm};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The tree of awkward names that the tools beside the repository make, if they are there.
fn odd_tree(folder: &Path) -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tool = root.join("../shared/tools/make_tree.py");
    let tool = std::path::absolute(tool)
        .ok()
        .filter(|tool| tool.exists())?;
    let made = Command::new("python3")
        .arg(tool)
        .arg("odd")
        .arg(folder)
        .output()
        .ok()?;
    assert!(made.status.success(), "{made:?}");
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    Some(files)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_awkward_name_of_a_tree_arrives_as_it_is() {
    warm();
    let depot = Depot::start().await;
    let tree = tempfile::tempdir().expect("a folder");
    let Some(files) = odd_tree(tree.path()) else {
        return;
    };
    let mut trial = Trial::new(&depot);
    let name = |file: &PathBuf| {
        file.strip_prefix(tree.path())
            .expect("below it")
            .to_str()
            .expect("text")
            .to_owned()
    };
    trial.items = files.iter().map(|file| item(&name(file), file)).collect();
    assert_eq!(trial.items.len(), 62);
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    let mut names: Vec<String> = files.iter().map(name).collect();
    names.sort_unstable();
    assert_eq!(depot.names("db"), names);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_only_a_container_can_hold_arrive_as_they_are() {
    warm();
    let depot = Depot::start().await;
    let names = [
        "a/../b", "a/./b", "../up", "a//b", "/lead", "tail/", "%2e%2e/x", "a%2Fb", "#", "?x=1&y",
        "a\\b",
    ];
    let mut trial = Trial::new(&depot);
    for name in names {
        trial = trial.file(name, name.as_bytes());
    }
    trial = trial.file("..", b"x").file(&"x".repeat(1_025), b"x");
    let report = trial.run().await;
    for (name, file) in names.iter().zip(&report.files) {
        assert!(file.outcome.is_verified(), "{file:?}");
        assert_eq!(
            depot.blob("db", name).map(|blob| blob.bytes),
            Some(name.as_bytes().to_vec().into())
        );
    }
    let codes = super::trial::codes(&report);
    assert_eq!(
        codes[names.len()..],
        ["blob-name-impossible", "blob-name-impossible"]
    );
}
