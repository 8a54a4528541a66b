use super::*;
use crate::package::build::EntryTimes;
use std::num::NonZeroUsize;
use std::time::{Duration, SystemTime};

/// Large and small files, packed and not, so that every way of packing takes part.
fn mixed() -> Yard {
    let yard = Yard::of(
        &SamplePackage::new()
            .objects(120)
            .ballast(26_000_000)
            .storage_assets("Create", 3),
    );
    let text: Vec<u8> = (0..2_600_000_u32)
        .flat_map(|at| format!("{at} ").into_bytes())
        .collect();
    yard.write("publish/wwwroot/large.txt", &text);
    let mut half = text[..17_000_000].to_vec();
    half.extend(std::fs::read(yard.path("publish/wwwroot/media/0003.bin")).expect("ballast"));
    yard.write("publish/wwwroot/half.dat", half);
    yard.write("publish/wwwroot/empty.txt", "");
    yard
}

#[test]
fn promise_33_the_same_files_give_the_same_bytes_on_any_number_of_threads() {
    let yard = mixed();
    let mut seen = Vec::new();
    for threads in [1, 2, 8] {
        let mut order = yard.order();
        order.threads = NonZeroUsize::new(threads);
        order.output = yard.out(&format!("{threads}.zip"));
        let built = built(&order);
        seen.push((
            built.fingerprint.sha256,
            std::fs::read(built.path).expect("it is there"),
        ));
    }
    assert!(seen[0] == seen[1] && seen[1] == seen[2]);
}

#[test]
fn promise_33_neither_times_nor_the_place_of_the_folders_matter() {
    let (here, there) = (Yard::new(), Yard::new());
    let long_ago = SystemTime::now() - Duration::from_secs(400_000_000);
    for path in there.inputs().into_keys() {
        let file = File::options().append(true).open(path).expect("a file");
        file.set_modified(long_ago).expect("times can be set");
    }
    assert_eq!(
        here.built().fingerprint.sha256,
        there.built().fingerprint.sha256
    );
    let with_times = |yard: &Yard| {
        let mut order = yard.order();
        order.times = EntryTimes::Files;
        built(&order).fingerprint.sha256
    };
    assert_ne!(with_times(&here), with_times(&there));
}

#[test]
fn files_own_times_are_told_in_utc() {
    let yard = Yard::new();
    let file = File::options()
        .append(true)
        .open(yard.path("publish/web.config"))
        .expect("a file");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_784_318_251);
    file.set_modified(time).expect("times can be set");
    let mut order = yard.order();
    order.times = EntryTimes::Files;
    let built = built(&order);
    let file = File::open(built.path).expect("it is there");
    let mut archive = zip::ZipArchive::new(file).expect("a zip");
    let told = |archive: &mut zip::ZipArchive<File>, name: &str| {
        let entry = archive.by_name(name).expect("it is there");
        entry.last_modified().expect("a time").to_string()
    };
    assert_eq!(told(&mut archive, "web.config"), "2026-07-17 19:57:30");
    assert_eq!(
        told(&mut archive, "cloud-metadata.json"),
        "1980-01-01 00:00:00"
    );
}

#[test]
fn entries_stand_in_the_order_of_their_bytes() {
    let yard = mixed();
    let built = yard.built();
    let file = File::open(built.path).expect("it is there");
    let archive = zip::ZipArchive::new(file).expect("a zip");
    let names: Vec<String> = (0..archive.len())
        .filter_map(|at| archive.name_for_index(at))
        .map(|name| name.expect("a name").into_owned())
        .collect();
    assert!(names.is_sorted());
    assert_eq!(names.len() as u64, built.entries);
}

#[test]
fn one_changed_byte_changes_the_package() {
    let yard = Yard::new();
    let before = yard.built().fingerprint;
    yard.write("publish/web.config", "<configuration/>");
    let after = yard.built().fingerprint;
    assert_ne!(before.sha256, after.sha256);
    assert_ne!(before.crc64, after.crc64);
}
