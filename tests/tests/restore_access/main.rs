//! A desk that looks into the containers of a custom restore, in the practice world.

use slipway_engine::blob::sas::SasFinding;
use slipway_engine::desk::{LinksSaved, LinksTaken, RestoreEvent, RestoreView};
use slipway_engine::fault::Fault;
use slipway_engine::project::EnvKey;
use slipway_engine::units::{Bytes, Count, Moment};
use slipway_practice::{AccessLinks, LinkOrder};
use slipway_tests::rehearsal::Rehearsal;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// A restore with a session in the Portal, and what Get access shows.
async fn with_access(rehearsal: &Rehearsal) -> (String, AccessLinks) {
    let portal = rehearsal.world.custom_restore();
    portal.create_session().await.expect("a session");
    let links = portal.get_access(None).await.expect("links");
    (created(rehearsal), links)
}

fn created(rehearsal: &Rehearsal) -> String {
    let desk = &rehearsal.desk;
    let begun = desk.begin_restore(&rehearsal.project.id, &EnvKey("qa".into()));
    let id = begun.expect("it begins").session.id;
    let now = RestoreEvent::SessionCreated { at: desk.now() };
    desk.restore_event(&id, now).expect("it is told");
    id
}

async fn paste(rehearsal: &Rehearsal, id: &str, text: String) -> RestoreView {
    match rehearsal.desk.take_links(id, text, false).await {
        Ok(LinksTaken::Taken { view }) => *view,
        other => panic!("{other:?}"),
    }
}

fn both(links: &AccessLinks) -> String {
    format!("{}\n{}", links.storage.reveal(), links.database.reveal())
}

async fn look(rehearsal: &Rehearsal, id: &str) -> Result<RestoreView, Fault> {
    rehearsal.desk.look_at_containers(id).await
}

/// Puts a small blob where the link leads.
async fn put(link: &str, name: &str, content: &'static str) {
    let (place, signature) = link.split_once('?').expect("a link");
    let address = format!("{place}/{name}?{signature}");
    let request = reqwest::Client::new().put(address).body(content);
    let answer = request.header("x-ms-blob-type", "BlockBlob").send();
    let answer = answer.await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
}

fn clock_off(view: &RestoreView) -> Option<i32> {
    let findings = &view.links.database.as_ref().expect("a link").findings;
    findings.iter().find_map(|finding| match finding {
        SasFinding::ClockOff { minutes } => Some(*minutes),
        _ => None,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_8_what_the_containers_hold_is_seen_before_anything_is_sent() {
    let rehearsal = Rehearsal::start().await;
    let (id, links) = with_access(&rehearsal).await;
    let view = paste(&rehearsal, &id, both(&links)).await;
    assert_eq!(view.links.saved, LinksSaved::Saved);
    assert!(view.there.is_none(), "nobody looked yet");
    let there = look(&rehearsal, &id)
        .await
        .expect("seen")
        .there
        .expect("seen");
    assert_eq!(there.database, None);
    assert_eq!(
        (there.storage_files, there.storage_bytes),
        (Some(Count(0)), Some(Bytes(0)))
    );

    put(links.database.reveal(), "db.bacpac", "database").await;
    put(links.storage.reveal(), "default/a.txt", "one").await;
    put(links.storage.reveal(), "default/b.txt", "three").await;
    let view = look(&rehearsal, &id).await.expect("seen");
    let there = view.there.expect("seen");
    let database = there.database.expect("it is there");
    assert_eq!(database.bytes, Bytes(8));
    let age = rehearsal.world.now().0.duration_since(database.modified.0);
    assert!(age.abs() < jiff::SignedDuration::from_mins(2), "{age:?}");
    assert_eq!(
        (there.storage_files, there.storage_bytes),
        (Some(Count(2)), Some(Bytes(8)))
    );
    assert_eq!(clock_off(&rehearsal.desk.restore(&id).expect("it")), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_may_not_list_shows_the_database_and_leaves_the_files_open() {
    let rehearsal = Rehearsal::start().await;
    let storage = rehearsal.world.storage();
    let end = Moment(rehearsal.world.now().0 + HOUR);
    let link = |container: &str, rights: &str| {
        storage.create_container(container);
        storage.link(&LinkOrder::new(container, end).allowing(rights))
    };
    let id = created(&rehearsal);
    let (database, files) = (link("database-1", "rw"), link("storage-1", "rw"));
    put(database.reveal(), "db.bacpac", "database").await;
    let text = format!("{} {}", database.reveal(), files.reveal());
    paste(&rehearsal, &id, text).await;
    let there = look(&rehearsal, &id)
        .await
        .expect("seen")
        .there
        .expect("seen");
    assert_eq!(there.database.expect("seen").bytes, Bytes(8));
    assert_eq!(there.storage_files, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_15_a_computer_whose_clock_is_off_is_told_by_the_services_own() {
    let rehearsal = Rehearsal::start().await;
    let (id, links) = with_access(&rehearsal).await;
    paste(&rehearsal, &id, both(&links)).await;
    rehearsal.world.faults().jump(HOUR / 3);
    let view = look(&rehearsal, &id).await.expect("seen");
    let minutes = clock_off(&view).expect("it is told");
    assert!(
        (-21..=-19).contains(&minutes),
        "this computer is behind: {minutes}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_15_the_services_time_decides_whether_a_link_is_valid_yet() {
    let rehearsal = Rehearsal::start().await;
    rehearsal.world.faults().jump(HOUR);
    let storage = rehearsal.world.storage();
    let now = rehearsal.world.now().0;
    let link = |container: &str| {
        storage.create_container(container);
        let mut order = LinkOrder::new(container, Moment(now + 5 * HOUR));
        order.starts = Some(Moment(now - HOUR / 6));
        storage.link(&order)
    };
    let (database, files) = (link("database-1"), link("storage-1"));
    let id = created(&rehearsal);
    // By this computer's clock both begin in 50 minutes.
    let text = format!("{} {}", database.reveal(), files.reveal());
    let view = paste(&rehearsal, &id, text).await;
    assert!(clock_off(&view).is_some(), "{:?}", view.links);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_that_were_revoked_say_so_when_the_containers_are_looked_at() {
    let mut rehearsal = Rehearsal::start().await;
    let (id, links) = with_access(&rehearsal).await;
    paste(&rehearsal, &id, both(&links)).await;
    rehearsal.world.storage().rotate_key().await;
    let fault = look(&rehearsal, &id).await.expect_err("it is refused");
    assert_eq!(fault.code, "link-not-taken", "{fault:?}");
    let shown = format!("{fault:?}");
    let signature = links
        .database
        .reveal()
        .split("sig=")
        .nth(1)
        .expect("a signature");
    assert!(!shown.contains(&signature[..12]), "{shown}");

    // What is no longer in the keychain is told as gone.
    rehearsal.restart_with_an_empty_keychain();
    let gone = look(&rehearsal, &id).await.expect_err("no links");
    assert_eq!(gone.code, "restore-links-gone");
}
