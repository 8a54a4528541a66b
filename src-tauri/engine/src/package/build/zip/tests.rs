//! Records at the edges of what 16 and 32 bits hold, read by the engine's own reader.

use super::*;
use crate::package::archive::{Archive, Local, Opened, STORED, Source, open};
use std::collections::BTreeMap;

const BLOCK: usize = 1 << 20;

/// A file of which only what is not zero is kept.
#[derive(Default)]
struct Sparse {
    length: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Write for Sparse {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let within = (self.length % BLOCK as u64) as usize;
        let taken = bytes.len().min(BLOCK - within);
        let bytes = &bytes[..taken];
        if bytes.iter().any(|byte| *byte != 0) {
            let block = self.blocks.entry(self.length / BLOCK as u64);
            let block = block.or_insert_with(|| vec![0; BLOCK]);
            block[within..within + taken].copy_from_slice(bytes);
        }
        self.length += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Source for Sparse {
    fn size(&self) -> u64 {
        self.length
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let there = self.length.saturating_sub(offset).min(buffer.len() as u64) as usize;
        for (at, byte) in buffer[..there].iter_mut().enumerate() {
            let place = offset + at as u64;
            let block = self.blocks.get(&(place / BLOCK as u64));
            *byte = block.map_or(0, |block| block[(place % BLOCK as u64) as usize]);
        }
        Ok(there)
    }
}

fn head(name: &str) -> Head<'_> {
    Head {
        name,
        time: DosTime::FIRST,
        method: STORED,
    }
}

/// Writes a stored entry of that many zeros, telling its amounts before or behind it. What the
/// checksum should be nobody asks here.
fn put_zeros(zip: &mut ZipOut<Sparse>, name: &str, size: u64, streamed: bool) {
    let amounts = Amounts {
        crc32: 7,
        compressed: size,
        size,
    };
    let head = head(name);
    if streamed {
        zip.begin_streamed(&head, size).expect("memory takes it");
    } else {
        zip.begin(&head, amounts).expect("memory takes it");
    }
    // As if they had been written: hashing gigabytes of nothing would only take time.
    zip.out.flush().expect("memory takes it");
    zip.out.get_mut().out.length += size;
    zip.at += size;
    zip.end(&head, amounts).expect("memory takes it");
}

fn read(zip: ZipOut<Sparse>, comment: &str) -> (Sparse, Archive) {
    let (file, sums) = zip.finish(|_| comment.to_owned()).expect("memory takes it");
    assert_eq!(sums.size, file.length);
    let opened = open(&file, &|| false).expect("memory can be read");
    match opened.expect("nobody cancelled") {
        Opened::Archive(archive) => {
            assert!(!archive.damaged && archive.foreign == 0 && archive.overlapping.is_empty());
            let good = |local: &Local| matches!(local, Local::Good { .. });
            assert!(archive.locals.iter().all(good), "{:?}", archive.locals);
            (file, archive)
        }
        Opened::NotZip(looks) => panic!("{looks:?}"),
    }
}

#[test]
fn promise_33_sizes_and_places_around_4_gib_are_read_as_they_were_written() {
    const EDGE: u64 = u32::MAX as u64;
    // 4 GiB less one is what 32 bits hold, and what says that they do not hold it.
    for (size, streamed) in [(EDGE - 1, false), (EDGE, true), (EDGE + 2, false)] {
        let mut zip = ZipOut::new(Sparse::default());
        let two = Amounts {
            crc32: 1,
            compressed: 2,
            size: 2,
        };
        zip.put(&head("before.txt"), two, b"ab")
            .expect("memory takes it");
        put_zeros(&mut zip, "large.bin", size, streamed);
        // This one lies beyond what 32 bits reach.
        put_zeros(&mut zip, "last.bin", 5, streamed);
        let (_, archive) = read(zip, "and a comment");
        let sizes: Vec<u64> = archive
            .entries
            .iter()
            .map(|entry| entry.uncompressed)
            .collect();
        assert_eq!(sizes, [2, size, 5]);
        assert!(archive.entries[2].header_at > size);
    }
}

#[test]
fn promise_33_counts_around_65535_are_read_as_they_were_written() {
    for count in [65_534, 65_535, 65_536] {
        let mut zip = ZipOut::new(Sparse::default());
        for at in 0..count {
            let name = format!("{at}");
            zip.put(&head(&name), Amounts::default(), b"")
                .expect("memory takes it");
        }
        let (file, archive) = read(zip, "");
        assert_eq!(archive.entries.len(), count);
        let tail = file.read_up_to(file.length - 22, 22).expect("it is there");
        let told = u16::from_le_bytes([tail[10], tail[11]]);
        assert_eq!(usize::from(told), count.min(65_535));
        let zip64 = file.read_up_to(file.length - 42, 4).expect("it is there") == b"PK\x06\x07";
        assert_eq!(zip64, count >= 65_535);
    }
}

#[test]
fn an_entry_that_is_not_what_was_told_is_not_ended() {
    let mut zip = ZipOut::new(Sparse::default());
    let told = Amounts {
        crc32: 1,
        compressed: 3,
        size: 3,
    };
    zip.begin(&head("a"), told).expect("memory takes it");
    zip.data(b"ab").expect("memory takes it");
    assert!(zip.end(&head("a"), told).is_err());
    assert!(zip.end(&head("a"), told).is_err(), "nothing was begun");
}

#[test]
fn names_beyond_ascii_are_marked_as_utf8_and_folders_as_folders() {
    let mut zip = ZipOut::new(Vec::new());
    for name in ["a.txt", "é.txt", "folder/"] {
        zip.put(&head(name), Amounts::default(), b"")
            .expect("memory takes it");
    }
    let (bytes, _) = zip.finish(|_| String::new()).expect("memory takes it");
    let mut archive = ::zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a zip");
    for (at, name) in ["a.txt", "é.txt", "folder/"].into_iter().enumerate() {
        let entry = archive.by_index(at).expect("an entry");
        assert_eq!(entry.name().expect("a name"), name);
        assert_eq!(entry.is_dir(), name.ends_with('/'));
        assert_eq!(
            entry.unix_mode(),
            Some(if entry.is_dir() { 0o40_755 } else { 0o100_644 })
        );
    }
}
