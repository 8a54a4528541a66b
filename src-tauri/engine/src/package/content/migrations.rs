//! The lists of database migrations and their SQL (facts 2.3).

use super::text::{Lines, decode, excerpt, line_around};
use std::collections::BTreeMap;

/// `Before.txt` and `After.txt` with the files of `@migrations`.
#[derive(Debug, Default)]
pub(crate) struct Migrations {
    pub listed: Vec<Listed>,
    /// Entry names of the SQL files, by their name in lower case and without `.sql`.
    pub files: BTreeMap<String, String>,
    /// Statements that take data away.
    pub removing: Vec<Removing>,
}

/// Real lists have some dozens of names; nobody reads through more than this.
const MOST_LISTED: usize = 10_000;
const MOST_REMOVING: usize = 1_000;

/// One line of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub name: String,
    /// Entry name of the list.
    pub list: String,
    pub line: u32,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Removing {
    pub entry: String,
    pub line: u32,
    pub excerpt: String,
}

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
        let room = MOST_REMOVING.saturating_sub(self.removing.len());
        let found = removing(&text).into_iter().take(room);
        self.removing.extend(found.map(|at| Removing {
            entry: entry.to_owned(),
            line: lines.at(at),
            excerpt: excerpt(line_around(&text, at)),
        }));
    }
}

/// Offsets of statements that take data away: `DROP TABLE`, `DROP COLUMN`, `TRUNCATE TABLE`, and
/// `DELETE` without `WHERE`. Words in comments and texts do not count.
fn removing(sql: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut before = Word { at: 0, text: "" };
    // Where a `DELETE` began that has no condition yet.
    let mut delete = None;
    for word in words(sql) {
        if word.is_one_of(&["WHERE"]) {
            delete = None;
        }
        if word.is_one_of(&ENDS_OF_STATEMENTS) {
            found.extend(delete.take());
        }
        let removes = match before.text.len() {
            4 => {
                before.is_one_of(&["DROP"])
                    && word.is_one_of(&["TABLE", "COLUMN", "DATABASE", "SCHEMA"])
            }
            8 => before.is_one_of(&["TRUNCATE"]) && word.is_one_of(&["TABLE"]),
            _ => false,
        };
        if removes {
            found.push(before.at);
        }
        // `ON DELETE CASCADE` describes a relation.
        if word.is_one_of(&["DELETE"]) && !before.is_one_of(&["ON"]) {
            delete = Some(word.at);
        }
        before = word;
    }
    found.extend(delete);
    found.sort_unstable();
    found
}

const ENDS_OF_STATEMENTS: [&str; 9] = [
    ";", "GO", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "CREATE", "END",
];

struct Word<'s> {
    at: usize,
    /// `;` stands for itself.
    text: &'s str,
}

impl Word<'_> {
    fn is_one_of(&self, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.text.eq_ignore_ascii_case(word))
    }
}

/// The words of T-SQL outside of comments, texts and quoted names.
fn words(sql: &str) -> impl Iterator<Item = Word<'_>> {
    let bytes = sql.as_bytes();
    let mut at = 0;
    let past = |at: usize, end: &str| {
        sql.get(at..)
            .and_then(|rest| rest.find(end))
            .map_or(sql.len(), |n| at + n + end.len())
    };
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at = match bytes[at] {
                b'-' if bytes.get(at + 1) == Some(&b'-') => past(at, "\n"),
                b'/' if bytes.get(at + 1) == Some(&b'*') => past(at + 2, "*/"),
                b'\'' => past(at + 1, "'"),
                b'"' => past(at + 1, "\""),
                b'[' => past(at + 1, "]"),
                b';' => at + 1,
                byte if is_word(byte) && !byte.is_ascii_digit() => {
                    at + bytes[at..].iter().take_while(|b| is_word(**b)).count()
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let text = &sql[start..at];
            if text == ";" || is_word(bytes[start]) {
                return Some(Word { at: start, text });
            }
        }
        None
    })
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'#' | b'$')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(sql: &str) -> Vec<u32> {
        let mut migrations = Migrations::default();
        migrations.add_sql("a.sql", sql.as_bytes());
        migrations
            .removing
            .into_iter()
            .map(|found| found.line)
            .collect()
    }

    #[test]
    fn statements_that_take_data_away_are_found() {
        assert_eq!(lines("SELECT 1;\nDROP TABLE Shop_Order;"), [2]);
        assert_eq!(lines("alter table T\n  drop column C"), [2]);
        assert_eq!(lines("truncate table T"), [1]);
        assert_eq!(lines("DELETE FROM T\nGO\nSELECT 1 WHERE 1 = 1"), [1]);
    }

    #[test]
    fn a_delete_with_a_condition_and_words_in_comments_are_not() {
        assert!(lines("DELETE FROM T\nWHERE Id = 3").is_empty());
        assert!(
            lines("-- DROP TABLE T\n/* TRUNCATE TABLE\n T */ SELECT 'DROP TABLE T', [DROP TABLE]")
                .is_empty()
        );
        assert!(
            lines(
                "ALTER TABLE T ADD CONSTRAINT F FOREIGN KEY (A) REFERENCES B (A) ON DELETE CASCADE"
            )
            .is_empty()
        );
        assert!(lines("DROP INDEX IX ON T; DROP CONSTRAINT C").is_empty());
        assert!(lines("'never closed ě").is_empty());
    }

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
