//! Links: what they let in, until when, and what they are refused for.

use super::*;

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
