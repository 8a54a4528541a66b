//! Azure Application Insights of the production site: its REST query, as far as it takes to answer
//! what is asked of a deployment (`GET` and `POST /v1/apps/{app}/query` with `x-api-key`).
//!
//! Of the query language it understands one thing: the last line, `print name = …, name = …`, names
//! the columns that are wanted. What fails is counted from the requests this world really answered.

use crate::faults::SiteTrouble;
use crate::world::World;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};
use slipway_engine::project::EnvironmentKind;
use std::sync::Arc;

/// How far back it looks.
const RECENT: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);
/// What a shop of this size usually shows.
const DATABASE_MS: f64 = 14.2;
const CPU_PERCENT: f64 = 23.5;
const MEMORY_MB: f64 = 612.0;

pub(crate) fn routes() -> Router<Arc<World>> {
    Router::new().route("/v1/apps/{app}/query", get(in_address).post(in_body))
}

#[derive(Deserialize)]
struct Asked {
    query: String,
}

async fn in_address(
    State(world): State<Arc<World>>,
    Path(app): Path<String>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    answer(&world, &app, &headers, asked.ok().map(|Query(it)| it))
}

async fn in_body(
    State(world): State<Arc<World>>,
    Path(app): Path<String>,
    headers: HeaderMap,
    asked: Result<Json<Asked>, JsonRejection>,
) -> Response {
    answer(&world, &app, &headers, asked.ok().map(|Json(it)| it))
}

fn answer(world: &World, app: &str, headers: &HeaderMap, asked: Option<Asked>) -> Response {
    let Some(key) = headers.get("x-api-key") else {
        return refused(
            StatusCode::UNAUTHORIZED,
            "AuthorizationRequiredError",
            "Valid authentication was not provided",
        );
    };
    let known = &world.facts.insights;
    if key.as_bytes() != known.key.as_bytes() || !app.eq_ignore_ascii_case(&known.app_id) {
        return refused(
            StatusCode::FORBIDDEN,
            "InsufficientAccessError",
            "The provided credentials have insufficient access to perform the requested operation",
        );
    }
    let columns = asked.map(|asked| columns_of(&asked.query));
    let Some(columns) = columns.filter(|columns| !columns.is_empty()) else {
        return refused(
            StatusCode::BAD_REQUEST,
            "BadArgumentError",
            "The request had some invalid properties",
        );
    };
    let row: Vec<Value> = columns.iter().map(|name| figure(world, name)).collect();
    let described = columns
        .iter()
        .map(|name| json!({ "name": name, "type": "real" }));
    let table = json!({
        "name": "PrimaryResult",
        "columns": described.collect::<Vec<_>>(),
        "rows": [row],
    });
    Json(json!({ "tables": [table] })).into_response()
}

fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let error = json!({ "error": { "message": message, "code": code } });
    (status, Json(error)).into_response()
}

/// The names of the last `print`.
fn columns_of(query: &str) -> Vec<String> {
    let Some((_, wanted)) = query.rsplit_once("print ") else {
        return Vec::new();
    };
    let names = wanted.split(',').filter_map(|part| part.split_once('='));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}

/// A figure by its name; null where nobody measures it.
fn figure(world: &World, name: &str) -> Value {
    let slow = match trouble(world) {
        Some(SiteTrouble::Slow { ms }) => Some(ms),
        _ => None,
    };
    match name {
        "failed" => failed(world),
        "database" => json!(slow.map_or(DATABASE_MS, |ms| ms as f64)),
        "cpu" => json!(CPU_PERCENT),
        "memory" => json!(MEMORY_MB),
        _ => Value::Null,
    }
}

/// Percent of the requests to production that were answered with 5xx. Of none, the service says that
/// it is not a number.
fn failed(world: &World) -> Value {
    let Some(production) = production(world) else {
        return Value::Null;
    };
    let now = world.now();
    let recent = world
        .seen
        .requests()
        .into_iter()
        .filter(|seen| seen.place == production && now.0.duration_since(seen.at.0) <= RECENT);
    let (mut all, mut failed) = (0_u32, 0_u32);
    for status in recent.filter_map(|seen| seen.status) {
        all += 1;
        failed += u32::from(status >= 500);
    }
    if all == 0 {
        return json!("NaN");
    }
    json!(100.0 * f64::from(failed) / f64::from(all))
}

fn trouble(world: &World) -> Option<SiteTrouble> {
    world.trouble_of(&production(world)?)
}

fn production(world: &World) -> Option<String> {
    let mut environments = world.facts.environments.iter();
    let production = environments.find(|one| one.kind == EnvironmentKind::Prod)?;
    Some(production.key.0.clone())
}
