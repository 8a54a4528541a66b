//! Archives whose parts do not fit together (promises 30 and 31).

use super::super::zipper::{
    ENCRYPTED, End, Entry, STREAMED, Sparse, Zip, deflated, package_with, ready_with, stored, zip64,
};
use super::super::{SamplePackage, ids, told};
use super::{inspected, refused, refused_only};
use crate::package::Verdict;

const METADATA: &str = "cloud-metadata.json";

#[test]
fn a_package_written_byte_by_byte_is_ready() {
    assert!(ids(&inspected(&ready_with([]).laid_out())).is_empty());
}

#[test]
fn promise_30_overlapping_entries_are_refused_and_not_unpacked() {
    // Every directory record names the same bytes, so that 9 MB become terabytes.
    let kernel = deflated("$CDRepository/@global/cms.role/0.xml", &vec![b' '; 8 << 20]);
    let mut zip = ready_with([kernel.clone()]);
    let at = offset_of(&zip, &kernel);
    zip.entries.extend((1..5_000).map(|copy| Entry {
        packed: Vec::new(),
        header_at: Some(at),
        ..kernel.clone().central(|header| {
            header.name = format!("$CDRepository/@global/cms.role/{copy}.xml").into()
        })
    }));
    let inspection = refused(&zip, "entries-overlap");
    assert_eq!(told(&inspection, "entries-overlap").more.0, 4_999 - 20);
}

#[test]
fn promise_30_entries_that_quote_the_headers_of_others_are_refused() {
    // Each header lies in the stored data of the entry before.
    let inner = Zip::of([
        stored("wwwroot/b.css", b"inner"),
        stored("wwwroot/c.css", b"inner"),
    ])
    .bytes();
    let outer = stored("wwwroot/a.css", &inner);
    let mut zip = ready_with([outer.clone()]);
    let at = offset_of(&zip, &outer) + 30 + outer.local.name.len() as u32;
    zip.entries.push(Entry {
        packed: Vec::new(),
        header_at: Some(at),
        ..stored("wwwroot/b.css", b"inner")
    });
    refused_only(&zip, "entries-overlap");
}

/// Where an entry's own header will be.
fn offset_of(zip: &Zip, wanted: &Entry) -> u32 {
    let before = zip
        .entries
        .iter()
        .take_while(|entry| entry.central.name != wanted.central.name);
    before
        .map(|entry| {
            (30 + entry.local.name.len() + entry.local.extra.len() + entry.packed.len()) as u32
        })
        .sum()
}

#[test]
fn promise_30_two_descriptions_that_disagree_are_refused() {
    let changes: [fn(&mut Entry); 7] = [
        |entry| entry.local.name = b"wwwroot/css/evil.css".to_vec(),
        |entry| entry.local.name = b"wwwroot/css/site.cs".to_vec(),
        |entry| entry.local.method = 0,
        |entry| entry.local.crc32 ^= 1,
        |entry| entry.local.compressed -= 1,
        |entry| entry.local.uncompressed += 1,
        |entry| entry.local.flags |= ENCRYPTED,
    ];
    for change in changes {
        let zip = ready_with([]).changing("wwwroot/css/site.css", change);
        refused_only(&zip, "headers-disagree");
    }
}

#[test]
fn promise_30_sizes_that_follow_the_data_may_be_left_out_but_not_contradict() {
    let streamed = |told: u32| {
        ready_with([]).changing("wwwroot/css/site.css", |entry| {
            entry.local.flags |= STREAMED;
            entry.central.flags |= STREAMED;
            entry.local.crc32 = told;
            entry.local.compressed = told;
            entry.local.uncompressed = told;
        })
    };
    assert!(ids(&inspected(&streamed(0).laid_out())).is_empty());
    refused_only(&streamed(7), "headers-disagree");
}

#[test]
fn promise_31_zip64_fields_that_lie_are_refused() {
    let wide = |unpacked: u64, packed: u64| {
        ready_with([]).changing("wwwroot/css/site.css", |entry| {
            entry.local.extra = zip64(&[unpacked, packed]);
            entry.local.compressed = u32::MAX;
            entry.local.uncompressed = u32::MAX;
        })
    };
    let css = deflated(
        "x",
        SamplePackage::new()
            .files()
            .iter()
            .find(|file| file.name == "wwwroot/css/site.css")
            .map(|file| file.bytes.as_slice())
            .expect("it is in the sample"),
    )
    .central;
    let (unpacked, packed) = (u64::from(css.uncompressed), u64::from(css.compressed));
    assert!(ids(&inspected(&wide(unpacked, packed).laid_out())).is_empty());
    refused_only(&wide(unpacked + 1, packed), "headers-disagree");
    refused_only(&wide(unpacked, u64::MAX), "headers-disagree");
    // The directory's own fields: places and sizes past every file.
    let far = ready_with([]).changing("wwwroot/css/site.css", |entry| {
        entry.header_at = Some(u32::MAX);
        entry.central.extra = zip64(&[u64::MAX]);
    });
    refused_only(&far, "headers-disagree");
    let short = ready_with([]).changing("wwwroot/css/site.css", |entry| {
        entry.central.compressed = u32::MAX;
        entry.central.extra = vec![1, 0, 200, 0, 1, 2, 3];
    });
    refused(&short, "headers-disagree");
}

#[test]
fn promise_31_a_larger_end_record_that_lies_is_refused() {
    for lie in [
        [Some(1), None, None],
        [Some(u64::MAX), None, None],
        [None, Some(u64::MAX), None],
        [None, Some(0), None],
        [None, None, Some(u64::MAX)],
        [None, None, Some(0)],
    ] {
        let zip = Zip {
            end64: Some(lie),
            ..ready_with([])
        };
        refused(&zip, "archive-damaged");
        // Also where the old record only says to look there.
        let end = End {
            entries: Some(u16::MAX),
            size: Some(u32::MAX),
            at: Some(u32::MAX),
            ..End::default()
        };
        assert_eq!(
            inspected(&Zip { end, ..zip }.laid_out()).verdict,
            Verdict::WillNotWork
        );
    }
    let honest = Zip {
        end64: Some([None; 3]),
        ..ready_with([])
    };
    assert!(ids(&inspected(&honest.laid_out())).is_empty());
}

#[test]
fn promise_31_a_directory_out_of_bounds_or_miscounted_is_refused() {
    for end in [
        End {
            at: Some(u32::MAX),
            ..End::default()
        },
        End {
            size: Some(u32::MAX),
            ..End::default()
        },
        End {
            size: Some(5),
            ..End::default()
        },
        End {
            entries: Some(3),
            ..End::default()
        },
        End {
            entries: Some(60_000),
            ..End::default()
        },
    ] {
        refused(
            &Zip {
                end,
                ..ready_with([])
            },
            "archive-damaged",
        );
    }
    // A header behind the directory, or where none is.
    for at in [u32::MAX - 1, 1] {
        let zip =
            ready_with([]).changing("wwwroot/css/site.css", |entry| entry.header_at = Some(at));
        refused_only(&zip, "headers-disagree");
    }
}

#[test]
fn promise_30_a_second_package_in_the_comment_is_refused() {
    let inner = SamplePackage::new().objects(5).without("CMS.Core.dll");
    let mut inner = package_with(&inner, [stored("evil.dll", b"MZ")]);
    inner.entries.retain(|entry| entry.packed.len() < 10_000);
    let zip = Zip {
        comment: inner.bytes(),
        ..ready_with([])
    };
    assert!(
        zip.comment.len() <= usize::from(u16::MAX),
        "it has to fit into a comment"
    );
    refused(&zip, "archive-damaged");
    // A bare end record that tells of an empty archive.
    let zip = Zip {
        comment: Zip::default().bytes(),
        ..ready_with([])
    };
    refused(&zip, "archive-damaged");
    let harmless = Zip {
        comment: b"Built by the pipeline. PK".to_vec(),
        ..ready_with([])
    };
    assert!(ids(&inspected(&harmless.laid_out())).is_empty());
}

#[test]
fn promise_30_something_in_front_of_the_package_is_refused() {
    let zip = Zip {
        foreign: b"#!/bin/sh\necho evil\n".repeat(50),
        ..ready_with([])
    };
    refused_only(&zip, "bytes-before-package");
    // Two packages one behind the other.
    let zip = Zip {
        foreign: ready_with([]).bytes(),
        ..ready_with([])
    };
    assert_eq!(inspected(&zip.laid_out()).verdict, Verdict::WillNotWork);
}

#[test]
fn promise_30_encrypted_entries_are_refused() {
    let zip = ready_with([]).changing(METADATA, |entry| {
        entry.local.flags |= ENCRYPTED;
        entry.central.flags |= ENCRYPTED;
    });
    refused_only(&zip, "entry-encrypted");
    // The strong kind, which has a method of its own.
    let zip = ready_with([stored("wwwroot/x.css", b"x").both(|header| {
        header.method = 99;
        header.flags |= ENCRYPTED;
    })]);
    refused_only(&zip, "entry-encrypted");
}

#[test]
fn promise_30_packing_that_not_every_program_knows_is_refused() {
    for method in [1, 6, 9, 12, 14, 93, 95, 98, 0xffff] {
        let zip = ready_with([]).changing("$CDRepository/repository.config", |entry| {
            entry.local.method = method;
            entry.central.method = method;
        });
        refused_only(&zip, "entry-compression");
    }
}

#[test]
fn a_part_of_an_archive_in_several_files_is_refused() {
    let zip = Zip {
        end: End {
            disk: 3,
            ..End::default()
        },
        ..ready_with([])
    };
    refused_only(&zip, "not-a-package-split");
}

#[test]
fn promise_31_a_package_cut_at_any_place_is_refused() {
    let whole = ready_with([]).bytes();
    let directory = whole
        .windows(4)
        .position(|at| at == b"PK\x01\x02")
        .expect("a directory");
    let last = whole.len() - 1;
    // Through the first header, data, the directory and the end, and densely around their borders.
    let borders = [0, directory, whole.len() - 22, whole.len()];
    let near = borders
        .iter()
        .flat_map(|at| at.saturating_sub(60)..(at + 60).min(last));
    for length in (0..last).step_by(997).chain(near) {
        let inspection = inspected(&Sparse::from(whole[..length].to_vec()));
        let id = match length {
            0 => "not-a-package-empty",
            1 => "not-a-package",
            _ => "not-a-package-cut-short",
        };
        assert_eq!(ids(&inspection), [id], "{length} bytes");
    }
}

#[test]
fn promise_31_a_package_whose_beginning_is_missing_is_refused() {
    let whole = ready_with([]).bytes();
    for missing in [1, 30, 500, whole.len() / 2, whole.len() - 100] {
        let inspection = inspected(&Sparse::from(whole[missing..].to_vec()));
        assert_eq!(inspection.verdict, Verdict::WillNotWork, "{missing} bytes");
    }
}

#[test]
fn promise_31_a_hole_in_the_middle_is_refused() {
    let mut bytes = ready_with([]).bytes();
    let middle = bytes.len() / 2;
    bytes.drain(middle..middle + 1_000);
    assert_eq!(
        inspected(&Sparse::from(bytes)).verdict,
        Verdict::WillNotWork
    );
}
