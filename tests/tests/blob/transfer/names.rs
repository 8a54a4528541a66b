use super::carrying::Carrying;
use slipway_engine::restore::storage::{Choices, look};
use slipway_engine::restore::storage_items;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the generator of awkward trees is, if it is here.
const GENERATOR: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../shared/tools/make_tree.py"
);

/// Whatever a file may be called here and an address, an XML list or a careless program may trip
/// over: spaces, escapes, delimiters of addresses and of shells, other scripts, marks that combine
/// or do not show, dots, control characters, names of devices, and a long one.
#[rustfmt::skip]
const NAMES: [&str; 50] = [
    "a.txt", "SHOUT.TXT", "mIxEd.Jpg", "two words.txt", " first.txt", "last ", "a#b.txt", "50%.txt",
    "%2e%2e.txt", "%41.txt", "1+1.txt", "why?.txt", "q?a=1&b=2.txt", "k=v.txt", "a;b.txt", "a,b.txt",
    "it's.txt", "say \"so\".txt", "[0].txt", "{x}.txt", "(x).txt", "~home.txt", "@2x.png", "$cmsfolder$",
    "up^.txt", "`tick`.txt", "a|b.txt", "<tag>.txt", "all*.txt", "c:d.txt", "back\\slash.txt",
    "žluťoučký kůň.txt", "日本語.txt", "🦊.png", "n\u{303}-combined.txt", "\u{f1}-composed.txt", "مرحبا.txt",
    ".hidden", "..two", "...", "ends.", "none", "aux.txt", "COM1", "tab\there.txt", "line\nhere.txt",
    "wi\u{200b}de.txt", "mark\u{feff}.txt", "straße.txt", "IŞIK.txt",
];
const FOLDERS: [&str; 5] = [
    "",
    "Two Words/",
    "$StorageAssets/",
    "a#b/50%/",
    "d/d/d/d/d/d/d/d/d/d/d/d/",
];

/// The first three names in every folder, the others once: 62 files.
fn own(tree: &Path) {
    for (number, name) in NAMES.iter().enumerate() {
        let folders = if number < 3 { &FOLDERS[..] } else { &[""] };
        for folder in folders {
            let path = tree.join(folder).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, name.repeat(number % 4)).unwrap();
        }
    }
}

fn generated(tree: &Path) {
    let made = Command::new("python3")
        .args([GENERATOR, "odd"])
        .arg(tree)
        .output();
    assert!(made.expect("Python starts").status.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_two_of_62_awkward_names_arrive_under_the_name_the_preview_promised() {
    let generator: PathBuf = GENERATOR.into();
    let mut makers: Vec<fn(&Path)> = vec![own];
    makers.extend(generator.is_file().then_some(generated as fn(&Path)));
    for make in makers {
        let tree = tempfile::tempdir().unwrap();
        make(tree.path());
        let choices = Choices {
            container: Some("default".into()),
            keep_odd_names: true,
            ..Choices::default()
        };
        let plan = look(tree.path(), &choices, &|| false).unwrap();
        let items = storage_items(&plan);
        assert_eq!(items.len(), 62);
        for item in &items {
            assert!(item.blob.starts_with("default/"), "{}", item.blob);
            assert!(
                !item
                    .blob
                    .contains(|letter: char| letter.is_ascii_uppercase())
            );
        }
        let carrying = Carrying {
            items,
            ..Carrying::of(&[]).await
        };
        let report = carrying.carried_as_usual().await;
        assert!(report.all_is_well(), "{report:?}");
        carrying.everything_arrived().await;
    }
}
