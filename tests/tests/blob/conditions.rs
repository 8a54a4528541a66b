//! Conditional headers: nothing is replaced by accident.

use crate::deeds::{commit, content, id, put, put_block, sent, there};
use crate::stage::{Stage, header, told};

#[tokio::test]
async fn only_if_it_is_not_there_yet() {
    for stage in Stage::both().await {
        let first = sent(put(&stage, "x", "1").header("if-none-match", "*")).await;
        assert_eq!(told(&first), (201, ""), "{}", stage.name);
        let second = sent(put(&stage, "x", "2").header("if-none-match", "*")).await;
        assert_eq!(told(&second), (409, "BlobAlreadyExists"), "{}", stage.name);
        sent(put_block(&stage, "x", &id(0), "3")).await;
        let third = sent(commit(&stage, "x", &[id(0)]).header("if-none-match", "*")).await;
        assert_eq!(told(&third), (409, "BlobAlreadyExists"), "{}", stage.name);
        assert_eq!(content(&stage, "x").await, "1", "{}", stage.name);
    }
}

#[tokio::test]
async fn only_if_it_is_still_the_one_that_was_seen() {
    for stage in Stage::both().await {
        let seen = header(&there(&stage, "x", "1").await, "etag").to_owned();
        let newer = sent(put(&stage, "x", "2").header("if-match", &seen)).await;
        assert_eq!(told(&newer), (201, ""), "{}", stage.name);
        assert_ne!(header(&newer, "etag"), seen, "{}", stage.name);
        for answer in [
            sent(put(&stage, "x", "3").header("if-match", &seen)).await,
            sent(stage.about("DELETE", "x", "").header("if-match", &seen)).await,
            sent(stage.about("GET", "x", "").header("if-match", &seen)).await,
            sent(put(&stage, "missing", "3").header("if-match", &seen)).await,
        ] {
            assert_eq!(
                told(&answer),
                (412, "ConditionNotMet"),
                "{} {}",
                stage.name,
                answer.url().path()
            );
        }
        assert_eq!(content(&stage, "x").await, "2", "{}", stage.name);
    }
}

#[tokio::test]
async fn what_the_reader_has_already_is_not_sent_again() {
    for stage in Stage::both().await {
        let etag = header(&there(&stage, "x", "1").await, "etag").to_owned();
        for method in ["GET", "HEAD"] {
            let answer = sent(stage.about(method, "x", "").header("if-none-match", &etag)).await;
            assert_eq!(answer.status(), 304, "{method} in {}", stage.name);
            assert_eq!(answer.text().await.unwrap(), "", "{}", stage.name);
        }
    }
}
