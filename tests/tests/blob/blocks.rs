//! Blobs that come in blocks.

use crate::deeds::{
    commit, content, elements, has_the_usual_headers, id, md5, put_block, sent, there,
    there_in_blocks,
};
use crate::stage::{Point, Stage, header, told};

async fn list(stage: &Stage, blob: &str, kind: &str) -> String {
    let answer = sent(stage.about(
        "GET",
        blob,
        &format!("&comp=blocklist&blocklisttype={kind}"),
    ))
    .await;
    assert_eq!(told(&answer), (200, ""), "{}", stage.name);
    answer.text().await.unwrap()
}

#[tokio::test]
async fn blocks_become_a_blob_in_the_order_of_the_list() {
    for stage in Stage::both().await {
        for (number, text) in [(0, "world"), (1, "hello "), (2, "never named")] {
            let answer = sent(put_block(&stage, "x", &id(number), text)).await;
            assert_eq!(told(&answer), (201, ""), "{}", stage.name);
            has_the_usual_headers(&answer);
        }
        let made = sent(commit(&stage, "x", &[id(1), id(0)])).await;
        assert_eq!(told(&made), (201, ""), "{}", stage.name);
        assert!(!header(&made, "etag").is_empty() && !header(&made, "last-modified").is_empty());
        assert_eq!(content(&stage, "x").await, "hello world", "{}", stage.name);
    }
}

#[tokio::test]
async fn blocks_are_told_with_their_sizes_before_and_after_they_are_committed() {
    for stage in Stage::both().await {
        sent(put_block(&stage, "x", &id(0), "12345")).await;
        sent(put_block(&stage, "x", &id(1), "123")).await;
        let told_of = list(&stage, "x", "all").await;
        let (before, after) = told_of.split_once("<UncommittedBlocks>").unwrap();
        assert!(elements(before, "Name").is_empty(), "{told_of}");
        assert_eq!(elements(after, "Name"), [id(0), id(1)], "{}", stage.name);
        assert_eq!(elements(after, "Size"), ["5", "3"], "{}", stage.name);

        sent(commit(&stage, "x", &[id(1)])).await;
        let told_of = list(&stage, "x", "all").await;
        assert_eq!(
            elements(&told_of, "Name"),
            [id(1)],
            "{}: what was not named is gone",
            stage.name
        );
        assert!(
            elements(&told_of, "CommittedBlocks")[0].contains("<Size>3</Size>"),
            "{told_of}"
        );
    }
}

#[tokio::test]
async fn a_blob_with_blocks_only_is_not_there_yet() {
    for stage in Stage::both().await {
        sent(put_block(&stage, "x", &id(0), "1")).await;
        for method in ["HEAD", "GET"] {
            let answer = sent(stage.about(method, "x", "")).await;
            assert_eq!(told(&answer), (404, "BlobNotFound"), "{}", stage.name);
        }
        let nothing = sent(stage.about("GET", "y", "&comp=blocklist&blocklisttype=all")).await;
        assert_eq!(told(&nothing), (404, "BlobNotFound"), "{}", stage.name);
    }
}

#[tokio::test]
async fn a_block_of_the_same_id_replaces_the_one_before() {
    for stage in Stage::both().await {
        for text in ["first", "second"] {
            sent(put_block(&stage, "x", &id(0), text)).await;
        }
        sent(commit(&stage, "x", &[id(0)])).await;
        assert_eq!(content(&stage, "x").await, "second", "{}", stage.name);
    }
}

#[tokio::test]
async fn committed_blocks_can_be_named_again_beside_new_ones() {
    for stage in Stage::both().await {
        there_in_blocks(&stage, "x", &["a", "b", "c"]).await;
        sent(put_block(&stage, "x", &id(7), "Z")).await;
        let list = format!(
            "<BlockList><Committed>{}</Committed><Uncommitted>{}</Uncommitted><Latest>{}</Latest></BlockList>",
            id(2),
            id(7),
            id(0)
        );
        let answer = sent(stage.about("PUT", "x", "&comp=blocklist").body(list)).await;
        assert_eq!(told(&answer), (201, ""), "{}", stage.name);
        assert_eq!(content(&stage, "x").await, "cZa", "{}", stage.name);
    }
}

#[tokio::test]
async fn a_list_that_names_a_missing_block_changes_nothing() {
    for stage in Stage::both().await {
        there_in_blocks(&stage, "x", &["kept"]).await;
        let answer = sent(commit(&stage, "x", &[id(0), id(1)])).await;
        assert_eq!(told(&answer), (400, "InvalidBlockList"), "{}", stage.name);
        let wrong_side = format!(
            "<BlockList><Uncommitted>{}</Uncommitted></BlockList>",
            id(0)
        );
        let answer = sent(stage.about("PUT", "x", "&comp=blocklist").body(wrong_side)).await;
        assert_eq!(told(&answer), (400, "InvalidBlockList"), "{}", stage.name);
        assert_eq!(content(&stage, "x").await, "kept", "{}", stage.name);
    }
}

#[tokio::test]
async fn ids_of_one_blob_are_of_one_length() {
    for stage in Stage::both().await {
        sent(put_block(&stage, "x", &id(0), "1")).await;
        let answer = sent(put_block(&stage, "x", "QUFBQUFB", "1")).await;
        assert_eq!(told(&answer), (400, "InvalidBlobOrBlock"), "{}", stage.name);
    }
}

#[tokio::test]
async fn an_empty_list_makes_an_empty_blob() {
    for stage in Stage::both().await {
        let answer = sent(commit(&stage, "x", &[])).await;
        assert_eq!(told(&answer), (201, ""), "{}", stage.name);
        assert_eq!(content(&stage, "x").await, "", "{}", stage.name);
    }
}

#[tokio::test]
async fn one_request_with_everything_throws_the_blocks_away() {
    for stage in Stage::both().await {
        sent(put_block(&stage, "x", &id(0), "1")).await;
        there(&stage, "x", "whole").await;
        let answer = sent(commit(&stage, "x", &[id(0)])).await;
        let expected = stage.expected(Point::BlockBeforeTheWhole);
        assert_eq!(told(&answer), expected, "{}", stage.name);
    }
}

#[tokio::test]
async fn a_block_is_held_against_its_md5() {
    for stage in Stage::both().await {
        let right =
            sent(put_block(&stage, "x", &id(0), "1").header("content-md5", md5(b"1"))).await;
        assert_eq!(told(&right), (201, ""), "{}", stage.name);
        let wrong =
            sent(put_block(&stage, "x", &id(1), "1").header("content-md5", md5(b"2"))).await;
        assert_eq!(
            told(&wrong),
            stage.expected(Point::WrongMd5),
            "{}",
            stage.name
        );
        assert_eq!(
            elements(&list(&stage, "x", "uncommitted").await, "Name"),
            [id(0)],
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn the_md5_and_the_type_of_a_list_are_stored_as_the_sender_says() {
    for stage in Stage::both().await {
        sent(put_block(&stage, "x", &id(0), "1")).await;
        let request = commit(&stage, "x", &[id(0)])
            .header("x-ms-blob-content-md5", md5(b"whatever"))
            .header("x-ms-blob-content-type", "image/png")
            .header("x-ms-meta-from", "here");
        assert_eq!(told(&sent(request).await), (201, ""), "{}", stage.name);
        let answer = sent(stage.about("HEAD", "x", "")).await;
        for (name, value) in [
            ("content-md5", md5(b"whatever").as_str()),
            ("content-type", "image/png"),
            ("x-ms-meta-from", "here"),
        ] {
            assert_eq!(header(&answer, name), value, "{name} in {}", stage.name);
        }
    }
}

#[tokio::test]
async fn what_is_no_block_id_and_no_list_is_refused() {
    for stage in Stage::both().await {
        let without = sent(stage.about("PUT", "x", "&comp=block").body("1")).await;
        assert_eq!(without.status(), 400, "{}", stage.name);
        let answer = sent(
            stage
                .about("PUT", "x", "&comp=blocklist")
                .body("no xml at all"),
        )
        .await;
        assert_eq!(answer.status(), 400, "{}", stage.name);
    }
}

#[tokio::test]
async fn large_blocks_come_through_whole() {
    let block: Vec<u8> = (0..1_500_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    for stage in Stage::both().await {
        for number in 0..2 {
            let sum = md5(&block);
            let request = put_block(&stage, "x", &id(number), block.clone());
            assert_eq!(
                told(&sent(request.header("content-md5", sum)).await),
                (201, ""),
                "{}",
                stage.name
            );
        }
        sent(commit(&stage, "x", &[id(0), id(1)])).await;
        let answer = sent(stage.about("GET", "x", "")).await;
        let arrived = answer.bytes().await.unwrap();
        assert!(
            arrived[..1_500_000] == block && arrived[1_500_000..] == block,
            "{}",
            stage.name
        );
        // Across the border between the two.
        let range = "bytes=1499998-1500001";
        let answer = sent(stage.about("GET", "x", "").header("x-ms-range", range)).await;
        let expected = [block[1_499_998], block[1_499_999], block[0], block[1]];
        assert_eq!(
            answer.bytes().await.unwrap()[..],
            expected,
            "{}",
            stage.name
        );
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_nothing() {
    for stage in Stage::both().await {
        there(&stage, "x", "before").await;
        let broken = futures_util::stream::iter([Ok("half"), Err(std::io::Error::other("gone"))]);
        let request = stage
            .about("PUT", "x", "")
            .header("x-ms-blob-type", "BlockBlob");
        let request = request.header("content-length", "8");
        let sending = request.body(reqwest::Body::wrap_stream(broken)).send();
        assert!(sending.await.is_err());
        assert_eq!(content(&stage, "x").await, "before", "{}", stage.name);
    }
}
