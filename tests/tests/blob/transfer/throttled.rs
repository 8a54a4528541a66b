use super::carrying::Carrying;
use slipway_engine::blob::transfer::Control;
use slipway_practice::{Effect, Ended, FaultRule};
use std::time::Duration;

fn busy(status: u16) -> Effect {
    Effect::Refused {
        status,
        code: "ServerBusy".into(),
        retry_after: Some("1".into()),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_11_a_busy_service_is_asked_for_half_as_much_at_once() {
    for status in [503, 429] {
        let names: Vec<String> = (0..600).map(|number| format!("small/{number}")).collect();
        let files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 500)).collect();
        let carrying = Carrying::of(&files).await;
        carrying.world.faults().arm(
            FaultRule::next_blob_request("PUT", "", busy(status))
                .after(200)
                .times(1),
        );
        // Numbers are told ten times a second; this makes it last longer than that.
        carrying.world.storage().latency(Duration::from_millis(50));
        let options = carrying.options();
        let most_at_once = options.at_once.0;
        let report = carrying
            .carried(&Control::new(carrying.link()), options)
            .await;
        assert!(report.all_is_well(), "{report:?}");
        assert_eq!(report.throttled.0, 1, "{status}");
        carrying.everything_arrived().await;
        // Numbers are told ten times a second, so the top may go by untold. After being asked for
        // less it grows by one for each round, so these files end far below the most.
        let told: Vec<u64> = carrying
            .heard
            .all_progress()
            .into_iter()
            .map(|progress| progress.at_once.0)
            .collect();
        let at_the_end = *told.last().expect("it told how many are at once");
        assert!(at_the_end * 10 <= most_at_once * 6, "{told:?}");

        let requests = carrying.world.requests();
        let refused = requests
            .iter()
            .find(|seen| seen.fault.is_some())
            .expect("one was refused");
        let name = refused.blob.as_ref().and_then(|call| call.blob.clone());
        let again = requests.iter().find(|seen| {
            seen.number > refused.number
                && seen.blob.as_ref().and_then(|call| call.blob.clone()) == name
        });
        let waited = again
            .expect("it was sent again")
            .at
            .0
            .duration_since(refused.at.0);
        assert!(
            waited.as_secs_f64() >= 0.99,
            "Retry-After is a second, and it waited {waited}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passing_trouble_of_every_kind_is_survived() {
    let names: Vec<String> = (0..60).map(|number| format!("small/{number}")).collect();
    let mut files: Vec<(&str, usize)> = names.iter().map(|name| (name.as_str(), 2000)).collect();
    files.push(("large", 30 * 1024 * 1024));
    let carrying = Carrying::of(&files).await;
    let faults = carrying.world.faults();
    let internal = Effect::Refused {
        status: 500,
        code: "InternalError".into(),
        retry_after: None,
    };
    for (seed, effect) in [
        internal,
        Effect::ResetAfter { bytes: 700 },
        Effect::LostAnswer { accepted: true },
        Effect::LostAnswer { accepted: false },
        Effect::FlipBit { seed: 9 },
        Effect::Status {
            status: 502,
            retry_after: None,
            body: None,
            after_body: true,
        },
    ]
    .into_iter()
    .enumerate()
    {
        let rule = FaultRule {
            place: Some("storage".into()),
            method: Some("PUT".into()),
            ..FaultRule::next(effect)
        };
        faults.arm(rule.odds(12, seed as u64));
    }
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
    let met = carrying
        .world
        .requests()
        .iter()
        .filter(|seen| seen.fault.is_some())
        .count();
    assert!(met >= 5, "{met}");
    assert!(
        carrying
            .world
            .requests()
            .iter()
            .any(|seen| seen.ended == Ended::Reset)
    );
}
