//! What T-SQL would do that is worth knowing before it runs. Words in comments, texts and quoted
//! names do not count.

/// Why a statement is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Risk {
    /// Takes data away for good.
    Removes,
    /// Changes every row of a table.
    ChangesAll,
    /// Stops with an error message when it runs a second time.
    NotRepeatable,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub risk: Risk,
    pub statement: String,
    /// Byte offset.
    pub at: usize,
}

/// Risky statements in the order of the text.
pub(crate) fn risks(sql: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut search = Search::default();
    for word in words(sql) {
        search.next(word, &mut found);
    }
    search.end_of_statement(&mut found);
    // A file that asks what is there before it acts was written to run twice.
    if !search.guarded {
        found.extend(search.once);
    }
    found.sort_by_key(|found| found.at);
    found
}

#[derive(Default)]
struct Search<'s> {
    before: Option<Word<'s>>,
    /// A `DELETE` or `UPDATE … SET` that has no condition yet.
    open: Option<Open>,
    /// Statements that work once, unless something guards them.
    once: Vec<Found>,
    guarded: bool,
    /// `CREATE`, `ALTER TABLE` or `INSERT` that waits for the word that tells what it is about.
    pending: Option<Pending>,
}

struct Open {
    at: usize,
    update: bool,
    /// An `UPDATE` counts once it sets something.
    sets: bool,
}

enum Pending {
    Create { at: usize },
    Insert { at: usize },
    AlterTable { at: usize },
}

const ENDS_OF_STATEMENTS: [&str; 10] = [
    ";", "GO", "INSERT", "UPDATE", "DELETE", "DROP", "ALTER", "CREATE", "END", "MERGE",
];
const DROPPED: [&str; 6] = ["TABLE", "COLUMN", "DATABASE", "SCHEMA", "VIEW", "PROCEDURE"];
const CREATED: [&str; 7] = [
    "TABLE",
    "VIEW",
    "PROCEDURE",
    "PROC",
    "FUNCTION",
    "TRIGGER",
    "INDEX",
];

impl<'s> Search<'s> {
    fn next(&mut self, word: Word<'s>, found: &mut Vec<Found>) {
        let after = |words: &[&str]| {
            self.before
                .as_ref()
                .is_some_and(|before| before.is_one_of(words))
        };
        let removed = (after(&["DROP"]) && word.is_one_of(&DROPPED))
            || (after(&["TRUNCATE"]) && word.is_one_of(&["TABLE"]));
        if removed && let Some(before) = &self.before {
            found.push(Found {
                risk: Risk::Removes,
                statement: format!("{} {}", before.text, word.text).to_uppercase(),
                at: before.at,
            });
        }
        // `ON DELETE CASCADE` describes a relation, `THEN UPDATE` is a part of a `MERGE`, and
        // triggers ask `IF UPDATE(…)`.
        let part = after(&["ON", "THEN", "IF", "FOR", "AFTER", "OF", "OR", "AND", ","]);
        let or_alter = after(&["OR"]) && word.is_one_of(&["ALTER"]);
        if word.is_one_of(&ENDS_OF_STATEMENTS) && !part {
            self.end_of_statement(found);
        }
        if word.is_one_of(&["WHERE"]) {
            self.open = None;
        }
        self.guarded |= or_alter || word.is_one_of(&["IF", "EXISTS", "MERGE"]);
        if !part && word.is_one_of(&["DELETE", "UPDATE"]) {
            let update = word.is_one_of(&["UPDATE"]);
            self.open = Some(Open {
                at: word.at,
                update,
                sets: false,
            });
        }
        if word.is_one_of(&["SET"])
            && let Some(open) = &mut self.open
        {
            open.sets = true;
        }
        self.works_once(&word);
        self.before = Some(word);
    }

    fn works_once(&mut self, word: &Word<'s>) {
        let pending = self.pending.take();
        let told = |at, statement: String| Found {
            risk: Risk::NotRepeatable,
            statement,
            at,
        };
        match pending {
            Some(Pending::Create { at }) if word.is_one_of(&CREATED) => {
                self.once
                    .push(told(at, format!("CREATE {}", word.text.to_uppercase())));
            }
            // `CREATE UNIQUE NONCLUSTERED INDEX` and the like.
            Some(Pending::Create { at })
                if word.is_one_of(&["UNIQUE", "CLUSTERED", "NONCLUSTERED"]) =>
            {
                self.pending = Some(Pending::Create { at });
            }
            Some(Pending::Insert { at }) if word.is_one_of(&["INTO"]) => {
                self.pending = Some(Pending::Insert { at });
            }
            // What is written into a table of the moment is gone afterwards.
            Some(Pending::Insert { at }) if !word.text.starts_with(['#', '@']) => {
                self.once.push(told(at, "INSERT".to_owned()));
            }
            Some(Pending::AlterTable { at }) if word.is_one_of(&["ADD"]) => {
                self.once.push(told(at, "ALTER TABLE ADD".to_owned()));
            }
            Some(Pending::AlterTable { at }) if !word.is_one_of(&ENDS_OF_STATEMENTS) => {
                self.pending = Some(Pending::AlterTable { at });
            }
            _ => {}
        }
        let before = |words: &[&str]| {
            self.before
                .as_ref()
                .is_some_and(|before| before.is_one_of(words))
        };
        if word.is_one_of(&["CREATE"]) {
            self.pending = Some(Pending::Create { at: word.at });
        } else if word.is_one_of(&["INSERT"]) && !before(&["THEN", "FOR", "AFTER", ","]) {
            self.pending = Some(Pending::Insert { at: word.at });
        } else if word.is_one_of(&["TABLE"]) && before(&["ALTER"]) {
            let at = self.before.as_ref().map_or(word.at, |before| before.at);
            self.pending = Some(Pending::AlterTable { at });
        }
    }

    fn end_of_statement(&mut self, found: &mut Vec<Found>) {
        let Some(Open { at, update, sets }) = self.open.take() else {
            return;
        };
        match (update, sets) {
            (true, true) => found.push(Found {
                risk: Risk::ChangesAll,
                statement: "UPDATE without WHERE".to_owned(),
                at,
            }),
            (true, false) => {}
            (false, _) => found.push(Found {
                risk: Risk::Removes,
                statement: "DELETE without WHERE".to_owned(),
                at,
            }),
        }
    }
}

struct Word<'s> {
    at: usize,
    /// `;` and `,` stand for themselves.
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
                b';' | b',' => at + 1,
                byte if is_word(byte) && !byte.is_ascii_digit() => {
                    at + bytes[at..].iter().take_while(|b| is_word(**b)).count()
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            let text = &sql[start..at];
            if matches!(text, ";" | ",") || is_word(bytes[start]) {
                return Some(Word { at: start, text });
            }
            // A quoted name is a name all the same: what follows `INSERT INTO` is told by it.
            if bytes[start] == b'[' {
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

    fn told(sql: &str, risk: Risk) -> Vec<(String, usize)> {
        let line = |at: usize| sql[..at].matches('\n').count() + 1;
        let found = risks(sql).into_iter().filter(|found| found.risk == risk);
        found
            .map(|found| (found.statement, line(found.at)))
            .collect()
    }

    fn lines(sql: &str, risk: Risk) -> Vec<usize> {
        told(sql, risk).into_iter().map(|(_, line)| line).collect()
    }

    #[test]
    fn statements_that_take_data_away_are_named_with_their_line() {
        let removes = |sql| told(sql, Risk::Removes);
        assert_eq!(
            removes("SELECT 1;\nDROP TABLE Shop_Order;"),
            [("DROP TABLE".into(), 2)]
        );
        assert_eq!(
            removes("alter table T\n  drop column C"),
            [("DROP COLUMN".into(), 2)]
        );
        assert_eq!(removes("truncate table T"), [("TRUNCATE TABLE".into(), 1)]);
        assert_eq!(
            removes("DELETE FROM T\nGO\nSELECT 1 WHERE 1 = 1"),
            [("DELETE without WHERE".into(), 1)]
        );
    }

    #[test]
    fn a_delete_with_a_condition_and_words_in_comments_are_not() {
        let removes = |sql| lines(sql, Risk::Removes);
        assert!(removes("DELETE FROM T\nWHERE Id = 3").is_empty());
        assert!(
            removes(
                "-- DROP TABLE T\n/* TRUNCATE TABLE\n T */ SELECT 'DROP TABLE T', [DROP TABLE]"
            )
            .is_empty()
        );
        assert!(
            removes(
                "ALTER TABLE T ADD CONSTRAINT F FOREIGN KEY (A) REFERENCES B (A) ON DELETE CASCADE"
            )
            .is_empty()
        );
        assert!(removes("DROP INDEX IX ON T; DROP CONSTRAINT C").is_empty());
        assert!(removes("'never closed ě").is_empty());
    }

    #[test]
    fn an_update_of_every_row_is_told_and_one_with_a_condition_is_not() {
        let changes = |sql| lines(sql, Risk::ChangesAll);
        assert_eq!(changes("SELECT 1;\nUPDATE T SET A = 1;"), [2]);
        assert_eq!(
            changes("UPDATE T\nSET A = 1, B = 2\nGO\nDELETE FROM U WHERE A = 1"),
            [1]
        );
        assert!(changes("UPDATE T SET A = 1\nWHERE B = 2").is_empty());
        assert!(changes("UPDATE STATISTICS T").is_empty());
        assert!(
            changes("MERGE T USING U ON T.A = U.A WHEN MATCHED THEN UPDATE SET A = 1;").is_empty()
        );
        assert!(
            changes("ALTER TABLE T ADD FOREIGN KEY (A) REFERENCES B (A) ON UPDATE CASCADE")
                .is_empty()
        );
    }

    #[test]
    fn what_works_only_once_is_told_unless_the_file_asks_first() {
        let once = |sql| told(sql, Risk::NotRepeatable);
        assert_eq!(once("CREATE TABLE T (A int)"), [("CREATE TABLE".into(), 1)]);
        assert_eq!(
            once("GO\nCREATE UNIQUE INDEX I ON T (A)"),
            [("CREATE INDEX".into(), 2)]
        );
        assert_eq!(
            once("ALTER TABLE dbo.T\nADD A int"),
            [("ALTER TABLE ADD".into(), 1)]
        );
        assert_eq!(
            once("INSERT INTO [dbo].[T] VALUES (1)"),
            [("INSERT".into(), 1)]
        );
        assert!(once("IF COL_LENGTH('T', 'A') IS NULL ALTER TABLE T ADD A int").is_empty());
        assert!(once("INSERT INTO T SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM T)").is_empty());
        assert!(once("CREATE OR ALTER PROCEDURE P AS SELECT 1").is_empty());
        assert!(once("CREATE TABLE #t (A int); INSERT INTO @t VALUES (1)").len() <= 1);
        assert!(once("UPDATE T SET A = 1 WHERE A IS NULL").is_empty());
    }
}
