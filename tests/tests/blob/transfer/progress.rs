use super::carrying::{Carrying, MIB};
use slipway_practice::{Effect, FaultRule};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_20_progress_only_grows_and_never_exceeds_its_total_whatever_happens() {
    let names: Vec<String> = (0..150).map(|number| format!("small/{number}")).collect();
    let mut files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 900)).collect();
    files.push(("large", 40 * MIB));
    let carrying = Carrying::of(&files).await;
    std::fs::remove_file(super::carrying::source(&carrying.items[9])).unwrap();
    carrying.world.storage().latency(Duration::from_millis(40));
    let lost = Effect::LostAnswer { accepted: true };
    let mixed = Effect::Refused {
        status: 400,
        code: "InvalidBlockList".into(),
        retry_after: None,
    };
    for rule in [
        FaultRule::next_blob_request("PUT", "block", Effect::FlipBit { seed: 4 }),
        FaultRule::next_blob_request("PUT", "", lost)
            .after(20)
            .times(3),
        // The blocks are sent again, and must not count twice.
        FaultRule::next_blob_request("PUT", "blocklist", mixed),
    ] {
        carrying.world.faults().arm(rule);
    }
    let began = std::time::Instant::now();
    let report = carrying.carried_as_usual().await;
    let took = began.elapsed();
    let sent = |file: &&slipway_engine::blob::transfer::FileReport| file.outcome.is_verified();
    assert_eq!(report.files.iter().filter(sent).count(), 150, "{report:?}");
    let all = carrying.heard.all_progress();
    for pair in all.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        assert!(after.bytes_done >= before.bytes_done, "{pair:?}");
        assert!(after.files_done >= before.files_done, "{pair:?}");
        assert!(after.bytes_total <= before.bytes_total, "{pair:?}");
    }
    for told in &all {
        assert!(told.bytes_done <= told.bytes_total, "{told:?}");
        assert!(told.files_done <= told.files_total, "{told:?}");
    }
    let last = all.last().expect("it is told at least at the end");
    assert_eq!(last.files_done, last.files_total);
    assert_eq!(last.bytes_done, last.bytes_total);
    // Ten times a second, and once at the end.
    let most = took.as_millis() / 100 + 2;
    assert!(all.len() as u128 <= most, "{} in {took:?}", all.len());
}
