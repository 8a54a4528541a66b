//! Archives out of proportion, and those that lie about their sizes (promise 31).

use super::super::zipper::{Entry, Zip, deflated, package_with, ready_with, stored, zip64};
use super::super::{SamplePackage, ids, told};
use super::{inspected, refused, refused_only};
use crate::package::Verdict;

const OBJECT: &str = "$CDRepository/@global/cms.role/evil.xml";

/// Claims to unpack to that many bytes.
fn claiming(name: &str, unpacked: u64, packed: u64) -> Entry {
    let mut entry = deflated(name, b"small").central(|header| {
        header.uncompressed = u32::MAX;
        header.extra = zip64(&[unpacked]);
        header.compressed = packed as u32;
    });
    entry.local = entry.central.clone();
    entry.local.extra = zip64(&[unpacked, packed]);
    entry.packed = Vec::new();
    entry.hole = packed;
    entry
}

#[test]
fn promise_31_a_file_that_swells_more_than_a_hundredfold_is_refused() {
    let bomb = deflated("wwwroot/bomb.txt", &vec![0; 12 << 20]);
    let inspection = refused_only(&ready_with([bomb]), "entry-ratio");
    let finding = told(&inspection, "entry-ratio");
    assert_eq!(finding.params["ratio"], "100");
    assert_eq!(finding.evidence[0].entry, "wwwroot/bomb.txt");
    // Small files may.
    let text = deflated("wwwroot/empty-rows.csv", &vec![b'\n'; 9 << 20]);
    assert!(ids(&inspected(&ready_with([text]).laid_out())).is_empty());
}

#[test]
fn promise_31_an_object_that_swells_is_refused_without_unpacking_it() {
    let bomb = deflated(OBJECT, &vec![b' '; 40 << 20]);
    refused(&ready_with([bomb]), "entry-ratio");
}

#[test]
fn promise_31_a_file_past_8_gibibytes_is_refused() {
    let inspection = refused_only(
        &ready_with([claiming("wwwroot/huge.bin", (8 << 30) + 1, 1 << 30)]),
        "entry-too-large",
    );
    assert_eq!(
        told(&inspection, "entry-too-large").params["limit_gb"],
        "8.59"
    );
}

#[test]
fn promise_31_more_than_50_gibibytes_in_all_are_refused() {
    let many = (0..7).map(|at| claiming(&format!("wwwroot/{at}.bin"), 8 << 30, 100 << 20));
    let inspection = refused_only(&ready_with(many), "unpacks-too-large");
    assert_eq!(
        told(&inspection, "unpacks-too-large").params["limit_gb"],
        "53.69"
    );
}

#[test]
fn promise_31_sizes_past_all_numbers_are_refused() {
    for name in ["wwwroot/huge.bin", OBJECT, "web.config"] {
        let twice = [
            claiming(name, u64::MAX, 9 << 20),
            claiming(&name.replace('.', "2."), u64::MAX, 9 << 20),
        ];
        let inspection = refused(&ready_with(twice), "entry-too-large");
        told(&inspection, "unpacks-too-large");
        told(&inspection, "entry-ratio");
    }
}

#[test]
fn promise_31_a_file_that_holds_more_or_less_than_it_claims_is_refused() {
    let text = "<?xml version=\"1.0\"?>\n<cms.role />".repeat(3);
    for claimed in [1, text.len() as u32 - 1, text.len() as u32 + 1] {
        let liar = deflated(OBJECT, text.as_bytes()).both(|header| header.uncompressed = claimed);
        let inspection = inspected(&ready_with([liar]).laid_out());
        assert_eq!(inspection.verdict, Verdict::WillNotWork, "{claimed}");
        told(&inspection, "entry-size-differs");
    }
    // Ten megabytes under the name of ten bytes: not more than a few are unpacked.
    let liar = deflated(OBJECT, &vec![b' '; 10 << 20]).both(|header| header.uncompressed = 10);
    refused(&ready_with([liar]), "entry-size-differs");
}

#[test]
fn promise_31_a_stored_file_of_two_sizes_is_refused_unread() {
    let liar = stored("wwwroot/x.css", b"0123456789").both(|header| header.uncompressed = 4_000);
    refused_only(&ready_with([liar]), "entry-size-differs");
}

#[test]
fn promise_31_a_wrong_checksum_is_refused() {
    for name in [OBJECT, "$CDRepository/Before.txt", "appsettings.Qa.json"] {
        let liar = deflated(name, b"<cms.role />").both(|header| header.crc32 ^= 0x8000);
        let inspection = refused_only(&ready_with([liar]), "entry-damaged");
        assert_eq!(told(&inspection, "entry-damaged").evidence[0].entry, name);
    }
}

#[test]
fn promise_31_garbage_in_place_of_packed_data_is_refused() {
    for garbage in [
        vec![0xff; 64],
        vec![0; 64],
        b"PK\x03\x04 not deflate at all".to_vec(),
        vec![],
    ] {
        let mut entry = deflated(OBJECT, b"<cms.role />")
            .both(|header| header.compressed = garbage.len() as u32);
        entry.packed = garbage;
        refused_only(&ready_with([entry]), "entry-damaged");
    }
}

#[test]
fn promise_31_the_limit_of_entries_is_200_000() {
    let many = |count: usize| {
        let names = (0..count).map(|at| stored(&format!("wwwroot/{at}"), b""));
        let mut zip = package_with(&SamplePackage::new(), []);
        let room = count - zip.entries.len();
        zip.entries.splice(0..0, names.take(room));
        zip
    };
    // The old end record counts modulo 65,536, and some programs leave it at that.
    assert!(ids(&inspected(&many(65_536).laid_out())).is_empty());
    let mut wide = Zip {
        end64: Some([None; 3]),
        ..many(70_000)
    };
    wide.end.entries = Some(u16::MAX);
    let inspection = inspected(&wide.laid_out());
    assert_eq!(
        (ids(&inspection).len(), inspection.facts.entries.0),
        (0, 70_000)
    );

    let inspection = refused(&many(200_001), "too-many-entries");
    assert_eq!(
        told(&inspection, "too-many-entries").params["limit"],
        "200000"
    );
    assert_eq!(inspection.facts.entries.0, 200_000);
}

#[test]
fn promise_31_a_directory_past_96_mebibytes_is_refused_and_read_no_further() {
    let long = |at: usize| {
        let name = format!("wwwroot/{at:05}/{}", "n".repeat(60_000));
        stored("x", b"").both(|header| header.name = name.clone().into_bytes())
    };
    let inspection = refused(&ready_with((0..1_700).map(long)), "entry-name-too-long");
    told(&inspection, "too-many-entries");
}

#[test]
fn promise_31_archives_inside_are_never_opened() {
    let bomb = Zip::of([deflated("0.txt", &vec![0; 2 << 20])]).bytes();
    let mut quine = bomb;
    for level in 0..5 {
        quine = Zip::of((0..3).map(|at| deflated(&format!("{level}{at}.zip"), &quine))).bytes();
    }
    let inspection = inspected(&ready_with([stored("wwwroot/42.zip", &quine)]).laid_out());
    assert_eq!(ids(&inspection), ["archive-inside"]);
    assert_eq!(inspection.verdict, Verdict::Ready);
}
