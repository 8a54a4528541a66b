//! Several releases of one project.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn releases_go_side_by_side_and_one_at_a_time_into_an_environment() {
    let scene = Scene::new();
    let (summer, winter) = (scene.package("31.6.2").await, scene.package("31.6.3").await);
    let first = scene.begin("Summer", Some(&summer));
    let second = scene.begin("Winter", Some(&winter));
    scene.go(&first, QA);
    scene.go(&second, QA);
    scene.tell(&first, &pressed(QA));
    // One process at a time runs in a project (facts 3.5), and of these Slipway knows one.
    let view = scene.stage(&second, QA);
    assert_eq!(view.other_release.as_deref(), Some("Summer"));
    let queued = view
        .items
        .iter()
        .find(|view| view.item.code.as_deref() == Some("nothing-else-queued"));
    let queued = queued
        .and_then(|view| view.answer.clone())
        .expect("answered");
    assert_eq!(queued.because, "something-queued");
    assert_eq!(queued.params["name"], "Summer");
    assert_eq!(
        scene.refuses(&second, &pressed(QA)),
        "release-other-on-its-way"
    );

    scene.tell(&first, &arrived(QA));
    scene.tell(&second, &pressed(QA));
    scene.tell(&second, &arrived(QA));
    assert_eq!(scene.last_there("qa").expect("there").sha256, winter.sha256);
    // Only the latest deployed package can be promoted (facts 3.5), and the first is not it any more.
    let latest = |id: &str| {
        let view = scene.stage(id, UAT);
        let mut items = view.items.into_iter();
        let item = items.find(|view| view.item.code.as_deref() == Some("latest-package"));
        item.and_then(|view| view.answer).expect("answered").answer
    };
    assert_eq!(
        (latest(&first), latest(&second)),
        (Holds::DoesNotHold, Holds::Holds)
    );
    let rows = scene.desk.releases("p").expect("rows");
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.current == UAT));
}
