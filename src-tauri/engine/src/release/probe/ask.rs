//! One try: the question, the redirects on the way, and what the answer means.

use super::answer::Answered;
use super::page::{asks_for_password, finds, is_sign_in};
use super::{Expect, LookBecause, Probe};
use crate::package::hex;
use crate::portal::{Hindrance, hindrance_of};
use crate::release::address::next_hop;
use crate::release::look::{contains, read};
use crate::secret::Secret;
use crate::units::Moment;
use reqwest::header::{ACCEPT, CACHE_CONTROL, LOCATION};
use reqwest::{Response, Url};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Display;

const MOST_REDIRECTS: usize = 5;

/// One question to a site.
pub(super) struct Question<'a> {
    pub probe: &'a Probe,
    pub url: Url,
    pub password: Option<&'a Secret>,
    pub out: Out<'a>,
    pub now: Moment,
}

/// What a question goes out by.
#[derive(Clone, Copy)]
pub(super) struct Out<'a> {
    pub first: &'a reqwest::Client,
    /// Where the first may have taken a connection an earlier look left, which its server has closed
    /// since: a browser does not take that for an answer either, and asks on a new one.
    pub afresh: Option<&'a reqwest::Client>,
}

/// What one try showed.
pub(super) struct Tried {
    pub works: bool,
    pub status: Option<u16>,
    pub because: LookBecause,
    pub params: BTreeMap<String, String>,
    pub redirects: Vec<String>,
    pub body_sha256: Option<String>,
    pub answered: Option<Answered>,
}

impl Tried {
    pub(super) fn of(because: LookBecause) -> Self {
        Self {
            works: because == LookBecause::AsExpected,
            status: None,
            because,
            params: BTreeMap::new(),
            redirects: Vec::new(),
            body_sha256: None,
            answered: None,
        }
    }

    pub(super) fn with(mut self, key: &str, value: impl Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }

    fn hindered(cause: &reqwest::Error, host: &str) -> Self {
        match hindrance_of(cause) {
            Hindrance::NoNetwork => Self::of(LookBecause::NoNetwork),
            Hindrance::NoName => Self::of(LookBecause::NotResolved).with("host", host),
            Hindrance::Expired => Self::of(LookBecause::CertificateExpired),
            Hindrance::NotTrusted { issuer } => {
                Self::of(LookBecause::NotTrusted).with("issuer", issuer.unwrap_or_default())
            }
            Hindrance::NoAnswer => Self::of(LookBecause::NoAnswer),
        }
    }
}

impl Question<'_> {
    pub(super) async fn ask(&self) -> Tried {
        let mut redirects = Vec::new();
        let mut tried = self.follow(&mut redirects).await;
        tried.redirects = redirects;
        tried
    }

    async fn follow(&self, redirects: &mut Vec<String>) -> Tried {
        let mut url = self.url.clone();
        loop {
            let response = match self.send(&url).await {
                Ok(response) => response,
                Err(cause) => return Tried::hindered(&cause, self.host()),
            };
            let status = response.status().as_u16();
            let answered = Answered::of(&response, self.now);
            let heard = |tried: Tried| Tried {
                status: Some(status),
                answered: Some(answered.clone()),
                ..tried
            };
            let to = location(&response, &url);
            let expected = match &self.probe.expect {
                Expect::Redirect { status, to: wanted } => {
                    redirects.extend(to.as_ref().map(shown));
                    let wanted = wanted.as_deref();
                    return heard(sent_on(&response, *status, wanted, &self.url, to.as_ref()));
                }
                Expect::Status { status } => *status,
            };
            if status == expected {
                return heard(self.judge(response).await);
            }
            if !response.status().is_redirection() {
                return heard(Tried::of(LookBecause::OtherStatus))
                    .with("status", status)
                    .with("expected", expected);
            }
            let Some(to) = to else {
                return heard(Tried::of(LookBecause::Redirected)).with("to", "");
            };
            redirects.push(shown(&to));
            if !self.probe.login_is_fine && is_sign_in(to.path()) {
                return heard(Tried::of(LookBecause::LoginPage)).with("to", shown(&to));
            }
            url = match next_hop(&url, to.as_str()) {
                Err(host) => {
                    return heard(Tried::of(LookBecause::RedirectedElsewhere)).with("to", host);
                }
                Ok(_) if redirects.len() > MOST_REDIRECTS => {
                    return heard(Tried::of(LookBecause::Redirected)).with("to", shown(&to));
                }
                Ok(next) => next,
            };
        }
    }

    /// Every address asked is on the host of the first one, so the password is too.
    async fn send(&self, url: &Url) -> Result<Response, reqwest::Error> {
        match (self.send_by(self.out.first, url).await, self.out.afresh) {
            (Err(cause), Some(afresh)) if broke_off(&cause) => self.send_by(afresh, url).await,
            (sent, _) => sent,
        }
    }

    async fn send_by(&self, http: &reqwest::Client, url: &Url) -> Result<Response, reqwest::Error> {
        let request = http
            .get(url.clone())
            .header(ACCEPT, "text/html,*/*;q=0.8")
            .header(CACHE_CONTROL, "no-cache");
        let request = match &self.probe.user {
            Some(user) => request.basic_auth(user, self.password.map(Secret::expose)),
            None => request,
        };
        request.send().await
    }

    async fn judge(&self, mut response: Response) -> Tried {
        let page = match read(&mut response).await {
            Ok(page) => page,
            Err(cause) => return Tried::hindered(&cause, self.host()),
        };
        let because = self.verdict(&page);
        let tried = Tried {
            body_sha256: Some(hex(&Sha256::digest(&page))),
            ..Tried::of(because)
        };
        match (because, &self.probe.text, &self.probe.selector) {
            (LookBecause::LoginPage, ..) => tried.with("to", shown(response.url())),
            (LookBecause::TextMissing, Some(text), _) => tried.with("text", text),
            (LookBecause::SelectorMissing, _, Some(selector)) => tried.with("selector", selector),
            _ => tried,
        }
    }

    fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    fn verdict(&self, page: &[u8]) -> LookBecause {
        let probe = self.probe;
        if !probe.login_is_fine && asks_for_password(page) {
            LookBecause::LoginPage
        } else if probe.text.as_ref().is_some_and(|it| !contains(page, it)) {
            LookBecause::TextMissing
        } else if probe.selector.as_ref().is_some_and(|it| !finds(page, it)) {
            LookBecause::SelectorMissing
        } else {
            LookBecause::AsExpected
        }
    }
}

/// Whether the connection stood and ended before there was an answer.
fn broke_off(cause: &reqwest::Error) -> bool {
    cause.is_request() && !cause.is_connect()
}

/// Whether the first answer sends on as it should.
fn sent_on(
    response: &Response,
    status: Option<u16>,
    wanted: Option<&str>,
    asked: &Url,
    to: Option<&Url>,
) -> Tried {
    let came = response.status();
    let Some(to) = to.filter(|_| came.is_redirection()) else {
        let expected = status.map_or_else(|| "3xx".to_owned(), |status| status.to_string());
        return Tried::of(LookBecause::OtherStatus)
            .with("status", came.as_u16())
            .with("expected", expected);
    };
    if let Some(status) = status.filter(|status| *status != came.as_u16()) {
        return Tried::of(LookBecause::OtherStatus)
            .with("status", came.as_u16())
            .with("expected", status);
    }
    if wanted.is_none_or(|wanted| leads_to(asked, wanted, to)) {
        Tried::of(LookBecause::AsExpected)
    } else {
        Tried::of(LookBecause::Redirected).with("to", shown(to))
    }
}

/// Whether `to` is the address that was meant. One without a query stands for any query: sign-in
/// and language pages hang tickets on it.
fn leads_to(asked: &Url, wanted: &str, to: &Url) -> bool {
    asked.join(wanted).is_ok_and(|wanted| {
        let mut to = to.clone();
        if wanted.query().is_none() {
            to.set_query(None);
        }
        wanted == to
    })
}

fn location(response: &Response, from: &Url) -> Option<Url> {
    let location = response.headers().get(LOCATION)?;
    from.join(&String::from_utf8_lossy(location.as_bytes()))
        .ok()
}

/// An address without what may be a secret in it.
fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    // These only refuse addresses that have no host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}
