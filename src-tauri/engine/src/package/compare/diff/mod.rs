//! One file of both packages side by side: what an editor or a developer would want to read.

mod fields;
mod lines;
mod present;

use super::answer::{DiffKind, FieldDiff, ObjectDiff};
use super::lookup::Lookup;
use super::objects::{content, same_but_line_ends};
use super::side::Side;
use super::sketch::sketch;
use crate::fault::{Fault, NextStep, Retry};
use crate::package::archive::{READ_WHOLE, Scratch};
use crate::package::content::text::decode;
use crate::package::inspect::{open, unreadable};
use crate::units::Count;
use fields::Flat;
use std::io;
use std::path::Path;

/// Fields told at most; the rest is counted.
const MOST_FIELDS: usize = 300;

/// Sets the file at `entry` (a path inside the packages, as a [`super::Comparison`] tells it) of
/// both packages side by side. Files over 8 MiB are told by their sizes.
///
/// # Errors
/// `file-unreadable`, `not-a-package`, `cancelled`, and `entry-not-found` if neither package holds
/// such a file.
pub fn object_diff(
    old: &Path,
    new: &Path,
    entry: &str,
    cancel: &dyn Fn() -> bool,
) -> Result<ObjectDiff, Fault> {
    let (before, after) = (open(old)?, open(new)?);
    let before = Side::open(old, &before, cancel)?;
    let after = Side::open(new, &after, cancel)?;
    diff_sides(&before, &after, entry)
        .map_err(|cause| unreadable(new, &cause))?
        .ok_or_else(|| {
            Fault::new("entry-not-found", Retry::Never, NextStep::None).with("entry", entry)
        })
}

/// None if neither has the file.
pub(super) fn diff_sides(
    old: &Side<'_>,
    new: &Side<'_>,
    path: &str,
) -> io::Result<Option<ObjectDiff>> {
    let (before, after) = (Lookup::by_path(old).at(path), Lookup::by_path(new).at(path));
    if before.is_none() && after.is_none() {
        return Ok(None);
    }
    let sizes = (before.map(|at| old.size(at)), after.map(|at| new.size(at)));
    let mut told = ObjectDiff {
        entry: path.to_owned(),
        object_type: None,
        name: path.rsplit('/').next().unwrap_or_default().to_owned(),
        kind: DiffKind::Same,
        before: sizes.0,
        after: sizes.1,
        fields: Vec::new(),
        more: Count(0),
    };
    if [sizes.0, sizes.1]
        .into_iter()
        .flatten()
        .any(|size| size.0 > READ_WHOLE)
    {
        told.kind = DiffKind::TooLarge;
        return Ok(Some(told));
    }
    let (mut first, mut second) = (Scratch::new(), Scratch::new());
    let a = match before {
        Some(at) => content(old, at, &mut first)?,
        None => Some(&[][..]),
    };
    let b = match after {
        Some(at) => content(new, at, &mut second)?,
        None => Some(&[][..]),
    };
    match (a, b) {
        (Some(a), Some(b)) => tell(&mut told, a, b),
        _ => told.kind = DiffKind::Unreadable,
    }
    Ok(Some(told))
}

fn tell(told: &mut ObjectDiff, a: &[u8], b: &[u8]) {
    if a == b && told.before.is_some() == told.after.is_some() {
        return;
    }
    if is_binary(a) || is_binary(b) {
        told.kind = DiffKind::Binary;
        return;
    }
    let object = told.entry.ends_with(".xml") || told.entry.ends_with(".config");
    let flat = |bytes: &[u8]| {
        if bytes.is_empty() {
            Some(Flat::default())
        } else {
            Flat::of(bytes)
        }
    };
    let (fields, kind) = match (object, flat(a), flat(b)) {
        (true, Some(before), Some(after)) => {
            if let Some(sketch) = sketch(b).or_else(|| sketch(a)) {
                if let Some(name) = sketch.display_name.or(sketch.code_name) {
                    told.name = name;
                }
                told.object_type = Some(sketch.kind);
            }
            (fields::differing(&before, &after), DiffKind::Fields)
        }
        _ => (whole_text(&told.entry, a, b), DiffKind::Text),
    };
    let same_text = same_but_line_ends(a, b) && told.before.is_some() == told.after.is_some();
    told.kind = if fields.is_empty() && (same_text || kind == DiffKind::Fields) {
        DiffKind::Formatting
    } else {
        kind
    };
    told.more = Count(fields.len().saturating_sub(MOST_FIELDS) as u64);
    told.fields = fields.into_iter().take(MOST_FIELDS).collect();
}

/// Text files, line by line; settings files field by field would hide where a line moved.
fn whole_text(entry: &str, a: &[u8], b: &[u8]) -> Vec<FieldDiff> {
    let (a, b) = (decode(a), decode(b));
    present::field(
        "",
        entry,
        (!a.is_empty()).then_some(&*a),
        (!b.is_empty()).then_some(&*b),
    )
    .into_iter()
    .collect()
}

/// Text holds no zero bytes, unless it is UTF-16, which begins with a mark.
fn is_binary(bytes: &[u8]) -> bool {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    !marked && bytes.iter().take(8_192).any(|byte| *byte == 0)
}
