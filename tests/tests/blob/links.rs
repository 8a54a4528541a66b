//! Links: what they allow, and until when. Reasons only one of the two knows are tested where it is.

use crate::deeds::{id, put, sent, there};
use crate::stage::{Point, Stage, in_hours, told};
use slipway_practice::LinkOrder;

const LIST: &str = "&restype=container&comp=list";

#[tokio::test]
async fn a_right_that_is_missing_is_told_as_missing() {
    for stage in Stage::both().await {
        there(&stage, "x", "1").await;
        let block = format!("&comp=block&blockid={}", id(0));
        for (permissions, method, blob, more) in [
            ("rl", "PUT", "x", ""),
            ("rl", "PUT", "x", block.as_str()),
            ("rl", "PUT", "x", "&comp=blocklist"),
            ("rl", "DELETE", "x", ""),
            ("rw", "GET", "", LIST),
            ("wl", "GET", "x", ""),
            ("wl", "HEAD", "x", ""),
            ("wl", "GET", "x", "&comp=blocklist&blocklisttype=all"),
            ("racwdl", "GET", "", "&restype=container"),
        ] {
            let link = stage.link_allowing(permissions);
            let request = stage
                .by(&link, method, blob, more)
                .header("x-ms-blob-type", "BlockBlob");
            let body = if method == "PUT" { "1" } else { "" };
            let answer = sent(request.body(body)).await;
            let asked = format!("{method} {blob}{more} with {permissions} in {}", stage.name);
            assert_eq!(
                told(&answer),
                (403, "AuthorizationPermissionMismatch"),
                "{asked}"
            );
        }
    }
}

#[tokio::test]
async fn a_right_to_create_makes_new_blobs() {
    for stage in Stage::both().await {
        let link = stage.link_allowing("c");
        let create = || {
            stage
                .by(&link, "PUT", "x", "")
                .header("x-ms-blob-type", "BlockBlob")
                .body("1")
        };
        assert_eq!(told(&sent(create()).await), (201, ""), "{}", stage.name);
        assert_eq!(sent(create()).await.status(), 403, "{}", stage.name);
    }
}

#[tokio::test]
async fn a_link_that_is_over_and_one_that_has_not_begun_let_nobody_in() {
    for stage in Stage::both().await {
        let over = LinkOrder::new(&stage.container, in_hours(-1));
        let early = LinkOrder {
            starts: Some(in_hours(1)),
            ..LinkOrder::new(&stage.container, in_hours(2))
        };
        for order in [over, early] {
            let answer = sent(stage.by(&stage.signed(&order), "GET", "", LIST)).await;
            assert_eq!(
                told(&answer),
                stage.expected(Point::ExpiredLink),
                "{}",
                stage.name
            );
        }
    }
}

#[tokio::test]
async fn a_link_is_good_for_its_own_container_and_whole_only() {
    for stage in Stage::both().await {
        let link = stage.link();
        let (place, query) = link.split_once('?').unwrap();
        let other = format!("{place}x?{query}");
        let changed = link.replace("sp=racwdl", "sp=rcwl");
        assert_ne!(changed, link);
        for bad in [other, changed] {
            assert_eq!(
                sent(stage.by(&bad, "GET", "", LIST)).await.status(),
                403,
                "{}",
                stage.name
            );
        }
        let bare = sent(stage.by(place, "GET", "", LIST)).await;
        assert_eq!(told(&bare), stage.expected(Point::NoLink), "{}", stage.name);
    }
}

#[tokio::test]
async fn a_link_for_this_address_lets_in_and_one_for_another_does_not() {
    for stage in Stage::both().await {
        let from = |addresses: &str| {
            let order = LinkOrder::new(&stage.container, in_hours(1));
            stage.signed(&LinkOrder {
                addresses: Some(addresses.into()),
                ..order
            })
        };
        let here = sent(stage.by(&from("127.0.0.1-127.0.0.9"), "GET", "", LIST)).await;
        assert_eq!(told(&here), (200, ""), "{}", stage.name);
        let elsewhere = sent(stage.by(&from("10.0.0.1"), "GET", "", LIST)).await;
        assert_eq!(
            told(&elsewhere),
            stage.expected(Point::OtherAddress),
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn links_of_older_and_newer_versions_are_signed_alike_on_both() {
    for stage in Stage::both().await {
        for version in [
            "2015-04-05",
            "2018-03-28",
            "2018-11-09",
            "2020-10-02",
            "2020-12-06",
            "2024-11-04",
        ] {
            let order = LinkOrder {
                version: version.into(),
                ..LinkOrder::new(&stage.container, in_hours(1))
            };
            let answer = sent(stage.by(&stage.signed(&order), "GET", "", LIST)).await;
            assert_eq!(told(&answer), (200, ""), "{version} in {}", stage.name);
        }
    }
}

#[tokio::test]
async fn the_version_may_be_left_to_the_link() {
    for stage in Stage::both().await {
        let mut request = put(&stage, "x", "1").build().unwrap();
        request.headers_mut().remove("x-ms-version");
        let answer = reqwest::Client::builder()
            .no_proxy()
            .build()
            .unwrap()
            .execute(request)
            .await
            .unwrap();
        assert_eq!(told(&answer), (201, ""), "{}", stage.name);
    }
}
