//! Values in the native format of bulk copy, as the documentation of SQL Server gives it.

use super::tables::SampleColumn;

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    /// Any number, also of `bit`.
    Number(i64),
    Text(String),
    /// The bytes as they are: dates, decimals, binaries.
    Bytes(Vec<u8>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// The places where exporters differ: whether a length stands before a value that is never NULL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub bit: bool,
    pub guid: bool,
    pub temporal: bool,
}

impl Default for Style {
    /// As current exporters write.
    fn default() -> Self {
        Self {
            bit: true,
            guid: true,
            temporal: false,
        }
    }
}

pub(crate) fn write(into: &mut Vec<u8>, column: &SampleColumn, value: &Value, style: Style) {
    let bytes = match value {
        Value::Null => {
            let prefix = prefix(column, style);
            assert!(prefix > 0, "{} cannot be NULL", column.name);
            into.extend(std::iter::repeat_n(0xff, prefix));
            return;
        }
        Value::Number(number) => number.to_le_bytes()[..width(&column.sql_type)].to_vec(),
        Value::Text(text) => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Value::Bytes(bytes) => bytes.clone(),
    };
    let length = (bytes.len() as u64).to_le_bytes();
    into.extend(&length[..prefix(column, style)]);
    into.extend(bytes);
}

fn width(sql_type: &str) -> usize {
    match sql_type {
        "bit" | "tinyint" => 1,
        "smallint" => 2,
        "bigint" | "money" => 8,
        _ => 4,
    }
}

/// Bytes of the length in front of a value.
fn prefix(column: &SampleColumn, style: Style) -> usize {
    let optional = |always: bool| usize::from(always || column.nullable);
    match column.sql_type.as_str() {
        "nvarchar" | "varchar" | "varbinary" if column.length.is_none() => 8,
        "xml" | "hierarchyid" | "geometry" | "geography" => 8,
        "nvarchar" | "varchar" | "varbinary" | "nchar" | "char" | "binary" | "timestamp" => 2,
        "text" | "ntext" | "image" | "sql_variant" => 4,
        "decimal" | "numeric" => 1,
        "bit" => optional(style.bit),
        "uniqueidentifier" => optional(style.guid),
        "date" | "time" | "datetime2" | "datetimeoffset" => optional(style.temporal),
        _ => optional(false),
    }
}
