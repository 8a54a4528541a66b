//! The serialized objects of the CD repository, counted.

use super::Wanted;
use super::object::{self, Told};
use crate::package::report::{Sourced, Tally};
use crate::units::{Bytes, Count};
use std::collections::{BTreeSet, HashMap};

/// Sums over all objects; those of several threads can be put together.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    kinds: HashMap<Box<str>, Sum>,
    content_types: HashMap<Box<str>, Sum>,
    pub database_version: Option<Sourced>,
    /// Users whose file holds a password hash, by entry index.
    pub password_hashes: Vec<usize>,
    /// Objects about a person, by entry index.
    pub persons: Vec<usize>,
    /// Names of [`Wanted`] that an object answers to, by index there.
    pub answered: BTreeSet<usize>,
    /// Files without a root element, by entry index.
    pub unreadable: Vec<usize>,
}

/// Object types that hold names and addresses of persons (facts 2.1).
const PERSONS: [&str; 4] = ["cms.user", "cms.member", "om.contact", "om.account"];

#[derive(Debug, Default, Clone, Copy)]
struct Sum {
    count: u64,
    bytes: u64,
}

impl Objects {
    /// Takes in one file: `entry` is its index, `size` its size once unpacked.
    pub(crate) fn add(
        &mut self,
        entry: usize,
        name: &str,
        size: u64,
        bytes: &[u8],
        wanted: &Wanted,
    ) {
        let Some(object) = object::read(bytes) else {
            self.unreadable.push(entry);
            return;
        };
        if wanted.asks_about(&object.kind) {
            // Files are named after the code name, where it is not too long for that.
            let stem = name.rsplit(['/', '\\']).next().unwrap_or_default();
            let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
            wanted.answered(&object.kind, stem, &mut self.answered);
            object::each_name(bytes, |name| {
                wanted.answered(&object.kind, name, &mut self.answered)
            });
        }
        if PERSONS.contains(&&*object.kind) {
            self.persons.push(entry);
        }
        match object.told {
            Told::Nothing => {}
            Told::ContentType(content_type) => count(&mut self.content_types, content_type, size),
            Told::PasswordHash => self.password_hashes.push(entry),
            Told::DatabaseVersion(value) => {
                // The first one in the file, as when threads' sums are put together.
                self.database_version.get_or_insert_with(|| Sourced {
                    value: value.into(),
                    source: name.to_owned(),
                });
            }
        }
        count(&mut self.kinds, object.kind, size);
    }

    pub(crate) fn and(mut self, other: Self) -> Self {
        for (own, others) in [
            (&mut self.kinds, other.kinds),
            (&mut self.content_types, other.content_types),
        ] {
            for (name, sum) in others {
                let total = own.entry(name).or_default();
                total.count += sum.count;
                total.bytes = total.bytes.saturating_add(sum.bytes);
            }
        }
        self.database_version = self.database_version.or(other.database_version);
        self.password_hashes.extend(other.password_hashes);
        self.persons.extend(other.persons);
        self.answered.extend(other.answered);
        self.unreadable.extend(other.unreadable);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    pub(crate) fn by_kind(&self) -> Vec<Tally> {
        tallies(&self.kinds)
    }

    pub(crate) fn by_content_type(&self) -> Vec<Tally> {
        tallies(&self.content_types)
    }
}

fn count(sums: &mut HashMap<Box<str>, Sum>, name: Box<str>, bytes: u64) {
    let sum = sums.entry(name).or_default();
    sum.count += 1;
    // A claimed size may be any number.
    sum.bytes = sum.bytes.saturating_add(bytes);
}

/// Most first; equal ones by name, so that the order is always the same.
fn tallies(sums: &HashMap<Box<str>, Sum>) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = sums
        .iter()
        .map(|(name, sum)| Tally {
            name: name.to_string(),
            count: Count(sum.count),
            bytes: Bytes(sum.bytes),
        })
        .collect();
    tallies.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    tallies
}
