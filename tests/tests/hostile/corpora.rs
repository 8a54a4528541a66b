//! What the fuzz targets begin with: the readers' samples, and what was found before.
//!
//! `SLIPWAY_WRITE_CORPORA=1 cargo test -p slipway-tests --test hostile corpora` writes the samples.

use crate::measured::measured;
use slipway_engine::fuzzing::{READERS, read};
use std::fs;
use std::path::{Path, PathBuf};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

#[test]
fn corpora_begin_with_the_samples_of_the_readers() {
    let write = std::env::var_os("SLIPWAY_WRITE_CORPORA").is_some();
    for reader in &READERS {
        let folder = fuzz().join("corpus").join(reader.name);
        for (number, sample) in (1..).zip((reader.samples)()) {
            let path = folder.join(format!("sample-{number}"));
            if write {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(&path, &sample).expect("a file");
            }
            let kept = fs::read(&path).unwrap_or_default();
            assert!(kept == sample, "{} is another one", path.display());
        }
    }
}

#[test]
fn every_reader_has_its_fuzz_target() {
    for reader in &READERS {
        let target = format!("fuzz_targets/{}.rs", reader.name.replace('-', "_"));
        let text = fs::read_to_string(fuzz().join(target)).unwrap_or_default();
        assert!(
            text.contains(&format!("\"{}\"", reader.name)),
            "{}",
            reader.name
        );
    }
}

#[test]
fn what_fuzzing_found_before_gets_an_answer() {
    for reader in &READERS {
        let Ok(files) = fs::read_dir(fuzz().join("corpus").join(reader.name)) else {
            continue;
        };
        for file in files.flatten() {
            let bytes = fs::read(file.path()).expect("a file");
            let name = reader.name;
            let (_, took) = measured(move || read(name, &bytes));
            assert!(
                took < 256 << 20,
                "{}: {took} bytes of memory",
                file.path().display()
            );
        }
    }
}
