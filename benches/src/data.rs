//! Large inputs, made once and kept under `target/bench-data`.

use slipway_engine::package::sample::{self, SamplePackage};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A deployment package of 1.9 GB with 20,000 entries.
pub fn big_package() -> PathBuf {
    made_once("package-1900mb.zip", |path| {
        sample::big(path, 1_900_000_000, 20_000)
    })
}

/// A deployment package of 5 GiB with 100,000 entries, as large as promise 32 tells of.
pub fn huge_package() -> PathBuf {
    made_once("package-5gib.zip", |path| {
        sample::big(path, 5 << 30, 100_000)
    })
}

/// Packages of 10,000 serialized objects with their binaries, 160 MB unpacked.
pub struct ObjectPackages {
    pub before: PathBuf,
    /// One object in a hundred is another one.
    pub few_changed: PathBuf,
    /// Every object that carries text is another one.
    pub all_changed: PathBuf,
}

pub fn object_packages() -> ObjectPackages {
    let base = |seed| SamplePackage::new().objects(10_000).seed(seed);
    let binary = |at: usize, word: u8| {
        let name = format!(
            "$CDRepository/@global/contentitemdata.dancinggoat.image/picture{at:04}_en@{at:010x}/{at:08x}#picture.webp"
        );
        // Pictures do not compress.
        let mut state = at as u64 + u64::from(word) * 7_919 + 1;
        let bytes: Vec<u8> = (0..PICTURE)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state as u8
            })
            .collect();
        (name, bytes)
    };
    let with_binaries = |package: SamplePackage, changed: usize| {
        (0..PICTURES).fold(package, |package, at| {
            let (name, bytes) = binary(at, u8::from(at < changed));
            package.file(&name, bytes)
        })
    };
    let few = |package: SamplePackage| {
        let other: BTreeMap<String, Vec<u8>> = base(2)
            .files()
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect();
        base(1)
            .files()
            .into_iter()
            .filter(|file| file.name.contains("contentitemdata."))
            .step_by(25)
            .fold(package, |package, file| match other.get(&file.name) {
                Some(bytes) => package.file(&file.name, bytes.clone()),
                None => package,
            })
    };
    ObjectPackages {
        before: made_once("objects-10000.zip", |path| {
            with_binaries(base(1), 0).write(path)
        }),
        few_changed: made_once("objects-10000-few.zip", |path| {
            with_binaries(few(base(1)), PICTURES / 100).write(path)
        }),
        all_changed: made_once("objects-10000-all.zip", |path| {
            with_binaries(base(2), PICTURES).write(path)
        }),
    }
}

/// Number and size of the binaries: with some 10 MB of XML they make 160 MB.
const PICTURES: usize = 500;
const PICTURE: usize = 300_000;

/// A file of 4 GiB that does not compress.
pub fn four_gib() -> PathBuf {
    file_of("body-4gib.bin", 4096)
}

/// The same of any size.
pub fn file_of(name: &str, mib: usize) -> PathBuf {
    made_once(name, |path| {
        let mut out = io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut block = vec![0_u8; 1 << 20];
        for _ in 0..mib {
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

/// Files in folders of their own, as content item assets are. Most have about `median` bytes, a few
/// a hundred times as much, and one in a thousand is empty: with a median of 22,000, 20,000 of them
/// have 1.5 GiB together.
pub fn small_files(name: &str, files: u64, median: f64) -> PathBuf {
    made_once(name, |folder| {
        let mut state = 0x2545_F491_4F6C_DD1D_u64;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        let mut content = Vec::new();
        for number in 0..files {
            // The sum of twelve even numbers is nearly normal.
            let normal = (0..12)
                .map(|_| next() as f64 / u64::MAX as f64)
                .sum::<f64>()
                - 6.0;
            let size = if number % 1_000 == 7 {
                0.0
            } else {
                median * (1.6 * normal).exp()
            };
            content.clear();
            while content.len() < size as usize {
                content.extend_from_slice(&next().to_le_bytes());
            }
            let guid = next();
            let below = folder.join(format!("assets/{:02x}/{guid:016x}", guid >> 56));
            std::fs::create_dir_all(&below)?;
            std::fs::write(below.join(format!("product hero-{number}.webp")), &content)?;
        }
        Ok(())
    })
}

/// Every file below a folder.
///
/// # Panics
/// If the folder cannot be read.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it can be read") {
            let entry = entry.expect("it can be read");
            if entry.file_type().expect("it has a kind").is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    files
}

pub(crate) fn made_once(name: &str, make: impl FnOnce(&Path) -> io::Result<()>) -> PathBuf {
    let folder = target().join("bench-data");
    let path = folder.join(name);
    if !path.exists() {
        std::fs::create_dir_all(&folder).expect("target/ can be written");
        let part = path.with_extension("part");
        make(&part).expect("there is room for the benchmark's data");
        std::fs::rename(&part, &path).expect("the data can be renamed");
        start_again();
    }
    path
}

/// Begins anew, now that the data is there: a child counts the memory of the one that started it
/// among its own peak, and making data takes a lot.
fn start_again() {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let itself = std::env::current_exe().expect("this program");
        let cause = std::process::Command::new(itself)
            .args(std::env::args_os().skip(1))
            .exec();
        panic!("{cause}");
    }
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

pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
        PathBuf::from,
    )
}
