//! What the buttons of **Custom restore** do. As everywhere, done means a redirect, and refused the
//! page with the reason.

use super::{custom_restore, page_address};
use crate::restore::CustomRestore;
use crate::world::World;
use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

pub(super) async fn create_session(State(world): State<Arc<World>>) -> Response {
    let done = CustomRestore::of(&world).create_session().await;
    answer(&world, done)
}

#[derive(Deserialize)]
pub(super) struct Allowed {
    #[serde(default)]
    addresses: String,
}

/// Shows the links on the answer itself, so that no page has them afterwards.
pub(super) async fn get_access(
    State(world): State<Arc<World>>,
    Form(allowed): Form<Allowed>,
) -> Response {
    let given = CustomRestore::of(&world)
        .get_access(Some(&allowed.addresses))
        .await;
    match given {
        Ok(links) => {
            let kept_nowhere = [(header::CACHE_CONTROL, "no-store")];
            (kept_nowhere, custom_restore::links(&world, &links)).into_response()
        }
        Err(words) => answer::<()>(&world, Err(words)),
    }
}

pub(super) async fn revoke_access(State(world): State<Arc<World>>) -> Response {
    let done = CustomRestore::of(&world).revoke_access().await;
    answer(&world, done)
}

#[derive(Deserialize)]
pub(super) struct Target {
    env: String,
}

pub(super) async fn restore(
    State(world): State<Arc<World>>,
    Form(target): Form<Target>,
) -> Response {
    let done = CustomRestore::of(&world).restore_to(&target.env).await;
    answer(&world, done)
}

pub(super) async fn close(State(world): State<Arc<World>>) -> Response {
    let done = CustomRestore::of(&world).close().await;
    answer(&world, done)
}

fn answer<T>(world: &World, done: Result<T, &'static str>) -> Response {
    match done {
        Ok(_) => {
            Redirect::to(&page_address(world, "data-management/custom-restore")).into_response()
        }
        Err(words) => {
            let page = custom_restore::render(world, Some(words));
            (StatusCode::CONFLICT, page).into_response()
        }
    }
}
