//! One look at a site, as a visitor's browser would.

use super::address::{next_hop, to_look_at};
use super::page::PagePrint;
use crate::clock::Clock;
use crate::desk::{Sample, SiteState};
use crate::portal::{Reach, in_words, reach_of};
use crate::project::SiteExpectation;
use crate::units::Count;
use reqwest::header::{ACCEPT, CACHE_CONTROL, LOCATION};
use reqwest::{Response, StatusCode, Url};
use std::time::Duration;

/// A visitor would not wait longer.
pub(super) const LOOK_LIMIT: Duration = Duration::from_secs(10);
/// More of a page is not read.
const PAGE_LIMIT: usize = 256 * 1024;
const MOST_REDIRECTS: usize = 5;

/// What one look showed.
#[derive(Debug, Clone)]
pub struct Seen {
    pub sample: Sample,
    /// Of the page, if it answered as expected.
    pub page: Option<PagePrint>,
}

/// Asks for a site's page once. Redirects are followed on the same host only (promise 36); no
/// cookies, no secrets, nothing is kept.
pub async fn look(
    http: &reqwest::Client,
    site: &str,
    expectation: &SiteExpectation,
    clock: &dyn Clock,
) -> Seen {
    let at = clock.now();
    let started = clock.elapsed();
    let answer = match to_look_at(site, expectation) {
        None => Answer::state(SiteState::Unknown, "the address cannot be read"),
        Some(url) => tokio::select! {
            answer = ask(http, url, expectation) => answer,
            () = clock.wait(LOOK_LIMIT) => {
                Answer::state(SiteState::Offline, format!("no answer within {} seconds", LOOK_LIMIT.as_secs()))
            }
        },
    };
    let took = clock.elapsed().saturating_sub(started);
    let took_ms = Count(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    Seen {
        sample: Sample {
            at,
            state: answer.state,
            status: answer.status,
            took_ms,
            detail: answer.detail,
        },
        page: answer.page,
    }
}

struct Answer {
    state: SiteState,
    status: Option<u16>,
    detail: Option<String>,
    page: Option<PagePrint>,
}

impl Answer {
    fn state(state: SiteState, detail: impl Into<String>) -> Self {
        Self {
            state,
            status: None,
            detail: Some(detail.into()),
            page: None,
        }
    }

    fn unexpected(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status: Some(status.as_u16()),
            ..Self::state(SiteState::Unexpected, detail)
        }
    }
}

async fn ask(http: &reqwest::Client, mut url: Url, expectation: &SiteExpectation) -> Answer {
    for _ in 0..=MOST_REDIRECTS {
        let request = http
            .get(url.clone())
            .header(ACCEPT, "text/html,*/*;q=0.8")
            .header(CACHE_CONTROL, "no-cache");
        let response = match request.send().await {
            Ok(response) => response,
            Err(cause) => return without_answer(&cause),
        };
        let status = response.status();
        if status.as_u16() == expectation.status || !status.is_redirection() {
            return judge(response, expectation).await;
        }
        let location = response
            .headers()
            .get(LOCATION)
            .map(|location| String::from_utf8_lossy(location.as_bytes()).into_owned());
        url = match location.map(|location| next_hop(&url, &location)) {
            None => return Answer::unexpected(status, "it sends on, but not where to"),
            Some(Err(elsewhere)) => {
                return Answer::unexpected(status, format!("it sends on to {elsewhere}"));
            }
            Some(Ok(next)) => next,
        };
    }
    Answer::state(
        SiteState::Unexpected,
        format!("it sends on more than {MOST_REDIRECTS} times"),
    )
}

fn without_answer(cause: &reqwest::Error) -> Answer {
    let state = match reach_of(cause) {
        Reach::NotOut => SiteState::Unknown,
        Reach::NoAnswer => SiteState::Offline,
        Reach::NotTrusted => SiteState::Unexpected,
    };
    Answer::state(state, in_words(cause))
}

async fn judge(mut response: Response, expectation: &SiteExpectation) -> Answer {
    let status = response.status();
    if status.as_u16() != expectation.status {
        if status == StatusCode::SERVICE_UNAVAILABLE {
            return Answer {
                status: Some(503),
                state: SiteState::Offline,
                detail: None,
                page: None,
            };
        }
        return Answer::unexpected(status, format!("{} is expected", expectation.status));
    }
    let page = match read(&mut response).await {
        Ok(page) => page,
        Err(cause) => {
            return Answer {
                status: Some(status.as_u16()),
                ..without_answer(&cause)
            };
        }
    };
    if let Some(text) = expectation
        .text
        .as_deref()
        .filter(|text| !contains(&page, text))
    {
        return Answer::unexpected(status, format!("\u{201c}{text}\u{201d} is not in the page"));
    }
    Answer {
        state: SiteState::AsExpected,
        status: Some(status.as_u16()),
        detail: None,
        page: Some(PagePrint::of(&page)),
    }
}

pub(super) async fn read(response: &mut Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut page = Vec::new();
    while page.len() < PAGE_LIMIT
        && let Some(chunk) = response.chunk().await?
    {
        let room = PAGE_LIMIT - page.len();
        page.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(page)
}

/// Looks for the text as it reads and as HTML writes it.
pub(super) fn contains(page: &[u8], text: &str) -> bool {
    let page = String::from_utf8_lossy(page);
    let as_html = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    page.contains(text) || page.contains(&as_html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_as_typed_and_as_html_writes_it() {
        assert!(contains(b"<p>Tom &amp; Jerry</p>", "Tom & Jerry"));
        assert!(contains("<p>Čokoláda</p>".as_bytes(), "Čokoláda"));
        assert!(!contains(b"<p>Tom</p>", "Jerry"));
    }
}
