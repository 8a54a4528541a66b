//! The rules of sessions, of access and of what can be restored.

use super::*;
use slipway_engine::restore::sample::SampleDatabase;

#[tokio::test]
async fn another_version_of_the_database_restores_nothing() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.5.0").await;
    rehearsal
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    rehearsal.pass(A_RESTORE);
    let failure = last(&rehearsal).failure.unwrap();
    assert!(
        failure.contains("31.5.0") && failure.contains("31.6.2"),
        "{failure}"
    );
    assert!(page(&rehearsal).await.contains(&failure));
    assert_eq!(
        rehearsal.get(&rehearsal.site("qa")).await.status(),
        StatusCode::OK
    );
}

/// Facts 3.7: the database's version must equal the one in the environment, whichever is higher.
#[tokio::test]
async fn without_more_a_real_bacpac_is_held_against_the_environments_version() {
    for (version, fits) in [("31.5.0", false), ("31.6.3", false), ("31.6.2", true)] {
        let rehearsal = Rehearsal::with(PracticeOptions::default()).await;
        rehearsal.deployed("qa", Recipe::build("1")).await;
        let links = with_session(&rehearsal).await;
        let database = SampleDatabase::new().version(version).bytes();
        put(&rehearsal, links.database.reveal(), "db.bacpac", database).await;
        put(&rehearsal, links.storage.reveal(), "default/a", vec![1]).await;
        let desk = rehearsal.world.custom_restore();
        desk.restore_to("qa").await.unwrap();
        rehearsal.pass(A_RESTORE);
        let restore = last(&rehearsal);
        assert_eq!(restore.content.database_version.as_deref(), Some(version));
        assert_eq!(restore.failure.is_none(), fits, "{restore:?}");
        // Nothing of it was restored, so the site was never away.
        assert_eq!(restore.offline.is_some(), fits);
        let state = if fits { "Succeeded" } else { "Failed" };
        assert!(page(&rehearsal).await.contains(state));
    }
}

#[tokio::test]
async fn both_parts_have_to_be_there_under_the_right_name() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    let desk = rehearsal.world.custom_restore();
    put(
        &rehearsal,
        links.database.reveal(),
        "DB.bacpac",
        bacpac("31.6.2"),
    )
    .await;
    put(&rehearsal, links.storage.reveal(), "default/a", vec![1]).await;
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("db.bacpac")
    );
    put(
        &rehearsal,
        links.database.reveal(),
        "db.bacpac",
        bacpac("31.6.2"),
    )
    .await;
    let (container, query) = links.storage.reveal().split_once('?').unwrap();
    rehearsal
        .http
        .delete(format!("{container}/default/a?{query}"))
        .send()
        .await
        .unwrap();
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("storage container is empty")
    );
    assert!(desk.restores().is_empty());
}

#[tokio::test]
async fn content_that_breaks_the_rules_fails_with_its_reason() {
    for (database, file, words) in [
        (
            bacpac("31.6.2"),
            "default/Assets/a",
            "lowercase: 'default/Assets/a'",
        ),
        (
            bacpac("31.6.2"),
            "loose.txt",
            "'loose.txt' is not in the folder",
        ),
        (b"TAPE".to_vec(), "default/a", "not a valid BACPAC"),
        (Vec::new(), "default/a", "not a valid BACPAC"),
    ] {
        let rehearsal = rehearsal().await;
        rehearsal.deployed("qa", Recipe::build("1")).await;
        let links = with_session(&rehearsal).await;
        put(&rehearsal, links.database.reveal(), "db.bacpac", database).await;
        put(&rehearsal, links.storage.reveal(), file, vec![1]).await;
        rehearsal
            .world
            .custom_restore()
            .restore_to("qa")
            .await
            .unwrap();
        rehearsal.pass(A_RESTORE);
        let failure = last(&rehearsal).failure.unwrap();
        assert!(failure.contains(words), "{failure}");
    }
}

#[tokio::test]
async fn only_one_session_is_open_at_a_time() {
    let rehearsal = rehearsal().await;
    let desk = rehearsal.world.custom_restore();
    assert!(desk.get_access(None).await.is_err());
    let first = desk.create_session().await.unwrap();
    assert!(
        desk.create_session()
            .await
            .unwrap_err()
            .contains("Only one")
    );
    desk.close().await.unwrap();
    let second = desk.create_session().await.unwrap();
    assert_ne!(first.database, second.database);
    assert_eq!(desk.sessions().len(), 2);
    assert!(rehearsal.world.storage().blobs(&first.database).is_none());
}

#[tokio::test]
async fn access_can_be_had_again_and_taken_back_from_everybody() {
    let rehearsal = rehearsal().await;
    let first = with_session(&rehearsal).await;
    let desk = rehearsal.world.custom_restore();
    let second = desk.get_access(None).await.unwrap();
    for link in [&first.storage, &second.storage] {
        assert_eq!(
            put(&rehearsal, link.reveal(), "default/a", vec![1]).await,
            201
        );
    }
    desk.revoke_access().await.unwrap();
    for link in [&first.storage, &second.storage] {
        assert_eq!(
            put(&rehearsal, link.reveal(), "default/a", vec![1]).await,
            403
        );
    }
    let third = desk.get_access(None).await.unwrap();
    assert_eq!(
        put(&rehearsal, third.storage.reveal(), "default/b", vec![1]).await,
        201
    );
    assert_eq!(
        rehearsal
            .world
            .storage()
            .blobs(&desk.sessions()[0].storage)
            .unwrap()
            .len(),
        2
    );
    assert!(desk.get_access(Some("everywhere")).await.is_err());
}

#[tokio::test]
async fn uploading_ends_after_a_week_and_restoring_after_180_days() {
    let rehearsal = rehearsal().await;
    rehearsal.deployed("qa", Recipe::build("1")).await;
    let links = with_session(&rehearsal).await;
    upload(&rehearsal, &links, "31.6.2").await;
    let desk = rehearsal.world.custom_restore();
    rehearsal.pass(7.0 * DAY);
    assert_eq!(
        put(&rehearsal, links.storage.reveal(), "default/b", vec![1]).await,
        403
    );
    assert!(desk.get_access(None).await.unwrap_err().contains("expired"));
    assert!(page(&rehearsal).await.contains("can still be restored"));
    desk.restore_to("qa").await.unwrap();
    rehearsal.pass(173.0 * DAY);
    assert_eq!(last(&rehearsal).failure, None);
    assert!(
        desk.restore_to("qa")
            .await
            .unwrap_err()
            .contains("180 days")
    );
}

#[tokio::test]
async fn a_session_and_its_data_survive_a_restart_without_their_links_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::default();
    let first = Rehearsal::in_folder(folder.path(), clock.clone()).await;
    let links = with_session(&first).await;
    upload(&first, &links, "31.6.2").await;
    let sessions = first.world.custom_restore().sessions();
    first.world.stop().await;
    let state = std::fs::read_to_string(folder.path().join("state.json")).unwrap();
    assert!(!state.contains("sig="));

    let second = Rehearsal::in_folder(folder.path(), clock).await;
    assert_eq!(second.world.custom_restore().sessions(), sessions);
    second.deployed("qa", Recipe::build("1")).await;
    assert_eq!(
        put(&second, links.storage.reveal(), "default/b", vec![1]).await,
        201
    );
    second
        .world
        .custom_restore()
        .restore_to("qa")
        .await
        .unwrap();
    second.pass(A_RESTORE);
    assert_eq!(last(&second).failure, None);
    assert_eq!(last(&second).content.files.0, 2);
}
