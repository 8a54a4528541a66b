//! What only the practice storage can show: links that are refused for each reason there is, faults,
//! a clock that moves, a memory. What it has in common with other storages of this protocol is
//! tested beside one of them, in the blob tests of the workspace.

use crate::support::{Rehearsal, until};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Response, StatusCode};
use slipway_engine::clock::ManualClock;
use slipway_engine::units::Moment;
use slipway_practice::{AccessPolicy, Effect, Ended, FaultRule, LinkOrder, SasUrl};
use std::time::Duration;

const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

fn ahead(rehearsal: &Rehearsal, time: Duration) -> Moment {
    Moment(rehearsal.world.now().0 + time)
}

fn order(rehearsal: &Rehearsal) -> LinkOrder {
    LinkOrder::new("box", ahead(rehearsal, WEEK))
}

fn link(rehearsal: &Rehearsal) -> SasUrl {
    rehearsal.world.storage().create_container("box");
    rehearsal.world.storage().link(&order(rehearsal))
}

/// The address of a blob, with the link's query and more.
fn blob(link: &SasUrl, name: &str, more: &str) -> String {
    let (container, query) = link.reveal().split_once('?').expect("a link has a query");
    format!("{container}/{name}?{query}{more}")
}

async fn put(rehearsal: &Rehearsal, link: &SasUrl, name: &str, body: &'static [u8]) -> Response {
    let request = rehearsal
        .http
        .put(blob(link, name, ""))
        .header("x-ms-blob-type", "BlockBlob")
        .body(body);
    request.send().await.expect("an answer")
}

async fn put_block(rehearsal: &Rehearsal, link: &SasUrl, id: &str, body: Vec<u8>) -> Response {
    let id = STANDARD.encode(id).replace('=', "%3D");
    let address = blob(link, "big", &format!("&comp=block&blockid={id}"));
    let request = rehearsal.http.put(address).body(body);
    request.send().await.expect("an answer")
}

/// Status, error code, and the body that tells more.
async fn refused(answer: Response) -> (u16, String, String) {
    let status = answer.status().as_u16();
    let code = answer.headers()["x-ms-error-code"]
        .to_str()
        .unwrap()
        .to_owned();
    let body = answer.text().await.unwrap();
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
    (status, code, body)
}

#[tokio::test]
async fn a_link_lets_in_and_an_address_without_one_does_not() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    let answer = put(&rehearsal, &link, "a%20b", b"hello").await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    assert_eq!(rehearsal.text(&blob(&link, "a%20b", "")).await, "hello");
    let kept = rehearsal.world.storage().blobs("box").unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].size.0), ("a b", 5));

    let bare = link.reveal().split('?').next().unwrap();
    let answer = rehearsal
        .http
        .get(format!("{bare}/a%20b"))
        .header("x-ms-version", "2021-12-02");
    let (status, code, _) = refused(answer.send().await.unwrap()).await;
    assert_eq!((status, code.as_str()), (409, "PublicAccessNotPermitted"));
}

#[tokio::test]
async fn whatever_is_changed_in_a_link_breaks_its_signature() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    rehearsal.world.storage().create_container("other");
    let whole = link.reveal();
    for changed in [
        whole.replace("sp=racwdl", "sp=rw"),
        whole.replace("/box?", "/other?"),
        whole.replace("sv=2024-11-04", "sv=2021-12-02"),
        whole.replace("&se=", "&spr=https%2Chttp&se="),
        whole.replace("&se=", "&st=2020-01-01&se="),
        format!("{}AAAA", &whole[..whole.len() - 4]),
    ] {
        assert_ne!(changed, whole);
        let answer = rehearsal
            .get(&format!("{changed}&restype=container&comp=list"))
            .await;
        let (status, code, body) = refused(answer).await;
        assert_eq!((status, code.as_str()), (403, "AuthenticationFailed"));
        assert!(
            body.contains("Signature did not match. String to sign used was "),
            "{body}"
        );
    }
}

#[tokio::test]
async fn every_version_of_the_signature_that_is_documented_is_accepted() {
    let rehearsal = Rehearsal::start().await;
    link(&rehearsal);
    for version in [
        "2015-04-05",
        "2018-03-28",
        "2018-11-09",
        "2020-10-02",
        "2020-12-06",
        "2026-02-06",
    ] {
        let order = LinkOrder {
            version: version.into(),
            ..order(&rehearsal)
        };
        let link = rehearsal.world.storage().link(&order);
        let answer = put(&rehearsal, &link, "x", b"1").await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{version}");
        assert_eq!(answer.headers()["x-ms-version"], version);
    }
}

#[tokio::test]
async fn a_link_works_from_its_start_until_its_end_and_says_what_time_it_was() {
    let rehearsal = Rehearsal::start().await;
    link(&rehearsal);
    let order = LinkOrder {
        starts: Some(ahead(&rehearsal, Duration::from_secs(3600))),
        ..order(&rehearsal)
    };
    let link = rehearsal.world.storage().link(&order);
    let (_, code, body) = refused(put(&rehearsal, &link, "x", b"1").await).await;
    assert_eq!(code, "AuthenticationFailed");
    assert!(
        body.contains("Signature not valid in the specified time frame: Start ["),
        "{body}"
    );
    rehearsal.pass(3600.0);
    assert_eq!(
        put(&rehearsal, &link, "x", b"1").await.status(),
        StatusCode::CREATED
    );
    rehearsal.pass(WEEK.as_secs_f64());
    let answer = put(&rehearsal, &link, "x", b"1").await;
    let date = answer.headers()["date"].to_str().unwrap().to_owned();
    let (status, _, body) = refused(answer).await;
    assert_eq!(status, 403);
    // The answer's own time is this world's, so that a client can tell a wrong clock from an old link.
    assert!(body.contains(&format!("Current [{date}]")), "{body}");
}

#[tokio::test]
async fn a_link_without_a_start_that_is_over_says_so_in_its_own_words() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    rehearsal.pass(WEEK.as_secs_f64());
    let (_, code, body) = refused(put(&rehearsal, &link, "x", b"1").await).await;
    assert_eq!(code, "AuthenticationFailed");
    assert!(body.contains("must be after signed start time ["), "{body}");
}

#[tokio::test]
async fn each_operation_needs_its_permission() {
    let rehearsal = Rehearsal::start().await;
    let all = link(&rehearsal);
    put(&rehearsal, &all, "there", b"1").await;
    let list = "&restype=container&comp=list";
    for (method, name, more, enough) in [
        ("GET", "there", "", "r"),
        ("HEAD", "there", "", "r"),
        ("GET", "there", "&comp=blocklist", "r"),
        ("PUT", "new", "", "cw"),
        ("PUT", "there", "", "w"),
        ("PUT", "new", "&comp=block&blockid=QQ%3D%3D", "w"),
        ("GET", "", list, "l"),
        ("DELETE", "there", "", "d"),
    ] {
        for permission in "racwdl".chars() {
            let order = order(&rehearsal).allowing(&permission.to_string());
            let link = rehearsal.world.storage().link(&order);
            let address = match name {
                "" => format!("{}{more}", link.reveal()),
                name => blob(&link, name, more),
            };
            let request = rehearsal
                .http
                .request(method.parse().unwrap(), address)
                .header("x-ms-blob-type", "BlockBlob")
                .body(if method == "PUT" { "1" } else { "" });
            let status = request.send().await.unwrap().status();
            let asked = format!("{method} {name}{more} with {permission}");
            assert_eq!(
                status.is_success(),
                enough.contains(permission),
                "{asked}: {status}"
            );
            if !status.is_success() {
                assert_eq!(status, StatusCode::FORBIDDEN, "{asked}");
            }
        }
        // What one round made, the next finds missing again.
        rehearsal
            .http
            .delete(blob(&all, "new", ""))
            .send()
            .await
            .unwrap();
        put(&rehearsal, &all, "there", b"1").await;
    }
    let links = rehearsal.world.storage();
    let properties = format!(
        "{}&restype=container",
        links.link(&order(&rehearsal)).reveal()
    );
    let (status, code, _) = refused(rehearsal.get(&properties).await).await;
    assert_eq!(
        (status, code.as_str()),
        (403, "AuthorizationPermissionMismatch")
    );
}

#[tokio::test]
async fn a_link_that_only_creates_replaces_nothing() {
    let rehearsal = Rehearsal::start().await;
    link(&rehearsal);
    let creates = rehearsal
        .world
        .storage()
        .link(&order(&rehearsal).allowing("c"));
    assert_eq!(
        put(&rehearsal, &creates, "x", b"1").await.status(),
        StatusCode::CREATED
    );
    let (status, code, _) = refused(put(&rehearsal, &creates, "x", b"2").await).await;
    assert_eq!((status, code.as_str()), (403, "UnauthorizedBlobOverwrite"));
}

#[tokio::test]
async fn a_link_for_other_addresses_or_for_https_is_refused_as_what_it_is() {
    let rehearsal = Rehearsal::start().await;
    link(&rehearsal);
    let with = |addresses: Option<&str>, protocols: Option<&str>| {
        let order = LinkOrder {
            addresses: addresses.map(str::to_owned),
            protocols: protocols.map(str::to_owned),
            ..order(&rehearsal)
        };
        rehearsal.world.storage().link(&order)
    };
    for inside in ["127.0.0.1", "127.0.0.0-127.0.0.255"] {
        let answer = put(
            &rehearsal,
            &with(Some(inside), Some("https,http")),
            "x",
            b"1",
        )
        .await;
        assert_eq!(answer.status(), StatusCode::CREATED, "{inside}");
    }
    let (status, code, body) = refused(
        put(
            &rehearsal,
            &with(Some("10.0.0.1-10.0.0.9"), None),
            "x",
            b"1",
        )
        .await,
    )
    .await;
    assert_eq!(
        (status, code.as_str()),
        (403, "AuthorizationSourceIPMismatch")
    );
    assert!(body.contains("<SourceIP>127.0.0.1</SourceIP>"), "{body}");
    let (status, code, _) =
        refused(put(&rehearsal, &with(None, Some("https")), "x", b"1").await).await;
    assert_eq!(
        (status, code.as_str()),
        (403, "AuthorizationProtocolMismatch")
    );
}

#[tokio::test]
async fn links_end_with_their_policy_and_all_of_them_with_the_key() {
    let rehearsal = Rehearsal::start().await;
    let plain = link(&rehearsal);
    let storage = rehearsal.world.storage();
    let policy = AccessPolicy {
        permissions: Some("rw".into()),
        expires: Some("2199-01-01".into()),
        starts: None,
    };
    assert!(storage.set_policy("box", "session", Some(policy)));
    let order = LinkOrder {
        permissions: String::new(),
        expires: None,
        policy: Some("session".into()),
        ..order(&rehearsal)
    };
    let named = storage.link(&order);
    assert_eq!(
        put(&rehearsal, &named, "x", b"1").await.status(),
        StatusCode::CREATED
    );
    assert!(storage.set_policy("box", "session", None));
    let (status, code, _) = refused(put(&rehearsal, &named, "x", b"1").await).await;
    assert_eq!((status, code.as_str()), (403, "AuthenticationFailed"));

    assert_eq!(
        put(&rehearsal, &plain, "x", b"1").await.status(),
        StatusCode::CREATED
    );
    storage.rotate_key().await;
    let (status, code, _) = refused(put(&rehearsal, &plain, "x", b"1").await).await;
    assert_eq!((status, code.as_str()), (403, "AuthenticationFailed"));
    assert_eq!(
        put(&rehearsal, &link(&rehearsal), "x", b"1").await.status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn a_link_to_a_container_that_is_gone_finds_none() {
    let rehearsal = Rehearsal::start().await;
    let link = link(&rehearsal);
    rehearsal.world.storage().remove_container("box");
    let (status, code, _) = refused(put(&rehearsal, &link, "x", b"1").await).await;
    assert_eq!((status, code.as_str()), (404, "ContainerNotFound"));
}

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
