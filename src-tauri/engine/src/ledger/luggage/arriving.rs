//! A ledger in memory that holds what arrives until it is known to be sound.
//!
//! It is of the schema the rows were written in and is then brought to ours like any other ledger
//! of that time: an older house takes the same way as an older ledger.

use super::rows::{self, Fields};
use super::tables::{HISTORY, TABLES, Table};
use crate::desk::ChainState;
use crate::fault::Fault;
use crate::ledger::seal::SealPlace;
use crate::ledger::trouble::unreadable;
use crate::ledger::{Ledger, opening};
use crate::project::Project;
use rusqlite::Connection;

/// Rows on their way in.
pub struct Arriving(Ledger);

/// [`Arriving`] while rows are still being added.
pub struct Unloading(Connection);

impl Arriving {
    /// Begins with nothing, in a schema from [`super::FIRST_SCHEMA`] to [`super::SCHEMA`].
    pub fn of(schema: usize) -> Result<Unloading, Fault> {
        let connection = opening::in_memory_of(schema)?;
        // The parts come in the order of their names: what leads where is looked at in the end.
        connection.execute_batch("BEGIN; PRAGMA defer_foreign_keys = ON;")?;
        Ok(Unloading(connection))
    }

    /// The projects among the rows.
    pub fn projects(&self) -> Result<Vec<Project>, Fault> {
        self.0.projects()
    }

    pub(super) fn each(
        &self,
        table: &Table,
        take: impl FnMut(&Fields) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.0.read(|tx| rows::each(tx, table, take))
    }

    pub(super) fn ledger(&self) -> &Ledger {
        &self.0
    }
}

impl Unloading {
    /// Takes a row of a table as it stands on its line.
    ///
    /// Faults: `ledger-unreadable` for what is no such row; the file is to blame then, not the
    /// ledger.
    pub fn add(&self, part: &str, line: &str) -> Result<(), Fault> {
        let known = TABLES.iter().chain([&HISTORY]).find(|it| it.name == part);
        let table = known.ok_or_else(|| unreadable(format!("no table {part}")))?;
        let row: Fields = serde_json::from_str(line).map_err(unreadable)?;
        if !row.keys().all(|name| is_name(name)) {
            return Err(unreadable("no name of a column"));
        }
        if rows::insert(&self.0, table.name, &row)? == 0 {
            return Err(unreadable("the same row twice"));
        }
        if table.name == HISTORY.name {
            rows::lengthen(&self.0, &row)?;
        }
        Ok(())
    }

    /// Every row is there: brings them to our schema and looks at each. Gives the number at which
    /// the history breaks, if it does.
    pub fn all_there(self) -> Result<Result<Arriving, u64>, Fault> {
        let mut connection = self.0;
        connection.execute_batch("COMMIT")?;
        opening::prepare(&mut connection)?;
        let arriving = Arriving(Ledger::over(connection, SealPlace::NOWHERE));
        for table in TABLES {
            arriving.each(table, table.sound)?;
        }
        Ok(match arriving.0.verify()? {
            ChainState::Whole { .. } => Ok(arriving),
            ChainState::Broken { at } => Err(at.0),
        })
    }
}

/// Goes into a statement as it is.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || b"_0123456789".contains(&byte))
}
