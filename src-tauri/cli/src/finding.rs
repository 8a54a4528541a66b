//! Findings in words, as `inspect` and `build` print them.

use crate::words;
use serde::Serialize;
use slipway_engine::package::{Finding, Severity, Verdict, Whom};

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

pub fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "READY",
        Verdict::ReadyWithWarnings => "READY WITH WARNINGS",
        Verdict::WillNotWork => "WILL NOT WORK",
    }
}

/// A few lines on standard output.
pub fn print_finding(finding: &Finding) {
    out!("{}", lines(finding));
}

/// The same where standard output is for something else.
pub fn print_finding_to_stderr(finding: &Finding) {
    err!("{}", lines(finding));
}

fn lines(finding: &Finding) -> String {
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
    let what = check_words(finding, "what").unwrap_or_else(|| finding.check.clone());
    let mut lines = vec![format!("\n{mark} {what}  ({})", finding.check)];
    let texts = ["why", "fix"].map(|part| check_words(finding, part));
    lines.extend(
        texts
            .into_iter()
            .flatten()
            .map(|text| format!("       {text}")),
    );
    lines.push(format!("       Who can mend it: {whom}"));
    lines.extend(finding.evidence.iter().take(5).map(|evidence| {
        let line = evidence.line.map(|l| format!(":{l}")).unwrap_or_default();
        let excerpt = evidence.excerpt.as_deref();
        let excerpt = excerpt.map(|e| format!("  {e}")).unwrap_or_default();
        visible(&format!("         {}{line}{excerpt}", evidence.entry))
    }));
    lines.join("\n")
}

/// A name may hold what moves the cursor of a terminal.
fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().map(shown).collect()
}

fn check_words(finding: &Finding, part: &str) -> Option<String> {
    words::say(&format!("check.{}.{part}", finding.check), &finding.params)
}
