//! What a note is made of, before it is Markdown or HTML.

use super::chart::Chart;
use crate::package::compare::Change;
use crate::units::Moment;
use crate::words::{Catalog, Params};

/// One part of a note, in reading order. Texts are plain; each format escapes them its own way.
pub(crate) enum Block {
    /// Level 1 to 3.
    Heading(u8, String),
    Paragraph(String),
    /// The one sentence a reader should see.
    Callout(String),
    List(Vec<Item>),
    Table(Vec<String>, Vec<Vec<String>>),
    Chart(Chart),
}

pub(crate) struct Item {
    pub change: Option<Change>,
    /// Word for the change.
    pub mark: String,
    pub text: String,
    /// In smaller print behind it.
    pub aside: String,
}

/// Says things in the words of the catalog; a key without words is said as it is, so that nothing
/// is lost.
pub(crate) struct Speaker<'c>(pub &'c Catalog);

impl Speaker<'_> {
    pub(crate) fn say(&self, key: &str) -> String {
        self.with(key, &[])
    }

    pub(crate) fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let params: Params = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.0.say(key, &params).unwrap_or_else(|| key.to_owned())
    }

    pub(crate) fn number(&self, key: &str, n: u64) -> String {
        self.with(key, &[("n", &n.to_string())])
    }

    /// Words for it if there are any.
    pub(crate) fn known(&self, key: &str) -> Option<String> {
        self.0.has(key).then(|| self.say(key))
    }

    pub(crate) fn change(&self, change: Change) -> String {
        self.say(match change {
            Change::Added => "note.change.added",
            Change::Changed => "note.change.changed",
            Change::Removed => "note.change.removed",
        })
    }
}

/// A moment as documents write it: they are read elsewhere, so in UTC.
pub(crate) fn written(at: Moment) -> String {
    at.0.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Characters that turn the direction of what follows them: a name must not write over its
/// neighbours.
pub(super) fn is_steering(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
