//! One question to a host, for whether it answers at all.

use crate::clock::Clock;
use crate::release::probe::Answered;
use crate::release::probe::SiteCertificate;
use crate::units::Moment;
use reqwest::header::{CACHE_CONTROL, DATE};
use std::time::Duration;

/// Longer than a slow network takes to say hello.
const LIMIT: Duration = Duration::from_secs(25);

pub(super) struct Heard {
    pub status: u16,
    pub certificate: Option<SiteCertificate>,
    /// The host's clock, by whole seconds.
    pub date: Option<Moment>,
    /// This computer's clock when the answer came.
    pub at: Moment,
}

pub(super) enum Silence {
    TooSlow,
    Broken(reqwest::Error),
}

/// Asks for the start page of `host`, an origin. Redirects are not followed and the page is not
/// read.
pub(super) async fn ask(
    http: &reqwest::Client,
    host: &str,
    clock: &dyn Clock,
) -> Result<Heard, Silence> {
    let request = http.get(host).header(CACHE_CONTROL, "no-cache").send();
    let response = tokio::select! {
        biased;
        answer = request => answer.map_err(Silence::Broken)?,
        () = clock.wait(LIMIT) => return Err(Silence::TooSlow),
    };
    let at = clock.now();
    let date = response.headers().get(DATE);
    Ok(Heard {
        status: response.status().as_u16(),
        date: date
            .and_then(|date| crate::portal::moment(date.to_str().ok()?))
            .map(Moment),
        certificate: Answered::of(&response, at).certificate,
        at,
    })
}
