//! The lists of database migrations and their SQL (facts 2.3).

use super::sql;
use super::text::{Lines, decode, excerpt, line_around};
use std::collections::BTreeMap;

/// `Before.txt` and `After.txt` with the files of `@migrations`.
#[derive(Debug, Default)]
pub(crate) struct Migrations {
    pub listed: Vec<Listed>,
    /// Entry names of the SQL files, by their name in lower case and without `.sql`.
    pub files: BTreeMap<String, String>,
    /// Statements that take data away, change all of it, or work only once.
    pub risky: Vec<Risky>,
    /// SQL files that are too large to be looked through, by entry index.
    pub passed_over: Vec<usize>,
}

/// Real lists have some dozens of names; nobody reads through more than this.
const MOST_LISTED: usize = 10_000;
const MOST_RISKY: usize = 1_000;

/// One line of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub name: String,
    /// Entry name of the list.
    pub list: String,
    pub line: u32,
}

/// A statement worth knowing about.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Risky {
    pub risk: Risk,
    /// What it does, in the words of SQL: `DROP TABLE`, `DELETE without WHERE`.
    pub statement: String,
    pub entry: String,
    pub line: u32,
    pub excerpt: String,
}

pub(crate) use super::sql::Risk;

impl Migrations {
    pub(crate) fn add_list(&mut self, entry: &str, bytes: &[u8]) {
        let text = decode(bytes);
        let lines = (1..)
            .zip(text.lines())
            .filter(|(_, name)| !name.trim().is_empty());
        let room = MOST_LISTED.saturating_sub(self.listed.len());
        self.listed
            .extend(lines.take(room).map(|(line, name)| Listed {
                name: excerpt(name),
                list: entry.to_owned(),
                line,
            }));
    }

    /// Notes a file of `@migrations`, called `file_name`, without its content.
    pub(crate) fn add_file(&mut self, entry: &str, file_name: &str) {
        let name = file_name.to_lowercase();
        if let Some(name) = name.strip_suffix(".sql") {
            self.files.insert(name.to_owned(), entry.to_owned());
        }
    }

    pub(crate) fn add_sql(&mut self, entry: &str, bytes: &[u8]) {
        let text = decode(bytes);
        let mut lines = Lines::of(&text);
        let room = MOST_RISKY.saturating_sub(self.risky.len());
        let found = sql::risks(&text).into_iter().take(room);
        self.risky.extend(found.map(|found| Risky {
            risk: found.risk,
            statement: found.statement,
            entry: entry.to_owned(),
            line: lines.at(found.at),
            excerpt: excerpt(line_around(&text, found.at)),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_line_by_line() {
        let mut migrations = Migrations::default();
        migrations.add_list(
            "After.txt",
            "\u{feff}20260710_01_Fix\r\n\r\n  20260711_01_Fix  ".as_bytes(),
        );
        let listed: Vec<_> = migrations
            .listed
            .iter()
            .map(|listed| (listed.name.as_str(), listed.line))
            .collect();
        assert_eq!(listed, [("20260710_01_Fix", 1), ("20260711_01_Fix", 3)]);
    }
}
