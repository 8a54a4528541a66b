//! The same bytes get the same answer, however many are looked at at once.

use super::super::{CHECKS, Verdict, inspect, recheck};
use super::zipper::{deflated, package_with};
use super::{Ground, Inspection, SamplePackage, ids, inspect_all, inspected};
use rayon::prelude::*;
use std::collections::HashSet;

#[test]
fn a_ready_package_is_ready_every_time() {
    let bytes = SamplePackage::new().bytes();
    for _ in 0..150 {
        let inspection = inspect_all(&bytes, &Ground::default());
        assert_eq!(
            (inspection.verdict, ids(&inspection).len()),
            (Verdict::Ready, 0)
        );
    }
}

#[test]
fn packages_made_and_inspected_side_by_side_do_not_mix() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let look = |at: usize| -> Inspection {
        let package = SamplePackage::new()
            .objects(30 + at % 3)
            .seed(at as u64 % 3);
        let path = folder.path().join(format!("{at}.zip"));
        package.write(&path).expect("it can be written");
        inspect(&path, &Ground::default(), &|| false).expect("it can be read")
    };
    let alone: Vec<Inspection> = (0..3).map(look).collect();
    // As tests and jobs do: from plain threads and from within the pool, at the same time.
    std::thread::scope(|scope| {
        for from in 0..4 {
            let (look, alone) = (&look, &alone);
            scope.spawn(move || {
                for at in (0..25).map(|at| 100 * (from + 1) + at) {
                    assert_eq!(look(at), look_again(alone, at), "{at}");
                }
            });
        }
        let differing: Vec<usize> = (1_000..1_100_usize)
            .into_par_iter()
            .filter(|at| look(*at) != look_again(&alone, *at))
            .collect();
        assert!(differing.is_empty(), "{differing:?}");
    });
}

fn look_again(alone: &[Inspection], at: usize) -> Inspection {
    alone[at % 3].clone()
}

#[test]
fn thousands_of_objects_are_counted_alike_every_time() {
    let package = SamplePackage::new().objects(6_000);
    // Two settings of one name: the first one counts, whichever thread reads it.
    let second = |at: usize| {
        let text = format!(
            "<cms.settingskey><KeyName>CMSDBVersion</KeyName><KeyValue>30.{at}.0</KeyValue></cms.settingskey>"
        );
        deflated(
            &format!("$CDRepository/@global/cms.settingskey/zz{at}.xml"),
            text.as_bytes(),
        )
    };
    let bytes = package_with(&package, (0..3).map(second)).bytes();
    let first = inspect_all(&bytes, &Ground::default());
    assert_eq!(
        first
            .facts
            .repository_version
            .as_ref()
            .map(|version| version.value.as_str()),
        Some("31.6.2")
    );
    for _ in 0..8 {
        assert_eq!(inspect_all(&bytes, &Ground::default()), first);
    }
}

#[test]
fn judging_again_without_a_ground_changes_nothing_and_with_one_it_is_as_from_the_file() {
    let package = SamplePackage::new().version("30.0.0").zero_downtime(true).repository_config(
        "<RepositoryConfiguration Version=\"2\"><RestoreMode>Full</RestoreMode><IncludedObjectTypes><IncludeAll /></IncludedObjectTypes></RepositoryConfiguration>",
    );
    let ground = Ground {
        target: Some(crate::project::EnvironmentKind::Prod),
        target_version: Some("31.0.0".into()),
        last_zero_downtime: Some(false),
        ..Ground::default()
    };
    let plain = inspected(&package);
    let judged = super::inspected_for(&package, &ground);
    assert_ne!(plain, judged);
    assert_eq!(recheck(&plain, &ground), judged);
    assert_eq!(recheck(&judged, &Ground::default()), plain);
    let known: HashSet<_> = CHECKS.iter().map(|check| check.id).collect();
    assert!(ids(&judged).iter().all(|id| known.contains(id)));
}
