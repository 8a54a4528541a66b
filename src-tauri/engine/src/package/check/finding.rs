//! Writing a finding down.

use super::catalog::Check;
use crate::package::archive::Entry;
use crate::package::report::{Evidence, Finding, Severity};
use crate::units::Count;
use std::collections::BTreeMap;

/// Places shown for one finding; the rest is counted.
const MOST_PLACES: usize = 20;

impl Check {
    /// A finding of this check without any place yet.
    pub(crate) fn found(&self) -> Finding {
        Finding {
            check: self.id.to_owned(),
            severity: self.severity,
            params: BTreeMap::new(),
            evidence: Vec::new(),
            more: Count(0),
            ask: self.ask,
        }
    }

    /// A finding if there is at least one place for it.
    pub(crate) fn found_at(&self, places: impl IntoIterator<Item = Evidence>) -> Option<Finding> {
        let finding = self.found().at(places);
        (!finding.evidence.is_empty()).then_some(finding)
    }
}

impl Finding {
    pub(crate) fn with(mut self, param: &str, value: impl std::fmt::Display) -> Self {
        self.params.insert(param.to_owned(), value.to_string());
        self
    }

    pub(crate) fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Adds places; those past the first 20 are counted only.
    pub(crate) fn at(mut self, places: impl IntoIterator<Item = Evidence>) -> Self {
        for place in places {
            if self.evidence.len() < MOST_PLACES {
                self.evidence.push(place);
            } else {
                self.more.0 += 1;
            }
        }
        self
    }
}

impl Evidence {
    pub(crate) fn of(entry: &Entry) -> Self {
        Self::named(&entry.name)
    }

    pub(crate) fn named(entry: &str) -> Self {
        Self {
            entry: entry.to_owned(),
            line: None,
            excerpt: None,
        }
    }

    pub(crate) fn showing(mut self, excerpt: impl std::fmt::Display) -> Self {
        self.excerpt = Some(excerpt.to_string());
        self
    }
}

/// Bytes as decimal gigabytes with two figures after the point, the unit the limit is told in.
pub(super) fn gigabytes(bytes: u64) -> String {
    format!("{:.2}", bytes as f64 / 1e9)
}
