//! A practice world on loopback: a Portal with its upload call and web page, the sites of a
//! project's environments, and Blob containers for custom restore. It speaks the real protocol, so
//! whoever uses it cannot tell it from the real thing, and it goes wrong on demand.
//!
//! Its heart is the project's state (`project`), which is pure: every request first brings
//! it up to the present, so nothing runs in the background. Faults (`faults`) meet requests
//! before they reach the Portal or a site, down to the TCP connection (`wire`).

mod blob;
mod control;
pub mod downtime;
mod facts;
mod faults;
mod insights;
mod loopback_only;
mod options;
mod package;
mod pages;
mod practice_world;
mod project;
mod restore;
mod seen;
mod site;
mod state_file;
mod storage;
mod upload;
mod wire;
mod world;

pub use blob::{AccessPolicy, BlobCall, BlobFacts, LinkOrder, SasUrl};
pub use facts::{EnvironmentFacts, InsightsFacts, PracticeFacts, RoleToken};
pub use faults::{ArmedFault, Effect, FaultRule, Faults, Odds, SiteTrouble};
pub use options::{DatabaseVersion, PracticeEnvironment, PracticeOptions, UPLOAD_LIMIT};
pub use practice_world::PracticeWorld;
pub use project::{
    Breakdown, Course, DeployedPackage, Deployment, DeploymentState, Flaw, Origin, RestorePoint,
    RestorePointKind, Window,
};
pub use restore::{
    Access, AccessLinks, CustomRestore, EnvironmentRestore, RestoreContent, RestoreSession,
};
pub use seen::{Ended, SeenRequest};
pub use site::{Moved, SiteLogin, SiteSetup};
pub use storage::Storage;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use faults::{INSIGHTS, Place, meet};
use loopback_only::loopback_only;

/// Pages need no script and load nothing from anywhere.
const PAGE_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
);

/// The Portal: upload call and pages, which meet faults, and the control calls, which do not. Beside
/// it, as a place of its own for faults, Application Insights.
fn portal(place: Place) -> Router {
    let world = place.world.clone();
    let small = axum::extract::DefaultBodyLimit::max(64 * 1024);
    let insights = Place {
        name: INSIGHTS.into(),
        ..place.clone()
    };
    let insights = insights::routes()
        .layer(small)
        .layer(from_fn_with_state(insights, meet));
    let pages = pages::routes(&world).layer(map_response(async |mut response: Response| {
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
        response
    }));
    let public = upload::routes()
        .merge(pages)
        .layer(small)
        .layer(from_fn_with_state(place, meet));
    Router::new()
        .nest("/_practice", control::routes())
        .merge(public)
        .merge(insights)
        .layer(from_fn(loopback_only))
        .with_state(world)
}

/// The Blob containers.
fn storage_account(place: Place) -> Router {
    blob::routes(&place.world)
        .layer(from_fn_with_state(place, meet))
        .layer(from_fn(loopback_only))
}

/// One environment's site.
fn site(place: Place, environment: PracticeEnvironment) -> Router {
    site::routes(&place, environment)
        .layer(from_fn_with_state(place, meet))
        .layer(from_fn(loopback_only))
}
