//! An environment's site: a small shop that goes offline and comes back the way its Portal says.

mod pages;
mod setup;
mod shop;

pub use setup::{Moved, SiteLogin, SiteSetup};

use crate::faults::Place;
use crate::options::PracticeEnvironment;
use crate::project::SiteFace;
use crate::world::World;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use shop::Shop;
use slipway_engine::project::EnvKey;
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
        } => {
            let setup = world.faults.setup_of(&site.env);
            let shop = Shop {
                build,
                read_only,
                restored,
                trouble: world.trouble_of(&site.env.0),
            };
            setup.dress(enter(&request, &setup, &shop))
        }
    }
}

/// What stands before the shop: a password, and signs to where pages moved.
fn enter(request: &Request, setup: &SiteSetup, shop: &Shop) -> Response {
    if !setup.admits(request) {
        let asked = [(header::WWW_AUTHENTICATE, "Basic realm=\"Alder Lane\"")];
        return (StatusCode::UNAUTHORIZED, asked, "Unauthorized").into_response();
    }
    if let Some(moved) = setup.moved.get(request.uri().path()) {
        let status = StatusCode::from_u16(moved.status).unwrap_or(StatusCode::FOUND);
        return (status, [(header::LOCATION, moved.to.clone())]).into_response();
    }
    shop.answer(request)
}

fn page(status: StatusCode, page: Markup) -> Response {
    (
        status,
        [(header::CACHE_CONTROL, "no-cache, no-store")],
        page,
    )
        .into_response()
}
