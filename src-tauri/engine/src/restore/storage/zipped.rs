//! An export that is still a zip: its list of entries tells the tree.

use super::found::{Found, FoundFile, unreadable};
use crate::fault::Fault;
use crate::package::archive::{self, Archive, Opened};
use crate::package::{cancelled, open_file};
use std::path::Path;

pub(super) fn find(path: &Path, cancel: &(dyn Fn() -> bool + Sync)) -> Result<Found, Fault> {
    let file = open_file(path)?;
    let opened = archive::open(&file, &|| cancel()).map_err(|cause| unreadable(path, cause))?;
    match opened.ok_or_else(cancelled)? {
        Opened::NotZip(_) => Err(unreadable(path, "neither a folder nor a zip")),
        Opened::Archive(archive) if archive.damaged || archive.over_limit => {
            Err(unreadable(path, "its list of entries is damaged"))
        }
        Opened::Archive(archive) => Ok(listed(path, &archive)),
    }
}

fn listed(path: &Path, archive: &Archive) -> Found {
    let mut found = Found {
        root: path.to_owned(),
        zipped: true,
        ..Found::default()
    };
    for (index, entry) in archive.entries.iter().enumerate() {
        let name = entry.path();
        if entry.is_folder() {
            continue;
        } else if entry.is_symlink() {
            found.links.push(name.to_owned());
        } else if leads_elsewhere(name) {
            found.garbled.push(name.to_owned());
        } else if entry.is_encrypted() || !archive.is_apart(index) {
            found
                .unreadable
                .push((name.to_owned(), "closed inside the zip".to_owned()));
        } else {
            found.files.push(FoundFile {
                path: name.into(),
                bytes: entry.uncompressed,
                stamp: None,
            });
        }
    }
    found.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    found
}

fn leads_elsewhere(name: &str) -> bool {
    name.starts_with('/') || name.split('/').any(|part| part == ".." || part.is_empty())
}
