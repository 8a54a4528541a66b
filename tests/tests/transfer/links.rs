//! A link that ends on the way, and the next one.

use crate::stage::{MIB, Stage, assert_nothing_twice};
use slipway_engine::job::{JobState, WaitingFor};
use slipway_engine::units::Moment;
use slipway_practice::LinkOrder;
use std::time::Duration;

const FILES: [(&str, usize); 2] = [("default/a.bin", 9 * MIB), ("default/b.txt", 5)];

#[tokio::test(flavor = "multi_thread")]
async fn promise_16_a_link_that_ends_is_waited_for_and_with_a_new_one_nothing_is_sent_again() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, |job| job.done.0 > 0).await;
    let revoked = stage.world.custom_restore().revoke_access().await;
    revoked.expect("it is revoked");
    let waiting_for = WaitingFor::Link;
    let waiting = stage
        .until(&job.id, |job| {
            job.state == JobState::Waiting { waiting_for }
        })
        .await;
    assert_eq!(waiting.params["doing"], "needs-link");
    assert_eq!(waiting.params["link_fault"], "link-not-taken");
    assert!(!stage.awake.is_held());
    // A link to elsewhere changes nothing.
    let storage = stage.world.storage();
    storage.create_container("elsewhere");
    let soon = Moment(stage.world.now().0 + Duration::from_secs(600));
    let [one, two] = [&stage.database, &"elsewhere".to_owned()].map(|name| {
        storage
            .link(&LinkOrder::new(name, soon))
            .reveal()
            .to_owned()
    });
    let text = format!("{one}\n{two}");
    let refused = stage.desk.take_links(&stage.restore, text, false).await;
    assert!(
        refused
            .as_ref()
            .is_err_and(|fault| fault.code == "restore-other-container"),
        "{refused:?}"
    );
    assert_eq!(stage.desk.job(&job.id).expect("a job").state, waiting.state);

    stage.get_access().await;
    let job = stage.ended(&job.id).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert!(!job.params.contains_key("link_fault"));
    assert_nothing_twice(&stage);
    assert!(stage.view().report.expect("a report").all_is_well);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transfer_that_waits_for_a_link_can_be_stopped() {
    let stage = Stage::ready(&FILES).await;
    stage.slow_blocks();
    let job = stage.transfer().expect("it starts");
    stage.until(&job.id, |job| job.done.0 > 0).await;
    let revoked = stage.world.custom_restore().revoke_access().await;
    revoked.expect("it is revoked");
    stage
        .until(&job.id, |job| matches!(job.state, JobState::Waiting { .. }))
        .await;
    assert!(
        stage.desk.unfinished().is_empty(),
        "nothing would be broken off"
    );
    stage.desk.cancel_job(&job.id).expect("it stops");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Cancelled);
}
