//! Where two sides differ, and whether it matters.

use super::facts::SECURITY;
use super::{Difference, Parity, ParityAspect, SiteFacts};
use crate::release::probe::{Look, SiteCertificate};
use crate::units::Moment;
use reqwest::Url;
use std::collections::BTreeSet;

/// A certificate this close to its end may run out during the deployment's own troubles.
const SOON: i32 = 14;
/// Slower by this factor, and by at least that many milliseconds.
const SLOWER: u64 = 2;
const SLOWER_MS: u64 = 300;

/// Sets two sides beside each other; `left` is where a package comes from.
pub fn compare(left: SiteFacts, right: SiteFacts, at: Moment) -> Parity {
    let mut found = Differences(Vec::new());
    found.what_runs(&left, &right);
    found.start_pages(&left, &right);
    found.certificates(&left, &right);
    found.headers(&left, &right);
    found.pages(&left, &right);
    Parity {
        left,
        right,
        differences: found.0,
        at,
    }
}

struct Differences(Vec<Difference>);

impl Differences {
    fn note(
        &mut self,
        what: ParityAspect,
        name: &str,
        [left, right]: [Option<String>; 2],
        matters: bool,
    ) {
        if left != right {
            self.0.push(Difference {
                what,
                name: name.to_owned(),
                left,
                right,
                matters,
            });
        }
    }

    fn what_runs(&mut self, left: &SiteFacts, right: &SiteFacts) {
        let of = |side: &SiteFacts| side.placement.clone();
        // Before a promotion this is how it should be.
        let package = |side| of(side).map(|it| it.sha256);
        self.note(
            ParityAspect::Package,
            "sha256",
            [package(left), package(right)],
            false,
        );
        let version = |side| of(side).and_then(|it| it.code_version);
        let versions = [version(left), version(right)];
        // A package must not bring a lower version than the target has (facts 3.5).
        let lower = lower_than(&versions);
        self.note(ParityAspect::XperienceVersion, "version", versions, lower);
        let word = |side: &SiteFacts| side.zero_downtime.map(|on| on.to_string());
        // A package without the flag switches it off again (facts 3.5).
        let ends = left.zero_downtime == Some(false) && right.zero_downtime == Some(true);
        self.note(
            ParityAspect::ZeroDowntime,
            "zero-downtime",
            [word(left), word(right)],
            ends,
        );
    }

    fn start_pages(&mut self, left: &SiteFacts, right: &SiteFacts) {
        let looks = [&left.look, &right.look];
        self.note(
            ParityAspect::Status,
            "start-page",
            looks.map(|look| look.as_ref().map(outcome)),
            true,
        );
        let sites = [left, right].map(|side| side.address.as_deref());
        let redirects = [0, 1].map(|side| {
            let look = looks[side].as_ref()?;
            Some(relative(&look.redirects, sites[side]))
        });
        let both = looks.iter().all(|look| look.is_some());
        self.note(ParityAspect::Redirects, "start-page", redirects, both);
        if let [Some(left), Some(right)] = looks {
            self.speed("start-page", left, right);
        }
    }

    fn certificates(&mut self, left: &SiteFacts, right: &SiteFacts) {
        let sides = [&left.certificate, &right.certificate];
        let issuer = |it: &Option<SiteCertificate>| it.as_ref().map(|it| it.issuer.clone());
        self.note(
            ParityAspect::Certificate,
            "issuer",
            sides.map(issuer),
            false,
        );
        let ends_soon = |it: &Option<SiteCertificate>| {
            it.as_ref()
                .filter(|it| it.days_left < SOON)
                .map(|it| it.days_left.to_string())
        };
        self.note(
            ParityAspect::Certificate,
            "days-left",
            sides.map(ends_soon),
            true,
        );
    }

    fn headers(&mut self, left: &SiteFacts, right: &SiteFacts) {
        let names: BTreeSet<&String> = left.headers.keys().chain(right.headers.keys()).collect();
        // Of a side that did not answer nothing is known.
        if left.headers.is_empty() && !works(left) || right.headers.is_empty() && !works(right) {
            return;
        }
        for name in names {
            let values = [left, right].map(|side| side.headers.get(name).cloned());
            let protects = SECURITY.contains(&name.as_str());
            let missing = values.iter().any(Option::is_none);
            self.note(ParityAspect::Header, name, values, protects && missing);
        }
    }

    /// Both sides were asked for the same pages in the same order.
    fn pages(&mut self, left: &SiteFacts, right: &SiteFacts) {
        for (left, right) in left.pages.iter().zip(&right.pages) {
            let name = left.probe_id.clone();
            self.note(
                ParityAspect::Page,
                &name,
                [left, right].map(|look| Some(outcome(look))),
                true,
            );
            self.speed(&name, left, right);
        }
    }

    fn speed(&mut self, name: &str, left: &Look, right: &Look) {
        let (one, other) = (left.took_ms.0, right.took_ms.0);
        let (fast, slow) = (one.min(other), one.max(other));
        let slower = slow >= fast.saturating_mul(SLOWER) && slow - fast >= SLOWER_MS;
        if slower && left.works && right.works {
            let times = [left, right].map(|look| Some(look.took_ms.0.to_string()));
            self.note(ParityAspect::Speed, name, times, false);
        }
    }
}

fn works(side: &SiteFacts) -> bool {
    side.look.as_ref().is_some_and(|look| look.works)
}

/// What a look came to, in the words of the wire: `200 as-expected`.
fn outcome(look: &Look) -> String {
    let because = serde_json::to_value(look.because)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default();
    match look.status {
        Some(status) => format!("{status} {because}"),
        None => because,
    }
}

/// Redirects as seen from the site itself: `/en → /en/home`.
fn relative(redirects: &[String], site: Option<&str>) -> String {
    let site = site.and_then(|site| Url::parse(site).ok());
    let steps: Vec<String> = redirects
        .iter()
        .map(|to| match (Url::parse(to), &site) {
            (Ok(to), Some(site)) if to.origin() == site.origin() => to.path().to_owned(),
            _ => to.clone(),
        })
        .collect();
    steps.join(" \u{2192} ")
}

/// Whether the left version is lower than the right one, number by number.
fn lower_than(versions: &[Option<String>; 2]) -> bool {
    let numbers = |version: &String| -> Vec<u64> {
        version
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect()
    };
    match versions {
        [Some(left), Some(right)] => numbers(left) < numbers(right),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
