//! More entries, and larger files, than the first zips were made for.

use super::*;
use crate::package::{Ground, inspect};

/// So many small files in all; the metadata is one entry more.
fn with_entries(entries: usize) -> Built {
    let yard = Yard::new();
    let there = surveyed(&yard.order()).files.0 as usize + 1;
    for at in 0..entries - there {
        let folder = at / 1_000;
        if at % 1_000 == 0 {
            std::fs::create_dir_all(yard.path(&format!("publish/many/{folder}")))
                .expect("a folder");
        }
        let path = yard.path(&format!("publish/many/{folder}/{at}.txt"));
        std::fs::write(path, at.to_string()).expect("a file");
    }
    let built = yard.built();
    assert_eq!(built.entries, entries as u64);
    let inspection = inspect(&built.path, &Ground::default(), &|| false).expect("readable");
    assert_eq!(inspection.findings, []);
    assert_eq!(inspection.facts.entries.0, entries as u64);
    let file = File::open(&built.path).expect("it is there");
    let archive = zip::ZipArchive::new(file).expect("a zip");
    assert_eq!(archive.len(), entries);
    built
}

#[test]
fn promise_33_entries_beyond_what_16_bits_count_are_written_and_read() {
    with_entries(70_000);
}

#[cfg(unix)]
#[test]
fn promise_33_a_file_of_more_than_4_gib_is_written_and_read() {
    let yard = Yard::new();
    let size = (4 << 30) + 1_u64;
    let large = File::create(yard.path("publish/wwwroot/large.dat")).expect("a file");
    // It takes no room on the disk, and hardly any in the package.
    large.set_len(size).expect("a sparse file");
    let built = yard.built();
    assert!(built.size < 20_000_000, "{}", built.size);
    let file = File::open(&built.path).expect("it is there");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let entry = archive.by_name("wwwroot/large.dat").expect("it is there");
    assert_eq!(entry.size(), size);
}
