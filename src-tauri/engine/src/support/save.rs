//! Writing the files the user left in as one zip.

use super::{PartKind, SupportBundle};
use std::io::{self, Seek, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Writes the parts of `kept`, each exactly as it was shown.
pub fn save(
    bundle: &SupportBundle,
    kept: &[PartKind],
    out: &mut (impl Write + Seek),
) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    for part in bundle.parts.iter().filter(|part| kept.contains(&part.kind)) {
        zip.start_file(&part.file_name, SimpleFileOptions::default())?;
        zip.write_all(part.text.as_bytes())?;
    }
    zip.finish()?;
    Ok(())
}
