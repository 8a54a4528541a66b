//! Looking for something in a comparison, a page at a time: the lists of a large one are longer
//! than a window can take in at once.

use super::answer::{Change, Comparison, ContentItemChange, FileChange, ObjectChange};
use crate::units::{Bytes, Count};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The lists of a comparison that grow with the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum LongList {
    Objects,
    Items,
    Assets,
}

/// A word that has to occur in what a row is known by, whatever its case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SearchWord {
    pub text: String,
    /// Object types it also stands for: those whose name for people holds it.
    pub kinds: Vec<String>,
}

/// What rows are put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum SortBy {
    Name,
    Change,
    Type,
    Where,
    Language,
    Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowOrder {
    pub by: SortBy,
    /// The last one first.
    pub down: bool,
}

/// Which rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowsWanted {
    pub list: LongList,
    /// All of them have to occur.
    pub words: Vec<SearchWord>,
    pub change: Option<Change>,
    /// Objects of this type alone.
    pub kind: Option<String>,
    /// As the comparison tells them where none is asked for.
    pub order: Option<RowOrder>,
    /// How many rows were told before.
    pub from: Count,
}

/// How many objects of one type match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KindCount {
    pub kind: String,
    pub count: Count,
}

/// An object with its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct FoundObject {
    pub kind: String,
    pub object: ObjectChange,
}

/// A page of rows; the lists that were not asked for are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct RowsFound {
    /// Rows that match, on all pages.
    pub total: Count,
    /// Types of all objects the words and the change match, whichever type was asked for.
    pub kinds: Vec<KindCount>,
    pub objects: Vec<FoundObject>,
    pub items: Vec<ContentItemChange>,
    pub assets: Vec<FileChange>,
}

impl Comparison {
    /// At most `most` rows of a list, those asked for.
    pub fn rows(&self, wanted: &RowsWanted, most: usize) -> RowsFound {
        match wanted.list {
            LongList::Objects => self.object_rows(wanted, most),
            LongList::Items => {
                let (total, items) = page(self.content_items.iter(), wanted, most);
                RowsFound {
                    total,
                    items: items.cloned().collect(),
                    ..RowsFound::default()
                }
            }
            LongList::Assets => {
                let (total, assets) = page(self.assets.iter(), wanted, most);
                RowsFound {
                    total,
                    assets: assets.cloned().collect(),
                    ..RowsFound::default()
                }
            }
        }
    }

    fn object_rows(&self, wanted: &RowsWanted, most: usize) -> RowsFound {
        let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
        let question = Question::of(wanted);
        let all = self.objects.iter().flat_map(|group| {
            group.objects.iter().map(|object| Object {
                kind: &group.kind,
                object,
            })
        });
        let matching: Vec<Object<'_>> = all.filter(|row| question.fits(row)).collect();
        for row in &matching {
            *kinds.entry(row.kind).or_default() += 1;
        }
        let only = |row: &&Object<'_>| wanted.kind.as_ref().is_none_or(|kind| kind == row.kind);
        let (total, objects) = ordered(matching.iter().filter(only), wanted, most);
        RowsFound {
            total,
            objects: objects
                .map(|row| FoundObject {
                    kind: row.kind.to_owned(),
                    object: row.object.clone(),
                })
                .collect(),
            kinds: kinds
                .into_iter()
                .map(|(kind, count)| KindCount {
                    kind: kind.to_owned(),
                    count: Count(count),
                })
                .collect(),
            ..RowsFound::default()
        }
    }
}

fn page<'r, R: Row + 'r>(
    rows: impl Iterator<Item = &'r R>,
    wanted: &RowsWanted,
    most: usize,
) -> (Count, impl Iterator<Item = &'r R>) {
    let question = Question::of(wanted);
    let fitting: Vec<&R> = rows.filter(|row| question.fits(*row)).collect();
    ordered(fitting.into_iter(), wanted, most)
}

/// How many there are, and those of the page.
fn ordered<'r, R: Row + 'r>(
    rows: impl Iterator<Item = &'r R>,
    wanted: &RowsWanted,
    most: usize,
) -> (Count, impl Iterator<Item = &'r R>) {
    let mut rows: Vec<&R> = rows.collect();
    if let Some(order) = wanted.order {
        rows.sort_by_cached_key(|row| Place::of(row.sorts_as(order.by), order.down));
    }
    let total = Count(rows.len() as u64);
    let from = usize::try_from(wanted.from.0).unwrap_or(usize::MAX);
    (total, rows.into_iter().skip(from).take(most))
}

/// What is asked, cased alike once.
struct Question<'w> {
    words: Vec<(String, &'w [String])>,
    change: Option<Change>,
}

impl<'w> Question<'w> {
    fn of(wanted: &'w RowsWanted) -> Self {
        Self {
            words: wanted
                .words
                .iter()
                .map(|word| (word.text.to_lowercase(), word.kinds.as_slice()))
                .collect(),
            change: wanted.change,
        }
    }

    fn fits(&self, row: &impl Row) -> bool {
        if self.change.is_some_and(|change| change != row.change()) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let mut known = String::new();
        row.known_by(&mut |text| {
            known.push_str(text);
            known.push('\n');
        });
        let known = known.to_lowercase();
        self.words.iter().all(|(word, kinds)| {
            known.contains(word.as_str())
                || row
                    .kind()
                    .is_some_and(|kind| kinds.iter().any(|one| one == kind))
        })
    }
}

/// What sorts a row.
enum SortsAs {
    Text(Option<String>),
    Number(Option<u64>),
}

/// A place in the order; what has no value comes last either way.
#[derive(PartialEq, Eq)]
struct Place {
    value: Option<Value>,
    down: bool,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Number(u64),
}

impl Place {
    fn of(sorts_as: SortsAs, down: bool) -> Self {
        let value = match sorts_as {
            SortsAs::Text(text) => text.map(|text| Value::Text(text.to_lowercase())),
            SortsAs::Number(number) => number.map(Value::Number),
        };
        Self { value, down }
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.value, &other.value) {
            (Some(a), Some(b)) if self.down => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A row of a long list.
trait Row {
    fn change(&self) -> Change;
    fn kind(&self) -> Option<&str> {
        None
    }
    /// Everything a person may look for it by.
    fn known_by(&self, tell: &mut dyn FnMut(&str));
    fn sorts_as(&self, by: SortBy) -> SortsAs;
}

struct Object<'c> {
    kind: &'c str,
    object: &'c ObjectChange,
}

impl Row for Object<'_> {
    fn change(&self) -> Change {
        self.object.change
    }

    fn kind(&self) -> Option<&str> {
        Some(self.kind)
    }

    fn known_by(&self, tell: &mut dyn FnMut(&str)) {
        let object = self.object;
        let texts = [
            Some(&object.name),
            object.code_name.as_ref(),
            object.parent.as_ref(),
            object.channel.as_ref(),
            object.page_path.as_ref(),
            Some(&object.entry),
        ];
        texts.into_iter().flatten().for_each(|text| tell(text));
        tell(self.kind);
    }

    fn sorts_as(&self, by: SortBy) -> SortsAs {
        let object = self.object;
        match by {
            SortBy::Change => SortsAs::Number(Some(object.change as u64)),
            SortBy::Type => SortsAs::Text(Some(self.kind.to_owned())),
            SortBy::Where => {
                let place = object.page_path.as_ref().or(object.channel.as_ref());
                SortsAs::Text(place.cloned())
            }
            SortBy::Size => bytes(object.after.or(object.before)),
            SortBy::Name | SortBy::Language => SortsAs::Text(Some(object.name.clone())),
        }
    }
}

impl Row for ContentItemChange {
    fn change(&self) -> Change {
        self.change
    }

    fn known_by(&self, tell: &mut dyn FnMut(&str)) {
        let texts = [
            Some(&self.title),
            Some(&self.code_name),
            self.content_type.as_ref(),
            self.type_name.as_ref(),
            self.language.as_ref(),
            self.page_path.as_ref(),
            self.channel.as_ref(),
        ];
        let texts = texts.into_iter().flatten().chain(&self.entries);
        texts.for_each(|text| tell(text));
    }

    fn sorts_as(&self, by: SortBy) -> SortsAs {
        match by {
            SortBy::Change => SortsAs::Number(Some(self.change as u64)),
            SortBy::Type => {
                SortsAs::Text(self.type_name.clone().or_else(|| self.content_type.clone()))
            }
            SortBy::Where => SortsAs::Text(self.page_path.clone().or_else(|| self.channel.clone())),
            SortBy::Language => SortsAs::Text(self.language.clone()),
            SortBy::Name | SortBy::Size => SortsAs::Text(Some(self.title.clone())),
        }
    }
}

impl Row for FileChange {
    fn change(&self) -> Change {
        self.change
    }

    fn known_by(&self, tell: &mut dyn FnMut(&str)) {
        tell(&self.entry);
    }

    fn sorts_as(&self, by: SortBy) -> SortsAs {
        match by {
            SortBy::Change => SortsAs::Number(Some(self.change as u64)),
            SortBy::Size => bytes(self.after.or(self.before)),
            _ => SortsAs::Text(Some(self.entry.clone())),
        }
    }
}

fn bytes(size: Option<Bytes>) -> SortsAs {
    SortsAs::Number(size.map(|size| size.0))
}
