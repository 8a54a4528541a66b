//! What a note is made of, before it is Markdown or HTML.

use crate::package::compare::Change;
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
