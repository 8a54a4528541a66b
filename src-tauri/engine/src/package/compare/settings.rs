//! Settings files key by key. Values that may be secrets are masked before they leave this file.

use super::answer::{Change, SettingChange};
use super::objects::content;
use super::pairs::{Pair, Place};
use super::side::Side;
use crate::package::archive::Scratch;
use crate::package::content::settings::{MASK, for_each_setting, must_hide};
use std::collections::BTreeMap;
use std::io;

/// Keys looked at of each file; real files have some dozens.
const MOST_KEYS: usize = 10_000;
/// Bytes of a value that is shown.
const LONGEST_VALUE: usize = 500;

/// By file and key. Also names the files that could not be read.
pub(super) fn settings(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[Pair],
) -> io::Result<(Vec<SettingChange>, Vec<String>)> {
    let mut scratch = Scratch::new();
    let mut changes = Vec::new();
    let mut unreadable = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.place == Place::Settings) {
        let mut read = |side: &Side<'_>, at: Option<usize>| {
            let Some(at) = at else {
                return Ok(Some(BTreeMap::new()));
            };
            io::Result::Ok(content(side, at, &mut scratch)?.map(|bytes| keys(&pair.path, bytes)))
        };
        match (read(old, pair.old)?, read(new, pair.new)?) {
            (Some(before), Some(after)) => differing(&pair.path, &before, &after, &mut changes),
            _ => unreadable.push(pair.path.clone()),
        }
    }
    Ok((changes, unreadable))
}

/// Values by key; those of a list are numbered.
fn keys(file: &str, bytes: &[u8]) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for_each_setting(file, bytes, |key, value| {
        if found.len() == MOST_KEYS {
            return;
        }
        let seen = times.entry(key.clone()).or_default();
        *seen += 1;
        let key = if *seen == 1 {
            key
        } else {
            format!("{key}[{seen}]")
        };
        found.insert(key, value.to_owned());
    });
    found
}

fn differing(
    file: &str,
    before: &BTreeMap<String, String>,
    after: &BTreeMap<String, String>,
    changes: &mut Vec<SettingChange>,
) {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for key in names {
        let (a, b) = (before.get(key), after.get(key));
        let change = match (a, b) {
            (None, _) => Change::Added,
            (Some(_), None) => Change::Removed,
            (a, b) if a == b => continue,
            _ => Change::Changed,
        };
        let plain = key.split('[').next().unwrap_or(key);
        let secret = [a, b]
            .into_iter()
            .flatten()
            .any(|value| must_hide(plain, value));
        let shown = |value: Option<&String>| {
            value.map(|value| {
                if secret {
                    MASK.to_owned()
                } else {
                    short(value)
                }
            })
        };
        changes.push(SettingChange {
            file: file.to_owned(),
            key: key.clone(),
            change,
            before: shown(a),
            after: shown(b),
            secret,
        });
    }
}

fn short(value: &str) -> String {
    match value.get(..value.floor_char_boundary(LONGEST_VALUE.min(value.len()))) {
        Some(start) if start.len() < value.len() => format!("{start}…"),
        _ => value.to_owned(),
    }
}
