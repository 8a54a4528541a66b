use super::carrying::{Carrying, item};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the generator of awkward trees is, if it is here.
const GENERATOR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../shared/tools/make_tree.py"
);

/// Used where there is no generator.
const OWN: [&str; 18] = [
    "$cmsfolder$",
    "a b",
    "a#b",
    "100%",
    "%41",
    "what?",
    "a+b&c=d",
    "ends.",
    "...",
    "semi;colon",
    "it's \"quoted\"",
    "<tag>",
    "[x]{y}",
    "grüße",
    "e\u{301}",
    "日本語",
    "🦊.png",
    "tab\tand\nline",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn awkward_names_arrive_under_exactly_their_own_name() {
    let tree = tempfile::tempdir().unwrap();
    if Path::new(GENERATOR).is_file() {
        let made = Command::new("python3")
            .args([GENERATOR, "odd"])
            .arg(tree.path())
            .output();
        assert!(made.expect("Python starts").status.success());
    } else {
        for name in OWN {
            std::fs::write(tree.path().join(name), name).unwrap();
        }
    }
    let mut files = Vec::new();
    gather(tree.path(), &mut files);
    assert!(files.len() >= OWN.len(), "{}", files.len());
    let items = files.iter().map(|path| {
        let name = path
            .strip_prefix(tree.path())
            .unwrap()
            .to_str()
            .expect("names are text");
        item(name, path)
    });
    let carrying = Carrying {
        items: items.collect(),
        ..Carrying::of(&[]).await
    };
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.to_str().is_some() {
            files.push(path);
        }
    }
}
