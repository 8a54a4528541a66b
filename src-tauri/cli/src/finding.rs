//! Findings in words, as `inspect` and `build` print them.

use crate::words;
use serde::Serialize;
use slipway_engine::package::{Finding, Severity, Whom};

/// A finding with its words, for logs that people read.
#[derive(Serialize)]
pub struct Worded<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    what: Option<String>,
    why: Option<String>,
    fix: Option<String>,
}

impl<'a> Worded<'a> {
    pub fn of(finding: &'a Finding) -> Self {
        let [what, why, fix] = ["what", "why", "fix"].map(|part| check_words(finding, part));
        Self {
            finding,
            what,
            why,
            fix,
        }
    }
}

/// A few lines on standard output.
pub fn print_finding(finding: &Finding) {
    let mark = match finding.severity {
        Severity::Blocker => "[STOP]",
        Severity::Warning => "[WARN]",
        Severity::Note => "[NOTE]",
    };
    let whom = match finding.ask {
        Whom::You => "you",
        Whom::Developer => "your developer",
        Whom::KenticoSupport => "Kentico support",
    };
    println!(
        "\n{mark} {}  ({})",
        check_words(finding, "what").unwrap_or_else(|| finding.check.clone()),
        finding.check
    );
    for part in ["why", "fix"] {
        if let Some(text) = check_words(finding, part) {
            println!("       {text}");
        }
    }
    println!("       Who can mend it: {whom}");
    for evidence in finding.evidence.iter().take(5) {
        let line = evidence.line.map(|l| format!(":{l}")).unwrap_or_default();
        let excerpt = evidence
            .excerpt
            .as_deref()
            .map(|e| format!("  {e}"))
            .unwrap_or_default();
        println!("         {}{line}{excerpt}", evidence.entry);
    }
}

fn check_words(finding: &Finding, part: &str) -> Option<String> {
    words::say(&format!("check.{}.{part}", finding.check), &finding.params)
}
