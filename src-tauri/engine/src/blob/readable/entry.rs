//! A file inside a zip of this computer. It is unpacked from its beginning and never onto the disk,
//! in the memory of a [`EntryStream`]; where reading starts further on, what lies before is unpacked
//! again and thrown away.

use super::{ChosenFile, Opened, Unread};
use crate::package::archive::{EntryStream, PackageFile, Place, Unreadable};
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// One file of a zip that was looked at: the archive stays behind, so that 200,000 of them take
/// little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZippedFile {
    zip: Arc<ChosenFile>,
    name: Arc<str>,
    place: Place,
}

impl ZippedFile {
    /// `name` is its path inside the zip, with `/` between folders.
    pub(crate) fn new(zip: Arc<ChosenFile>, name: impl Into<Arc<str>>, place: Place) -> Self {
        Self {
            zip,
            name: name.into(),
            place,
        }
    }

    pub fn zip(&self) -> &ChosenFile {
        &self.zip
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn bytes(&self) -> u64 {
        self.place.uncompressed()
    }

    pub(super) fn open(&self) -> Result<OpenEntry, Unread> {
        Ok(OpenEntry {
            stream: EntryStream::of(PackageFile::new(self.zip.opened()?)?, &self.place),
            at: 0,
            entry: self.clone(),
        })
    }

    pub(super) fn digest(&self, digest: &mut Sha256) {
        self.zip.digest("entry", digest);
        digest.update(self.place.mark());
    }
}

pub(super) struct OpenEntry {
    stream: EntryStream<PackageFile>,
    /// Bytes that were unpacked and read.
    at: u64,
    entry: ZippedFile,
}

impl OpenEntry {
    /// Unpacks at most `most` bytes further, and says how many; 0 at the end, whose checksum is
    /// right then.
    fn skip(&mut self, most: u64) -> Result<u64, Unread> {
        let there = self.stream.fill_buf()?.len();
        let skipped = usize::try_from(most).unwrap_or(usize::MAX).min(there);
        self.stream.consume(skipped);
        self.at += skipped as u64;
        Ok(skipped as u64)
    }
}

impl Read for OpenEntry {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Opened for OpenEntry {
    fn go_to(&mut self, offset: u64) -> Result<(), Unread> {
        if offset < self.at {
            *self = self.entry.open()?;
        }
        while self.at < offset {
            if self.skip(offset - self.at)? == 0 {
                return Err(Unread::Damaged(Unreadable::OtherSize.to_string()));
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Unread> {
        while self.skip(u64::MAX)? > 0 {}
        let stamp = self.stream.source().stamp()?;
        super::unchanged(&stamp, self.entry.zip.stamp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::FileStamp;
    use crate::package::archive::{self, Opened as Look};
    use crate::package::tests::zipper::{Entry, Zip, deflated, stored};
    use proptest::prelude::*;
    use std::fs::File;
    use std::path::Path;

    const LENGTH: usize = 700_000;

    fn content() -> Vec<u8> {
        (0..LENGTH as u32)
            .flat_map(|n| (n / 7).to_le_bytes())
            .take(LENGTH)
            .collect()
    }

    /// The only file of a zip that is written there.
    fn zipped(path: &Path, entry: Entry) -> ZippedFile {
        std::fs::write(path, Zip::of([entry]).bytes()).expect("a file");
        let file = PackageFile::new(File::open(path).expect("a file")).expect("its size");
        let Ok(Some(Look::Archive(archive))) = archive::open(&file, &|| false) else {
            panic!("it is a zip");
        };
        let chosen = ChosenFile::new(path, file.stamp().expect("a stamp"));
        let place = archive.place(0).expect("an entry");
        ZippedFile::new(Arc::new(chosen), archive.entries[0].path(), place)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn an_entry_can_be_read_from_any_offset_forwards_and_backwards(
            packed: bool,
            parts in prop::collection::vec((0..LENGTH, 0_usize..90_000), 1..6),
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let content = content();
            let entry = match packed {
                true => deflated("a", &content),
                false => stored("a", &content),
            };
            let entry = zipped(&folder.path().join("a.zip"), entry);
            let mut opened = entry.open().expect("it opens");
            for (offset, length) in parts {
                let end = (offset + length).min(LENGTH);
                let mut read = vec![0; end - offset];
                opened.go_to(offset as u64).expect("it is that long");
                opened.read_exact(&mut read).expect("it is whole");
                prop_assert!(read == content[offset..end]);
            }
            opened.finish().expect("it is what it says");
        }
    }

    #[test]
    fn a_wrong_checksum_shows_at_the_end_wherever_reading_began() {
        let folder = tempfile::tempdir().expect("a folder");
        for start in [0, LENGTH as u64 / 2, LENGTH as u64] {
            let entry = deflated("a", &content()).both(|header| header.crc32 ^= 1);
            let entry = zipped(&folder.path().join("a.zip"), entry);
            let mut opened = entry.open().expect("it opens");
            let read = opened.go_to(start).and_then(|()| opened.finish());
            assert!(matches!(read, Err(Unread::Damaged(_))), "from {start}");
        }
    }

    #[test]
    fn an_entry_that_is_shorter_or_longer_than_it_says_is_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        for claim in [LENGTH as u32 - 1, LENGTH as u32 + 1] {
            let entry = deflated("a", &content()).both(|header| header.uncompressed = claim);
            let entry = zipped(&folder.path().join("a.zip"), entry);
            let mut opened = entry.open().expect("it opens");
            let read = opened.go_to(u64::from(claim));
            let ended = read.and_then(|()| opened.finish());
            assert!(matches!(ended, Err(Unread::Damaged(_))), "{claim}");
        }
    }

    #[test]
    fn promise_6_a_zip_that_was_written_to_meanwhile_is_not_the_one_that_was_chosen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.zip");
        let entry = zipped(&path, stored("a", b"one"));
        let mut opened = entry.open().expect("it opens");
        let file = File::options().append(true).open(&path).expect("a file");
        io::Write::write_all(&mut &file, b"more").expect("it can be written");
        assert!(FileStamp::at(&path).is_ok_and(|stamp| stamp != *entry.zip().stamp()));
        assert!(matches!(opened.finish(), Err(Unread::Changed(_))));
        assert!(matches!(entry.open(), Err(Unread::Changed(_))));
        assert!(matches!(entry.zip().recheck(), Err(Unread::Changed(_))));
    }
}
