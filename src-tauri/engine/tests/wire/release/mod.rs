//! Looking at a site.

mod expected;
mod offline;
mod probes;
mod redirects;
mod unknown;

use crate::scripted::{LIMIT, Step, answer, client};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::project::SiteExpectation;
use slipway_engine::release::{self, Seen};

fn page(body: &str) -> Vec<Step> {
    vec![Step::Head, answer(200, "Content-Type: text/html\r\n", body)]
}

async fn look(site: &str, expectation: &SiteExpectation) -> Seen {
    look_by(&SystemClock::new(), site, expectation).await
}

async fn look_by(clock: &dyn Clock, site: &str, expectation: &SiteExpectation) -> Seen {
    let http = client();
    let looking = release::look(&http, site, expectation, clock);
    tokio::time::timeout(LIMIT, looking)
        .await
        .expect("a look ends in time")
}

fn detail(seen: &Seen) -> &str {
    seen.sample.detail.as_deref().unwrap_or_default()
}
