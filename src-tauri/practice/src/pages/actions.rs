//! What the buttons do. Each ends on the page it came from: by a redirect if it was done, so that
//! reloading repeats nothing, or on that page with the reason why it was not.

use super::{data_management, deployments, page_address};
use crate::project::{Origin, Refusal};
use crate::upload::{Unfit, accept, receive};
use crate::world::World;
use axum::Form;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;
use std::sync::Arc;

const MAINTENANCE: &str =
    "Uploading a deployment package is unavailable during scheduled maintenance of the project.";

pub(super) async fn upload_package(
    State(world): State<Arc<World>>,
    Path((_, env)): Path<(String, String)>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let place = world.look(|project, _| {
        let environment = project
            .environment(&env)
            .ok_or(Refusal::UnknownEnvironment)?;
        if project.is_blocked_by_schedule(environment.kind) {
            return Err(Refusal::ScheduleInTheWay);
        }
        Ok(environment.key.clone())
    });
    let Ok(env) = place else {
        return answer(&world, place.map(|_| ()));
    };
    if world.faults.is_under_maintenance() {
        return refused(&world, StatusCode::SERVICE_UNAVAILABLE, MAINTENANCE);
    }
    let chosen = match form {
        Ok(form) => take_package(&world, form).await,
        Err(_) => Err(Unfit::Incomplete),
    };
    let (status, words) = match chosen {
        Ok((received, name)) => {
            accept(&world, env, received, Some(name), Origin::UploadPackage).await;
            return answer(&world, Ok(()));
        }
        Err(Unfit::TooLarge) => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "The deployment package is larger than 2 GB.",
        ),
        Err(Unfit::NotAZip) => (
            StatusCode::BAD_REQUEST,
            "Choose a valid deployment package: a ZIP archive.",
        ),
        Err(Unfit::Incomplete) => (StatusCode::BAD_REQUEST, "The upload was not completed."),
        Err(Unfit::Disk(fault)) => {
            tracing::warn!(%fault, "an upload could not be kept");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "The upload could not be kept.",
            )
        }
    };
    refused(&world, status, words)
}

async fn take_package(
    world: &World,
    mut form: Multipart,
) -> Result<(crate::upload::Received, String), Unfit> {
    while let Some(field) = form.next_field().await.map_err(|_| Unfit::Incomplete)? {
        if field.name() != Some("package") {
            continue;
        }
        let name = plain_name(field.file_name().unwrap_or_default());
        let limit = world.facts.upload_limit;
        return Ok((receive(field, &world.incoming, limit).await?, name));
    }
    Err(Unfit::Incomplete)
}

/// The last part of what the browser called the file.
fn plain_name(given: &str) -> String {
    let name: String = given
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    if name.is_empty() {
        "DeploymentPackage.zip".into()
    } else {
        name
    }
}

#[derive(Deserialize)]
pub(super) struct DeployTo {
    source: u64,
    to: EnvKey,
    action: Action,
    #[serde(default)]
    due: String,
}

/// Which of the two buttons.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Action {
    Start,
    Schedule,
}

pub(super) async fn deploy_to(
    State(world): State<Arc<World>>,
    Form(order): Form<DeployTo>,
) -> Response {
    let done = world.act(|project, now| match order.action {
        Action::Schedule => {
            let due = read_due(&order.due).ok_or(Refusal::NotInTheFuture)?;
            project.schedule(now, order.source, &order.to, due)
        }
        Action::Start => project.deploy_to(now, order.source, &order.to).map(|_| ()),
    });
    answer(&world, done.await)
}

pub(super) async fn cancel_scheduled(State(world): State<Arc<World>>) -> Response {
    answer(
        &world,
        world.act(|project, _| project.cancel_scheduled()).await,
    )
}

pub(super) async fn restart(
    State(world): State<Arc<World>>,
    Path((_, env)): Path<(String, String)>,
) -> Response {
    let done = world.act(|project, now| {
        let key = project
            .environment(&env)
            .ok_or(Refusal::UnknownEnvironment)?
            .key
            .clone();
        project.restart(now, &key)
    });
    answer(&world, done.await)
}

#[derive(Deserialize)]
pub(super) struct NewRestorePoint {
    env: String,
}

pub(super) async fn create_restore_point(
    State(world): State<Arc<World>>,
    Form(asked): Form<NewRestorePoint>,
) -> Response {
    let done = world.act(|project, now| {
        let key = project
            .environment(&asked.env)
            .ok_or(Refusal::UnknownEnvironment)?
            .key
            .clone();
        project.create_restore_point(now, &key)
    });
    match done.await {
        Ok(_) => Redirect::to(&page_address(&world, "data-management")).into_response(),
        Err(refusal) => {
            let page = data_management::render(&world, Some(refusal.words()));
            (StatusCode::CONFLICT, page).into_response()
        }
    }
}

fn answer(world: &World, done: Result<(), Refusal>) -> Response {
    match done {
        Ok(()) => Redirect::to(&page_address(world, "deployments")).into_response(),
        Err(refusal) => refused(world, StatusCode::CONFLICT, refusal.words()),
    }
}

fn refused(world: &World, status: StatusCode, words: &str) -> Response {
    (status, deployments::render(world, Some(words))).into_response()
}

/// What a `datetime-local` field sends, read as UTC.
fn read_due(text: &str) -> Option<Moment> {
    let local: jiff::civil::DateTime = text.parse().ok()?;
    Some(Moment(
        local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp(),
    ))
}
