use super::carrying::{Carrying, MIB};
use slipway_practice::{Effect, FaultRule};
use std::fmt::Write;

const RUNS: u64 = 100;
const FILES: usize = 120;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_5_a_bit_turned_in_one_of_a_thousand_requests_is_never_committed() {
    let mut names: Vec<(String, usize)> = (0..FILES)
        .map(|n| (format!("small/{n}"), 300 + n))
        .collect();
    // Two blocks and a part of one.
    names.push(("large".into(), 17 * MIB));
    let files: Vec<(&str, usize)> = names
        .iter()
        .map(|(name, size)| (name.as_str(), *size))
        .collect();
    let (mut turned, mut told) = (0, 0);
    let mut log = String::new();
    for run in 0..RUNS {
        // The large file takes most of the time, and one in ten runs shows as much.
        let files = if run % 10 == 0 {
            &files[..]
        } else {
            &files[..FILES]
        };
        let carrying = Carrying::of(files).await;
        let flip = Effect::FlipBit { seed: run };
        let rule = FaultRule {
            place: Some("storage".into()),
            method: Some("PUT".into()),
            ..FaultRule::next(flip)
        };
        carrying.world.faults().arm(rule.odds(1000, run));
        let report = carrying.carried_as_usual().await;
        assert!(report.all_is_well(), "run {run}: {report:?}");
        carrying.everything_arrived().await;
        let requests = carrying.world.requests();
        let met = requests
            .iter()
            .filter(|seen| seen.fault.as_deref() == Some("flip-bit"))
            .count();
        turned += met;
        told += report.damaged_in_flight.0 as usize;
        writeln!(
            log,
            "run {run}: {met} turned, {} told",
            report.damaged_in_flight.0
        )
        .unwrap();
        carrying.world.stop().await;
    }
    assert!(
        turned >= 3,
        "too few bits were turned to prove anything: {turned}"
    );
    assert_eq!(told, turned, "{log}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_5_a_commit_whose_list_was_damaged_is_made_again() {
    let carrying = Carrying::of(&[("large", 20 * MIB)]).await;
    let flip = FaultRule::next_blob_request("PUT", "blocklist", Effect::FlipBit { seed: 3 });
    carrying.world.faults().arm(flip);
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
}
