//! Blobs that come in one request.

use crate::deeds::{content, has_the_usual_headers, md5, put, sent, there};
use crate::stage::{Point, Stage, header, told};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

#[tokio::test]
async fn what_was_put_is_got_with_its_checksum_and_properties() {
    for stage in Stage::both().await {
        let request = put(&stage, "a.txt", "hello").header("x-ms-blob-content-type", "text/plain");
        let made = sent(request.header("x-ms-meta-colour", "blue")).await;
        assert_eq!(told(&made), (201, ""), "{}", stage.name);
        has_the_usual_headers(&made);
        assert!(header(&made, "etag").starts_with("\"0x"), "{}", stage.name);
        for method in ["GET", "HEAD"] {
            let answer = sent(stage.about(method, "a.txt", "")).await;
            assert_eq!(answer.status(), 200, "{}", stage.name);
            has_the_usual_headers(&answer);
            for (name, value) in [
                ("content-length", "5"),
                ("content-type", "text/plain"),
                ("content-md5", md5(b"hello").as_str()),
                ("x-ms-blob-type", "BlockBlob"),
                ("x-ms-meta-colour", "blue"),
                ("etag", header(&made, "etag")),
                ("last-modified", header(&made, "last-modified")),
                ("x-ms-creation-time", header(&made, "last-modified")),
            ] {
                assert_eq!(
                    header(&answer, name),
                    value,
                    "{name} of {method} in {}",
                    stage.name
                );
            }
            let expected = if method == "HEAD" { "" } else { "hello" };
            assert_eq!(answer.text().await.unwrap(), expected, "{}", stage.name);
        }
    }
}

#[tokio::test]
async fn an_empty_blob_is_a_blob() {
    for stage in Stage::both().await {
        there(&stage, "empty", "").await;
        assert_eq!(content(&stage, "empty").await, "", "{}", stage.name);
        let answer = sent(stage.about("HEAD", "empty", "")).await;
        assert_eq!(header(&answer, "content-md5"), md5(b""), "{}", stage.name);
    }
}

#[tokio::test]
async fn a_range_is_a_part_of_the_content() {
    for stage in Stage::both().await {
        there(&stage, "digits", "0123456789").await;
        let answer = sent(
            stage
                .about("GET", "digits", "")
                .header("x-ms-range", "bytes=3-5"),
        )
        .await;
        assert_eq!(answer.status(), 206, "{}", stage.name);
        assert_eq!(
            header(&answer, "content-range"),
            "bytes 3-5/10",
            "{}",
            stage.name
        );
        assert_eq!(answer.text().await.unwrap(), "345", "{}", stage.name);
        let answer = sent(
            stage
                .about("GET", "digits", "")
                .header("range", "bytes=8-100"),
        )
        .await;
        assert_eq!(answer.text().await.unwrap(), "89", "{}", stage.name);
        let answer = sent(
            stage
                .about("GET", "digits", "")
                .header("range", "bytes=20-"),
        )
        .await;
        assert_eq!(told(&answer), (416, "InvalidRange"), "{}", stage.name);
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_as_not_there() {
    for stage in Stage::both().await {
        for method in ["GET", "HEAD", "DELETE"] {
            let answer = sent(stage.about(method, "missing", "")).await;
            assert_eq!(
                told(&answer),
                (404, "BlobNotFound"),
                "{method} in {}",
                stage.name
            );
            has_the_usual_headers(&answer);
        }
        let elsewhere = slipway_practice::LinkOrder::new("nowhere", crate::stage::in_hours(1));
        let answer = sent(stage.by(&stage.signed(&elsewhere), "GET", "x", "")).await;
        assert_eq!(told(&answer), (404, "ContainerNotFound"), "{}", stage.name);
        let body = answer.text().await.unwrap();
        let body = body.trim_start_matches('\u{feff}');
        assert!(body.starts_with("<?xml version=\"1.0\""), "{body}");
        for part in [
            "<Error>",
            "<Code>ContainerNotFound</Code>",
            "<Message>",
            "RequestId:",
            "Time:",
        ] {
            assert!(body.contains(part), "{part} in {body} of {}", stage.name);
        }
    }
}

#[tokio::test]
async fn a_deleted_blob_is_gone() {
    for stage in Stage::both().await {
        there(&stage, "x", "1").await;
        let answer = sent(stage.about("DELETE", "x", "")).await;
        assert_eq!(told(&answer), (202, ""), "{}", stage.name);
        assert_eq!(
            told(&sent(stage.about("GET", "x", "")).await).0,
            404,
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn content_is_held_against_its_md5() {
    for stage in Stage::both().await {
        let right = sent(put(&stage, "x", "hello").header("content-md5", md5(b"hello"))).await;
        assert_eq!(told(&right), (201, ""), "{}", stage.name);
        let wrong = sent(put(&stage, "y", "hello").header("content-md5", md5(b"other"))).await;
        assert_eq!(
            told(&wrong),
            stage.expected(Point::WrongMd5),
            "{}",
            stage.name
        );
        assert_eq!(
            told(&sent(stage.about("HEAD", "y", "")).await).0,
            404,
            "{}",
            stage.name
        );
        let no_md5 = sent(put(&stage, "z", "hello").header("content-md5", "short")).await;
        assert_eq!(no_md5.status(), 400, "{}", stage.name);
    }
}

#[tokio::test]
async fn content_is_held_against_its_crc64() {
    let crc64 = |content: &[u8]| {
        let sum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Nvme, content);
        STANDARD.encode(sum.to_le_bytes())
    };
    for stage in Stage::both().await {
        let right =
            sent(put(&stage, "x", "hello").header("x-ms-content-crc64", crc64(b"hello"))).await;
        assert_eq!(
            told(&right),
            stage.expected(Point::RightCrc64),
            "{}",
            stage.name
        );
        if stage.expected(Point::RightCrc64).0 == 201 {
            assert_eq!(header(&right, "x-ms-content-crc64"), crc64(b"hello"));
        }
        let wrong =
            sent(put(&stage, "y", "hello").header("x-ms-content-crc64", crc64(b"other"))).await;
        assert_eq!(
            told(&wrong),
            stage.expected(Point::WrongCrc64),
            "{}",
            stage.name
        );
        assert_eq!(
            told(&sent(stage.about("HEAD", "y", "")).await).0,
            404,
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn what_kind_of_blob_it_is_has_to_be_said() {
    for stage in Stage::both().await {
        let answer = sent(stage.about("PUT", "x", "").body("1")).await;
        assert_eq!(answer.status(), 400, "{}", stage.name);
    }
}
