//! The storage fetches content itself, from a link to another container or blob.

use crate::deeds::{commit, content, id, sent, there, there_in_blocks};
use crate::stage::{Point, Stage, header, told};

fn source(stage: &Stage, blob: &str) -> String {
    stage
        .link_allowing("r")
        .replacen('?', &format!("/{blob}?"), 1)
}

#[tokio::test]
async fn parts_of_a_blob_become_blocks_of_another() {
    for stage in Stage::both().await {
        there_in_blocks(&stage, "from", &["01234", "56789"]).await;
        for (number, range) in [(0, "bytes=0-3"), (1, "bytes=4-9")] {
            let more = format!("&comp=block&blockid={}", id(number));
            let request = stage
                .about("PUT", "to", &more)
                .header("content-length", "0")
                .header("x-ms-copy-source", source(&stage, "from"))
                .header("x-ms-source-range", range);
            let answer = sent(request).await;
            assert_eq!(
                told(&answer),
                stage.expected(Point::BlockFromUrl),
                "{}",
                stage.name
            );
        }
        if stage.expected(Point::BlockFromUrl).0 != 201 {
            continue;
        }
        sent(commit(&stage, "to", &[id(1), id(0)])).await;
        assert_eq!(content(&stage, "to").await, "4567890123", "{}", stage.name);
    }
}

#[tokio::test]
async fn a_whole_blob_is_copied_with_its_type() {
    for stage in Stage::both().await {
        there(&stage, "from", "hello").await;
        let request = stage
            .about("PUT", "to", "")
            .header("content-length", "0")
            .header("x-ms-requires-sync", "true")
            .header("x-ms-copy-source", source(&stage, "from"));
        let answer = sent(request).await;
        assert_eq!(told(&answer), (202, ""), "{}", stage.name);
        assert_eq!(
            header(&answer, "x-ms-copy-status"),
            "success",
            "{}",
            stage.name
        );
        assert_eq!(content(&stage, "to").await, "hello", "{}", stage.name);
    }
}

#[tokio::test]
async fn a_source_that_is_not_there_is_told_as_not_there() {
    for stage in Stage::both().await {
        let request = stage
            .about("PUT", "to", "")
            .header("content-length", "0")
            .header("x-ms-requires-sync", "true")
            .header("x-ms-copy-source", source(&stage, "missing"));
        let answer = sent(request).await;
        assert_eq!(told(&answer).0, 404, "{}", stage.name);
        assert_eq!(
            told(&sent(stage.about("HEAD", "to", "")).await).0,
            404,
            "{}",
            stage.name
        );
    }
}
