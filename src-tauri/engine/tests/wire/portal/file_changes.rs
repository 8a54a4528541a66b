//! A file that changes under way is not sent to its end (promise 6).

use super::package::TestPackage;
use super::{Trial, attentive, code, fault, impatient};
use crate::scripted::{Scripted, Step, answer};
use slipway_engine::fault::NextStep;
use std::fs::{File, OpenOptions};
use std::io::{Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Far more than the buffers between the two ends hold.
const LARGE: usize = 24 << 20;

/// Changes the file once its first bytes have arrived, and expects the upload to stop.
async fn stopped_by(what: &str, change: impl FnOnce(&TestPackage)) {
    let package = TestPackage::of(LARGE);
    let before = vec![Step::Head, Step::Body(1000)];
    let (go_on, script) = Scripted::paused(before, vec![Step::Drain]);
    let server = Scripted::start(vec![script]).await;
    let trial = Trial::new(&server, &package);
    let changing = async {
        server.until(0, |seen| seen.body_bytes == 1000).await;
        change(&package);
        go_on.notify_one();
    };
    let (outcome, ()) = tokio::join!(trial.send(), changing);
    assert_eq!(code(&outcome), "file changed", "{what}: {outcome:?}");
    assert_eq!(fault(&outcome).code, "file-changed", "{what}");
    assert_eq!(fault(&outcome).action, NextStep::InspectAgain, "{what}");
    assert_eq!(fault(&outcome).params["file"], "release.zip", "{what}");
    let seen = server.until(0, |seen| seen.over).await;
    assert!(
        seen.body_bytes < LARGE as u64,
        "{what}: {}",
        seen.body_bytes
    );
    assert_eq!(server.connections(), 1, "{what}");
}

fn writing(path: &Path) -> File {
    OpenOptions::new().write(true).open(path).expect("the file")
}

#[tokio::test]
async fn promise_6_a_file_that_grows_is_not_sent_to_its_end() {
    stopped_by("grown", |package| {
        let mut file = OpenOptions::new()
            .append(true)
            .open(&package.path)
            .expect("the file");
        file.write_all(b"more").expect("more is written");
    })
    .await;
}

#[tokio::test]
async fn promise_6_a_file_that_shrinks_is_not_sent_to_its_end() {
    stopped_by("shrunk", |package| {
        writing(&package.path)
            .set_len(LARGE as u64 / 2)
            .expect("it is cut");
    })
    .await;
}

#[tokio::test]
async fn promise_6_a_file_written_anew_with_its_old_time_is_not_sent_to_its_end() {
    stopped_by("rewritten", |package| {
        let mut file = writing(&package.path);
        let modified = file
            .metadata()
            .and_then(|data| data.modified())
            .expect("its time");
        file.seek(std::io::SeekFrom::End(-10)).expect("its end");
        file.write_all(b"0123456789").expect("other bytes");
        file.set_modified(modified).expect("the old time");
    })
    .await;
}

#[tokio::test]
async fn promise_6_a_file_with_another_time_is_not_sent_to_its_end() {
    stopped_by("touched", |package| {
        let later = SystemTime::now() + Duration::from_secs(60);
        writing(&package.path)
            .set_modified(later)
            .expect("another time");
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn promise_6_a_file_replaced_under_its_name_is_not_sent_to_its_end() {
    stopped_by("replaced", |package| {
        let other = package.beside("other.zip");
        std::fs::copy(&package.path, &other).expect("a copy");
        std::fs::rename(&other, &package.path).expect("the copy takes the name");
    })
    .await;
}

#[tokio::test]
async fn promise_6_other_content_is_noticed_even_if_nothing_else_tells() {
    for size in [1, 1_000, 3_000_000] {
        let package = TestPackage::of(size);
        let server = Scripted::start(vec![vec![Step::Head, Step::Drain]]).await;
        let mut trial = Trial::new(&server, &package);
        trial.expected.crc64 ^= 1;
        let outcome = trial.send().await;
        assert_eq!(code(&outcome), "file changed", "{size}");
        let detail = fault(&outcome).detail.clone().expect("a detail");
        assert!(detail.contains("CRC-64"), "{detail}");
        let seen = server.until(0, |seen| seen.over).await;
        assert!(seen.body_bytes < size as u64, "{size}: {}", seen.body_bytes);
    }
}

#[tokio::test]
async fn promise_6_a_file_that_changed_before_is_not_sent_at_all() {
    let package = TestPackage::of(1000);
    let server = Scripted::start(vec![]).await;
    writing(&package.path)
        .write_all(b"other bytes")
        .expect("it is changed");
    let outcome = Trial::new(&server, &package).send().await;
    assert_eq!(code(&outcome), "file changed");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn promise_6_a_file_that_changes_between_two_tries_is_not_sent_again() {
    let package = TestPackage::of(1000);
    let (go_on, refusing) =
        Scripted::paused(vec![Step::Head], vec![answer(503, "", ""), Step::Finish]);
    let server = Scripted::start(vec![refusing]).await;
    let trial = Trial {
        policy: attentive(),
        ..Trial::new(&server, &package)
    };
    let changing = async {
        server.until(0, |seen| !seen.head.is_empty()).await;
        writing(&package.path).set_len(500).expect("it is cut");
        go_on.notify_one();
    };
    let (outcome, ()) = tokio::join!(trial.send(), changing);
    assert_eq!(code(&outcome), "file changed");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_file_that_is_gone_or_empty_is_not_sent() {
    let server = Scripted::start(vec![]).await;
    let gone = TestPackage::of(1000);
    std::fs::remove_file(&gone.path).expect("it goes");
    let empty = TestPackage::of(0);
    for package in [gone, empty] {
        let trial = Trial {
            policy: impatient(),
            ..Trial::new(&server, &package)
        };
        let outcome = trial.send().await;
        assert_eq!(code(&outcome), "not sent file-unreadable");
        assert_eq!(fault(&outcome).action, NextStep::ChooseAnotherFile);
    }
    assert_eq!(server.connections(), 0);
}
