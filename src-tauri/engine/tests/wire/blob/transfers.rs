//! What arrives, and what is proven of it.

use super::depot::{Depot, Meet};
use super::trial::{MIB, Trial, bytes, codes, shared_connections};
use slipway_engine::blob::Container;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{ContentProof, End, Outcome, StoredMd5, copy_items};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_file_and_a_folder_arrive_whole_and_verified() {
    let depot = Depot::start().await;
    let large = bytes(20 * MIB + 7);
    let mut trial = Trial::new(&depot).file("db.bacpac", &large);
    for number in 0..30 {
        trial = trial.file(
            &format!("default/assets/{number}.webp"),
            &bytes(number * 3_000),
        );
    }
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(
        depot.blob("db", "db.bacpac").map(|blob| blob.bytes),
        Some(large.clone().into())
    );
    for number in 0..30 {
        let name = format!("default/assets/{number}.webp");
        assert_eq!(
            depot.blob("db", &name).map(|blob| blob.bytes),
            Some(bytes(number * 3_000).into())
        );
    }
    let Outcome::Sent(proof) = &report.files[0].outcome else {
        panic!("{report:?}");
    };
    let crc64 = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Nvme, &large);
    assert_eq!(proof.crc64.map(String::from), Some(format!("{crc64:016x}")));
    assert_eq!(
        (proof.content, proof.stored_md5),
        (ContentProof::Crc64, StoredMd5::None)
    );
    assert_eq!(depot.count(|call| call.puts_block()), 3);
    assert_eq!(depot.count(|call| call.puts_blob()), 30);
    assert_eq!(
        depot.count(|call| call.method == "HEAD"),
        0,
        "one listing is enough"
    );
    let last = *trial
        .diary
        .progress
        .lock()
        .expect("told")
        .last()
        .expect("told");
    assert_eq!(
        (last.files_done, last.bytes_done),
        (last.files_total, last.bytes_total)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_5_damaged_parts_are_sent_again_and_none_is_committed() {
    let depot = Depot::start().await;
    let large = bytes(17 * MIB);
    let http = shared_connections();
    for run in 0..100 {
        let count = Arc::new(AtomicUsize::new(run * 7));
        depot.script(move |call| {
            // One part in ten: a hundred times as bad as promised.
            let number = count.fetch_add(1, Ordering::Relaxed);
            let carries = call.puts_block() || call.puts_blob();
            if carries && number.is_multiple_of(10) {
                Meet::FlipBit
            } else {
                Meet::Serve
            }
        });
        let name = |at: usize| format!("{run}/{at}");
        let mut trial = Trial::new(&depot);
        trial.http = Some(http.clone());
        trial = trial.file(&name(0), if run < 5 { &large } else { b"short" });
        for at in 1..12 {
            trial = trial.file(&name(at), &bytes(1_000 + at));
        }
        let report = trial.run().await;
        assert!(report.all_is_well(), "{report:?}");
        assert!(report.damaged_in_flight.0 > 0);
        for at in 1..12 {
            assert_eq!(
                depot.blob("db", &name(at)).map(|blob| blob.bytes),
                Some(bytes(1_000 + at).into())
            );
        }
        if run < 5 {
            assert_eq!(
                depot.blob("db", &name(0)).map(|blob| blob.bytes),
                Some(large.clone().into())
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_without_crc64_gets_md5_after_asking_once() {
    let depot = Depot::start().await;
    depot.without_crc64();
    let mut trial = Trial::new(&depot).file("db.bacpac", &bytes(20 * MIB));
    for number in 0..20 {
        trial = trial.file(&number.to_string(), &bytes(500));
    }
    trial.at_once = 1;
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    assert_eq!(
        depot.count(|call| call.headers.contains_key("x-ms-content-crc64")),
        1
    );
    let Outcome::Sent(proof) = &report.files[5].outcome else {
        panic!("{report:?}");
    };
    assert_eq!(
        (proof.content, proof.stored_md5),
        (ContentProof::Md5, StoredMd5::Matches)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_7_what_cannot_be_read_back_is_sent_but_not_verified() {
    let depot = Depot::start().await;
    let trial = Trial::over(&depot.link("db", "w"))
        .file("a", b"one")
        .file("db.bacpac", &bytes(9 * MIB));
    let report = trial.run().await;
    assert_eq!(report.end, End::Complete);
    assert_eq!(codes(&report), ["sent", "sent"]);
    assert!(!report.all_is_well());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_7_what_changed_there_after_it_was_made_is_told() {
    let depot = Arc::new(Depot::start().await);
    let inside = depot.clone();
    depot.script(move |call| {
        if call.method == "HEAD" && call.blob == "a" {
            inside.put("db", "a", b"two");
        }
        Meet::Serve
    });
    let report = Trial::new(&depot)
        .file("a", b"one")
        .file("b", b"one")
        .run()
        .await;
    assert_eq!(codes(&report), ["blob-not-as-sent", "verified"]);
    depot.script(|_| Meet::Serve);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_file_that_is_gone_or_unreadable_does_not_stop_the_rest() {
    let depot = Depot::start().await;
    let mut trial = Trial::new(&depot);
    for number in 0..40 {
        trial = trial.file(&number.to_string(), &bytes(number));
    }
    trial = trial.file("db.bacpac", &bytes(20 * MIB));
    std::fs::remove_file(trial.path(7)).expect("it was there");
    std::fs::write(trial.path(9), b"another content").expect("it can be written");
    std::fs::remove_file(trial.path(40)).expect("it was there");
    let report = trial.run().await;
    assert_eq!(report.end, End::Complete);
    let codes = codes(&report);
    assert_eq!(
        (codes[7], codes[9], codes[40]),
        ("source-gone", "source-changed", "source-gone")
    );
    assert_eq!(codes.iter().filter(|code| **code == "verified").count(), 38);
    assert_eq!(depot.blob("db", "7"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promise_6_a_file_that_changes_on_the_way_is_never_committed() {
    let depot = Depot::start().await;
    let trial = Trial::new(&depot)
        .file("db.bacpac", &bytes(40 * MIB))
        .file("b", b"two");
    let path = trial.path(0);
    depot.script(move |call| {
        if call.puts_block() {
            let file = std::fs::File::options()
                .append(true)
                .open(&path)
                .expect("it is there");
            let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
            file.set_modified(later).expect("times can be set");
        }
        Meet::Serve
    });
    let report = trial.run().await;
    assert_eq!(codes(&report), ["source-changed", "verified"]);
    assert_eq!(depot.blob("db", "db.bacpac"), None);
    assert_eq!(depot.count(|call| call.commits()), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_copies_by_itself_what_is_in_another_storage_already() {
    let depot = Depot::start().await;
    let large = bytes(65 * MIB);
    depot.put("export", "files/a b#.webp", b"picture");
    depot.put("export", "files/../up.txt", b"dots");
    depot.put("export", "files/db.bacpac", &large);
    depot.put("export", "other/x", b"not wanted");
    let source = SasLink::parse(&depot.link("export", "rl")).expect("a link");
    let mut trial = Trial::new(&depot);
    let container = Container::open(source.clone(), trial.options()).expect("it opens");
    let rename = |name: &str| Some(name.strip_prefix("files/")?.to_owned());
    trial.items = copy_items(&container, "files/", rename)
        .await
        .expect("it can be listed");
    trial.source = Some(source);
    let report = trial.run().await;
    assert!(report.all_is_well(), "{report:?}");
    assert!(
        report.bytes_sent.0 < 1_000,
        "nothing but the list of blocks came through here"
    );
    assert_eq!(
        depot.blob("db", "db.bacpac").map(|blob| blob.bytes),
        Some(large.into())
    );
    assert_eq!(depot.names("db"), ["../up.txt", "a b#.webp", "db.bacpac"]);
    let again = trial.run().await;
    assert!(again.all_is_well());
    assert_eq!(
        depot.count(|call| call.headers.contains_key("x-ms-copy-source")),
        4,
        "nothing twice"
    );
}
