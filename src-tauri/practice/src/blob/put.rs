//! Put Blob, Put Block and Put Block List.

use super::asked::Asked;
use super::block_list;
use super::checksum::{Claimed, Sums};
use super::condition::Conditions;
use super::container::{Block, Committed, Guard};
use super::journal::{Content, Line, Part};
use super::pieces::Piece;
use super::properties::Properties;
use super::refusal::Refusal;
use super::reply::{created, tell_sums};
use super::storage::StorageAccount;
use axum::body::Body;
use axum::http::Response;
use std::sync::Arc;

/// A block list of 50,000 ids of 64 bytes, with room.
const LIST_LIMIT: u64 = 16 * 1024 * 1024;

pub(super) async fn blob(
    storage: &StorageAccount,
    asked: &Asked,
    only_creates: bool,
    body: Body,
) -> Result<Response<Body>, Refusal> {
    match asked.header("x-ms-blob-type") {
        Some("BlockBlob") => {}
        Some(other) => return Err(Refusal::header_value("x-ms-blob-type", other)),
        None => return Err(Refusal::missing_header("x-ms-blob-type")),
    }
    let length = within(asked.length()?, asked.version.blob_limit())?;
    storage.within(&asked.container, |_| Ok(()))?;
    let claimed = Claimed::of_body(&asked.headers, &asked.version)?;
    // The MD5 of content that comes in one request is stored, whether it was given or not.
    let (piece, sums) = storage
        .shelf
        .take(body.into_data_stream(), length, true)
        .await?;
    claimed.hold_against(&sums)?;
    let mut properties = Properties::read(asked, true);
    properties.md5 = properties.md5.or_else(|| sums.md5.clone());
    let content = commit(
        storage,
        asked,
        only_creates,
        vec![Block { id: None, piece }],
        properties,
    )?;
    Ok(tell_sums(created(&content), &sums, &claimed, asked))
}

pub(super) async fn block(
    storage: &StorageAccount,
    asked: &Asked,
    body: Body,
) -> Result<Response<Body>, Refusal> {
    let id = block_id(asked)?;
    let length = within(asked.length()?, asked.version.block_limit())?;
    if length == 0 {
        return Err(Refusal::header_value("Content-Length", "0"));
    }
    storage.within(&asked.container, |c| {
        c.may_take_block(asked.blob(), &id, asked.now)
    })?;
    let claimed = Claimed::of_body(&asked.headers, &asked.version)?;
    let with_md5 = claimed.md5.is_some();
    let (piece, sums) = storage
        .shelf
        .take(body.into_data_stream(), length, with_md5)
        .await?;
    claimed.hold_against(&sums)?;
    keep_block(storage, asked, &id, piece)?;
    Ok(tell_sums(super::reply::accepted(), &sums, &claimed, asked))
}

pub(super) async fn block_list(
    storage: &StorageAccount,
    asked: &Asked,
    body: Body,
) -> Result<Response<Body>, Refusal> {
    let length = within(asked.length()?, LIST_LIMIT)?;
    let claimed = Claimed::of_body(&asked.headers, &asked.version)?;
    let body = axum::body::to_bytes(body, LIST_LIMIT as usize)
        .await
        .ok()
        .filter(|body| body.len() as u64 == length)
        .ok_or_else(|| {
            Refusal::new(
                400,
                "InvalidInput",
                "One of the request inputs is not valid.",
            )
        })?;
    let sums = Sums::of(&body, claimed.md5.is_some());
    claimed.hold_against(&sums)?;
    let list = block_list::read(&body)?;
    let blocks = storage.within(&asked.container, |c| {
        c.choose(asked.blob(), &list, asked.now)
    })?;
    let content = commit(
        storage,
        asked,
        false,
        blocks,
        Properties::read(asked, false),
    )?;
    Ok(tell_sums(created(&content), &sums, &claimed, asked))
}

/// The block id of a request.
pub(super) fn block_id(asked: &Asked) -> Result<String, Refusal> {
    let id = asked.parameter("blockid").ok_or_else(|| {
        Refusal::new(
            400,
            "MissingRequiredQueryParameter",
            "A query parameter that's mandatory for this request is not specified.",
        )
        .detail("QueryParameterName", "blockid")
    })?;
    block_list::check_id(id)?;
    Ok(id.to_owned())
}

/// Adds a block whose bytes are there.
pub(super) fn keep_block(
    storage: &StorageAccount,
    asked: &Asked,
    id: &str,
    piece: Arc<Piece>,
) -> Result<(), Refusal> {
    storage.within(&asked.container, |container| {
        // Another request may have been quicker.
        container.may_take_block(asked.blob(), id, asked.now)?;
        storage.note(|| Line::Block {
            container: asked.container.clone(),
            blob: asked.blob().to_owned(),
            block: Part::of(&Block {
                id: Some(id.to_owned()),
                piece: piece.clone(),
            }),
            at: asked.now,
        });
        container.put_block(asked.blob(), id, piece, asked.now);
        Ok(())
    })
}

/// Makes `blocks` the content of the blob.
pub(super) fn commit(
    storage: &StorageAccount,
    asked: &Asked,
    only_creates: bool,
    blocks: Vec<Block>,
    properties: Properties,
) -> Result<Committed, Refusal> {
    let conditions = Conditions::of(asked);
    let content = Committed::new(blocks, properties, storage.next_etag(asked.now), asked.now);
    storage.within(&asked.container, |container| {
        let guard = Guard {
            conditions: &conditions,
            only_creates,
        };
        let content = container.commit(asked.blob(), content, &guard)?;
        storage.note(|| Line::Committed {
            container: asked.container.clone(),
            blob: asked.blob().to_owned(),
            content: Content::of(&content),
        });
        Ok(content)
    })
}

pub(super) fn delete(storage: &StorageAccount, asked: &Asked) -> Result<Response<Body>, Refusal> {
    let conditions = Conditions::of(asked);
    storage.within(&asked.container, |container| {
        container.delete(asked.blob(), &conditions, asked.now)?;
        storage.note(|| Line::Deleted {
            container: asked.container.clone(),
            blob: asked.blob().to_owned(),
        });
        Ok(super::reply::deleted())
    })
}

fn within(length: u64, limit: u64) -> Result<u64, Refusal> {
    if length <= limit {
        Ok(length)
    } else {
        Err(Refusal::too_large(limit))
    }
}
