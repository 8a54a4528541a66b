//! Probes as the user filled them in, before they are kept: the one place they are judged.

use super::address::{plain_is_fine, to_ask};
use super::page::is_selector;
use super::{Expect, MOST_MS, Probe};
use crate::desk::FieldProblem;
use crate::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// More than anybody watches, and still watched easily.
const MOST_PROBES: usize = 200;
const MOST_TRIES: u8 = 5;
/// A day: less often than that is not monitoring.
const LONGEST_EVERY_S: u32 = 24 * 3_600;

/// The probes, tidied, or the fields to mend: `0.address`, `2.selector`, …
pub fn accept(drafts: Vec<Probe>, project: &Project) -> Result<Vec<Probe>, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if drafts.len() > MOST_PROBES {
        problems.push(problem("probes".into(), "probes-too-many"));
    }
    let mut ids = BTreeSet::new();
    let mut accepted = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let mut probe = tidied(draft);
        if probe.id.is_empty() || !ids.insert(probe.id.clone()) {
            probe.id = uuid::Uuid::new_v4().to_string();
            ids.insert(probe.id.clone());
        }
        let found = problems_of(&probe, project);
        problems.extend(
            found
                .into_iter()
                .map(|(field, code)| problem(format!("{index}.{field}"), code)),
        );
        accepted.push(probe);
    }
    if problems.is_empty() {
        Ok(accepted)
    } else {
        Err(problems)
    }
}

fn tidied(probe: Probe) -> Probe {
    let filled = |text: Option<String>| {
        text.map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let expect = match probe.expect {
        Expect::Redirect { status, to } => Expect::Redirect {
            status,
            to: filled(to),
        },
        status => status,
    };
    // There is no page to search where the first answer sends on.
    let has_page = matches!(expect, Expect::Status { .. });
    let address = probe.address.trim();
    Probe {
        id: probe.id.trim().to_owned(),
        name: probe.name.trim().to_owned(),
        address: if address.is_empty() { "/" } else { address }.to_owned(),
        text: filled(probe.text).filter(|_| has_page),
        selector: filled(probe.selector).filter(|_| has_page),
        user: filled(probe.user),
        expect,
        ..probe
    }
}

fn problems_of(probe: &Probe, project: &Project) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    if probe.name.is_empty() {
        found.push(("name", "probe-name-missing"));
    }
    match project.environment(&probe.env) {
        None => found.push(("env", "probe-environment-unknown")),
        Some(environment) => {
            let site = environment.site.as_deref();
            if let Err(refused) = to_ask(&probe.address, site, plain_is_fine(probe)) {
                found.push(("address", refused.code()));
            }
        }
    }
    match &probe.expect {
        Expect::Status { status } if !(100..=599).contains(status) => {
            found.push(("expect.status", "status-invalid"));
        }
        Expect::Redirect {
            status: Some(status),
            ..
        } if !(300..=399).contains(status) => {
            found.push(("expect.status", "redirect-status-invalid"));
        }
        _ => {}
    }
    if probe
        .selector
        .as_deref()
        .is_some_and(|text| !is_selector(text))
    {
        found.push(("selector", "selector-invalid"));
    }
    if !(1..=MOST_MS).contains(&probe.limit_ms) {
        found.push(("limit_ms", "probe-limit-invalid"));
    }
    if !(1..=MOST_TRIES).contains(&probe.tries) {
        found.push(("tries", "probe-tries-invalid"));
    }
    if !(1..=LONGEST_EVERY_S).contains(&probe.every_s) {
        found.push(("every_s", "probe-every-invalid"));
    }
    // A colon ends the name in basic authentication (RFC 7617).
    if probe.user.as_deref().is_some_and(|user| user.contains(':')) {
        found.push(("user", "probe-user-invalid"));
    }
    found
}

fn problem(field: String, code: &str) -> FieldProblem {
    FieldProblem {
        field,
        code: code.to_owned(),
        params: BTreeMap::new(),
    }
}
