//! Findings as lines of text, in the words of a catalog: for the command line and for a file.

use super::{AidCheck, AidFinding};
use crate::words::{Catalog, Params};
use std::fmt::Write;

/// What was looked at: `Network: xperience-portal.com`.
pub fn title_of(check: &AidCheck, catalog: &Catalog) -> String {
    let (kind, of) = match check {
        AidCheck::Keychain => ("keychain", None),
        AidCheck::Network { host } => ("network", Some(host.clone())),
        AidCheck::Proxy => ("proxy", None),
        AidCheck::Disk { folder } => {
            let key = format!("first-aid.folder.{}", kebab(folder));
            ("disk", Some(say(catalog, &key, &Params::new())))
        }
        AidCheck::Clock => ("clock", None),
        AidCheck::WebView => ("web-view", None),
        AidCheck::Ledger => ("ledger", None),
    };
    let name = say(catalog, &format!("first-aid.check.{kind}"), &Params::new());
    match of {
        Some(of) => format!("{name}: {of}"),
        None => name,
    }
}

/// One finding: how it is and what it is about, then what was found, what to do and what is for a
/// developer, each on a line of its own.
pub fn in_words(finding: &AidFinding, catalog: &Catalog) -> String {
    let outcome = format!("first-aid.outcome.{}", kebab(finding.outcome));
    let mut text = format!(
        "{}: {}\n",
        title_of(&finding.check, catalog),
        say(catalog, &outcome, &Params::new())
    );
    for part in ["what", "todo"] {
        let key = format!("first-aid.{}.{part}", finding.code);
        if let Some(words) = catalog.say(&key, &finding.params) {
            // Writing to a text never fails.
            let _ = writeln!(text, "  {words}");
        }
    }
    if let Some(detail) = &finding.detail {
        let _ = writeln!(text, "  [{}] {detail}", finding.code);
    }
    text
}

/// The words, or the key where there are none.
fn say(catalog: &Catalog, key: &str, params: &Params) -> String {
    catalog.say(key, params).unwrap_or_else(|| key.to_owned())
}

/// An enum's name as it crosses to the window.
fn kebab(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
