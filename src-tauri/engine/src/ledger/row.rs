//! Reading rows without writing the same ceremony in every query.

use super::column;
use super::trouble::unreadable;
use crate::fault::Fault;
use crate::units::Moment;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;

/// Every row `sql` gives, through `read`.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

/// The first row `sql` gives, if any.
pub(super) fn first<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, Fault>,
) -> Result<Option<T>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    statement
        .query_row(params, |row| Ok(read(row)))
        .optional()?
        .transpose()
}

/// Columns as the engine's types.
pub(super) trait Columns {
    fn plain<T: FromSql>(&self, name: &str) -> Result<T, Fault>;

    fn moment(&self, name: &str) -> Result<Moment, Fault> {
        column::moment(&self.plain::<String>(name)?)
    }

    fn word<T: DeserializeOwned>(&self, name: &str) -> Result<T, Fault> {
        column::from_word(&self.plain::<String>(name)?)
    }

    fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T, Fault> {
        column::from_json(&self.plain::<String>(name)?)
    }

    /// A count, a size or a number that is never negative.
    fn natural(&self, name: &str) -> Result<u64, Fault> {
        u64::try_from(self.plain::<i64>(name)?).map_err(unreadable)
    }
}

impl Columns for Row<'_> {
    fn plain<T: FromSql>(&self, name: &str) -> Result<T, Fault> {
        Ok(self.get(name)?)
    }
}
