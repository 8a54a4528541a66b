//! A package as large as the Portal takes, made quickly.

use super::random::Random;
use super::{SampleFile, SamplePackage, pack};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use zip::ZipWriter;

/// Writes a ready package of about `bytes` with exactly `entries` entries (at least 100): four in
/// five are serialized objects, one in twenty a picture beside them in `$CDRepository`, the rest
/// storage assets. The random bytes of pictures and assets are stored, the XML is deflated.
/// A twentieth of the weight lies in the repository's pictures.
pub fn big(path: &Path, bytes: u64, entries: usize) -> io::Result<()> {
    let entries = entries.max(100);
    let small = SamplePackage::new()
        .objects(entries * 4 / 5)
        .storage_assets("CreateUpdate", 1)
        .files();
    let mut zip = ZipWriter::new(BufWriter::with_capacity(1 << 20, File::create(path)?));
    for file in &small {
        write(&mut zip, file)?;
    }
    let heavy = entries - small.len();
    let pictures = (entries / 20).min(heavy / 2);
    let mut random = Random::new(entries as u64);
    for (count, weight, folder) in [
        (
            pictures,
            bytes / 20,
            "$CDRepository/@global/contentitemdata.dancinggoat.image",
        ),
        (
            heavy - pictures,
            bytes - bytes / 20,
            "$StorageAssets/default/assets/media/graphics",
        ),
    ] {
        let mut block = random.bytes(usize::try_from(weight / count.max(1) as u64).unwrap_or(0));
        for at in 0..count {
            // A few new words keep the entries apart; filling each anew would take most of the time.
            let head = block.len().min(64);
            random.fill(&mut block[..head]);
            let name = format!("{folder}/large{:02}@{at:010x}/picture#file.webp", at % 50);
            write_bytes(&mut zip, &name, &block)?;
        }
    }
    zip.finish()?.flush()
}

fn write(zip: &mut ZipWriter<BufWriter<File>>, file: &SampleFile) -> io::Result<()> {
    write_bytes(zip, &file.name, &file.bytes)
}

fn write_bytes(zip: &mut ZipWriter<BufWriter<File>>, name: &str, bytes: &[u8]) -> io::Result<()> {
    zip.start_file(name, pack::options(name))?;
    zip.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_big_package_has_the_entries_and_about_the_bytes_asked_for() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("big.zip");
        big(&path, 5_000_000, 400).expect("the package is written");
        let archive =
            zip::ZipArchive::new(File::open(&path).expect("it is there")).expect("it is a zip");
        assert_eq!(archive.len(), 400);
        let size = std::fs::metadata(&path).expect("it is there").len();
        assert!((4_900_000..5_500_000).contains(&size), "{size}");
    }
}
