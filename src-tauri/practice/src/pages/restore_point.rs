use super::frame::{Page, frame, moment};
use super::{data_management, deployments, page_address};
use crate::project::Refusal;
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use slipway_engine::units::Moment;
use std::sync::Arc;

/// Asks before an environment is put back, and tells what is lost (facts 3.6).
pub(super) async fn show(
    State(world): State<Arc<World>>,
    Path((_, id)): Path<(String, u64)>,
) -> Response {
    let found = world.look(|project, _| {
        let (env, package, made_at) = project.restorable(id)?;
        Ok((deployments::name(project, &env.0), package, made_at))
    });
    match found {
        Ok((env, package, made_at)) => {
            ask(&world, id, &env, package.build(), made_at).into_response()
        }
        Err(refusal) => refused(&world, refusal),
    }
}

/// Queues it.
pub(super) async fn restore(
    State(world): State<Arc<World>>,
    Path((_, id)): Path<(String, u64)>,
) -> Response {
    match world
        .act(|project, now| project.restore_point(now, id))
        .await
    {
        Ok(_) => Redirect::to(&page_address(&world, "deployments")).into_response(),
        Err(refusal) => refused(&world, refusal),
    }
}

fn ask(world: &World, id: u64, env: &str, build: &str, made_at: Moment) -> Markup {
    let path = format!("data-management/restore-points/{id}/restore");
    let body = html! {
        div.card {
            dl {
                dt { "Environment" } dd { (env) }
                dt { "Restore point" } dd { (moment(made_at)) }
                dt { "Build number" } dd { (build) }
            }
            p.notice {
                "The application in " (env) " will be temporarily shut down. Its application, database and storage become what they were; everything made since then is lost."
            }
            form method="post" action=(page_address(world, &path)) {
                button.main { "Restore" }
            }
            a.button href=(page_address(world, "data-management")) { "Cancel" }
        }
    };
    frame(world, Page::DataManagement, &format!("Restore {env}"), body)
}

fn refused(world: &World, refusal: Refusal) -> Response {
    let page = data_management::render(world, Some(refusal.words()));
    (StatusCode::CONFLICT, page).into_response()
}
