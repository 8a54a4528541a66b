//! What can be said about the file without what stands in it.

use super::Ledger;
use crate::fault::Fault;
use crate::units::Count;

/// A ledger by numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFigures {
    /// The schema's version (PRAGMA user_version).
    pub schema: u32,
    /// Rows by table, in the order of their names.
    pub tables: Vec<(String, Count)>,
}

impl Ledger {
    /// Reads the whole file. Says what is wrong with it, in SQLite's words; none if nothing is.
    pub fn damage(&self) -> Result<Option<String>, Fault> {
        self.read(|tx| {
            let found: String = tx.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
            Ok((found != "ok").then_some(found))
        })
    }

    /// How much there is of everything.
    pub fn figures(&self) -> Result<LedgerFigures, Fault> {
        self.read(|tx| {
            let schema = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
            let mut statement = tx.prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
            )?;
            let names = statement.query_map([], |row| row.get::<_, String>(0))?;
            let mut tables = Vec::new();
            for name in names {
                let name = name?;
                // The schema's own names, which need quotes and no more.
                let rows: i64 =
                    tx.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0))?;
                tables.push((name, Count(rows.unsigned_abs())));
            }
            Ok(LedgerFigures { schema, tables })
        })
    }
}
