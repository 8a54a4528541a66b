//! The Portal's own web page: plain HTML rendered here, every action a link or a form.

mod actions;
mod custom_restore;
mod custom_restore_actions;
mod dashboard;
mod data_management;
mod deploy_to;
mod deployments;
mod exports;
mod frame;
mod logs;
mod restore_point;

use crate::world::World;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use frame::{Page, frame};
use std::sync::Arc;

pub(crate) fn routes(world: &Arc<World>) -> Router<Arc<World>> {
    let project = Router::new()
        .route("/{guid}", get(to_dashboard))
        .route("/{guid}/dashboard", get(dashboard::show))
        .route("/{guid}/deployments", get(deployments::show))
        .route(
            "/{guid}/deployments/upload/{env}",
            post(actions::upload_package).layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/{guid}/deployments/deploy-to",
            get(deploy_to::show).post(actions::deploy_to),
        )
        .route(
            "/{guid}/deployments/cancel-scheduled",
            post(actions::cancel_scheduled),
        )
        .route("/{guid}/deployments/restart/{env}", post(actions::restart))
        .route("/{guid}/deployments/{id}/logs", get(logs::download))
        .route("/{guid}/data-management", get(data_management::show))
        .route(
            "/{guid}/data-management/restore-points",
            post(actions::create_restore_point),
        )
        .route(
            "/{guid}/data-management/restore-points/{id}/restore",
            get(restore_point::show).post(restore_point::restore),
        )
        .route(
            "/{guid}/data-management/exports",
            get(exports::show).post(exports::create),
        )
        .route(
            "/{guid}/data-management/exports/{id}/{file}",
            get(exports::download),
        )
        .merge(custom_restore_routes())
        .route_layer(middleware::from_fn_with_state(
            world.clone(),
            only_this_project,
        ));
    Router::new()
        .route("/", get(to_dashboard))
        .merge(project)
        .fallback(not_found)
}

fn custom_restore_routes() -> Router<Arc<World>> {
    use custom_restore_actions as actions;
    let at = |what: &str| format!("/{{guid}}/data-management/custom-restore{what}");
    Router::new()
        .route(&at(""), get(custom_restore::show))
        .route(&at("/create-session"), post(actions::create_session))
        .route(&at("/get-access"), post(actions::get_access))
        .route(&at("/revoke-access"), post(actions::revoke_access))
        .route(
            &at("/restore"),
            get(custom_restore::ask_where).post(actions::restore),
        )
        .route(&at("/close"), post(actions::close))
}

/// Where a page of the project is.
fn page_address(world: &World, page: &str) -> String {
    format!("/{}/{page}", world.facts.project_guid)
}

async fn to_dashboard(State(world): State<Arc<World>>) -> Redirect {
    Redirect::to(&page_address(&world, "dashboard"))
}

async fn only_this_project(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let guid = request.uri().path().split('/').nth(1).unwrap_or_default();
    if guid.eq_ignore_ascii_case(&world.facts.project_guid.0) {
        return next.run(request).await;
    }
    not_found(State(world)).await
}

async fn not_found(State(world): State<Arc<World>>) -> Response {
    let body = maud::html! { p { "There is nothing at this address. Use the menu." } };
    (
        StatusCode::NOT_FOUND,
        frame(&world, Page::None, "Page not found", body),
    )
        .into_response()
}
