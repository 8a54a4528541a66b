use super::carrying::{Carrying, MIB, until};
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{Control, Doing};
use slipway_engine::units::{Bytes, Count, Moment};
use slipway_practice::{Effect, FaultRule, LinkOrder};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_16_a_new_link_goes_on_where_the_old_one_ended_and_nothing_is_sent_twice() {
    let carrying = Carrying::of(&[("large", 80 * MIB), ("small/1", 100), ("small/2", 100)]).await;
    let expires = Moment(carrying.world.now().0 + Duration::from_secs(3600));
    let short = carrying
        .world
        .storage()
        .link(&LinkOrder::new("box", expires));
    let control = Control::new(SasLink::parse(short.reveal()).unwrap());
    let mut options = carrying.options();
    options.at_once = Count(2);
    options.memory = Bytes(16 * MIB as u64);
    // The fifth block finds that an hour has passed.
    let stall = FaultRule::next_blob_request("PUT", "block", Effect::Stall { ms: 1 }).after(4);
    carrying.world.faults().arm(stall);
    let meanwhile = async {
        until("some blocks arrive", || {
            carrying.world.faults().armed()[0].left == 0
        })
        .await;
        carrying.world.faults().jump(Duration::from_secs(3601));
        carrying
            .heard
            .says(|doing| matches!(doing, Doing::NeedsLink { .. }))
            .await;
        let refused = carrying.world.requests();
        let code = |seen: &slipway_practice::SeenRequest| seen.blob.as_ref()?.refused.clone();
        assert!(
            refused
                .iter()
                .any(|seen| code(seen).as_deref() == Some("AuthenticationFailed"))
        );

        carrying.world.storage().create_container("other");
        let later = Moment(carrying.world.now().0 + Duration::from_secs(3600));
        let elsewhere = carrying
            .world
            .storage()
            .link(&LinkOrder::new("other", later));
        let elsewhere = SasLink::parse(elsewhere.reveal()).unwrap();
        assert_eq!(
            control.give_link(elsewhere).unwrap_err().code,
            "link-to-another-place"
        );
        control.give_link(carrying.link()).unwrap();
    };
    let (report, ()) = tokio::join!(carrying.carried(&control, options), meanwhile);
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
    let taken = Carrying::taken(&carrying.world.requests());
    assert_eq!(taken.len(), 10 + 2);
    assert!(taken.values().all(|times| *times == 1), "{taken:?}");
    assert!(carrying.world.storage().blobs("other").unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_16_a_link_that_was_revoked_is_asked_for_anew() {
    let carrying = Carrying::of(&[("large", 40 * MIB)]).await;
    let control = Control::new(carrying.link());
    let stall = FaultRule::next_blob_request("PUT", "block", Effect::Stall { ms: 1 }).after(2);
    carrying.world.faults().arm(stall);
    let mut options = carrying.options();
    options.at_once = Count(1);
    let meanwhile = async {
        until("some blocks arrive", || {
            carrying.world.faults().armed()[0].left == 0
        })
        .await;
        carrying.world.storage().rotate_key().await;
        carrying
            .heard
            .says(|doing| matches!(doing, Doing::NeedsLink { .. }))
            .await;
        control.give_link(carrying.link()).unwrap();
    };
    let (report, ()) = tokio::join!(carrying.carried(&control, options), meanwhile);
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
    assert!(
        Carrying::taken(&carrying.world.requests())
            .values()
            .all(|times| *times == 1)
    );
}
