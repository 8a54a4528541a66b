//! Blobs that are there already, and answers that are lost.

use super::depot::{Depot, Meet};
use super::trial::{MIB, Trial, bytes, codes};
use crate::scripted::LIMIT;
use slipway_engine::blob::Container;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::IfExists;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_8_nothing_is_overwritten_unless_it_was_chosen() {
    let depot = Depot::start().await;
    depot.put("db", "db.bacpac", b"theirs");
    depot.put("db", "a", b"theirs");
    let mut trial = Trial::new(&depot)
        .file("db.bacpac", &bytes(9 * MIB))
        .file("a", b"ours")
        .file("b", b"ours");
    let report = trial.run().await;
    assert_eq!(codes(&report), ["blob-exists", "blob-exists", "verified"]);
    trial.if_exists = IfExists::Keep;
    let report = trial.run().await;
    assert_eq!(codes(&report), ["kept", "kept", "verified"]);
    assert!(report.all_is_well());
    for name in ["db.bacpac", "a"] {
        assert_eq!(
            depot.blob("db", name).map(|blob| blob.bytes),
            Some("theirs".into())
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_8_only_the_blob_that_was_shown_is_replaced() {
    let depot = Depot::start().await;
    for name in ["db.bacpac", "a", "b"] {
        depot.put("db", name, b"theirs");
    }
    let mut trial = Trial::new(&depot)
        .file("db.bacpac", &bytes(9 * MIB))
        .file("a", b"ours")
        .file("b", b"ours");
    let link = SasLink::parse(&depot.link("db", "rl")).expect("a link");
    let container = Container::open(link, trial.options()).expect("it opens");
    let shown = container
        .existing(&["db.bacpac", "a", "b", "c"])
        .await
        .expect("it can be seen");
    let etags: BTreeMap<String, String> = shown
        .into_iter()
        .map(|blob| (blob.name, blob.etag))
        .collect();
    assert_eq!(etags.keys().collect::<Vec<_>>(), ["a", "b", "db.bacpac"]);
    trial.if_exists = IfExists::Replace(etags);
    // Somebody else was faster.
    depot.put("db", "b", b"newer");
    let report = trial.run().await;
    assert_eq!(codes(&report), ["verified", "verified", "blob-changed"]);
    assert_eq!(
        depot.blob("db", "b").map(|blob| blob.bytes),
        Some("newer".into())
    );
    assert_eq!(
        depot.blob("db", "a").map(|blob| blob.bytes),
        Some("ours".into())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_a_lost_answer_makes_one_blob_and_no_false_alarm() {
    let depot = Depot::start().await;
    let mut lost = 0;
    depot.script(move |call| {
        if (call.commits() || call.puts_blob()) && lost < 2 {
            lost += 1;
            return Meet::ServeAndHangUp;
        }
        Meet::Serve
    });
    let report = Trial::new(&depot)
        .file("db.bacpac", &bytes(9 * MIB))
        .file("a", b"one")
        .run()
        .await;
    assert_eq!(codes(&report), ["verified", "verified"], "{report:?}");
    assert_eq!(depot.count(|call| call.commits()), 1);
    assert_eq!(depot.count(|call| call.puts_blob()), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_with_a_link_that_only_writes_a_lost_answer_makes_one_blob_too() {
    let depot = Depot::start().await;
    let mut lost = 0;
    depot.script(move |call| {
        if (call.commits() || call.puts_blob()) && lost < 2 {
            lost += 1;
            return Meet::ServeAndHangUp;
        }
        Meet::Serve
    });
    let trial = Trial::over(&depot.link("db", "w"))
        .file("db.bacpac", &bytes(9 * MIB))
        .file("a", b"one");
    assert_eq!(codes(&trial.run().await), ["sent", "sent"]);
    assert_eq!(depot.names("db").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_a_request_that_was_lost_before_it_arrived_is_made_again() {
    let depot = Depot::start().await;
    let mut lost = 0;
    depot.script(move |call| {
        if (call.commits() || call.puts_blob()) && lost < 2 {
            lost += 1;
            return Meet::HangUp;
        }
        Meet::Serve
    });
    let report = Trial::new(&depot)
        .file("db.bacpac", &bytes(9 * MIB))
        .file("a", b"one")
        .run()
        .await;
    assert_eq!(codes(&report), ["verified", "verified"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_9_after_a_kill_it_says_no_more_of_a_blob_than_the_link_lets_it_know() {
    let depot = Depot::start().await;
    depot.script(|call| match call.puts_block() {
        true => Meet::Serve,
        false => Meet::ServeAndHold,
    });
    let content = bytes(9 * MIB);
    let mut trial = Trial::over(&depot.link("db", "w"))
        .file("db.bacpac", &content)
        .file("a", b"one");
    let both_are_there = async {
        while depot.names("db").len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        report = trial.run() => panic!("nobody answered: {report:?}"),
        there = tokio::time::timeout(LIMIT, both_are_there) => there.expect("in time"),
    }
    depot.script(|_| Meet::Serve);
    for (rights, known) in [
        ("w", ["blob-perhaps-ours", "blob-perhaps-ours"]),
        ("wl", ["blob-perhaps-ours", "verified"]),
        ("wr", ["verified", "verified"]),
    ] {
        trial.link(&depot.link("db", rights));
        let report = trial.run().await;
        assert_eq!(codes(&report), known, "{rights}: {report:?}");
    }
    let there = |name| depot.blob("db", name).map(|blob| blob.bytes);
    assert_eq!(there("db.bacpac"), Some(content.into()));
    assert_eq!(there("a"), Some("one".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_that_only_writes_is_not_asked_again_and_again_what_it_does_not_tell() {
    let depot = Depot::start().await;
    let mut trial = Trial::over(&depot.link("db", "w"));
    for number in 0..200 {
        trial = trial.file(&number.to_string(), b"x");
    }
    let report = trial.run().await;
    assert!(codes(&report).iter().all(|code| *code == "sent"));
    let asked = depot.count(|call| call.method != "PUT");
    assert!(asked < 100, "{asked}");
}
