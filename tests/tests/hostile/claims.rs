//! Archives that claim what is not in them.

use crate::measured::measured;
use slipway_engine::fuzzing::read;

/// An archive of so many entries of a few packed bytes each, all claiming `size` once unpacked.
fn claiming(entries: usize, size: u32, name: impl Fn(usize) -> String) -> Vec<u8> {
    // Deflated: an empty block that is not the last, so that nothing ends before the bytes do.
    let packed = [0_u8, 0, 0, 0xff, 0xff];
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for number in 0..entries {
        let name = name(number);
        let mut about = Vec::new();
        // Version, flags, method, time, date, checksum, sizes, lengths of name and extra field.
        for word in [20_u16, 0, 8, 0, 0] {
            about.extend(word.to_le_bytes());
        }
        for number in [0, packed.len() as u32, size] {
            about.extend(number.to_le_bytes());
        }
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        let header_at = archive.len() as u32;
        archive.extend(b"PK\x03\x04");
        archive.extend(&about);
        archive.extend(name.bytes());
        archive.extend(packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&about);
        directory.extend([0; 10]);
        directory.extend(header_at.to_le_bytes());
        directory.extend(name.bytes());
    }
    let directory_at = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    for count in [entries as u16; 2] {
        archive.extend(count.to_le_bytes());
    }
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(directory_at.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// The name of an entry by its number.
type Named = fn(usize) -> String;

#[test]
fn promise_31_a_claimed_size_costs_neither_memory_nor_time() {
    const CLAIMED: u32 = 8 << 20;
    let kinds: [(&str, Named); 4] = [
        ("package", |n| {
            format!("$CDRepository/@global/cms.role/{n}.xml")
        }),
        ("database", |n| {
            format!("Data/dbo.T{n}/TableData-000-00000.BCP")
        }),
        ("storage-zip", |n| format!("default/{n}.jpg")),
        ("log-archive", |n| format!("{n}.log")),
    ];
    for (name, entry) in kinds {
        let bytes = claiming(1_500, CLAIMED, entry);
        let (_, took) = measured(move || read(name, &bytes));
        assert!(took < 64 << 20, "{name}: {took} bytes of memory");
    }
}

#[test]
fn promise_31_a_list_of_tables_nobody_described_is_gone_through_once() {
    let bytes = claiming(20_000, 5, |n| {
        format!("Data/dbo.T{n}/TableData-000-00000.BCP")
    });
    let (answer, _) = measured(move || read("database", &bytes));
    assert!(answer.contains("findings"), "{answer}");
}
