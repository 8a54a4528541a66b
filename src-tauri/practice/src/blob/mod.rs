//! Blob containers: Azure Storage's REST API on loopback, as far as moving large data into a
//! container needs it, with its checks: signature, permission, time, address, block rules and
//! checksums (facts 3.7). What it says when it refuses is what Azure Storage says.

mod asked;
mod authorize;
mod block_list;
mod checksum;
mod condition;
mod container;
mod copy;
mod get;
mod journal;
mod link;
mod listing;
mod operation;
mod pieces;
mod properties;
mod put;
mod refusal;
mod reply;
mod sas;
mod storage;
mod version;
mod xml;

pub use asked::BlobCall;
pub use container::AccessPolicy;
pub use link::{LinkOrder, SasUrl};
pub use storage::BlobFacts;

pub(crate) use refusal::{ERROR_CODE, Refusal};
pub(crate) use storage::StorageAccount;

use crate::faults::Peer;
use crate::world::World;
use asked::Asked;
use authorize::{Allowed, Ground, authorize};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use operation::Operation;
use slipway_engine::units::Moment;
use std::sync::Arc;
use storage::ACCOUNT;

/// The storage's address on the world: everything under it is a container.
pub(crate) fn routes(world: &Arc<World>) -> Router {
    Router::new().fallback(answer).with_state(world.clone())
}

async fn answer(State(world): State<Arc<World>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (rotations, now) = world.look(|project, now| (project.storage_rotations, now));
    let request_id = uuid::Uuid::new_v4().to_string();
    let client_id = parts.headers.get("x-ms-client-request-id").cloned();
    // A request without a peer came over no connection, and no link with addresses lets it in.
    let from = parts
        .extensions
        .get::<Peer>()
        .map_or(std::net::Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0);
    let asked = Asked::read(&parts, from, now);
    let version = asked
        .as_ref()
        .ok()
        .map(|asked| asked.version.text().to_owned());
    let done = match asked {
        Ok(asked) => carry_out(&world.storage, &asked, rotations, body).await,
        Err(refusal) => Err(refusal),
    };
    let mut answer = done.unwrap_or_else(|refusal| refusal.answer(&parts.method, &request_id, now));
    reply::tell_always(
        &mut answer,
        &request_id,
        version.as_deref(),
        client_id.as_ref(),
        now,
    );
    let latency = world.storage.latency();
    if !latency.is_zero() {
        world.clock.wait(latency).await;
    }
    answer
}

/// The answer to a request that a scripted fault refuses, in the storage's own form.
pub(crate) fn refuse(request: &Request, refusal: &Refusal, now: Moment) -> Response {
    let request_id = uuid::Uuid::new_v4().to_string();
    let client_id = request.headers().get("x-ms-client-request-id");
    let mut answer = refusal.answer(request.method(), &request_id, now);
    reply::tell_always(&mut answer, &request_id, None, client_id, now);
    answer
}

/// Judges the request's link by what the storage has now.
fn judge(
    storage: &StorageAccount,
    asked: &Asked,
    rotations: u32,
    operation: Operation,
) -> Result<Allowed, Refusal> {
    let ground = Ground {
        account: ACCOUNT,
        key: &storage.key(rotations),
        policy: &|id| storage.policy(&asked.container, id),
        now: asked.now,
    };
    authorize(asked, operation, &ground)
}

async fn carry_out(
    storage: &StorageAccount,
    asked: &Asked,
    rotations: u32,
    body: Body,
) -> Result<Response, Refusal> {
    let operation = Operation::of(asked)?;
    let only_creates = judge(storage, asked, rotations, operation)?.only_creates();
    match operation {
        Operation::ListBlobs => storage.within(&asked.container, |container| {
            let service = format!("{}/", storage.address);
            Ok(reply::xml(listing::list(container, asked, &service)?))
        }),
        Operation::PutBlob => put::blob(storage, asked, only_creates, body).await,
        Operation::PutBlock => put::block(storage, asked, body).await,
        Operation::PutBlockList => put::block_list(storage, asked, body).await,
        Operation::GetBlockList => get::block_list(storage, asked),
        Operation::GetBlob => get::blob(storage, asked),
        Operation::DeleteBlob => put::delete(storage, asked),
        Operation::PutBlockFromUrl => copy::block(storage, asked).await,
        Operation::PutBlobFromUrl => copy::blob(storage, asked, only_creates).await,
        Operation::CopyBlobFromUrl => copy::copy(storage, asked, only_creates).await,
        // No permission of a container's link is enough; `authorize` has said so.
        Operation::Container => Err(Refusal::permission()),
    }
}
