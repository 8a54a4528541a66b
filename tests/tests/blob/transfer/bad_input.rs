//! Files that are not what they were, or cannot be had: told by name, never made of half of them,
//! and no reason for the others to stop.

use super::carrying::{CONTAINER, Carrying, MIB, drawn, item, source, until};
use slipway_engine::blob::transfer::{Control, Outcome, TransferReport};
use slipway_engine::fault::Fault;
use slipway_engine::restore::storage::{Choices, look};
use slipway_engine::restore::storage_items;
use slipway_engine::units::{Bytes, Count};
use slipway_practice::{Effect, FaultRule};
use std::path::Path;

/// What the window and the command line say of a fault: title, meaning and advice.
fn sentence(fault: &Fault) -> String {
    const WORDS: &str = include_str!("../../../../ui/src/copy/messages/faults-blob.en.json");
    let words: serde_json::Value = serde_json::from_str(WORDS).expect("words");
    let said = ["title", "means", "todo"].map(|part| {
        let key = format!("fault.{}.{part}", fault.code);
        words[&key]
            .as_str()
            .unwrap_or_else(|| panic!("no words for {key}"))
            .to_owned()
    });
    let mut said = said.join(" ");
    for (name, value) in &fault.params {
        said = said.replace(&format!("{{{name}}}"), value);
    }
    assert!(!said.contains('{'), "{said}");
    said
}

/// The code and the whole sentence for what became of a file that was not sent.
fn told<'r>(report: &'r TransferReport, blob: &str) -> (&'r str, String) {
    let file = report.files.iter().find(|file| *file.blob == *blob);
    match &file.expect("it is in the report").outcome {
        Outcome::NotSent { fault } => (&fault.code, sentence(fault)),
        other => panic!("{blob}: {other:?}"),
    }
}

/// Everything but these arrived whole, and nothing else is there.
async fn all_arrived_but(mut carrying: Carrying, report: &TransferReport, missing: &[&str]) {
    for file in &report.files {
        let well = file.outcome.is_verified();
        assert_ne!(well, missing.contains(&&*file.blob), "{file:?}");
    }
    carrying
        .items
        .retain(|item| !missing.contains(&&*item.blob));
    carrying.everything_arrived().await;
}

/// Does something to the large file once two of its blocks are there, and one more is on its way.
async fn disturbed(disturb: impl FnOnce(&Path)) -> (Carrying, TransferReport) {
    let files = [("before", 10), ("db.bacpac", 48 * MIB), ("behind", 20)];
    let carrying = Carrying::of(&files).await;
    let stall = FaultRule::next_blob_request("PUT", "block", Effect::Stall { ms: 300 }).after(2);
    carrying.world.faults().arm(stall);
    let mut options = carrying.options();
    options.at_once = Count(1);
    options.memory = Bytes(8 * MIB as u64);
    let control = Control::new(carrying.link());
    let disturbing = async {
        until("some blocks arrive", || {
            carrying.world.faults().armed()[0].left == 0
        })
        .await;
        disturb(&source(&carrying.items[1]));
    };
    let (report, ()) = tokio::join!(carrying.carried(&control, options), disturbing);
    (carrying, report)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_a_file_that_is_written_to_during_the_transfer_is_not_made_there() {
    let (carrying, report) = disturbed(|path| {
        use std::io::Write;
        let mut file = std::fs::File::options().append(true).open(path).unwrap();
        file.write_all(b"one more row").unwrap();
    })
    .await;
    let (code, sentence) = told(&report, "db.bacpac");
    assert_eq!(code, "source-changed");
    assert!(sentence.contains(source(&carrying.items[1]).to_str().unwrap()));
    all_arrived_but(carrying, &report, &["db.bacpac"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_a_file_that_vanishes_during_the_transfer_is_not_made_there() {
    let (carrying, report) = disturbed(|path| std::fs::remove_file(path).unwrap()).await;
    let (code, sentence) = told(&report, "db.bacpac");
    assert_eq!(code, "source-gone");
    assert!(sentence.contains(source(&carrying.items[1]).to_str().unwrap()));
    all_arrived_but(carrying, &report, &["db.bacpac"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_another_file_of_the_same_name_size_and_time_is_not_taken_for_the_chosen_one() {
    let (carrying, report) = disturbed(|path| {
        let time = std::fs::metadata(path).unwrap().modified().unwrap();
        let other = path.with_extension("other");
        std::fs::write(&other, drawn(99, 48 * MIB)).unwrap();
        let file = std::fs::File::options().append(true).open(&other).unwrap();
        file.set_modified(time).unwrap();
        std::fs::rename(other, path).unwrap();
    })
    .await;
    assert_eq!(told(&report, "db.bacpac").0, "source-changed");
    all_arrived_but(carrying, &report, &["db.bacpac"]).await;
}

/// Whoever runs this may be allowed to read every file; what cannot be read is therefore no file.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_thousand_that_cannot_be_read_is_named_and_the_others_arrive() {
    let names: Vec<String> = (0..2_000).map(|number| format!("f/{number}")).collect();
    let files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 30)).collect();
    let mut carrying = Carrying::of(&files).await;
    let folder = carrying.folder.path().join("a folder");
    std::fs::create_dir(&folder).unwrap();
    carrying.items[7] = item("f/7", &folder);
    let swap = |at: usize| {
        let path = source(&carrying.items[at]);
        std::fs::remove_file(&path).unwrap();
        path
    };
    let pipe = swap(800);
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo is there").success());
    let broken = swap(1_900);
    std::os::unix::fs::symlink("nowhere", &broken).unwrap();
    let report = carrying.carried_as_usual().await;
    for (blob, code, path) in [
        ("f/7", "source-unreadable", &folder),
        ("f/800", "source-unreadable", &pipe),
        ("f/1900", "source-gone", &broken),
    ] {
        let (told, sentence) = told(&report, blob);
        assert_eq!(told, code, "{blob}");
        assert!(sentence.contains(path.to_str().unwrap()), "{sentence}");
    }
    all_arrived_but(carrying, &report, &["f/7", "f/800", "f/1900"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_of_only_upper_case_names_arrives_in_lower_case_as_the_preview_showed() {
    let tree = tempfile::tempdir().unwrap();
    let names = [
        "DEFAULT/ASSETS/LOGO.PNG",
        "DEFAULT/ASSETS/$CMSFOLDER$",
        "DEFAULT/ÄRGER.TXT",
    ];
    for name in names {
        let path = tree.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, name).unwrap();
    }
    let plan = look(tree.path(), &Choices::default(), &|| false).unwrap();
    let changes: Vec<String> = plan.changes().map(|change| change.from).collect();
    assert_eq!(
        changes.len(),
        5,
        "two folders and three files, each once: {changes:?}"
    );
    let carrying = Carrying {
        items: storage_items(&plan),
        ..Carrying::of(&[]).await
    };
    assert!(carrying.carried_as_usual().await.all_is_well());
    carrying.everything_arrived().await;
    let there = carrying.world.storage().blobs(CONTAINER).unwrap();
    let there: Vec<&str> = there.iter().map(|blob| blob.name.as_str()).collect();
    let lower = [
        "default/assets/$cmsfolder$",
        "default/assets/logo.png",
        "default/ärger.txt",
    ];
    assert_eq!(there, lower);
}
