//! Carrying one large file and many small ones into a container, beside object_store, rclone and
//! azcopy: over plain HTTP, over TLS, with 20 ms added to each answer, and killed on the way. What it
//! takes in memory is promise 1.
//!
//! Words name the parts to be run, all without one: `one-file tls folder afar many killed`.
//! `--small` is for seeing whether it works.

mod killed;
mod programs;

use programs::{azcopy, object_store, ours, rclone};
use slipway_benches::data::{file_of, four_gib, small_files};
use slipway_benches::sink::{Options, Sink};
use slipway_benches::{Peer, Side, beside};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const RUNS: usize = 3;
/// Most memory for one large file, and for many small ones.
const PEAK_MIB: f64 = 128.0;
const PEAK_MIB_FOLDER: f64 = 150.0;
/// As fast as what checks nothing, but for a little.
const BESIDE_UNCHECKED: f64 = 1.3;
/// Two and a half times as fast.
const BESIDE_TOOLS: f64 = 0.4;

type Part = (&'static str, fn(&Work));

const PARTS: [Part; 6] = [
    ("one-file", one_file),
    ("tls", over_tls),
    ("folder", folder),
    ("afar", from_afar),
    ("many", many_from_afar),
    ("killed", killed::killed),
];

/// What is carried.
struct Work {
    file: PathBuf,
    folder: PathBuf,
    files: u64,
    /// More files, but smaller ones.
    many: PathBuf,
    many_files: u64,
}

impl Work {
    /// 4 GiB in one file; 1.5 GiB in 20,000; and as many bytes in ten times as many.
    fn usual() -> Self {
        Self::of(four_gib(), 20_000, 200_000)
    }

    fn small() -> Self {
        Self::of(file_of("body-256mib.bin", 256), 2_000, 4_000)
    }

    fn of(file: PathBuf, files: u64, many_files: u64) -> Self {
        Self {
            file,
            folder: small_files(&format!("files-{files}"), files, 22_000.0),
            files,
            many: small_files(&format!("files-{many_files}"), many_files, 2_200.0),
            many_files,
        }
    }

    /// A folder beside the data, emptied.
    fn notes(&self, name: &str) -> PathBuf {
        let notes = self.file.with_file_name(name);
        // It need not be there.
        let _ = std::fs::remove_dir_all(&notes);
        std::fs::create_dir_all(&notes).expect("target/ can be written");
        notes
    }
}

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let (small, wanted): (Vec<_>, Vec<_>) = words.iter().partition(|word| *word == "--small");
    if let Some(unknown) = wanted
        .iter()
        .find(|word| !PARTS.iter().any(|(name, _)| *word == name))
    {
        panic!("no part is called {unknown}");
    }
    let work = if small.is_empty() {
        Work::usual()
    } else {
        Work::small()
    };
    for (name, part) in PARTS {
        if wanted.is_empty() || wanted.iter().any(|word| *word == name) {
            part(&work);
        }
    }
}

fn one_file(work: &Work) {
    every_block_is_checked(&work.file);
    let sink = Sink::start(&Options::default());
    let notes = work.notes("azcopy");
    let unchecked = || object_store(&sink, &work.file, 8);
    let mut peers = vec![Peer {
        name: "object_store, 8 x 8 MiB, nothing checked",
        command: &unchecked,
        wall: BESIDE_UNCHECKED,
        cpu: Some(BESIDE_UNCHECKED),
    }];
    let (rclone, azcopy) = (rclone(&sink, &work.file), azcopy(&sink, &work.file, &notes));
    peers.extend(tool("rclone, defaults", &rclone, BESIDE_TOOLS));
    peers.extend(tool("azcopy, defaults", &azcopy, BESIDE_TOOLS));
    beside(
        &format!("One file of {} MiB", mib(&work.file)),
        &Side::new("slipway, CRC64 of every block", || ours(&sink, &work.file)),
        &peers,
        RUNS,
        PEAK_MIB,
    );
}

/// The sinks that time is taken beside check nothing; this one does.
fn every_block_is_checked(file: &Path) {
    let sink = Sink::start(&Options {
        checks: true,
        ..Options::default()
    });
    let ended = ours(&sink, file).status().expect("it starts");
    assert!(ended.success(), "{ended}");
    let counted = sink.counted();
    assert_eq!(counted.checked, counted.blocks);
    println!("\nEach of {} blocks came with its CRC64.", counted.blocks);
}

fn over_tls(work: &Work) {
    let sink = Sink::start(&Options {
        tls: Some(work.file.with_file_name("blob-sink.pem")),
        ..Options::default()
    });
    let rclone = rclone(&sink, &work.file);
    beside(
        &format!("One file of {} MiB over TLS", mib(&work.file)),
        &Side::new("slipway, CRC64 of every block", || ours(&sink, &work.file)),
        &tool("rclone, defaults", &rclone, 0.5)
            .into_iter()
            .collect::<Vec<_>>(),
        RUNS,
        PEAK_MIB,
    );
}

fn folder(work: &Work) {
    let sink = Sink::start(&Options::default());
    let notes = work.notes("azcopy");
    let unchecked = || object_store(&sink, &work.folder, 16);
    let mut peers = vec![Peer {
        name: "object_store, 16 at once, nothing checked",
        command: &unchecked,
        wall: BESIDE_UNCHECKED,
        cpu: None,
    }];
    let (rclone, azcopy) = (
        rclone(&sink, &work.folder),
        azcopy(&sink, &work.folder, &notes),
    );
    peers.extend(tool("rclone, defaults", &rclone, BESIDE_TOOLS));
    peers.extend(tool("azcopy, defaults", &azcopy, BESIDE_TOOLS));
    beside(
        &format!("{} files", work.files),
        &Side::new("slipway, CRC64 of every file", || ours(&sink, &work.folder)),
        &peers,
        RUNS,
        PEAK_MIB_FOLDER,
    );
}

fn from_afar(work: &Work) {
    afar(work.files, &work.folder, 2);
}

fn many_from_afar(work: &Work) {
    afar(work.many_files, &work.many, 1);
}

fn afar(files: u64, folder: &Path, runs: usize) {
    let sink = Sink::start(&Options {
        latency: Duration::from_millis(20),
        ..Options::default()
    });
    let unchecked = || object_store(&sink, folder, 128);
    let peer = Peer {
        name: "object_store, 128 at once",
        command: &unchecked,
        wall: 1.4,
        cpu: None,
    };
    beside(
        &format!("{files} files with 20 ms added to each answer"),
        &Side::new("slipway", || ours(&sink, folder)),
        &[peer],
        runs,
        PEAK_MIB_FOLDER,
    );
}

/// A tool with its defaults, if it is here.
fn tool<'a>(
    name: &'a str,
    command: &'a Option<impl Fn() -> Command>,
    wall: f64,
) -> Option<Peer<'a>> {
    let Some(command) = command else {
        println!("\n{name}: not here.");
        return None;
    };
    Some(Peer {
        name,
        command,
        wall,
        cpu: None,
    })
}

fn mib(file: &Path) -> u64 {
    std::fs::metadata(file).expect("it is there").len() >> 20
}
