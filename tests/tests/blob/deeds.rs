//! What the tests do over and over.

use crate::stage::{Stage, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};
use reqwest::{RequestBuilder, Response};

pub async fn sent(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

/// Put Blob. Also an empty one says how long it is.
pub fn put(stage: &Stage, blob: &str, content: impl Into<Vec<u8>>) -> RequestBuilder {
    let content = content.into();
    let request = stage.about("PUT", blob, "");
    request
        .header("x-ms-blob-type", "BlockBlob")
        .header("content-length", content.len())
        .body(content)
}

/// Put Blob that has to work.
pub async fn there(stage: &Stage, blob: &str, content: impl Into<Vec<u8>>) -> Response {
    let answer = sent(put(stage, blob, content)).await;
    assert_eq!(answer.status(), 201, "{} takes {blob}", stage.name);
    answer
}

/// A block id of four characters, in base64 as it stands in an address.
pub fn id(number: u32) -> String {
    STANDARD.encode(format!("{number:03}"))
}

/// Put Block.
pub fn put_block(
    stage: &Stage,
    blob: &str,
    id: &str,
    content: impl Into<Vec<u8>>,
) -> RequestBuilder {
    let id = id
        .replace('=', "%3D")
        .replace('+', "%2B")
        .replace('/', "%2F");
    stage
        .about("PUT", blob, &format!("&comp=block&blockid={id}"))
        .body(content.into())
}

/// Put Block List naming the latest blocks of these ids.
pub fn commit(stage: &Stage, blob: &str, ids: &[String]) -> RequestBuilder {
    let ids: String = ids
        .iter()
        .map(|id| format!("<Latest>{id}</Latest>"))
        .collect();
    let list = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>{ids}</BlockList>");
    stage.about("PUT", blob, "&comp=blocklist").body(list)
}

/// Blocks and Put Block List that have to work.
pub async fn there_in_blocks(stage: &Stage, blob: &str, blocks: &[&str]) -> Response {
    let ids: Vec<String> = (0..blocks.len()).map(|number| id(number as u32)).collect();
    for (id, content) in ids.iter().zip(blocks) {
        let answer = sent(put_block(stage, blob, id, *content)).await;
        assert_eq!(answer.status(), 201, "{} takes a block", stage.name);
    }
    let answer = sent(commit(stage, blob, &ids)).await;
    assert_eq!(answer.status(), 201, "{} commits", stage.name);
    answer
}

/// The content, as text.
pub async fn content(stage: &Stage, blob: &str) -> String {
    let answer = sent(stage.about("GET", blob, "")).await;
    assert_eq!(answer.status(), 200, "{} has {blob}", stage.name);
    answer.text().await.expect("a whole answer")
}

pub fn md5(content: &[u8]) -> String {
    STANDARD.encode(Md5::digest(content))
}

/// The text of every element of this name, unescaped, in their order.
pub fn elements(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let texts = xml
        .split(&open)
        .skip(1)
        .filter_map(|rest| Some(rest.split_once(&close)?.0));
    texts.map(unescaped).collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

/// Every answer, good or bad, carries these.
pub fn has_the_usual_headers(answer: &Response) {
    for name in ["x-ms-request-id", "date", "server"] {
        assert!(
            !header(answer, name).is_empty(),
            "{name} of {}",
            answer.url().path()
        );
    }
}

/// XML without its byte order mark and its declaration.
pub fn header_free(xml: &str) -> &str {
    xml.split_once("?>")
        .map_or(xml, |(_, rest)| rest.trim_start())
}
