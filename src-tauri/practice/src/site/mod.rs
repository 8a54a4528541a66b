//! An environment's site: a small shop that goes offline and comes back the way its Portal says.

mod pages;

use crate::faults::Place;
use crate::options::PracticeEnvironment;
use crate::project::SiteFace;
use crate::world::World;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;
use std::sync::Arc;

/// The site of one environment.
#[derive(Clone)]
struct Site {
    world: Arc<World>,
    env: EnvKey,
}

/// The site's pages, without faults.
pub(crate) fn routes(place: &Place, environment: PracticeEnvironment) -> Router {
    let site = Site {
        world: place.world.clone(),
        env: environment.key,
    };
    Router::new().fallback(answer).with_state(site)
}

async fn answer(State(site): State<Site>, request: Request) -> Response {
    let world = &site.world;
    if !world.site_latency.is_zero() {
        world.clock.wait(world.site_latency).await;
    }
    match world.look(|project, now| project.site_face(&site.env, now)) {
        SiteFace::NothingDeployed => page(StatusCode::NOT_FOUND, pages::nothing_deployed()),
        SiteFace::Offline => page(StatusCode::SERVICE_UNAVAILABLE, pages::app_offline()),
        SiteFace::Restarting => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The service is unavailable.",
        )
            .into_response(),
        SiteFace::Live {
            build,
            read_only,
            restored,
        } => application(&request, &build, read_only, restored),
    }
}

/// The shop itself. In read-only mode pages are served and everything that writes answers 503
/// (facts 3.5).
fn application(
    request: &Request,
    build: &str,
    read_only: bool,
    restored: Option<Moment>,
) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && read_only {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "The application is in read-only mode.",
        )
            .into_response();
    }
    match (request.uri().path(), reads) {
        ("/", true) => page(StatusCode::OK, pages::home(build, read_only, restored)),
        ("/status", true) => "Healthy".into_response(),
        ("/admin" | "/admin/", true) if read_only => page(StatusCode::OK, pages::admin_splash()),
        ("/admin" | "/admin/", true) => page(StatusCode::OK, pages::admin(build)),
        ("/newsletter", false) => page(StatusCode::OK, pages::thanks(build)),
        _ => page(StatusCode::NOT_FOUND, pages::not_found(build)),
    }
}

fn page(status: StatusCode, page: Markup) -> Response {
    (
        status,
        [(header::CACHE_CONTROL, "no-cache, no-store")],
        page,
    )
        .into_response()
}
