//! Files sent straight out of an export zip.

use super::carrying::{CONTAINER, Carrying, MIB, drawn};
use super::killed::{AT_ONCE, deadly, met_or_over, program, sent_again};
use slipway_engine::blob::transfer::{Control, Outcome, TransferReport};
use slipway_engine::restore::storage::{Choices, look};
use slipway_engine::restore::storage_items;
use slipway_practice::{Effect, FaultRule};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// As the zip has it, how it is packed, and its content.
type Entry = (&'static str, CompressionMethod, Vec<u8>);

use CompressionMethod::{Deflated, Stored};

/// What the name of an entry becomes.
fn blob(name: &str) -> String {
    name.replace('\\', "/").to_lowercase()
}

/// Content that packs to about half.
fn text(seed: u64, size: usize) -> Vec<u8> {
    let mut bytes = drawn(seed, size);
    bytes.chunks_mut(2).for_each(|pair| pair[0] = b' ');
    bytes
}

/// An export: files in one request and in blocks, packed and not, and one without content.
fn export() -> Vec<Entry> {
    vec![
        ("default/assets/media/$cmsfolder$", Stored, Vec::new()),
        ("default/assets/media/Empty.txt", Deflated, Vec::new()),
        (r"Default\Assets\media\Logo.PNG", Deflated, text(1, 900)),
        ("default/assets/media/film.mp4", Stored, drawn(2, 21 * MIB)),
        (r"default\assets\data.csv", Deflated, text(3, 37 * MIB + 5)),
        ("default/assets/photo.jpg", Stored, drawn(4, 300_000)),
        ("docs/z/report.pdf", Deflated, text(5, 8 * MIB)),
    ]
}

fn write(path: &Path, entries: &[Entry]) {
    let mut zip = ZipWriter::new(File::create(path).expect("a file"));
    for (name, packed, content) in entries {
        let options = SimpleFileOptions::default().compression_method(*packed);
        zip.start_file(*name, options).expect("an entry");
        zip.write_all(content).expect("its content");
    }
    zip.finish().expect("a zip");
}

/// Where the packed bytes of an entry begin in the zip, and how many there are.
fn place(path: &Path, name: &str) -> (u64, u64) {
    let mut zip = ZipArchive::new(File::open(path).expect("a file")).expect("a zip");
    let entry = zip.by_name(name).expect("an entry");
    (
        entry.data_start().expect("its data"),
        entry.compressed_size(),
    )
}

/// Turns a bit in the middle of an entry.
fn damage(path: &Path, name: &str) {
    let (start, length) = place(path, name);
    let mut bytes = std::fs::read(path).expect("a zip");
    bytes[(start + length / 2) as usize] ^= 4;
    std::fs::write(path, bytes).expect("a zip");
}

async fn carrying(entries: &[Entry]) -> (Carrying, PathBuf) {
    let carrying = Carrying::nothing().await;
    let zip = carrying.folder.path().join("storage.zip");
    write(&zip, entries);
    (carrying, zip)
}

/// Takes up what the zip holds now.
fn chosen(carrying: &mut Carrying, zip: &Path) {
    let plan = look(zip, &Choices::default(), &|| false).expect("it can be read");
    carrying.items = storage_items(&plan);
}

async fn assert_arrived<'e>(carrying: &Carrying, entries: impl Iterator<Item = &'e Entry>) {
    let mut expected: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (name, _, content) in entries {
        expected.insert(blob(name), content);
    }
    let there = carrying
        .world
        .storage()
        .blobs(CONTAINER)
        .expect("it is there");
    let names: Vec<&String> = there.iter().map(|blob| &blob.name).collect();
    assert_eq!(names, expected.keys().collect::<Vec<_>>());
    for (name, content) in expected {
        let arrived = std::fs::read(carrying.arrived(&name).await).expect("a file");
        assert!(arrived == content, "{name} is not what the zip holds");
    }
}

/// Codes of what was not sent, by name.
fn not_sent(report: &TransferReport) -> BTreeMap<&str, (&str, &str)> {
    let files = report.files.iter();
    files
        .filter_map(|file| match &file.outcome {
            Outcome::NotSent { fault } => {
                Some((&*file.blob, (fault.code.as_str(), &*fault.params["file"])))
            }
            _ => None,
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_sent_straight_out_of_a_zip_as_the_preview_named_them() {
    let entries = export();
    let (mut carrying, zip) = carrying(&entries).await;
    chosen(&mut carrying, &zip);
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    assert_arrived(&carrying, entries.iter()).await;
    let taken = Carrying::taken(&carrying.world.requests());
    assert!(taken.values().all(|times| *times == 1), "{taken:?}");
    // Nothing was unpacked beside it.
    let beside = std::fs::read_dir(carrying.folder.path()).expect("a folder");
    let names = beside.map(|entry| entry.expect("a file").file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["arrived", "journal", "storage.zip"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_of_a_zip_is_named_and_never_made_and_the_rest_goes_on() {
    let entries = export();
    let (mut carrying, zip) = carrying(&entries).await;
    let damaged = [
        "default/assets/media/film.mp4",
        r"default\assets\data.csv",
        "default/assets/photo.jpg",
    ];
    for name in damaged {
        damage(&zip, name);
    }
    chosen(&mut carrying, &zip);
    let report = carrying.carried_as_usual().await;
    let names = damaged.map(blob);
    let told = names
        .iter()
        .map(|name| (name.as_str(), ("source-damaged", name.as_str())));
    assert_eq!(not_sent(&report), told.collect());
    let whole = || entries.iter().filter(|entry| !damaged.contains(&entry.0));
    assert_arrived(&carrying, whole()).await;

    // A zip that is whole again is another one; what was made of the first is in the way.
    write(&zip, &entries);
    chosen(&mut carrying, &zip);
    let mut options = carrying.options();
    options.if_exists = slipway_engine::blob::transfer::IfExists::Keep;
    let report = carrying
        .carried(&Control::new(carrying.link()), options)
        .await;
    assert_eq!(not_sent(&report), BTreeMap::new());
    assert_arrived(&carrying, entries.iter()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_4_blocks_that_were_lost_are_read_out_of_the_zip_again() {
    let entries = export();
    let (mut carrying, zip) = carrying(&entries).await;
    chosen(&mut carrying, &zip);
    let lost = Effect::Refused {
        status: 400,
        code: "InvalidBlockList".into(),
        retry_after: None,
    };
    let rule = FaultRule::next_blob_request("PUT", "blocklist", lost);
    carrying.world.faults().arm(rule);
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    assert_arrived(&carrying, entries.iter()).await;
    let taken = Carrying::taken(&carrying.world.requests());
    let twice: BTreeSet<&str> = taken
        .iter()
        .filter(|(_, times)| **times > 1)
        .map(|((blob, _), _)| blob.as_str())
        .collect();
    assert_eq!(twice.len(), 1, "only one was begun anew: {twice:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_nothing_is_made_of_a_zip_that_was_written_to_after_it_was_chosen() {
    let entries = export();
    let (mut carrying, zip) = carrying(&entries).await;
    chosen(&mut carrying, &zip);
    damage(&zip, "default/assets/photo.jpg");
    let report = carrying.carried_as_usual().await;
    let told = not_sent(&report);
    assert_eq!(told.len(), entries.len());
    let zip = zip.to_string_lossy();
    assert!(
        told.values().all(|told| *told == ("source-changed", &*zip)),
        "{told:?}"
    );
    assert_arrived(&carrying, [].iter()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_3_killed_while_sending_out_of_a_zip_it_goes_on_where_it_was() {
    let entries = export();
    let mut draws = drawn(41, 8 * 40).into_iter();
    let mut draw = || u64::from_le_bytes(std::array::from_fn(|_| draws.next().unwrap_or(5)));
    let mut kills = 0;
    while kills < 12 {
        let (mut carrying, zip) = carrying(&entries).await;
        chosen(&mut carrying, &zip);
        for run in 0.. {
            assert!(run < 40, "it comes no further");
            let before = Carrying::taken(&carrying.world.requests());
            carrying.world.faults().clear();
            carrying.world.faults().arm(deadly(draw()));
            let told = ["--tree".into(), zip.clone().into_os_string()];
            let over = met_or_over(&carrying, program(&carrying, told)).await;
            let again = sent_again(&before, &Carrying::taken(&carrying.world.requests()));
            assert!(again <= AT_ONCE, "kill {kills}: {again} sent again");
            if let Some(status) = over {
                assert!(status.success(), "{status}");
                break;
            }
            kills += 1;
        }
        assert_arrived(&carrying, entries.iter()).await;
        carrying.world.stop().await;
    }
}
