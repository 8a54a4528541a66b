use super::rule::scatter;
use super::{Effect, PORTAL, STORAGE, SiteTrouble};
use crate::blob::{self, BlobCall, ERROR_CODE};
use crate::seen::Seen;
use crate::wire::{BodyFault, Line, WatchedBody};
use crate::world::World;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Which of the world's addresses a request came to.
#[derive(Clone)]
pub(crate) struct Place {
    pub world: Arc<World>,
    /// `portal`, `storage` or an environment's key.
    pub name: Arc<str>,
}

/// Who a request came from; every one carries it from here on.
#[derive(Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

/// Every request passes here: it is noted, counted, and meets the fault that was ordered for it.
pub(crate) async fn meet(State(place): State<Place>, mut request: Request, next: Next) -> Response {
    let world = &place.world;
    let line = request.extensions_mut().remove::<Line>();
    let (method, path) = (request.method().as_str(), request.uri().path());
    let call = (&*place.name == STORAGE).then(|| BlobCall::of(request.uri()));
    let comp = call.as_ref().and_then(|call| call.comp.clone());
    let seen = world.seen.arrived(world.now(), &place.name, &request, call);
    let _over = Over(seen.clone());
    let comp = comp.unwrap_or_default();
    let effect = world.faults.meets(&place.name, method, path, &comp);
    if let Some(effect) = &effect {
        seen.met(effect.kind());
    }
    if let Some(peer) = line.as_ref().and_then(Line::peer) {
        request.extensions_mut().insert(Peer(peer));
    }
    let response = match line {
        Some(line) => suffer(effect, &place, line, &seen, request, next).await,
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if let Some(Ok(code)) = response.headers().get(ERROR_CODE).map(HeaderValue::to_str) {
        seen.was_refused(code);
    }
    seen.was_answered(response.status().as_u16());
    response
}

async fn suffer(
    effect: Option<Effect>,
    place: &Place,
    line: Line,
    seen: &Arc<Seen>,
    request: Request,
    next: Next,
) -> Response {
    let clock = place.world.clock.clone();
    let length = announced(&request);
    let asks_for_the_head = request.method() == Method::HEAD;
    let watched =
        |fault| request.map(|body| Body::new(WatchedBody::new(body, seen.clone(), fault)));
    match effect {
        None => meet_trouble(place, line, seen, watched(BodyFault::None), next).await,
        Some(Effect::Status {
            status,
            retry_after,
            body,
            after_body,
        }) => {
            if after_body {
                read_to_end(watched(BodyFault::None)).await;
            }
            plain_answer(status, retry_after, body)
        }
        Some(Effect::ResetAfter { bytes: 0 }) => reset(line, seen).await,
        Some(Effect::ResetAfter { bytes }) => {
            let fault = BodyFault::ResetAfter {
                left: bytes,
                line: line.clone(),
            };
            read_to_end(watched(fault)).await;
            reset(line, seen).await
        }
        Some(Effect::LostAnswer { accepted }) => {
            let request = watched(BodyFault::None);
            if accepted {
                next.run(request).await;
            } else {
                read_to_end(request).await;
            }
            reset(line, seen).await
        }
        Some(Effect::Stall { ms }) => {
            let response = next.run(watched(BodyFault::None)).await;
            clock.wait(Duration::from_millis(ms)).await;
            response
        }
        Some(Effect::SlowReading { bytes_per_second }) => {
            line.narrow();
            next.run(watched(BodyFault::Slow {
                bytes_per_second,
                clock,
            }))
            .await
        }
        Some(Effect::TruncatedAnswer { bytes }) => {
            let response = next.run(watched(BodyFault::None)).await;
            if asks_for_the_head {
                // There is no body to break off, and another length would be a lie no network tells.
                return reset(line, seen).await;
            }
            truncated(response, bytes).await
        }
        Some(Effect::FlipBit { seed }) => {
            let drawn = scatter(seed, seen.number());
            let fault = BodyFault::Flip {
                until: drawn % length.max(1),
                bit: (drawn >> 61) as u8,
            };
            next.run(watched(fault)).await
        }
        Some(Effect::Refused {
            status,
            code,
            retry_after,
        }) => {
            let refusal = blob::Refusal::scripted(status, &code, retry_after);
            let request = watched(BodyFault::None);
            blob::refuse(&request, &refusal, place.world.now())
        }
        Some(Effect::Redirect { location, status }) => {
            let mut response = plain_answer(status, None, None);
            if let Ok(location) = HeaderValue::from_str(&location) {
                response.headers_mut().insert(header::LOCATION, location);
            }
            response
        }
    }
}

/// The lasting trouble of a site, if it has any.
async fn meet_trouble(
    place: &Place,
    line: Line,
    seen: &Arc<Seen>,
    request: Request,
    next: Next,
) -> Response {
    let trouble = match &*place.name {
        PORTAL | STORAGE => None,
        site => place.world.trouble_of(site),
    };
    match trouble {
        None => next.run(request).await,
        // Whatever is wrong with the pages themselves, the site knows.
        Some(SiteTrouble::LoginWall | SiteTrouble::MissingText { .. }) => next.run(request).await,
        Some(SiteTrouble::Failing { percent, seed }) => {
            if scatter(seed, seen.number()) % 100 >= u64::from(percent) {
                return next.run(request).await;
            }
            seen.met("site-failing");
            plain_answer(500, None, Some("Internal Server Error".into()))
        }
        Some(SiteTrouble::Down) => {
            seen.met("site-down");
            reset(line, seen).await
        }
        Some(SiteTrouble::ServerError) => {
            seen.met("site-server-error");
            plain_answer(500, None, Some("Internal Server Error".into()))
        }
        Some(SiteTrouble::Slow { ms }) => {
            seen.met("site-slow");
            let response = next.run(request).await;
            place.world.clock.wait(Duration::from_millis(ms)).await;
            response
        }
    }
}

/// Bytes the body is going to have, as far as the request tells.
fn announced(request: &Request) -> u64 {
    let length = request.headers().get(header::CONTENT_LENGTH);
    length
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

async fn reset(line: Line, seen: &Seen) -> Response {
    seen.was_reset();
    match line.reset().await {}
}

async fn read_to_end(request: Request) {
    let mut body = request.into_body().into_data_stream();
    while let Some(Ok(_)) = body.next().await {}
}

fn plain_answer(status: u16, retry_after: Option<String>, body: Option<String>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = body.unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned());
    let mut response = (status, body).into_response();
    if let Some(Ok(value)) = retry_after.as_deref().map(HeaderValue::from_str) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// Promises the whole answer and breaks off after `bytes` of its body. An answer without one gets
/// some, so that there is something to break off.
async fn truncated(response: Response, bytes: u64) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let cut = whole.slice(
        ..whole
            .len()
            .min(usize::try_from(bytes).unwrap_or(usize::MAX)),
    );
    let promised = (whole.len() as u64).max(bytes + 1);
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(promised));
    // The pause lets what was promised so far out before the connection breaks.
    let break_off = async {
        tokio::task::yield_now().await;
        Err(std::io::Error::other("the answer is cut off on purpose"))
    };
    let frames = stream::iter([Ok::<Bytes, std::io::Error>(cut)]).chain(stream::once(break_off));
    Response::from_parts(parts, Body::from_stream(frames))
}

/// Notes the end of a request however its handler ends.
struct Over(Arc<Seen>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.is_over();
    }
}
