//! What runs where, and how it came there.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_runs_there_already_has_arrived_and_what_was_only_sent_has_not() {
    let scene = Scene::new();
    let package = scene.package("31.6.2").await;
    scene.place("qa", &package.sha256, "31.6.2", KnownBy::Measured);
    scene.place("uat", &package.sha256, "31.6.2", KnownBy::Sent);
    let id = scene.begin("Summer", None);
    let chosen = Event::PackageChosen {
        package_id: package.id.clone(),
    };
    scene.tell(&id, &chosen);
    let has_arrived = |id: &str, stage: &str| scene.stage(id, stage).stage.arrived.is_some();
    assert!(has_arrived(&id, QA) && !has_arrived(&id, UAT));
    let other = scene.begin("Autumn", Some(&package));
    assert!(has_arrived(&other, QA) && !has_arrived(&other, UAT));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_press_brought_is_noted_once_however_often_it_is_seen() {
    let scene = Scene::new();
    let package = scene.package("31.6.2").await;
    let id = scene.begin("Summer", Some(&package));
    scene.bring(&id, QA);
    let at = scene.desk.now();
    for _ in 0..2 {
        scene
            .desk
            .release_arrived(&id, QA, at, KnownBy::Measured, Some(Count(5)))
            .expect("noted");
    }
    let placements = scene.desk.0.ledger.placements_in("p").expect("reads");
    assert_eq!(placements.len(), 1);
    assert_eq!(placements[0].known_by, KnownBy::Measured);
    let told = scene.history();
    assert_eq!(
        told.iter()
            .filter(|kind| *kind == "release-arrived")
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_rollback_what_ran_before_runs_again() {
    let scene = Scene::new();
    let before = "b".repeat(64);
    scene.place("prod", &before, "31.6.1", KnownBy::Measured);
    let package = scene.package("31.6.2").await;
    let id = scene.begin("Summer", Some(&package));
    let previous = scene.view(&id).previous_package.expect("known");
    assert_eq!(previous.code_version.as_deref(), Some("31.6.1"));
    assert!(!previous.allowed, "its Xperience version is lower");
    scene.bring(&id, PROD);
    assert_eq!(
        scene.last_there("prod").expect("there").sha256,
        package.sha256
    );
    scene.tell(
        &id,
        &Event::RolledBack {
            way: RollbackWay::RestorePoint,
            reason: "Nobody can log in".into(),
        },
    );
    scene.tell(&id, &Event::RollbackFinished);
    let there = scene.last_there("prod").expect("there");
    assert_eq!((there.sha256, there.known_by), (before, KnownBy::Told));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_package_before_cannot_be_the_way_back_where_its_version_is_lower() {
    let scene = Scene::new();
    scene.place("prod", &"b".repeat(64), "31.6.1", KnownBy::Measured);
    let package = scene.package("31.6.2").await;
    let id = scene.begin("Summer", Some(&package));
    let view = scene.tell(
        &id,
        &Event::RollbackPlanned {
            plan: RollbackPlan {
                way: RollbackWay::PreviousPackage,
                note: String::new(),
                tested: true,
            },
        },
    );
    let items = view.stages.iter().flat_map(|stage| &stage.items);
    let mut planned = items.filter(|view| view.item.code.as_deref() == Some("rollback-planned"));
    let answer = planned.next().and_then(|view| view.answer.clone());
    assert_eq!(answer.expect("answered").because, "previous-package-lower");
}
