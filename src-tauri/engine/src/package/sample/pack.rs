//! Files into a zip, the same bytes every time.

use super::SampleFile;
use std::fs::File;
use std::io::{self, BufWriter, Cursor, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) fn to_bytes(files: &[SampleFile]) -> Vec<u8> {
    // Writing to memory only goes wrong where the files do not fit into it.
    write(files, Cursor::new(Vec::new()))
        .expect("memory can be written")
        .into_inner()
}

pub(super) fn to_file(files: &[SampleFile], path: &Path) -> io::Result<()> {
    let out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write(files, out)?.flush()
}

fn write<W: Write + Seek>(files: &[SampleFile], out: W) -> io::Result<W> {
    let mut zip = ZipWriter::new(out);
    for file in files {
        zip.start_file(file.name.as_str(), options(&file.name))?;
        zip.write_all(&file.bytes)?;
    }
    Ok(zip.finish()?)
}

/// Fixed times; packed kinds are stored as they are.
pub(super) fn options(name: &str) -> SimpleFileOptions {
    let packed = [".jpg", ".webp", ".png", ".bin", ".pdb"]
        .iter()
        .any(|end| name.ends_with(end));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    if packed {
        options.compression_method(CompressionMethod::Stored)
    } else {
        options
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
    }
}
