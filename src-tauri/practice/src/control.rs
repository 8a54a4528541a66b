//! Control calls under `/_practice`: what [`crate::PracticeWorld`] offers, as JSON over HTTP. They
//! meet no faults and are not counted.

use crate::blob::LinkOrder;
use crate::faults::{FaultRule, SiteTrouble};
use crate::project::{Breakdown, Flaw};
use crate::restore::CustomRestore;
use crate::site::SiteSetup;
use crate::storage::Storage;
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/facts", get(facts))
        .route("/requests", get(requests).delete(forget_requests))
        .route("/deployments", get(deployments))
        .route("/deployments/fail-next", post(fail_next))
        .route("/restore-points", get(restore_points))
        .route("/faults", get(armed).post(arm).delete(clear))
        .route("/maintenance", post(maintenance))
        .route("/deployments/break-down-next", post(break_down_next))
        .route("/deployments/flaw-next", post(flaw_next))
        .route("/sites/{env}", post(site))
        .route("/sites/{env}/setup", post(set_up_site))
        .route("/restore", get(restores).post(restore))
        .route(
            "/restore/session",
            post(create_session).delete(close_session),
        )
        .route("/restore/access", post(get_access).delete(revoke_access))
        .route("/storage/links", post(link))
        .route("/clock", get(clock).post(move_clock))
}

async fn facts(State(world): State<Arc<World>>) -> Response {
    Json(&world.facts).into_response()
}

async fn requests(State(world): State<Arc<World>>) -> Response {
    Json(world.seen.requests()).into_response()
}

async fn forget_requests(State(world): State<Arc<World>>) -> StatusCode {
    world.seen.clear();
    StatusCode::NO_CONTENT
}

async fn deployments(State(world): State<Arc<World>>) -> Response {
    Json(world.look(|project, _| project.deployments.clone())).into_response()
}

async fn restore_points(State(world): State<Arc<World>>) -> Response {
    Json(world.look(|project, _| project.restore_points.clone())).into_response()
}

#[derive(Deserialize)]
struct FailNext {
    env: Option<String>,
    words: String,
}

async fn fail_next(State(world): State<Arc<World>>, Json(asked): Json<FailNext>) -> Response {
    if let Some(unknown) = asked.env.as_deref().filter(|env| !knows(&world, env)) {
        return no_such_environment(unknown);
    }
    world
        .faults
        .fail_next_deployment(asked.env.as_deref(), &asked.words);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
struct BreakDownNext {
    env: Option<String>,
    breakdown: Breakdown,
}

async fn break_down_next(
    State(world): State<Arc<World>>,
    Json(asked): Json<BreakDownNext>,
) -> Response {
    if let Some(unknown) = asked.env.as_deref().filter(|env| !knows(&world, env)) {
        return no_such_environment(unknown);
    }
    world
        .faults
        .break_down_next_deployment(asked.env.as_deref(), asked.breakdown);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
struct FlawNext {
    env: Option<String>,
    flaw: Flaw,
}

async fn flaw_next(State(world): State<Arc<World>>, Json(asked): Json<FlawNext>) -> Response {
    if let Some(unknown) = asked.env.as_deref().filter(|env| !knows(&world, env)) {
        return no_such_environment(unknown);
    }
    world
        .faults
        .flaw_next_deployment(asked.env.as_deref(), asked.flaw);
    StatusCode::NO_CONTENT.into_response()
}

async fn armed(State(world): State<Arc<World>>) -> Response {
    Json(world.faults.armed()).into_response()
}

async fn arm(State(world): State<Arc<World>>, Json(rule): Json<FaultRule>) -> Response {
    Json(json!({ "id": world.faults.arm(rule) })).into_response()
}

async fn clear(State(world): State<Arc<World>>) -> StatusCode {
    world.faults.clear();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Maintenance {
    on: bool,
}

async fn maintenance(
    State(world): State<Arc<World>>,
    Json(asked): Json<Maintenance>,
) -> StatusCode {
    world.faults.maintenance(asked.on);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct SiteOrder {
    /// None heals the site.
    trouble: Option<SiteTrouble>,
}

async fn site(
    State(world): State<Arc<World>>,
    Path(env): Path<String>,
    Json(asked): Json<SiteOrder>,
) -> Response {
    if !knows(&world, &env) {
        return no_such_environment(&env);
    }
    world.faults.site(&env, asked.trouble);
    StatusCode::NO_CONTENT.into_response()
}

#[derive(Deserialize)]
struct SetupOrder {
    /// None is the usual set-up.
    setup: Option<SiteSetup>,
}

async fn set_up_site(
    State(world): State<Arc<World>>,
    Path(env): Path<String>,
    Json(asked): Json<SetupOrder>,
) -> Response {
    if !knows(&world, &env) {
        return no_such_environment(&env);
    }
    world.faults.set_up_site(&env, asked.setup);
    StatusCode::NO_CONTENT.into_response()
}

async fn clock(State(world): State<Arc<World>>) -> Response {
    Json(json!({ "now": world.now() })).into_response()
}

#[derive(Deserialize)]
struct MoveClock {
    #[serde(default)]
    jump_ms: u64,
    pace: Option<f64>,
}

async fn move_clock(State(world): State<Arc<World>>, Json(asked): Json<MoveClock>) -> Response {
    world.faults.jump(Duration::from_millis(asked.jump_ms));
    if let Some(pace) = asked.pace {
        world.faults.pace(pace);
    }
    clock(State(world)).await
}

async fn restores(State(world): State<Arc<World>>) -> Response {
    let desk = CustomRestore::of(&world);
    Json(json!({ "sessions": desk.sessions(), "restores": desk.restores() })).into_response()
}

async fn create_session(State(world): State<Arc<World>>) -> Response {
    told(CustomRestore::of(&world).create_session().await)
}

async fn close_session(State(world): State<Arc<World>>) -> Response {
    told(CustomRestore::of(&world).close().await)
}

#[derive(Deserialize)]
struct Allowed {
    /// An IP address or a range; everybody if none.
    addresses: Option<String>,
}

/// Answers with both SAS URLs.
async fn get_access(State(world): State<Arc<World>>, Json(allowed): Json<Allowed>) -> Response {
    let desk = CustomRestore::of(&world);
    told(desk.get_access(allowed.addresses.as_deref()).await)
}

async fn revoke_access(State(world): State<Arc<World>>) -> Response {
    told(CustomRestore::of(&world).revoke_access().await)
}

#[derive(Deserialize)]
struct Target {
    env: String,
}

async fn restore(State(world): State<Arc<World>>, Json(target): Json<Target>) -> Response {
    told(CustomRestore::of(&world).restore_to(&target.env).await)
}

/// Any link at all, to a container that is made if there is none.
async fn link(State(world): State<Arc<World>>, Json(order): Json<LinkOrder>) -> Response {
    let storage = Storage::of(&world);
    storage.create_container(&order.container);
    Json(json!({ "link": storage.link(&order) })).into_response()
}

/// What was done, or the page's words for why not.
fn told<T: Serialize>(done: Result<T, &'static str>) -> Response {
    match done {
        Ok(done) => Json(done).into_response(),
        Err(words) => (StatusCode::CONFLICT, Json(json!({ "problem": words }))).into_response(),
    }
}

fn knows(world: &World, env: &str) -> bool {
    world.look(|project, _| project.environment(env).is_some())
}

fn no_such_environment(env: &str) -> Response {
    (
        StatusCode::NOT_FOUND,
        Json(json!({ "problem": "no such environment", "env": env })),
    )
        .into_response()
}
