//! The serialized objects that differ: read on both sides, in parallel, and grouped by type.

use super::answer::{Change, Changes, ObjectChange, ObjectGroup};
use super::lookup::Lookup;
use super::pairs::{Pair, Place, below};
use super::side::Side;
use super::sketch::{Sketch, sketch};
use crate::package::archive::{Scratch, Unreadable, read};
use crate::package::content::REPOSITORY;
use crate::package::explanation::is_content_kind;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io;

/// An object that differs, understood.
pub(super) struct Differing {
    pub pair: Pair,
    pub change: Change,
    pub sketch: Sketch,
    /// The sketch is that of the object's XML, and this is a file beside it.
    pub binary: bool,
    /// The content could not be read on one of the sides.
    pub unreadable: bool,
}

/// Everything that was found out about the objects.
#[derive(Default)]
pub(super) struct Found {
    pub differing: Vec<Differing>,
    /// Differ in line ends or byte order mark alone.
    pub rewritten: u64,
}

/// Between how many pairs it is asked whether to stop.
const BATCH: usize = 1_024;

/// Reads what differs. None if it was cancelled; an `Err` is the disk's.
pub(super) fn read_all(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[Pair],
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Found>> {
    let wanted: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| matches!(pair.place, Place::Object | Place::Binary))
        .collect();
    // Owners of binaries are looked up by path, and there may be none of those.
    let owners = wanted
        .iter()
        .any(|pair| pair.place == Place::Binary)
        .then(|| (Lookup::by_path(old), Lookup::by_path(new)));
    let mut found = Found::default();
    for batch in wanted.chunks(BATCH) {
        if cancel() {
            return Ok(None);
        }
        let read: io::Result<Vec<Option<Differing>>> = batch
            .par_iter()
            .with_min_len(16)
            .map_init(
                || (Scratch::new(), Scratch::new()),
                |scratch, pair| match pair.place {
                    Place::Binary => binary(old, new, pair, owners.as_ref(), scratch).map(Some),
                    _ => object(old, new, pair, scratch),
                },
            )
            .collect();
        for differing in read? {
            match differing {
                Some(differing) => found.differing.push(differing),
                None => found.rewritten += 1,
            }
        }
    }
    Ok(Some(found))
}

pub(super) fn change_of(pair: &Pair) -> Change {
    match (pair.old, pair.new) {
        (None, _) => Change::Added,
        (Some(_), None) => Change::Removed,
        (Some(_), Some(_)) => Change::Changed,
    }
}

type Buffers = (Scratch, Scratch);

/// None if the two are the same but for how they were written down.
fn object(
    old: &Side<'_>,
    new: &Side<'_>,
    pair: &Pair,
    (before, after): &mut Buffers,
) -> io::Result<Option<Differing>> {
    let old_bytes = match pair.old {
        Some(at) => content(old, at, before)?,
        None => None,
    };
    let new_bytes = match pair.new {
        Some(at) => content(new, at, after)?,
        None => None,
    };
    if let (Some(a), Some(b)) = (old_bytes, new_bytes)
        && same_but_line_ends(a, b)
    {
        return Ok(None);
    }
    let missing =
        (pair.old.is_some() && old_bytes.is_none()) || (pair.new.is_some() && new_bytes.is_none());
    let told = new_bytes
        .and_then(sketch)
        .or_else(|| old_bytes.and_then(sketch));
    Ok(Some(Differing {
        change: change_of(pair),
        unreadable: missing,
        binary: false,
        sketch: told.unwrap_or_else(|| unknown(&pair.path)),
        pair: pair.clone(),
    }))
}

/// A binary belongs to the object whose file has the name in front of the `#`.
fn binary(
    old: &Side<'_>,
    new: &Side<'_>,
    pair: &Pair,
    owners: Option<&(Lookup<'_>, Lookup<'_>)>,
    (scratch, _): &mut Buffers,
) -> io::Result<Differing> {
    let owner = pair.path.rsplit_once('/').and_then(|(folder, file)| {
        let (stem, _) = file.split_once('#')?;
        Some(format!("{folder}/{stem}.xml"))
    });
    let mut told = None;
    if let (Some(owner), Some((before, after))) = (owner, owners) {
        for (side, lookup) in [(new, after), (old, before)] {
            if told.is_none()
                && let Some(at) = lookup.at(&owner)
            {
                told = content(side, at, scratch)?.and_then(sketch);
            }
        }
    }
    Ok(Differing {
        change: change_of(pair),
        unreadable: false,
        binary: true,
        sketch: told.unwrap_or_else(|| unknown(&pair.path)),
        pair: pair.clone(),
    })
}

/// All bytes of an entry, or none if the archive does not give them.
pub(super) fn content<'b>(
    side: &Side<'_>,
    at: usize,
    scratch: &'b mut Scratch,
) -> io::Result<Option<&'b [u8]>> {
    match read(side.source, &side.archive, at, scratch) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(Unreadable::Disk(cause)) => Err(cause),
        Err(Unreadable::Damaged | Unreadable::OtherSize | Unreadable::Closed) => Ok(None),
    }
}

/// Builds on Windows and elsewhere write the same object with other line ends (facts 1.4).
pub(super) fn same_but_line_ends(a: &[u8], b: &[u8]) -> bool {
    written(a).eq(written(b))
}

fn written(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    text.iter().copied().filter(|byte| *byte != b'\r')
}

/// Where no XML tells the type, the folder is all there is to go by.
fn unknown(path: &str) -> Sketch {
    let folder = below(path, REPOSITORY).and_then(|inside| inside.split('/').nth(1));
    Sketch {
        kind: folder.unwrap_or_default().to_owned(),
        ..Sketch::default()
    }
}

/// Whether it is told as a part of a content item rather than as an object.
pub(super) fn is_part_of_an_item(differing: &Differing) -> bool {
    is_content_kind(&differing.sketch.kind) && differing.sketch.content_item.is_some()
}

/// Those that are no parts of content items, by type.
pub(super) fn groups(old: &Side<'_>, new: &Side<'_>, differing: &[Differing]) -> Vec<ObjectGroup> {
    let mut groups: BTreeMap<&str, Vec<ObjectChange>> = BTreeMap::new();
    for object in differing.iter().filter(|it| !is_part_of_an_item(it)) {
        let group = groups.entry(object.sketch.kind.as_str()).or_default();
        group.push(told(old, new, object));
    }
    groups
        .into_iter()
        .map(|(kind, mut objects)| {
            objects
                .sort_by(|a, b| (a.change, &a.name, &a.entry).cmp(&(b.change, &b.name, &b.entry)));
            ObjectGroup {
                kind: kind.to_owned(),
                changes: Changes::of(objects.iter().map(|object| object.change)),
                objects,
            }
        })
        .collect()
}

fn told(old: &Side<'_>, new: &Side<'_>, object: &Differing) -> ObjectChange {
    let Differing {
        pair,
        change,
        sketch,
        binary,
        ..
    } = object;
    let file = pair.path.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = if *binary {
        file
    } else {
        let known = sketch
            .display_name
            .as_deref()
            .or(sketch.code_name.as_deref());
        known.or(sketch.parent.as_deref()).unwrap_or(stem)
    };
    ObjectChange {
        change: *change,
        name: name.to_owned(),
        code_name: sketch.code_name.clone(),
        parent: sketch.parent.clone(),
        channel: channel(&pair.path),
        page_path: sketch.page_path.clone(),
        entry: pair.path.clone(),
        binary: *binary,
        before: pair.old.map(|at| old.size(at)),
        after: pair.new.map(|at| new.size(at)),
    }
}

/// The first folder of the repository, unless it is the one for what belongs to no channel.
pub(super) fn channel(path: &str) -> Option<String> {
    let first = below(path, REPOSITORY)?.split('/').next()?;
    (!first.starts_with('@')).then(|| first.to_owned())
}

impl Changes {
    pub(super) fn of(changes: impl Iterator<Item = Change>) -> Self {
        let mut sum = Self::default();
        for change in changes {
            match change {
                Change::Added => sum.added.0 += 1,
                Change::Changed => sum.changed.0 += 1,
                Change::Removed => sum.removed.0 += 1,
            }
        }
        sum
    }

    pub(super) fn and(self, other: Self) -> Self {
        let mut sum = self;
        sum.added.0 += other.added.0;
        sum.changed.0 += other.changed.0;
        sum.removed.0 += other.removed.0;
        sum
    }

    /// Added, changed and removed together.
    pub fn all(&self) -> u64 {
        self.added.0 + self.changed.0 + self.removed.0
    }
}
