//! `POST /api/deployment/upload/{guid}/{env}`: the one call the Portal's public API has (facts 3.1).

mod receive;

pub(crate) use receive::{Received, Unfit, discard, receive};

use crate::package::understand;
use crate::project::{Origin, Refusal};
use crate::world::World;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use slipway_engine::project::{EnvKey, MayUpload, Role, may_upload};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::oneshot;

/// What a client should wait for while the project is under maintenance, in seconds.
const MAINTENANCE_LASTS: u32 = 120;

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/api/deployment/upload/{guid}", post(upload_to_qa))
        .route("/api/deployment/upload/{guid}/{env}", post(upload))
}

async fn upload_to_qa(
    world: State<Arc<World>>,
    Path(guid): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    upload(world, Path((guid, "qa".into())), headers, body).await
}

async fn upload(
    State(world): State<Arc<World>>,
    Path((guid, env)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match take(&world, &guid, &env, &headers, body).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(rejection) => rejection.into_response(),
    }
}

/// Everything that can be decided before the body is decided before the body.
async fn take(
    world: &Arc<World>,
    guid: &str,
    env: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<(), Rejection> {
    let role = bearer(headers)
        .and_then(|t| world.facts.role_of(t))
        .ok_or(Rejection::Unknown)?;
    if !guid.eq_ignore_ascii_case(&world.facts.project_guid.0) {
        return Err(Rejection::NotFound);
    }
    let env = may_send(world, role, env)?;
    check_head(headers, world.facts.upload_limit)?;
    let limit = world.facts.upload_limit;
    if world.discard_uploads {
        discard(body.into_data_stream(), limit).await?;
        return Ok(());
    }
    let received = receive(body.into_data_stream(), &world.incoming, limit).await?;
    accept(world, env, received, None, Origin::UploadApi { role }).await;
    Ok(())
}

/// Queues a package that came in whole. From here on it is accepted, whether or not its sender is
/// still there to hear it.
pub(crate) async fn accept(
    world: &Arc<World>,
    env: EnvKey,
    received: Received,
    uploaded_as: Option<String>,
    origin: Origin,
) {
    let (done, queued) = oneshot::channel();
    let owned = world.clone();
    world.chore(async move {
        let reader = owned.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let stopping = || reader.stopping.load(Ordering::Relaxed);
            understand(&received, uploaded_as.as_deref(), &stopping)
        });
        let Ok(Some(package)) = reading.await else {
            return;
        };
        owned
            .act(|project, now| project.accept_upload(now, env, package, origin))
            .await;
        // Nobody waits any more if the client has gone.
        let _ = done.send(());
    });
    // The chore fails only together with the whole world.
    let _ = queued.await;
}

fn may_send(world: &World, role: Role, env: &str) -> Result<EnvKey, Rejection> {
    let (key, blocked) = world.look(|project, _| {
        let environment = project.environment(env).ok_or(Rejection::NotFound)?;
        if may_upload(role, environment.kind) == MayUpload::No {
            return Err(Rejection::NotForThisRole);
        }
        Ok((
            environment.key.clone(),
            project.is_blocked_by_schedule(environment.kind),
        ))
    })?;
    if world.faults.is_under_maintenance() {
        return Err(Rejection::Maintenance);
    }
    if blocked {
        Err(Rejection::Scheduled)
    } else {
        Ok(key)
    }
}

fn check_head(headers: &HeaderMap, limit: u64) -> Result<(), Rejection> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = content_type
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    if !media_type.is_some_and(|media_type| media_type.eq_ignore_ascii_case("application/zip")) {
        return Err(Rejection::NotZipContent);
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    let announced = length.and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit) {
        Err(Unfit::TooLarge.into())
    } else {
        Ok(())
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Why an upload is turned away. No body is documented, so they are short and plain.
enum Rejection {
    Unknown,
    NotFound,
    NotForThisRole,
    Maintenance,
    Scheduled,
    NotZipContent,
    Unfit(Unfit),
}

impl From<Unfit> for Rejection {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let wait = MAINTENANCE_LASTS.to_string();
        match self {
            Self::Unknown => (
                StatusCode::UNAUTHORIZED,
                [(header::WWW_AUTHENTICATE, "Bearer".to_owned())],
                "The personal access token is missing or not valid.",
            )
                .into_response(),
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::NotForThisRole => (
                StatusCode::FORBIDDEN,
                "Your role does not allow uploading to this environment.",
            )
                .into_response(),
            Self::Maintenance => (
                StatusCode::SERVICE_UNAVAILABLE,
                [(header::RETRY_AFTER, wait)],
                "The project is under scheduled maintenance. Deployments are unavailable.",
            )
                .into_response(),
            Self::Scheduled => {
                (StatusCode::CONFLICT, Refusal::ScheduleInTheWay.words()).into_response()
            }
            Self::NotZipContent => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Send the deployment package as application/zip.",
            )
                .into_response(),
            Self::Unfit(Unfit::TooLarge) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "The deployment package is too large.",
            )
                .into_response(),
            Self::Unfit(Unfit::NotAZip) => {
                (StatusCode::BAD_REQUEST, "The body is not a ZIP archive.").into_response()
            }
            Self::Unfit(Unfit::Incomplete) => {
                (StatusCode::BAD_REQUEST, "The body is not complete.").into_response()
            }
            Self::Unfit(Unfit::Disk(fault)) => {
                tracing::warn!(%fault, "an upload could not be kept");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}
