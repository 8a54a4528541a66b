//! What the Portal's answer means. Nothing about it is documented but the success (facts 3.1), so
//! every 2xx is an acceptance, and what is neither that nor clearly a refusal is no answer.
//!
//! A gateway in front of the Portal answers 408, 502, 503 or 504 also when it had passed the
//! package on and lost what came back. Once everything was sent these are no refusals.

use super::attempt::Attempt;
use super::said::{Said, readable};
use super::trouble::fault;
use crate::fault::{Fault, NextStep};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use std::time::Duration;

/// A clock this far off is worth mentioning (promise 15 draws the line at the same place).
const CLOCK_TOLERANCE_MINUTES: i64 = 5;

/// An answer and what has to be known to judge it.
pub(super) struct Answer<'a> {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub said: Said,
    /// The last bytes of the package had been handed over before it came.
    pub whole_package_sent: bool,
    /// Where the package was sent.
    pub address: &'a Url,
    pub environment: &'a str,
    pub guid: &'a str,
    pub now: Timestamp,
}

impl Answer<'_> {
    pub(super) fn judge(&self) -> Attempt {
        let status = self.status.as_u16();
        match status {
            200..=299 => self.accepted(),
            // "Done, see there": the usual answer to something sent that was taken.
            303 if self.whole_package_sent => self.lost(),
            301 | 302 | 303 | 307 | 308 => Attempt::Refused(self.redirected()),
            401 => {
                Attempt::Refused(self.with_clock(fault("token-refused", NextStep::ReplaceToken)))
            }
            403 => Attempt::Refused(
                self.with_clock(self.about_environment("role-not-enough", NextStep::None)),
            ),
            404 => Attempt::Refused(
                self.about_environment("project-or-environment-unknown", NextStep::EditProject),
            ),
            407 => Attempt::Refused(
                self.told(fault("proxy-asks-for-password", NextStep::CheckNetwork)),
            ),
            408 if self.whole_package_sent => self.lost(),
            408 => self.again(self.told(fault("connection-stalled", NextStep::CheckNetwork))),
            413 => Attempt::Refused(self.told(fault(
                "package-too-large-for-portal",
                NextStep::ChooseAnotherFile,
            ))),
            429 => self.again(self.told(fault("portal-busy", NextStep::TryAgain))),
            503 if !self.whole_package_sent => {
                self.again(self.told(fault("portal-maintenance", NextStep::OpenStatusPage)))
            }
            // These say that nothing was or will be done, whatever was sent before.
            300..=499 | 501 | 505 | 507 => Attempt::Refused(self.otherwise()),
            _ if self.whole_package_sent => self.lost(),
            _ => self.again(
                self.told(fault("portal-trouble", NextStep::OpenStatusPage).with("status", status)),
            ),
        }
    }

    fn accepted(&self) -> Attempt {
        if self.whole_package_sent && self.said.whole {
            Attempt::Accepted {
                status: self.status.as_u16(),
                said: self.said.text.clone(),
            }
        } else if self.whole_package_sent {
            Attempt::AnswerLost {
                detail: format!("{} (the answer broke off)", self.in_short()),
            }
        } else {
            Attempt::AnswerLost {
                detail: format!("{} (before the whole package was sent)", self.in_short()),
            }
        }
    }

    fn lost(&self) -> Attempt {
        Attempt::AnswerLost {
            detail: self.in_short(),
        }
    }

    fn redirected(&self) -> Fault {
        let target =
            text_of(&self.headers, LOCATION).and_then(|location| self.address.join(location).ok());
        let host = target.as_ref().and_then(Url::host_str).unwrap_or_default();
        // Without query and user: they may hold what is nobody's business.
        let address = target
            .as_ref()
            .map(|url| format!("{}{}", url.origin().ascii_serialization(), url.path()));
        fault("redirected", NextStep::EditProject)
            .with("host", readable(host.as_bytes()))
            .with("portal", self.address.host_str().unwrap_or_default())
            .detail(format!(
                "{} to {}",
                self.in_short(),
                readable(address.as_deref().unwrap_or("nowhere").as_bytes())
            ))
    }

    fn otherwise(&self) -> Fault {
        self.told(
            fault("portal-said-otherwise", NextStep::OpenPortalDeployments)
                .with("status", self.status.as_u16()),
        )
    }

    fn about_environment(&self, code: &str, action: NextStep) -> Fault {
        self.told(
            fault(code, action)
                .with("environment", self.environment)
                .with("guid", self.guid),
        )
    }

    fn told(&self, fault: Fault) -> Fault {
        fault.detail(self.in_short())
    }

    fn again(&self, fault: Fault) -> Attempt {
        let asked =
            text_of(&self.headers, RETRY_AFTER).and_then(|text| retry_after(text, self.now));
        Attempt::Transient {
            fault,
            not_before: asked,
        }
    }

    /// A computer whose clock is wrong may be refused for that alone.
    fn with_clock(&self, fault: Fault) -> Fault {
        let minutes = text_of(&self.headers, DATE)
            .and_then(moment)
            .map_or(0, |there| (self.now.as_second() - there.as_second()) / 60);
        if minutes.abs() > CLOCK_TOLERANCE_MINUTES {
            let direction = if minutes > 0 { "ahead of" } else { "behind" };
            let note = format!(
                "{}; this computer's clock is {} min {direction} the Portal's",
                self.in_short(),
                minutes.abs()
            );
            fault.with("clock_off_minutes", minutes).detail(note)
        } else {
            self.told(fault)
        }
    }

    /// `HTTP 413 Payload Too Large: …`
    fn in_short(&self) -> String {
        let colon = if self.said.text.is_empty() { "" } else { ": " };
        format!("HTTP {}{colon}{}", self.status, self.said.text)
    }
}

/// How long a `Retry-After` asks to wait: seconds, or until a moment.
pub(crate) fn retry_after(text: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = moment(text)?;
    Some(Duration::try_from(until.duration_since(now)).unwrap_or_default())
}

pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new()
        .parse_timestamp(text.trim())
        .ok()
}

pub(crate) fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests;
