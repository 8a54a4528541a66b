//! Going on after a stop, a crash, a week, and with another link.

use super::depot::{Depot, Meet};
use super::trial::{MIB, Trial, bytes, code, codes, shared_connections};
use crate::scripted::LIMIT;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{Doing, End, JournalNote, WhenLinkEnds};
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Sends until so many parts were answered, then ends as a killed program does.
async fn killed_after(trial: &Trial, depot: &Depot, parts: usize) {
    let before = depot.calls().len();
    let running = trial.run();
    tokio::select! {
        report = running => assert_eq!(report.end, End::Complete),
        () = depot.until(|calls| calls.len() >= before + parts) => {}
    }
    everything_of_it_ended(trial.journal()).await;
}

/// Nothing of a killed program holds its journal. What a dropped transfer was bringing to the disk
/// on another thread does, for as long as the disk takes.
async fn everything_of_it_ended(journal: PathBuf) {
    let free = tokio::task::spawn_blocking(move || File::open(journal)?.lock());
    let free = tokio::time::timeout(LIMIT, free).await;
    let free = free.expect("the journal is let go of in time");
    free.expect("no panic").expect("it can be locked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_3_killed_anywhere_no_more_is_sent_again_than_was_under_way() {
    const BLOCKS: usize = 7;
    const SMALL: usize = 40;
    let large = bytes(BLOCKS * 8 * MIB);
    let http = shared_connections();
    let mut chance = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..20 {
        let depot = Depot::start().await;
        let mut trial = Trial::new(&depot);
        trial.at_once = 4;
        trial.http = Some(http.clone());
        for number in 0..SMALL {
            trial = trial.file(&format!("f/{number}"), &bytes(100 + number));
        }
        trial = trial.file("db.bacpac", &large);
        let mut kills = 0;
        for _ in 0..10 {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            killed_after(&trial, &depot, (chance % 30) as usize + 1).await;
            kills += 1;
            trial.control = slipway_engine::blob::transfer::Control::new(
                SasLink::parse(&depot.link("db", "racwl")).expect("a link"),
            );
        }
        let report = trial.run().await;
        assert!(report.all_is_well(), "{report:?}");
        assert_eq!(
            depot.blob("db", "db.bacpac").map(|blob| blob.bytes),
            Some(large.clone().into())
        );
        let sent = depot.count(|call| call.puts_block() || call.puts_blob());
        assert!(
            sent <= BLOCKS + SMALL + kills * 4,
            "{sent} parts for {kills} kills"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_finished_is_neither_sent_nor_asked_for_again() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(20 * MIB));
    for number in 0..30 {
        trial = trial.file(&format!("{number}/x"), &bytes(number));
    }
    assert!(trial.run().await.all_is_well());
    let before = depot.calls().len();
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(report.bytes_sent.0, 0);
    assert_eq!(
        depot.calls().len(),
        before + 1,
        "one listing to read it back"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_16_another_link_to_the_same_container_goes_on_with_nothing_sent_again() {
    let depot = Arc::new(Depot::start().await);
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(80 * MIB));
    trial.at_once = 2;
    trial.when_link_ends = WhenLinkEnds::Wait;
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    let fresh = depot.link_signed("db", "racwl", 9);
    let good = SasLink::parse(&fresh).expect("a link");
    let signature = BASE64_STANDARD.encode([9; 32]);
    depot.script(move |call| {
        let new = call.query["sig"] == signature;
        let early = call.puts_block() && !new && count.fetch_add(1, Ordering::Relaxed) < 4;
        if new || early || call.method == "GET" {
            Meet::Serve
        } else {
            Meet::Say(403, "AuthenticationFailed")
        }
    });
    let (running, giving) = (trial.run(), async {
        trial
            .diary
            .until(|doing| matches!(doing, Doing::NeedsLink { .. }))
            .await;
        let elsewhere = SasLink::parse(&depot.link("storage", "racwl")).expect("a link");
        let refused = trial
            .control
            .give_link(elsewhere)
            .expect_err("it leads elsewhere");
        assert_eq!(refused.code, "link-to-another-place");
        trial.control.give_link(good).expect("the same place");
    });
    let (report, ()) = tokio::join!(running, giving);
    assert!(report.all_is_well(), "{report:?}");
    let served = depot.calls();
    let mut ids: Vec<_> = served
        .iter()
        .filter(|call| call.puts_block())
        .map(|call| call.query["blockid"].clone())
        .collect();
    let refused = ids.len() - 10;
    assert!(
        refused <= 2,
        "only what was refused was sent twice: {}",
        ids.len()
    );
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_16_a_link_that_ends_during_the_reading_back_is_waited_for_too() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot).file("a", b"one").file("b", b"two");
    trial.when_link_ends = WhenLinkEnds::Wait;
    let signature = BASE64_STANDARD.encode([9; 32]);
    depot.script(move |call| {
        if call.method == "HEAD" && call.query["sig"] != signature {
            Meet::Say(403, "AuthenticationFailed")
        } else {
            Meet::Serve
        }
    });
    let giving = async {
        trial
            .diary
            .until(|doing| matches!(doing, Doing::NeedsLink { .. }))
            .await;
        let good = SasLink::parse(&depot.link_signed("db", "racwl", 9)).expect("a link");
        trial.control.give_link(good).expect("the same place");
    };
    let (report, ()) = tokio::join!(trial.run(), giving);
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(depot.count(|call| call.puts_blob()), 2);
    assert_eq!(trial.diary.doings().last(), Some(&Doing::Verifying));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_16_an_ended_link_ends_the_run_and_the_next_one_goes_on() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(40 * MIB));
    trial.at_once = 1;
    let mut count = 0;
    depot.script(move |call| {
        count += usize::from(call.puts_block());
        if count > 3 {
            Meet::Say(403, "AuthenticationFailed")
        } else {
            Meet::Serve
        }
    });
    let report = trial.run().await;
    assert!(
        matches!(&report.end, End::NeedsLink { fault } if fault.code == "link-not-taken"),
        "{report:?}"
    );
    assert_eq!(code(&report.files[0].outcome), "not reached");
    depot.script(|_| Meet::Serve);
    let before = depot.count(|call| call.puts_block());
    trial.link(&depot.link("storage", "racwl"));
    let refused = trial.try_run().await.expect_err("another place");
    assert_eq!(refused.code, "journal-of-another-place");
    trial.link(&depot.link_signed("db", "racwl", 8));
    assert!(trial.run().await.all_is_well());
    assert_eq!(depot.count(|call| call.puts_block()) - before, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_link_moves_nothing() {
    let depot = Depot::start().await;
    let link = depot.link("db", "racwl").replace("2099", "2020");
    let trial = Trial::over(&link).file("a", b"one");
    let report = trial.run().await;
    assert!(
        matches!(&report.end, End::NeedsLink { fault } if fault.code == "link-expired"),
        "{report:?}"
    );
    assert_eq!(depot.calls().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_4_blocks_of_somebody_else_never_get_into_the_blob() {
    for (length, expected) in [
        (24, "verified"),
        (48, "verified"),
        (6, "blob-blocks-in-the-way"),
    ] {
        let depot = Depot::start().await;
        for number in 0..3_u8 {
            let id = BASE64_STANDARD.encode([number].repeat(length));
            depot.leave_block("db", "db.bacpac", &id, b"foreign");
        }
        let content = bytes(20 * MIB);
        let report = Trial::new(&depot).file("db.bacpac", &content).run().await;
        assert_eq!(codes(&report), [expected], "{length}");
        let there = depot.blob("db", "db.bacpac").map(|blob| blob.bytes);
        assert_eq!(there, (expected == "verified").then(|| content.into()));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_4_blocks_the_service_dropped_or_holds_at_another_length_are_sent_again() {
    let depot = Arc::new(Depot::start().await);
    // More than is ever under way at once, so that some have arrived while others are ahead.
    let content = bytes(96 * MIB);
    let trial = Trial::new(&depot).file("db.bacpac", &content);
    let (stop, inside) = (trial.control.clone(), depot.clone());
    depot.script(move |call| {
        if call.puts_block() && !inside.waiting("db", "db.bacpac").is_empty() {
            stop.stop();
        }
        Meet::Serve
    });
    assert_eq!(trial.run().await.end, End::Stopped);
    depot.script(|_| Meet::Serve);
    let waiting = depot.waiting("db", "db.bacpac");
    assert!(!waiting.is_empty());
    depot.drop_blocks();
    depot.leave_block("db", "db.bacpac", &waiting[0].0, b"odd");
    let mut trial = trial;
    trial.link(&depot.link("db", "racwl"));
    let report = trial.run().await;
    assert_eq!(codes(&report), ["verified"]);
    assert_eq!(
        depot.blob("db", "db.bacpac").map(|blob| blob.bytes),
        Some(content.into())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_4_blocks_lost_before_the_commit_are_sent_again_once() {
    let depot = Arc::new(Depot::start().await);
    let content = bytes(20 * MIB);
    let trial = Trial::new(&depot).file("db.bacpac", &content);
    let inside = depot.clone();
    let mut dropped = false;
    depot.script(move |call| {
        if call.commits() && !dropped {
            dropped = true;
            inside.drop_blocks();
        }
        Meet::Serve
    });
    assert_eq!(codes(&trial.run().await), ["verified"]);
    assert_eq!(
        depot.blob("db", "db.bacpac").map(|blob| blob.bytes),
        Some(content.into())
    );
    depot.script(|_| Meet::Serve);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_journal_is_told_of_in_the_report_and_holds_no_secret() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot);
    for number in 0..20 {
        trial = trial.file(&number.to_string(), &bytes(number));
    }
    assert!(trial.run().await.all_is_well());
    let journal = std::fs::read(trial.journal()).expect("it is there");
    let text = String::from_utf8_lossy(&journal).into_owned();
    let signature = BASE64_STANDARD.encode([7; 32]);
    assert!(!text.contains(&signature[..8]) && !text.contains("sig="));
    let mut damaged = journal.clone();
    let middle = journal.len() / 2;
    damaged[middle] ^= 1;
    std::fs::write(trial.journal(), &damaged).expect("it can be written");
    let report = trial.run().await;
    assert!(
        matches!(report.notes.as_slice(), [JournalNote::Damaged { .. }]),
        "{:?}",
        report.notes
    );
    assert!(
        report.all_is_well(),
        "what is there with the same content counts: {report:?}"
    );
}
