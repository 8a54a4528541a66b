//! Links: taken, kept, found again, forgotten.

use super::*;
use crate::secret::tests::leaks::still_readable;
use std::collections::BTreeSet;

fn pair(stage: &Stage) -> String {
    format!(
        "\"{}\"\r\n\r\n'{}'",
        stage.link("storage-7f21"),
        stage.link("database-7f21")
    )
}

fn not_usable(taken: LinksTaken) -> (Vec<PastedLink>, Option<PartName>) {
    match taken {
        LinksTaken::NotUsable { links, missing } => (links, missing),
        other => panic!("{other:?}"),
    }
}

fn view_of(taken: LinksTaken) -> RestoreView {
    match taken {
        LinksTaken::Taken { view } => *view,
        other => panic!("{other:?}"),
    }
}

fn faults(links: &[PastedLink]) -> Vec<&str> {
    let faults = links.iter().filter_map(|link| link.fault.as_ref());
    faults.map(|fault| fault.code.as_str()).collect()
}

fn containers(view: &RestoreView) -> (String, String) {
    let name = |link: &Option<LinkView>| link.as_ref().expect("a link").container.clone();
    (name(&view.links.database), name(&view.links.storage))
}

fn both(database: &str, storage: &str) -> (String, String) {
    (database.to_owned(), storage.to_owned())
}

#[tokio::test]
async fn promise_25_links_are_taken_in_any_order_and_shown_without_their_signature() {
    let stage = Stage::new();
    let id = stage.created();
    let text = pair(&stage);
    let view = view_of(stage.paste(&id, &text).await);
    assert_eq!(containers(&view), both("database-7f21", "storage-7f21"));
    assert_eq!(view.links.saved, LinksSaved::Saved);
    assert!(stage.holds_links(&id));
    let signatures: Vec<&str> = text.split("sig=").skip(1).map(|rest| &rest[..16]).collect();
    let shown = serde_json::to_string(&view).expect("JSON");
    let debug = format!("{view:?}");
    let on_disk = on_disk(&stage);
    for signature in signatures {
        for text in [shown.as_bytes(), debug.as_bytes(), &on_disk] {
            let found = text
                .windows(signature.len())
                .any(|part| part == signature.as_bytes());
            assert!(!found, "{signature}");
        }
    }
}

#[tokio::test]
async fn promise_25_no_answer_about_links_holds_eight_letters_of_a_signature() {
    let stage = Stage::new();
    let id = stage.created();
    let mut outcomes = BTreeSet::new();
    for number in 0..300 {
        let pasted = match number % 3 {
            0 => vec![format!("database-{number}"), format!("storage-{number}")],
            1 => vec![format!("kxp-{number}"), format!("kxp-{number}-2")],
            _ => vec![format!("database-{number}"); 2],
        };
        let pasted: Vec<String> = pasted.iter().map(|name| stage.link(name)).collect();
        let answer = stage.paste(&id, &pasted.join("\n")).await;
        let json = serde_json::to_value(&answer).expect("JSON");
        outcomes.insert(json["outcome"].to_string());
        let shown = format!("{answer:?} {answer:#?} {json}");
        for link in &pasted {
            let signature = link.split("sig=").nth(1).expect("a signature");
            let signature = signature
                .replace("%2B", "+")
                .replace("%2F", "/")
                .replace("%3D", "=");
            assert!(still_readable(&signature, link).is_some(), "{link}");
            assert_eq!(still_readable(&signature, &shown), None, "{shown}");
        }
    }
    assert_eq!(outcomes.len(), 3, "each kind of answer was among them");
}

/// Every byte of every file Slipway keeps.
fn on_disk(stage: &Stage) -> Vec<u8> {
    let listing = std::fs::read_dir(stage.folder.path()).expect("a folder");
    let files = listing.flatten().filter(|entry| entry.path().is_file());
    files
        .flat_map(|file| std::fs::read(file.path()).expect("a file"))
        .collect()
}

#[tokio::test]
async fn links_are_swapped_by_an_empty_text() {
    let stage = Stage::new();
    let id = stage.created();
    let nothing = stage.desk.take_links(&id, String::new(), true);
    assert_eq!(code(nothing.await), "restore-links-gone");
    stage.paste(&id, &pair(&stage)).await;
    let swapped = stage.desk.take_links(&id, " ".to_owned(), true);
    let view = view_of(swapped.await.expect("swapped"));
    assert_eq!(containers(&view), both("storage-7f21", "database-7f21"));
    // What was decided once is kept when new links to the same containers come.
    let view = view_of(stage.paste(&id, &pair(&stage)).await);
    assert_eq!(containers(&view), both("storage-7f21", "database-7f21"));
}

#[tokio::test]
async fn it_is_asked_which_link_is_the_databases_where_no_name_tells() {
    let stage = Stage::new();
    let id = stage.created();
    let text = format!("{} {}", stage.link("kxp-1"), stage.link("kxp-2"));
    let LinksTaken::AskWhich {
        first,
        second,
        id: asked,
    } = stage.paste(&id, &text).await
    else {
        panic!("it is asked");
    };
    assert_eq!((first.container, second.container), both("kxp-1", "kxp-2"));
    assert!(!stage.holds_links(&id), "nothing is kept before the answer");
    let another = stage.desk.name_links(&id, "another", OneOfTwo::First);
    assert_eq!(code(another), "restore-links-gone");
    let view = stage.desk.name_links(&id, &asked, OneOfTwo::Second);
    assert_eq!(containers(&view.expect("taken")), both("kxp-2", "kxp-1"));
    let again = stage.desk.name_links(&id, &asked, OneOfTwo::First);
    assert_eq!(code(again), "restore-links-gone");
}

#[tokio::test]
async fn promise_15_a_link_that_will_not_do_is_named_with_its_reason() {
    let stage = Stage::new();
    let id = stage.created();
    let good = stage.link("storage-7f21");
    let read_only = stage.link("database-7f21").replace("sp=rwl", "sp=rl");
    let (links, _) = not_usable(stage.paste(&id, &format!("{read_only}\n{good}")).await);
    assert_eq!(faults(&links), ["link-lacks-right"]);
    let cut = &good[..good.len() - 20];
    let (links, _) = not_usable(
        stage
            .paste(&id, &format!("{}\n{cut}", stage.link("db-1")))
            .await,
    );
    assert_eq!(faults(&links), ["link-cut-off"]);
    let (links, _) = not_usable(stage.paste(&id, "good morning").await);
    assert_eq!(faults(&links), ["link-not-found"]);
    let (links, _) = not_usable(stage.paste(&id, &format!("{good}\n{good}")).await);
    assert_eq!(faults(&links), ["restore-same-container"]);
    let three = ["db-1", "storage-1", "storage-2"].map(|name| stage.link(name));
    let (links, _) = not_usable(stage.paste(&id, &three.join(" ")).await);
    assert_eq!(faults(&links), ["restore-links-too-many"]);
    assert!(!stage.holds_links(&id));
}

#[tokio::test]
async fn links_that_come_one_after_the_other_are_a_pair() {
    let stage = Stage::new();
    let id = stage.created();
    let (links, missing) = not_usable(stage.paste(&id, &stage.link("storage-1")).await);
    assert_eq!((links.len(), missing), (1, Some(PartName::Database)));
    assert!(links[0].fault.is_none());
    let view = view_of(stage.paste(&id, &stage.link("database-1")).await);
    assert_eq!(containers(&view), both("database-1", "storage-1"));
}

#[tokio::test]
async fn an_address_without_a_signature_beside_two_links_does_no_harm() {
    let stage = Stage::new();
    let id = stage.created();
    let page = "https://xperience-portal.com/data-management/custom-restore";
    let view = view_of(stage.paste(&id, &format!("{page}\n{}", pair(&stage))).await);
    assert_eq!(containers(&view), both("database-7f21", "storage-7f21"));
}

#[tokio::test]
async fn promise_16_one_new_link_takes_the_place_of_the_one_to_the_same_container() {
    let stage = Stage::new();
    let id = stage.created();
    stage.paste(&id, &pair(&stage)).await;
    stage.clock.advance(DAY);
    let view = view_of(stage.paste(&id, &stage.link("storage-7f21")).await);
    assert_eq!(containers(&view), both("database-7f21", "storage-7f21"));
    let [database, storage] = [view.links.database, view.links.storage];
    let end = |link: Option<LinkView>| link.and_then(|link| link.expires).expect("an end");
    assert_eq!(end(storage).0, end(database).0 + DAY);
}

#[tokio::test]
async fn access_before_the_session_is_created_is_refused() {
    let stage = Stage::new();
    let id = stage.begin("qa").session.id;
    let text = pair(&stage);
    let refused = stage
        .desk
        .take_links(&id, text, false)
        .await
        .expect_err("refused");
    assert_eq!(refused.code, "restore-step-first");
    assert!(!stage.holds_links(&id), "what is refused is not kept");
}

#[tokio::test]
async fn promise_27_a_locked_keychain_keeps_links_for_this_session_only_and_says_so() {
    let mut stage = Stage::new();
    let id = stage.created();
    stage.keychain.lock(true);
    let view = view_of(stage.paste(&id, &pair(&stage)).await);
    assert_eq!(view.links.saved, LinksSaved::SessionOnly);
    assert_eq!(stage.view(&id).links.saved, LinksSaved::SessionOnly);
    stage.come_back();
    stage.keychain.lock(false);
    let view = stage.view(&id);
    assert_eq!(view.links.saved, LinksSaved::None);
    assert!(view.links.database.is_none());
    assert!(
        view.session.access.is_some(),
        "that there was access is known"
    );
}

#[tokio::test]
async fn links_are_found_again_once_the_keychain_is_unlocked() {
    let mut stage = Stage::new();
    let id = stage.created();
    stage.paste(&id, &pair(&stage)).await;
    stage.come_back();
    stage.keychain.lock(true);
    assert_eq!(stage.view(&id).links.saved, LinksSaved::None);
    stage.keychain.lock(false);
    let view = stage.view(&id);
    assert_eq!(view.links.saved, LinksSaved::Saved);
    assert_eq!(containers(&view), both("database-7f21", "storage-7f21"));
}

#[tokio::test]
async fn links_are_forgotten_when_asked_when_closed_and_when_revoked() {
    let stage = Stage::new();
    let id = stage.created();
    stage.paste(&id, &pair(&stage)).await;
    let view = stage.desk.forget_links(&id).expect("forgotten");
    assert_eq!(view.links.saved, LinksSaved::None);
    assert!(!stage.holds_links(&id));
    assert!(
        stage
            .history()
            .contains(&"restore-links-forgotten".to_owned())
    );

    stage.paste(&id, &pair(&stage)).await;
    let view = stage.tell(&id, RestoreEvent::AccessRevoked);
    assert_eq!(view.links.saved, LinksSaved::None);
    assert!(!stage.holds_links(&id));

    stage.paste(&id, &pair(&stage)).await;
    assert!(stage.holds_links(&id));
    stage.tell(&id, RestoreEvent::Closed);
    assert!(!stage.holds_links(&id));
}

#[tokio::test]
async fn a_locked_keychain_keeps_nobody_from_closing_and_is_cleared_later() {
    let mut stage = Stage::new();
    let id = stage.created();
    stage.paste(&id, &pair(&stage)).await;
    stage.keychain.lock(true);
    stage.tell(&id, RestoreEvent::Closed);
    assert!(stage.holds_links(&id), "it could not be changed");
    assert_eq!(stage.view(&id).links.saved, LinksSaved::None);
    stage.come_back();
    stage.keychain.lock(false);
    stage.begin("qa");
    assert!(!stage.holds_links(&id));
}
