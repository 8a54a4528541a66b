//! Every name arrives as it is.

use super::depot::Depot;
use super::trial::{Trial, item};
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

/// The most awkward of them, where the tools are not.
fn own_tree(folder: &Path) -> Vec<PathBuf> {
    const NAMES: [&str; 18] = [
        "UPPER.TXT",
        " lead space.txt",
        "hash#tag.txt",
        "percent%20literal.txt",
        "plus+sign.txt",
        "$StorageAssets/$cmsfolder$",
        "dir#1/100%/a&b=c;d.txt",
        "single'quote.txt",
        "brackets[1]{2}.txt",
        "tilde~.txt",
        "příliš žluťoučký kůň.txt",
        "emoji-😀.txt",
        "e\u{301}-combining.txt",
        "\u{e9}-precomposed.txt",
        "..twodots",
        "zero\u{200b}width.txt",
        "x/x/x/x/x/x/x/x/x/x/x/x/deep.txt",
        "İstanbul.txt",
    ];
    let files = NAMES.map(|name| folder.join(name));
    for file in &files {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        std::fs::write(file, "content").expect("it can be written");
    }
    files.to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_awkward_name_of_a_tree_arrives_as_it_is() {
    let depot = Depot::start().await;
    let tree = tempfile::tempdir().expect("a folder");
    let files = odd_tree(tree.path()).unwrap_or_else(|| own_tree(tree.path()));
    let mut trial = Trial::new(&depot);
    let name = |file: &PathBuf| {
        file.strip_prefix(tree.path())
            .expect("below it")
            .to_str()
            .expect("text")
            .to_owned()
    };
    trial.items = files.iter().map(|file| item(&name(file), file)).collect();
    assert!(trial.items.len() >= 18, "{}", trial.items.len());
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    let mut names: Vec<String> = files.iter().map(name).collect();
    names.sort_unstable();
    assert_eq!(depot.names("db"), names);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_only_a_container_can_hold_arrive_as_they_are() {
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
