//! Audit lines: who did what, where, with which package, and why. Only ever added.

use super::Ledger;
use super::chain::{hash_of, head};
use super::column::{clean, clean_values, json, moment_text};
use super::opening::fold;
use super::row::{Columns, all, first};
use super::trouble::unreadable;
use crate::desk::{Entry, HistoryFilter, HistoryPage};
use crate::fault::Fault;
use crate::project::{EnvKey, Project};
use crate::units::{Count, Moment};
use rusqlite::{Row, ToSql, Transaction, named_params};
use std::collections::BTreeMap;
use std::fmt::Display;

const PAGE: u32 = 200;

/// What an entry says, before it has a place in the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntryDraft {
    /// Kebab-case; the catalog has `entry.<kind>`.
    pub kind: String,
    pub person: String,
    pub project_id: Option<String>,
    pub project_name: Option<String>,
    pub env: Option<String>,
    pub sha256: Option<String>,
    pub reason: Option<String>,
    pub params: BTreeMap<String, String>,
}

impl EntryDraft {
    pub fn new(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }

    pub fn person(mut self, person: impl Into<String>) -> Self {
        self.person = person.into();
        self
    }

    /// The project, with its name as it is now: it may be renamed or removed later.
    pub fn project(mut self, project: &Project) -> Self {
        self.project_id = Some(project.id.clone());
        self.project_name = Some(project.name.clone());
        self
    }

    pub fn env(mut self, env: &EnvKey) -> Self {
        self.env = Some(env.0.clone());
        self
    }

    pub fn package(mut self, sha256: &str) -> Self {
        self.sha256 = Some(sha256.to_owned());
        self
    }

    pub fn reason(mut self, reason: Option<String>) -> Self {
        self.reason = reason;
        self
    }

    pub fn param(mut self, key: &str, value: impl Display) -> Self {
        self.params.insert(key.to_owned(), value.to_string());
        self
    }
}

impl Ledger {
    /// Adds a line to the chain. It is on the disk when this returns. A project that is named by
    /// its id alone gets the name it has now.
    pub fn append(&self, draft: EntryDraft, at: Moment) -> Result<Entry, Fault> {
        self.write(|tx| append_in(tx, draft, at))
    }

    /// One page of the lines that match, newest first, and whether the chain holds.
    pub fn entries(&self, filter: &HistoryFilter) -> Result<HistoryPage, Fault> {
        self.read(|tx| {
            let wanted = Wanted::from(filter);
            let before = filter.before.map_or(i64::MAX, |count| count.0.min(i64::MAX as u64).cast_signed());
            let sql = format!("SELECT * FROM entries WHERE seq < :before AND {MATCHES} ORDER BY seq DESC LIMIT :limit");
            let limit = filter.limit.unwrap_or(PAGE);
            let mut params = wanted.params().to_vec();
            params.extend([(":before", &before as &dyn ToSql), (":limit", &limit)]);
            Ok(HistoryPage {
                entries: all(tx, &sql, params.as_slice(), entry)?,
                total: count(tx, &wanted)?,
                chain: self.verify_in(tx)?,
                kinds: all(tx, "SELECT DISTINCT kind FROM entries ORDER BY kind", [], |row| row.plain("kind"))?,
            })
        })
    }
}

/// The next line of the chain, as part of a larger change.
pub(super) fn append_in(
    tx: &Transaction<'_>,
    draft: EntryDraft,
    at: Moment,
) -> Result<Entry, Fault> {
    let head = head(tx)?.ok_or_else(|| unreadable("the end of the history is missing"))?;
    let mut entry = Entry {
        seq: Count(head.entries + 1),
        at,
        person: clean(&draft.person).into_owned(),
        kind: draft.kind,
        project_name: draft
            .project_name
            .or(name_of(tx, draft.project_id.as_deref())?),
        project_id: draft.project_id,
        env: draft.env,
        sha256: draft.sha256,
        reason: draft.reason.map(|reason| clean(&reason).into_owned()),
        params: clean_values(&draft.params),
        hash: String::new(),
    };
    entry.hash = hash_of(&entry, &head.hash)?;
    insert(tx, &entry)?;
    Ok(entry)
}

/// What a filter asks of a line; pages are not its business.
pub(super) struct Wanted {
    project_id: Option<String>,
    env: Option<String>,
    kind: Option<String>,
    text: Option<String>,
}

impl From<&HistoryFilter> for Wanted {
    fn from(filter: &HistoryFilter) -> Self {
        let text = filter
            .text
            .as_deref()
            .map(|text| fold(text.trim()))
            .filter(|text| !text.is_empty());
        Self {
            project_id: filter.project_id.clone(),
            env: filter.env.clone(),
            kind: filter.kind.clone(),
            text,
        }
    }
}

impl Wanted {
    pub fn params(&self) -> [(&str, &dyn ToSql); 4] {
        [
            (":project_id", &self.project_id),
            (":env", &self.env),
            (":kind", &self.kind),
            (":text", &self.text),
        ]
    }
}

/// The condition for [`Wanted`]. Between the fields stands what nobody types, so that text is not
/// found across two of them.
pub(super) const MATCHES: &str = "(:project_id IS NULL OR project_id = :project_id)
    AND (:env IS NULL OR env = :env)
    AND (:kind IS NULL OR kind = :kind)
    AND (:text IS NULL OR instr(folded(concat_ws(char(31), seq, at, person, kind, project_name, env,
        sha256, reason, hash, (SELECT group_concat(value, char(31)) FROM json_each(params)))), :text) > 0)";

pub(super) fn entry(row: &Row<'_>) -> Result<Entry, Fault> {
    Ok(Entry {
        seq: Count(row.natural("seq")?),
        at: row.moment("at")?,
        person: row.plain("person")?,
        kind: row.plain("kind")?,
        project_id: row.plain("project_id")?,
        project_name: row.plain("project_name")?,
        env: row.plain("env")?,
        sha256: row.plain("sha256")?,
        reason: row.plain("reason")?,
        params: row.json("params")?,
        hash: row.plain("hash")?,
    })
}

fn count(tx: &Transaction<'_>, wanted: &Wanted) -> Result<Count, Fault> {
    let sql = format!("SELECT count(*) AS total FROM entries WHERE {MATCHES}");
    let total: i64 = tx
        .prepare_cached(&sql)?
        .query_row(wanted.params().as_slice(), |row| row.get("total"))?;
    Ok(Count(total.unsigned_abs()))
}

fn name_of(tx: &Transaction<'_>, project_id: Option<&str>) -> Result<Option<String>, Fault> {
    let sql = "SELECT name FROM projects WHERE id = ?1";
    first(tx, sql, [project_id], |row| row.plain("name"))
}

fn insert(tx: &Transaction<'_>, entry: &Entry) -> Result<(), Fault> {
    tx.execute(
        "INSERT INTO entries (seq, at, person, kind, project_id, project_name, env, sha256, reason, params, hash)
         VALUES (:seq, :at, :person, :kind, :project_id, :project_name, :env, :sha256, :reason, :params, :hash)",
        named_params! {
            ":seq": entry.seq.0.cast_signed(),
            ":at": moment_text(entry.at),
            ":person": entry.person,
            ":kind": entry.kind,
            ":project_id": entry.project_id,
            ":project_name": entry.project_name,
            ":env": entry.env,
            ":sha256": entry.sha256,
            ":reason": entry.reason,
            ":params": json(&entry.params)?,
            ":hash": entry.hash,
        },
    )?;
    tx.execute(
        "UPDATE chain_head SET entries = ?1, hash = ?2",
        (entry.seq.0.cast_signed(), &entry.hash),
    )?;
    Ok(())
}
