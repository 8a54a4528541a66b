//! Put Block From URL, Put Blob From URL and Copy Blob From URL: the storage fetches the bytes
//! itself. Only from this computer: a practice world reaches nothing else.

use super::asked::Asked;
use super::checksum::{Claimed, SOURCE_CRC64, SOURCE_MD5, Sums};
use super::condition::Conditions;
use super::container::Block;
use super::pieces::Piece;
use super::properties::Properties;
use super::put::{block_id, commit, keep_block};
use super::refusal::{ERROR_CODE, Refusal};
use super::reply::{accepted, created, set, tell_sums};
use super::storage::StorageAccount;
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode};
use reqwest::{Client, Url};
use std::sync::{Arc, LazyLock};

const MIB: u64 = 1024 * 1024;
/// The most Copy Blob From URL copies.
const COPY_LIMIT: u64 = 256 * MIB;

static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let client = Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none());
    client.build().expect("a client without options of its own")
});

pub(super) async fn block(
    storage: &StorageAccount,
    asked: &Asked,
) -> Result<Response<Body>, Refusal> {
    let id = block_id(asked)?;
    nothing_but_the_address(asked)?;
    storage.within(&asked.container, |c| {
        c.may_take_block(asked.blob(), &id, asked.now)
    })?;
    let range = asked.header("x-ms-source-range");
    let fetched = fetch(storage, asked, range, asked.version.block_limit()).await?;
    keep_block(storage, asked, &id, fetched.piece)?;
    Ok(tell_sums(
        accepted(),
        &fetched.sums,
        &fetched.claimed,
        asked,
    ))
}

pub(super) async fn blob(
    storage: &StorageAccount,
    asked: &Asked,
    only_creates: bool,
) -> Result<Response<Body>, Refusal> {
    nothing_but_the_address(asked)?;
    let fetched = fetch(storage, asked, None, asked.version.blob_limit()).await?;
    let mut properties = with_source_type(Properties::read(asked, false), asked, &fetched);
    properties.md5 = properties.md5.or_else(|| fetched.sums.md5.clone());
    let block = Block {
        id: None,
        piece: fetched.piece,
    };
    let content = commit(storage, asked, only_creates, vec![block], properties)?;
    Ok(tell_sums(
        created(&content),
        &fetched.sums,
        &fetched.claimed,
        asked,
    ))
}

/// The same, said another way and with another answer. Only the form that is done when it is
/// answered.
pub(super) async fn copy(
    storage: &StorageAccount,
    asked: &Asked,
    only_creates: bool,
) -> Result<Response<Body>, Refusal> {
    if asked.header("x-ms-requires-sync") != Some("true") {
        return Err(Refusal::missing_header("x-ms-requires-sync"));
    }
    let fetched = fetch(storage, asked, None, COPY_LIMIT).await?;
    let mut properties = with_source_type(Properties::read(asked, false), asked, &fetched);
    properties.md5 = fetched
        .source_md5
        .clone()
        .or_else(|| fetched.sums.md5.clone());
    let block = Block {
        id: None,
        piece: fetched.piece,
    };
    let content = commit(storage, asked, only_creates, vec![block], properties)?;
    let mut answer = tell_sums(created(&content), &fetched.sums, &fetched.claimed, asked);
    *answer.status_mut() = StatusCode::ACCEPTED;
    set(
        answer.headers_mut(),
        "x-ms-copy-id",
        &uuid::Uuid::new_v4().to_string(),
    );
    set(answer.headers_mut(), "x-ms-copy-status", "success");
    Ok(answer)
}

struct Fetched {
    piece: Arc<Piece>,
    sums: Sums,
    claimed: Claimed,
    content_type: Option<String>,
    source_md5: Option<String>,
}

async fn fetch(
    storage: &StorageAccount,
    asked: &Asked,
    range: Option<&str>,
    limit: u64,
) -> Result<Fetched, Refusal> {
    let text = asked.header("x-ms-copy-source").unwrap_or_default();
    let address = Url::parse(text).map_err(|_| Refusal::header_value("x-ms-copy-source", ""))?;
    if !is_on_this_computer(&address) {
        return Err(unverified(
            403,
            "The practice storage copies from this computer only.",
        ));
    }
    let claimed = Claimed::read(&asked.headers, &SOURCE_MD5, &SOURCE_CRC64, &asked.version)?;
    let mut request = CLIENT
        .get(address)
        .header("x-ms-version", asked.version.text());
    if let Some(range) = range {
        request = request.header("x-ms-range", range);
    }
    for (name, value) in Conditions::of_source(asked) {
        request = request.header(name, value);
    }
    let answer = request
        .send()
        .await
        .map_err(|_| unverified(400, "Could not reach the source."))?;
    if !answer.status().is_success() {
        return Err(refused_by_source(
            answer.status().as_u16(),
            answer.headers(),
        ));
    }
    let length = answer
        .content_length()
        .ok_or_else(|| unverified(400, "The source does not tell its size."))?;
    if length > limit {
        return Err(unverified(
            409,
            "The source is larger than this operation copies.",
        ));
    }
    let text = |name: &str| Some(answer.headers().get(name)?.to_str().ok()?.to_owned());
    let (content_type, source_md5) = (text("content-type"), text("content-md5"));
    let (piece, sums) = storage
        .shelf
        .take(answer.bytes_stream(), length, true)
        .await?;
    claimed.hold_against(&sums)?;
    Ok(Fetched {
        piece,
        sums,
        claimed,
        content_type,
        source_md5,
    })
}

/// What is copied keeps its type unless another is given.
fn with_source_type(mut properties: Properties, asked: &Asked, fetched: &Fetched) -> Properties {
    if asked.header("x-ms-blob-content-type").is_none()
        && let Some(kind) = &fetched.content_type
    {
        properties.content_type.clone_from(kind);
    }
    properties
}

fn nothing_but_the_address(asked: &Asked) -> Result<(), Refusal> {
    match asked.length()? {
        0 => Ok(()),
        length => Err(Refusal::header_value("Content-Length", &length.to_string())),
    }
}

fn is_on_this_computer(address: &Url) -> bool {
    address.scheme() == "http"
        && matches!(
            address.host_str(),
            Some("127.0.0.1" | "localhost" | "[::1]")
        )
}

fn unverified(status: u16, message: &str) -> Refusal {
    Refusal::new(status, "CannotVerifyCopySource", message)
}

/// The source's own answer, told on.
fn refused_by_source(status: u16, headers: &HeaderMap) -> Refusal {
    let code = headers.get(ERROR_CODE).and_then(|code| code.to_str().ok());
    let refusal = match status {
        304 | 412 => Refusal::new(
            412,
            "SourceConditionNotMet",
            "The source condition specified using HTTP conditional header(s) is not met.",
        ),
        400..500 => unverified(
            status,
            "Could not verify the copy source within the specified time.",
        ),
        _ => unverified(500, "The source did not answer as expected."),
    };
    let refusal = refusal.header(
        axum::http::HeaderName::from_static("x-ms-copy-source-status-code"),
        status.to_string(),
    );
    match code {
        Some(code) => refusal.header(
            axum::http::HeaderName::from_static("x-ms-copy-source-error-code"),
            code,
        ),
        None => refusal,
    }
}
