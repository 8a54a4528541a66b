//! What is kept, for how long, and what faults do to it.

use super::*;

#[tokio::test]
async fn blocks_nobody_commits_are_gone_after_seven_days() {
    let rehearsal = Rehearsal::start().await;
    link(&rehearsal);
    let order = LinkOrder::new("box", ahead(&rehearsal, 3 * WEEK));
    let link = rehearsal.world.storage().link(&order);
    put_block(&rehearsal, &link, "a", vec![1]).await;
    rehearsal.pass(WEEK.as_secs_f64() - 60.0);
    put_block(&rehearsal, &link, "b", vec![1]).await;
    rehearsal.pass(WEEK.as_secs_f64() - 60.0);
    let list = blob(&link, "big", "&comp=blocklist&blocklisttype=uncommitted");
    // A new block keeps the others.
    assert_eq!(rehearsal.text(&list).await.matches("<Block>").count(), 2);
    rehearsal.pass(60.0);
    let (status, code, _) = refused(rehearsal.get(&list).await).await;
    assert_eq!((status, code.as_str()), (404, "BlobNotFound"));
}

#[tokio::test]
async fn what_was_sent_is_there_after_a_restart_and_so_is_the_link() {
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::default();
    let first = Rehearsal::in_folder(folder.path(), clock.clone()).await;
    let link = link(&first);
    put(&first, &link, "kept", b"hello").await;
    put(&first, &link, "removed", b"hello").await;
    first
        .http
        .delete(blob(&link, "removed", ""))
        .send()
        .await
        .unwrap();
    put_block(&first, &link, "a", vec![7; 10]).await;
    // Ended without a goodbye.
    drop(first.world);
    until("the folder is free", || {
        std::fs::File::open(folder.path().join("lock"))
            .unwrap()
            .try_lock()
            .is_ok()
    })
    .await;

    let second = Rehearsal::in_folder(folder.path(), clock).await;
    assert_eq!(second.text(&blob(&link, "kept", "")).await, "hello");
    assert_eq!(
        second.get(&blob(&link, "removed", "")).await.status(),
        StatusCode::NOT_FOUND
    );
    let list = blob(&link, "big", "&comp=blocklist");
    second
        .http
        .put(list)
        .body("<BlockList><Latest>YQ==</Latest></BlockList>")
        .send()
        .await
        .unwrap();
    assert_eq!(
        second
            .get(&blob(&link, "big", ""))
            .await
            .bytes()
            .await
            .unwrap(),
        vec![7; 10]
    );
    second.world.stop().await;
    let pieces = std::fs::read_dir(folder.path().join("storage/pieces")).unwrap();
    assert_eq!(
        pieces.count(),
        2,
        "what no blob needs any more is gone from the disk"
    );
}

#[tokio::test]
async fn promise_22_no_link_is_in_the_worlds_memory() {
    let folder = tempfile::tempdir().unwrap();
    let rehearsal = Rehearsal::in_folder(folder.path(), ManualClock::default()).await;
    let link = link(&rehearsal);
    put(&rehearsal, &link, "x", b"1").await;
    let signature = link.reveal().split("sig=").nth(1).unwrap();
    for file in ["state.json", "storage/journal.jsonl"] {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert!(
            !text.contains(&signature[..8]) && !text.contains("sig="),
            "{file}"
        );
    }
}

#[tokio::test]
async fn a_turned_bit_is_found_by_the_checksum_and_goes_unnoticed_without_one() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    let flip = || FaultRule::next_blob_request("PUT", "block", Effect::FlipBit { seed: 5 });
    let body = vec![0_u8; 300_000];
    let sum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Nvme, &body);
    let send = async |header: &str, value: String| {
        rehearsal.world.faults().arm(flip());
        let address = blob(&link, "big", "&comp=block&blockid=YQ%3D%3D");
        let request = rehearsal
            .http
            .put(address)
            .header(header, value)
            .body(body.clone());
        request.send().await.unwrap()
    };
    let crc64 = send("x-ms-content-crc64", STANDARD.encode(sum.to_le_bytes())).await;
    assert_eq!(refused(crc64).await.1, "Crc64Mismatch");
    let unchecked = send("x-ms-client-request-id", "none".into()).await;
    assert_eq!(unchecked.status(), StatusCode::CREATED);
    rehearsal
        .http
        .put(blob(&link, "big", "&comp=blocklist"))
        .body("<BlockList><Latest>YQ==</Latest></BlockList>")
        .send()
        .await
        .unwrap();
    let arrived = rehearsal
        .get(&blob(&link, "big", ""))
        .await
        .bytes()
        .await
        .unwrap();
    let turned: u32 = arrived.iter().map(|byte| byte.count_ones()).sum();
    assert_eq!((arrived.len(), turned), (body.len(), 1));
}

#[tokio::test]
async fn faults_can_be_drawn_and_come_out_the_same_again() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    let mut draws = Vec::new();
    for _ in 0..2 {
        rehearsal.world.faults().clear();
        let busy = Effect::Refused {
            status: 503,
            code: "ServerBusy".into(),
            retry_after: Some("3".into()),
        };
        rehearsal
            .world
            .faults()
            .arm(FaultRule::next_blob_request("PUT", "block", busy).odds(4, 11));
        let mut drawn = Vec::new();
        for index in 0..40 {
            let answer = put_block(&rehearsal, &link, &format!("{index:02}"), vec![1]).await;
            if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
                assert_eq!(answer.headers()["retry-after"], "3");
                assert_eq!(refused(answer).await.1, "ServerBusy");
                drawn.push(index);
            }
        }
        draws.push(drawn);
    }
    assert!((4..=18).contains(&draws[0].len()), "{draws:?}");
    assert_eq!(draws[0], draws[1]);
}

#[tokio::test]
async fn every_request_is_counted_with_what_it_was_about() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    put_block(&rehearsal, &link, "a", vec![1; 1000]).await;
    rehearsal.get(&blob(&link, "missing", "")).await;
    let lost = Effect::LostAnswer { accepted: true };
    rehearsal
        .world
        .faults()
        .arm(FaultRule::next_blob_request("PUT", "blocklist", lost));
    let commit = rehearsal
        .http
        .put(blob(&link, "big", "&comp=blocklist"))
        .body("<BlockList><Latest>YQ==</Latest></BlockList>");
    assert!(commit.send().await.is_err());
    assert_eq!(
        rehearsal.world.storage().blobs("box").unwrap()[0].size.0,
        1000
    );

    let seen = rehearsal.world.requests();
    let blobs: Vec<_> = seen.iter().filter_map(|seen| seen.blob.clone()).collect();
    assert_eq!(blobs.len(), 3);
    assert_eq!(blobs[0].block_id.as_deref(), Some("YQ=="));
    assert_eq!(
        (blobs[0].comp.as_deref(), seen[0].received),
        (Some("block"), 1000)
    );
    assert_eq!(blobs[1].refused.as_deref(), Some("BlobNotFound"));
    assert_eq!(
        (blobs[2].blob.as_deref(), seen[2].ended),
        (Some("big"), Ended::Reset)
    );
    let printed = serde_json::to_string(&seen).unwrap();
    assert!(!printed.contains("sig="), "{printed}");
}
