//! The lists of database migrations and their SQL (facts 2.3).

use super::text::{decode, excerpt, line_at};
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
        self.listed.extend(lines.map(|(line, name)| Listed {
            name: name.trim().to_owned(),
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
        self.removing.extend(removing(&text).into_iter().map(|at| {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let line = text[start..].lines().next().unwrap_or_default();
            Removing {
                entry: entry.to_owned(),
                line: line_at(&text, at),
                excerpt: excerpt(line),
            }
        }));
    }
}

/// Offsets of statements that take data away: `DROP TABLE`, `DROP COLUMN`, `TRUNCATE TABLE`, and
/// `DELETE` without `WHERE`. Words in comments and texts do not count.
fn removing(sql: &str) -> Vec<usize> {
    let words = words(sql);
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", |next| &next.text);
        let removes = match &*word.text {
            "DROP" => matches!(next, "TABLE" | "COLUMN" | "DATABASE" | "SCHEMA"),
            "TRUNCATE" => next == "TABLE",
            // `ON DELETE CASCADE` describes a relation.
            "DELETE" if at > 0 && words[at - 1].text == "ON" => false,
            "DELETE" => !words[at + 1..]
                .iter()
                .take_while(|later| !later.ends_statement())
                .any(|w| w.text == "WHERE"),
            _ => false,
        };
        if removes {
            found.push(word.at);
        }
    }
    found
}

struct Word {
    at: usize,
    /// Upper case; `;` stands for itself.
    text: String,
}

impl Word {
    fn ends_statement(&self) -> bool {
        matches!(
            &*self.text,
            ";" | "GO" | "INSERT" | "UPDATE" | "DELETE" | "DROP" | "ALTER" | "CREATE" | "END"
        )
    }
}

/// The words of T-SQL outside of comments, texts and quoted names.
fn words(sql: &str) -> Vec<Word> {
    let bytes = sql.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    let past = |at: usize, end: &str| {
        sql.get(at..)
            .and_then(|rest| rest.find(end))
            .map_or(sql.len(), |n| at + n + end.len())
    };
    while at < bytes.len() {
        match bytes[at] {
            b'-' if bytes.get(at + 1) == Some(&b'-') => at = past(at, "\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => at = past(at + 2, "*/"),
            b'\'' => at = past(at + 1, "'"),
            b'"' => at = past(at + 1, "\""),
            b'[' => at = past(at + 1, "]"),
            b';' => {
                words.push(Word {
                    at,
                    text: ";".into(),
                });
                at += 1;
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' || byte == b'@' || byte == b'#' => {
                let length = bytes[at..].iter().take_while(|b| is_word(**b)).count();
                words.push(Word {
                    at,
                    text: sql[at..at + length].to_ascii_uppercase(),
                });
                at += length;
            }
            _ => at += 1,
        }
    }
    words
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
