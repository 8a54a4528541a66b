//! A value before and after, made fit to be read: short ones as they are, long ones line by line,
//! secrets not at all.

use super::super::answer::{Change, DiffLine, FieldDiff, LineKind};
use super::fields::hides;
use super::lines;
use crate::package::content::settings::MASK;

/// From so many characters on, or with several lines, a value is told line by line.
const LONG: usize = 120;
/// Characters of a short value that is told.
const LONGEST_VALUE: usize = 1_000;
/// Characters of a line.
const LONGEST_LINE: usize = 500;
/// Lines of a field.
const MOST_LINES: usize = 400;

/// None if both are the same. `key` says by its name whether the value is a secret.
pub(super) fn field(
    path: &str,
    key: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Option<FieldDiff> {
    let change = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => Change::Added,
        (Some(_), None) => Change::Removed,
        (Some(a), Some(b)) if a == b => return None,
        (Some(_), Some(_)) => Change::Changed,
    };
    let mut told = FieldDiff {
        path: path.to_owned(),
        change,
        before: None,
        after: None,
        lines: Vec::new(),
        secret: [before, after]
            .into_iter()
            .flatten()
            // A text of many lines is looked at line by line below.
            .any(|value| !value.contains('\n') && hides(key, value)),
    };
    if told.secret {
        told.before = before.map(|_| MASK.to_owned());
        told.after = after.map(|_| MASK.to_owned());
        return Some(told);
    }
    let long = |value: &str| value.contains('\n') || value.chars().nth(LONG).is_some();
    if ![before, after].into_iter().flatten().any(long) {
        told.before = before.map(|value| cut(value, LONGEST_VALUE));
        told.after = after.map(|value| cut(value, LONGEST_VALUE));
        return Some(told);
    }
    let (a, b) = (
        broken(before.unwrap_or_default()),
        broken(after.unwrap_or_default()),
    );
    let lines = lines::diff(&a, &b);
    // Two texts that differ in line ends or white space between tags only are the same to read.
    if lines.iter().all(|line| line.0 == LineKind::Same) && change == Change::Changed {
        return None;
    }
    told.lines = shown(&lines, &mut told.secret);
    Some(told)
}

/// Long texts in one line are broken where a reader would: JSON by its structure, markup by tags.
fn broken(value: &str) -> Vec<String> {
    let value = value.trim();
    let start = value.chars().next();
    if matches!(start, Some('{' | '['))
        && let Ok(json) = serde_json::from_str::<serde_json::Value>(value)
        && let Ok(pretty) = serde_json::to_string_pretty(&json)
    {
        return pretty.lines().map(str::to_owned).collect();
    }
    value
        .lines()
        .flat_map(|line| line.split_inclusive('>').fold(Vec::new(), joined))
        .map(|line| line.trim_end().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Joins what follows a tag to it unless it is another tag.
fn joined(mut lines: Vec<String>, part: &str) -> Vec<String> {
    match lines.last_mut() {
        Some(last) if !(last.ends_with('>') && part.trim_start().starts_with('<')) => {
            last.push_str(part);
        }
        _ => lines.push(part.to_owned()),
    }
    lines
}

/// What changed with some lines around it.
fn shown(lines: &[(LineKind, &str)], secret: &mut bool) -> Vec<DiffLine> {
    const AROUND: usize = 3;
    let changed: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].0 != LineKind::Same)
        .collect();
    let near = |at: usize| {
        let next = changed.partition_point(|changed| changed + AROUND < at);
        changed
            .get(next)
            .is_some_and(|changed| changed.saturating_sub(AROUND) <= at)
    };
    let mut shown: Vec<DiffLine> = Vec::new();
    let mut left_out = 0;
    for (at, (kind, text)) in lines.iter().enumerate() {
        if shown.len() >= MOST_LINES {
            left_out += lines.len() - at;
            break;
        }
        if near(at) {
            shown.extend(gap(&mut left_out));
            shown.push(line(*kind, text, secret));
        } else {
            left_out += 1;
        }
    }
    shown.extend(gap(&mut left_out));
    shown
}

/// Stands for the lines left out since the last one that is shown, and says how many.
fn gap(left_out: &mut usize) -> Option<DiffLine> {
    let lines = std::mem::take(left_out);
    (lines > 0).then(|| DiffLine {
        kind: LineKind::Gap,
        text: lines.to_string(),
    })
}

/// A line of settings or JSON may hold a secret: its value is masked.
fn line(kind: LineKind, text: &str, secret: &mut bool) -> DiffLine {
    let masked = ['=', ':'].iter().find_map(|sign| {
        let (key, value) = text.split_once(*sign)?;
        let name = key.trim().trim_matches(['"', '\'']);
        let plain = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
        hides(name, plain).then(|| format!("{key}{sign} {MASK}"))
    });
    *secret |= masked.is_some();
    DiffLine {
        kind,
        text: cut(masked.as_deref().unwrap_or(text), LONGEST_LINE),
    }
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
