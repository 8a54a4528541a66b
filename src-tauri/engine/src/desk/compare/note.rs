//! Writing a comparison down as a release note.

use super::{NoteFormat, OldPackage};
use crate::desk::Desk;
use crate::desk::files::export_whole;
use crate::fault::Fault;
use crate::package::note;
use crate::words::Catalog;
use std::io::Write;
use std::path::Path;

impl Desk {
    /// A name for the note of a package, without its ending.
    pub fn note_name(&self, package_id: &str) -> Result<String, Fault> {
        let name = self.inspected(package_id)?.file_name;
        let stem = match name
            .len()
            .checked_sub(4)
            .and_then(|at| name.split_at_checked(at))
        {
            Some((stem, ending)) if ending.eq_ignore_ascii_case(".zip") => stem,
            _ => &name,
        };
        Ok(format!("{stem}-release-note"))
    }

    /// Writes what is new in a package to `path`, in these words, whole or not at all.
    ///
    /// Faults: those of [`Self::comparison`], `export-not-written`.
    pub fn export_note(
        &self,
        old: &OldPackage,
        package_id: &str,
        format: NoteFormat,
        words: &Catalog,
        path: &Path,
    ) -> Result<(), Fault> {
        let (old, _) = self.old_package(old)?;
        let comparison = self.compared(&old, &self.inspected(package_id)?, &|| false)?;
        let text = match format {
            NoteFormat::Markdown => note::markdown(&comparison, words),
            NoteFormat::Html => note::html(&comparison, words),
        };
        export_whole(path, |out| out.write_all(text.as_bytes()))
    }
}
