//! Rows as JSON objects, a field for each column: numbers as numbers, text as text, nothing as null.
//! Bodies, which are JSON in the ledger too, stay the text they are, so that a row comes back to the
//! byte.

use super::tables::Table;
use crate::fault::Fault;
use crate::ledger::column::json;
use crate::ledger::trouble::unreadable;
use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params_from_iter};
use serde_json::Value;
use std::collections::BTreeMap;

/// A row by the names of its columns.
pub(super) type Fields = BTreeMap<String, Value>;

/// Every row of a table that goes along, in the order of its key.
pub(super) fn each(
    connection: &Connection,
    table: &Table,
    mut take: impl FnMut(&Fields) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let sql = format!(
        "SELECT {} FROM {} WHERE {} ORDER BY {}",
        table.columns.join(", "),
        table.name,
        table.goes,
        table.key.join(", "),
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(&fields(table, row)?)?;
    }
    Ok(())
}

/// The row with the same key.
pub(super) fn same_key(
    connection: &Connection,
    table: &Table,
    row: &Fields,
) -> Result<Option<Fields>, Fault> {
    let is: Vec<String> = table.key.iter().map(|key| format!("{key} = ?")).collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        table.columns.join(", "),
        table.name,
        is.join(" AND "),
    );
    let key = table.key.iter().map(|key| Cell(row.get(*key)));
    connection
        .prepare_cached(&sql)?
        .query_row(params_from_iter(key), |found| Ok(fields(table, found)))
        .optional()?
        .transpose()
}

/// Adds a row. How many were added: none where something about it is taken.
pub(super) fn insert(connection: &Connection, table: &str, row: &Fields) -> Result<usize, Fault> {
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    let places = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({places}) ON CONFLICT DO NOTHING",
        names.join(", ")
    );
    let cells = row.values().map(|value| Cell(Some(value)));
    Ok(connection
        .prepare_cached(&sql)?
        .execute(params_from_iter(cells))?)
}

/// The end of the chain moves along with a line of the history, as it does when one is written.
pub(super) fn lengthen(connection: &Connection, row: &Fields) -> Result<(), Fault> {
    let number = row.get("seq").and_then(Value::as_i64);
    let hash = row.get("hash").and_then(Value::as_str).unwrap_or_default();
    let sql = "UPDATE chain_head SET entries = ?1, hash = ?2";
    connection.execute(sql, (number, hash))?;
    Ok(())
}

/// One line of a file.
pub(super) fn line(row: &Fields) -> Result<String, Fault> {
    json(row)
}

fn fields(table: &Table, row: &Row<'_>) -> Result<Fields, Fault> {
    let columns = table.columns.iter();
    columns
        .map(|name| Ok(((*name).to_owned(), value(row.get_ref(*name)?)?)))
        .collect()
}

fn value(value: ValueRef<'_>) -> Result<Value, Fault> {
    match value {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::from(number)),
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(Value::from)
            .map_err(unreadable),
        other => Err(unreadable(format!("a value of type {}", other.data_type()))),
    }
}

/// A field on its way into a column.
struct Cell<'v>(Option<&'v Value>);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            None | Some(Value::Null) => ToSqlOutput::Owned(SqlValue::Null),
            Some(Value::String(text)) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Some(Value::Number(number)) if number.is_i64() => {
                ToSqlOutput::Owned(SqlValue::Integer(number.as_i64().unwrap_or_default()))
            }
            Some(other) => {
                return Err(rusqlite::Error::ToSqlConversionFailure(
                    format!("{other} fits no column").into(),
                ));
            }
        })
    }
}
