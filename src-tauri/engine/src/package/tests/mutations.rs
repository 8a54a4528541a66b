//! Good packages that something happened to, and bytes that never were one: whatever they are,
//! they lead to findings (promise 31).

use super::super::{CHECKS, Severity, Verdict, recheck};
use super::zipper::{Sparse, Zip, package_with};
use super::{Ground, Inspection, SamplePackage, inspect_all};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::sync::LazyLock;

/// Small ones of every kind, and where the directory of each starts.
pub(super) static GOOD: LazyLock<Vec<(Zip, Vec<u8>, usize)>> = LazyLock::new(|| {
    let small = || SamplePackage::new().objects(12).without("wwwroot/js");
    let kinds = [
        small(),
        small()
            .storage_assets("CreateUpdate", 3)
            .migrations(&["20260710_01_Fix"], &["20260711_01_Fill"]),
        small().with_backslashes(),
        small().wrapped_in("CloudDeployment"),
    ];
    kinds
        .map(|package| {
            let zip = package_with(&package, []);
            let bytes = zip.bytes();
            let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02");
            (zip, bytes, directory.expect("a directory"))
        })
        .into()
});

#[derive(Debug, Clone)]
pub(super) enum Mishap {
    /// One bit anywhere.
    Flip(Index, u8),
    /// One byte of the directory or the end, where most bytes mean something.
    Lie(Index, u8),
    Cut(Index),
    /// A piece from one place lands in another.
    Splice(Index, Index, Index),
    Noise(Index, Vec<u8>),
    Lose(Index, Index),
}

pub(super) fn mishap() -> impl Strategy<Value = Mishap> {
    let at = any::<Index>;
    prop_oneof![
        3 => (at(), 0..8_u8).prop_map(|(at, bit)| Mishap::Flip(at, bit)),
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Mishap::Lie(at, byte)),
        1 => at().prop_map(Mishap::Cut),
        2 => (at(), at(), at()).prop_map(|(from, length, to)| Mishap::Splice(from, length, to)),
        2 => (at(), vec(any::<u8>(), 1..200)).prop_map(|(at, noise)| Mishap::Noise(at, noise)),
        1 => (at(), at()).prop_map(|(from, length)| Mishap::Lose(from, length)),
    ]
}

pub(super) fn happen(bytes: &mut Vec<u8>, directory: usize, mishap: &Mishap) {
    if bytes.is_empty() {
        return;
    }
    let whole = bytes.len();
    let piece = |from: &Index, length: &Index| {
        let from = from.index(whole);
        from..(from + 1 + length.index(600)).min(whole)
    };
    match mishap {
        Mishap::Flip(at, bit) => bytes[at.index(whole)] ^= 1 << bit,
        Mishap::Lie(at, byte) => {
            let start = directory.min(whole - 1);
            bytes[start + at.index(whole - start)] = *byte;
        }
        Mishap::Cut(at) => bytes.truncate(at.index(whole)),
        Mishap::Splice(from, length, to) => {
            let copy = bytes[piece(from, length)].to_vec();
            let to = to.index(whole);
            bytes.splice(to..to, copy);
        }
        Mishap::Noise(at, noise) => {
            for (to, byte) in bytes[at.index(whole)..].iter_mut().zip(noise) {
                *to = *byte;
            }
        }
        Mishap::Lose(from, length) => {
            bytes.drain(piece(from, length));
        }
    }
}

/// What holds for every inspection, whatever was inspected.
fn makes_sense(inspection: &Inspection, file: &Sparse) -> Result<(), TestCaseError> {
    for finding in &inspection.findings {
        let check = CHECKS.iter().find(|check| check.id == finding.check);
        let check = check.ok_or_else(|| TestCaseError::fail(format!("{finding:?}")))?;
        prop_assert!(
            finding
                .params
                .keys()
                .all(|key| check.params.contains(&key.as_str()))
        );
        prop_assert_eq!(finding.params.len(), check.params.len());
        prop_assert!(finding.evidence.len() <= 20);
    }
    let worst = inspection
        .findings
        .iter()
        .map(|finding| finding.severity)
        .max();
    prop_assert_eq!(
        inspection.verdict,
        match worst {
            Some(Severity::Blocker) => Verdict::WillNotWork,
            Some(Severity::Warning) => Verdict::ReadyWithWarnings,
            Some(Severity::Note) | None => Verdict::Ready,
        }
    );
    prop_assert_eq!(&recheck(inspection, &Ground::default()), inspection);
    prop_assert!(
        file.read() <= 4 * file.kept() + 512 * 1024,
        "{} bytes read",
        file.read()
    );
    Ok(())
}

fn inspected(bytes: Vec<u8>) -> Result<Inspection, TestCaseError> {
    let file = Sparse::from(bytes);
    let inspection = inspect_all(&file, &Ground::default());
    makes_sense(&inspection, &file)?;
    Ok(inspection)
}

fn times(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        // What fails is printed; nothing is left in the source tree.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(times(1_050))]

    #[test]
    fn promise_31_a_thousand_mutated_packages_lead_to_findings(
        which in any::<Index>(),
        mishaps in vec(mishap(), 1..5),
    ) {
        let (_, good, directory) = which.get(&GOOD);
        let mut bytes = good.clone();
        for mishap in &mishaps {
            happen(&mut bytes, *directory, mishap);
        }
        inspected(bytes)?;
    }
}

proptest! {
    #![proptest_config(times(250))]

    #[test]
    fn promise_31_random_bytes_are_no_package(
        mut bytes in vec(any::<u8>(), 0..3_000),
        start in proptest::sample::select(vec![b"".as_slice(), b"PK\x03\x04", b"PK\x05\x06"]),
        end in proptest::sample::select(vec![b"".as_slice(), b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0\0\0\0\0\0\0"]),
    ) {
        bytes.splice(0..0, start.iter().copied());
        bytes.extend(end);
        let inspection = inspected(bytes)?;
        prop_assert_eq!(inspection.verdict, Verdict::WillNotWork);
    }

    #[test]
    fn promise_30_an_entry_under_any_other_name_leads_to_findings(
        which in any::<Index>(),
        entry in any::<Index>(),
        name in prop_oneof![
            vec(any::<u8>(), 0..80),
            "[./\\\\a-cA-C:$@#\u{0}\u{301}\u{e9} ]{0,20}".prop_map(String::into_bytes),
        ],
        both in any::<bool>(),
    ) {
        let mut zip = which.get(&GOOD).0.clone();
        let at = entry.index(zip.entries.len());
        zip.entries[at].central.name = name.clone();
        if both {
            zip.entries[at].local.name = name;
        }
        inspected(zip.bytes())?;
    }

    #[test]
    fn promise_31_numbers_of_an_entry_may_be_anything(
        which in any::<Index>(),
        entry in any::<Index>(),
        numbers in any::<[u32; 4]>(),
        wide in any::<[u64; 3]>(),
        small in any::<[u16; 2]>(),
    ) {
        let mut zip = which.get(&GOOD).0.clone();
        let at = entry.index(zip.entries.len());
        let changed = &mut zip.entries[at];
        let header = &mut changed.central;
        [header.flags, header.method] = small.map(|number| number % 16);
        [header.compressed, header.uncompressed, header.crc32, _] = numbers;
        if wide[0] % 2 == 0 {
            header.compressed = u32::MAX;
            header.uncompressed = u32::MAX;
            header.extra = super::zipper::zip64(&wide);
        }
        if wide[1] % 2 == 0 {
            changed.local = changed.central.clone();
        }
        if wide[2] % 4 == 0 {
            changed.header_at = Some(numbers[3] % 200_000);
        }
        inspected(zip.bytes())?;
    }

    #[test]
    fn promise_31_what_files_say_may_be_anything(
        name in prop_oneof![
            Just("cloud-metadata.json"),
            Just("$CDRepository/repository.config"),
            Just("DancingGoat.deps.json"),
            Just("DancingGoat.runtimeconfig.json"),
            Just("appsettings.json"),
            Just("web.config"),
            Just("$CDRepository/Before.txt"),
            Just("$CDRepository/@migrations/a.sql"),
            Just("$CDRepository/@global/cms.contentitem/x.xml"),
        ],
        text in prop_oneof![
            vec(any::<u8>(), 0..300),
            "\\PC{0,200}".prop_map(String::into_bytes),
            "[<>/=\"' a-cRCM{}:,\\[\\]\\\\;*\n-]{0,200}".prop_map(String::into_bytes),
        ],
    ) {
        inspected(SamplePackage::new().objects(3).without("wwwroot").file(name, text).bytes())?;
    }
}
