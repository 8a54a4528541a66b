use super::carrying::{Carrying, MIB};
use slipway_practice::{Effect, FaultRule};

fn commits(carrying: &Carrying) -> usize {
    let requests = carrying.world.requests();
    let is_commit = |seen: &&slipway_practice::SeenRequest| {
        let comp = seen.blob.as_ref().and_then(|call| call.comp.as_deref());
        seen.method == "PUT" && comp == Some("blocklist")
    };
    requests.iter().filter(is_commit).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_a_lost_answer_to_the_commit_makes_one_blob_and_no_false_alarm() {
    let carrying = Carrying::of(&[("large", 20 * MIB)]).await;
    let lost = Effect::LostAnswer { accepted: true };
    carrying
        .world
        .faults()
        .arm(FaultRule::next_blob_request("PUT", "blocklist", lost));
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
    assert_eq!(
        commits(&carrying),
        1,
        "it is looked for before it is asked for again"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_a_commit_that_got_lost_on_its_way_is_made_again() {
    let carrying = Carrying::of(&[("large", 20 * MIB)]).await;
    let lost = Effect::LostAnswer { accepted: false };
    carrying
        .world
        .faults()
        .arm(FaultRule::next_blob_request("PUT", "blocklist", lost));
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
    assert_eq!(commits(&carrying), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_a_lost_answer_to_a_small_file_is_no_blob_of_somebody_else() {
    let carrying = Carrying::of(&[("small", 1000), ("empty", 0), ("other", 7)]).await;
    let lost = Effect::LostAnswer { accepted: true };
    carrying
        .world
        .faults()
        .arm(FaultRule::next_blob_request("PUT", "", lost).times(2));
    let report = carrying.carried_as_usual().await;
    assert!(report.all_is_well(), "{report:?}");
    carrying.everything_arrived().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_8_a_blob_that_was_there_is_not_overwritten() {
    let carrying = Carrying::of(&[("mine", 100), ("large", 9 * MIB)]).await;
    carrying.carried_as_usual().await;
    let before = carrying.world.storage().blobs("box").unwrap();
    let other = Carrying::of(&[("x", 50), ("y", 10 * MIB)]).await;
    let items = vec![
        super::carrying::item("mine", &super::carrying::source(&other.items[0])),
        super::carrying::item("large", &super::carrying::source(&other.items[1])),
    ];
    let other = Carrying { items, ..other };
    let control = slipway_engine::blob::transfer::Control::new(carrying.link());
    let report = other.carried(&control, other.options()).await;
    assert!(!report.all_is_well(), "{report:?}");
    assert_eq!(carrying.world.storage().blobs("box").unwrap(), before);
}
