//! Large inputs, made once and kept under `target/bench-data`.

use slipway_engine::package::sample;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A deployment package of 1.9 GB with 20,000 entries.
pub fn big_package() -> PathBuf {
    made_once("package-1900mb.zip", |path| {
        sample::big(path, 1_900_000_000, 20_000)
    })
}

/// A file of 4 GiB that does not compress.
pub fn four_gib() -> PathBuf {
    made_once("body-4gib.bin", |path| {
        let mut out = io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut block = vec![0_u8; 1 << 20];
        for _ in 0..4096 {
            for word in block.chunks_exact_mut(8) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                word.copy_from_slice(&state.to_le_bytes());
            }
            out.write_all(&block)?;
        }
        out.flush()
    })
}

fn made_once(name: &str, make: impl FnOnce(&Path) -> io::Result<()>) -> PathBuf {
    let folder = target().join("bench-data");
    let path = folder.join(name);
    if !path.exists() {
        std::fs::create_dir_all(&folder).expect("target/ can be written");
        let part = path.with_extension("part");
        make(&part).expect("there is room for the benchmark's data");
        std::fs::rename(&part, &path).expect("the data can be renamed");
    }
    path
}

/// A program of this workspace, built beside the benchmark that runs.
pub fn program(name: &str) -> PathBuf {
    let path = target().join("release").join(name);
    assert!(
        path.exists(),
        "build it first: cargo build --release --bin {name}"
    );
    path
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    )
}
