//! An export that is still a zip: its list of entries tells the tree, and each file is sent out of
//! it as it is. An archive is trusted no more here than a package (promises 30 and 31), but names
//! only Windows minds are names in storage, and how much there may be is the plan's limit to say.

use super::found::{Found, FoundFile, Lies, unreadable};
use crate::blob::readable::ChosenFile;
use crate::fault::Fault;
use crate::package::archive::{
    self, Archive, DEFLATED, Entry, Local, MAX_ENTRIES, MAX_RATIO, Opened, PackageFile, Place,
    STORED,
};
use crate::package::{cancelled, leads_elsewhere, open_file};
use std::path::Path;
use std::sync::Arc;

/// Why a file of a zip is not unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Encrypted,
    /// Packed in a way only some programs know.
    Compression,
    /// Described differently in two places, sharing its bytes with another one, or of a size that
    /// cannot be.
    Contradicts,
    /// More than [`MAX_RATIO`] times as large once unpacked.
    Swells,
    /// It leads elsewhere, or is too long to be read whole.
    Name,
}

pub(super) fn find(path: &Path, cancel: &(dyn Fn() -> bool + Sync)) -> Result<Found, Fault> {
    let file = open_file(path)?;
    let stamp = file.stamp().map_err(|cause| unreadable(path, cause))?;
    match opened(path, &file, cancel)? {
        Opened::NotZip(_) => Err(unreadable(path, "neither a folder nor a zip")),
        Opened::Archive(archive) if archive.over_limit => Err(unreadable(
            path,
            format!("it holds more than {MAX_ENTRIES} files"),
        )),
        Opened::Archive(archive) if archive.damaged => {
            Err(unreadable(path, "its list of entries is damaged"))
        }
        Opened::Archive(archive) => Ok(listed(ChosenFile::new(path, stamp), &archive)),
    }
}

fn opened(
    path: &Path,
    file: &PackageFile,
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<Opened, Fault> {
    let opened = archive::open(file, &|| cancel()).map_err(|cause| unreadable(path, cause))?;
    opened.ok_or_else(cancelled)
}

fn listed(zip: ChosenFile, archive: &Archive) -> Found {
    let mut found = Found {
        root: zip.path().into_owned(),
        zipped: true,
        ..Found::default()
    };
    let zip = Arc::new(zip);
    for (index, entry) in archive.entries.iter().enumerate() {
        let name = entry.path();
        if entry.is_folder() {
            continue;
        } else if entry.is_symlink() {
            found.links.push(name.to_owned());
        } else if name.contains(char::REPLACEMENT_CHARACTER) {
            found.garbled.push(name.to_owned());
        } else {
            match judged(archive, index, entry) {
                Ok(place) => found.files.push(FoundFile {
                    path: name.into(),
                    lies: Lies::InZip(zip.clone(), place),
                }),
                Err(refusal) => found.refused.push((name.to_owned(), refusal)),
            }
        }
    }
    found.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    found
}

fn judged(archive: &Archive, index: usize, entry: &Entry) -> Result<Place, Refusal> {
    let agrees = matches!(archive.locals[index], Local::Good { .. });
    if !entry.is_named_whole() || !leads_into_tree(entry.path()) {
        Err(Refusal::Name)
    } else if entry.is_encrypted() {
        Err(Refusal::Encrypted)
    } else if !matches!(entry.method, STORED | DEFLATED) {
        Err(Refusal::Compression)
    } else if !agrees || entry.has_impossible_size() {
        Err(Refusal::Contradicts)
    } else if entry.swells(MAX_RATIO) {
        Err(Refusal::Swells)
    } else {
        archive.place(index).map_err(|_| Refusal::Contradicts)
    }
}

fn leads_into_tree(name: &str) -> bool {
    let nameless = |part: &str| matches!(part, "" | ".");
    !leads_elsewhere(name) && !name.split('/').any(nameless)
}

#[cfg(test)]
mod tests {
    use super::super::{Choices, StoragePlan, look};
    use crate::package::Verdict;
    use crate::package::tests::zipper::{ENCRYPTED, Entry, Zip, deflated, stored};
    use crate::units::Bytes;

    fn looked_at(entries: impl IntoIterator<Item = Entry>, choices: &Choices) -> StoragePlan {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("storage.zip");
        std::fs::write(&path, Zip::of(entries).bytes()).expect("a file");
        look(&path, choices, &|| false).expect("it can be read")
    }

    fn ids(plan: &StoragePlan) -> Vec<&str> {
        crate::restore::assert_told_as_promised(&plan.check.findings);
        let findings = plan.check.findings.iter();
        findings.map(|finding| finding.check.as_str()).collect()
    }

    fn sent(plan: &StoragePlan) -> Vec<(String, u64)> {
        let items = plan.items().into_iter();
        items
            .map(|item| (item.blob.to_string(), item.bytes()))
            .collect()
    }

    #[test]
    fn a_zip_of_the_tree_is_looked_at_and_sent_like_the_folder() {
        let plan = looked_at(
            [
                deflated("Default/assets/A.jpg", b"picture"),
                stored("Default/assets/$cmsfolder$", b""),
                stored("Default/assets/", b""),
                stored(r"Default\media\B.pdf", b"document"),
            ],
            &Choices::default(),
        );
        let facts = &plan.check.facts;
        assert!(facts.zipped);
        assert_eq!((facts.files.0, facts.bytes), (3, Bytes(15)));
        assert_eq!(ids(&plan), ["storage-names-lowered"]);
        assert_eq!(
            sent(&plan),
            [
                ("default/assets/$cmsfolder$".to_owned(), 0),
                ("default/assets/a.jpg".to_owned(), 7),
                ("default/media/b.pdf".to_owned(), 8),
            ]
        );
    }

    #[test]
    fn promise_30_what_a_package_may_not_hold_is_refused_until_it_is_left_out() {
        let good = || stored("default/a.jpg", b"x");
        let lone = |entry: Entry, finding: &str| {
            let name = String::from_utf8_lossy(&entry.central.name).replace('\\', "/");
            let plan = looked_at([good(), entry.clone()], &Choices::default());
            assert_eq!(ids(&plan), [finding]);
            assert_eq!(plan.check.verdict, Verdict::WillNotWork);
            assert_eq!(plan.check.findings[0].evidence[0].entry, name);
            assert_eq!(sent(&plan).len(), 1, "{finding}");
            let mut choices = Choices::default();
            choices.leave_out.insert(name);
            let plan = looked_at([good(), entry], &choices);
            assert_eq!(ids(&plan), [""; 0], "{finding}");
        };
        let other = || stored("default/b.jpg", b"y");
        lone(
            other().both(|header| header.flags |= ENCRYPTED),
            "storage-zip-encrypted",
        );
        lone(
            other().both(|header| header.method = 14),
            "storage-zip-compression",
        );
        lone(
            other().central(|header| header.crc32 ^= 1),
            "storage-zip-contradicts-itself",
        );
        lone(
            other().both(|header| header.uncompressed = 5),
            "storage-zip-contradicts-itself",
        );
        lone(
            deflated("default/b.jpg", b"y").both(|header| header.uncompressed = 1 << 30),
            "storage-zip-out-of-proportion",
        );
        for name in [
            "../b.jpg",
            r"default\..\..\b.jpg",
            "/default/b.jpg",
            "C:/default/b.jpg",
            r"\\server\share\b.jpg",
            "default//b.jpg",
            "default/./b.jpg",
        ] {
            lone(stored(name, b"y"), "storage-zip-name-leads-elsewhere");
        }
        let endless = format!("default/{}", "b".repeat(2_000));
        let plan = looked_at([good(), stored(&endless, b"y")], &Choices::default());
        assert_eq!(ids(&plan), ["storage-zip-name-leads-elsewhere"]);
    }

    #[test]
    fn promise_30_entries_that_share_bytes_or_a_name_are_told() {
        let mut twin = stored("default/b.jpg", b"x");
        twin.header_at = Some(0);
        let plan = looked_at([stored("default/a.jpg", b"x"), twin], &Choices::default());
        assert_eq!(ids(&plan), ["storage-zip-contradicts-itself"]);
        let twice = [
            stored("default/a.jpg", b"x"),
            stored(r"default\a.jpg", b"y"),
        ];
        let plan = looked_at(twice, &Choices::default());
        assert_eq!(ids(&plan), ["storage-names-collide"]);
    }

    #[test]
    fn links_inside_a_zip_are_not_followed() {
        let link = stored("default/b.jpg", b"/etc/passwd").unix_mode(0o120_777);
        let plan = looked_at([stored("default/a.jpg", b"x"), link], &Choices::default());
        assert_eq!(ids(&plan), ["storage-link"]);
        assert_eq!(sent(&plan).len(), 1);
    }

    #[test]
    fn a_zip_whose_list_is_cut_off_is_a_fault() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("storage.zip");
        let entries = [stored("default/a.jpg", b"x"), stored("default/b.jpg", b"y")];
        let mut zip = Zip::of(entries);
        zip.end.entries = Some(9);
        std::fs::write(&path, zip.bytes()).expect("a file");
        let fault = look(&path, &Choices::default(), &|| false).expect_err("it is damaged");
        assert_eq!(fault.code, "storage-unreadable");
    }
}
