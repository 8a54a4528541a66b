//! What a column's type says about its bytes.

/// A column whose values are in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::restore::bacpac) struct Column {
    pub name: String,
    /// As the model names it, for telling.
    pub type_name: String,
    pub kind: Kind,
    pub nullable: bool,
}

/// Types that are written alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::restore::bacpac) enum Kind {
    /// Numbers of that many bytes, any of which may be there.
    Fixed(u8),
    Bit,
    Guid,
    /// `decimal` and `numeric`.
    Decimal,
    DateTime,
    SmallDateTime,
    /// `date`, `time`, `datetime2`, `datetimeoffset`: bytes for the time of day, whether a date
    /// follows, and whether an offset follows that.
    Temporal {
        time: u8,
        date: bool,
        offset: bool,
    },
    /// At most that many bytes of UTF-16.
    Text {
        most: u32,
        fixed: bool,
    },
    Binary {
        most: u32,
        fixed: bool,
    },
    /// `varchar(max)` and its like, XML.
    Large,
    /// `text`, `ntext`, `image`.
    OldLarge,
    RowVersion,
    /// `hierarchyid`, `geometry`, `geography`.
    Clr,
    Variant,
    Unknown,
}

/// The kind of a built-in type, by its lower-case name.
pub(in crate::restore::bacpac) fn type_of(
    name: &str,
    length: Option<u32>,
    scale: Option<u8>,
    precision: Option<u8>,
    is_max: bool,
) -> Kind {
    // Without a number the variable ones are `max`, the fixed ones 1 long.
    let variable_max = is_max || length.is_none();
    let length = length.unwrap_or(1);
    match name {
        "tinyint" => Kind::Fixed(1),
        "smallint" => Kind::Fixed(2),
        "int" | "smallmoney" | "real" => Kind::Fixed(4),
        "bigint" | "money" => Kind::Fixed(8),
        "float" if precision.is_some_and(|bits| bits <= 24) => Kind::Fixed(4),
        "float" => Kind::Fixed(8),
        "bit" => Kind::Bit,
        "uniqueidentifier" => Kind::Guid,
        "decimal" | "numeric" => Kind::Decimal,
        "datetime" => Kind::DateTime,
        "smalldatetime" => Kind::SmallDateTime,
        "date" => temporal(None, true, false),
        "time" => temporal(Some(scale), false, false),
        "datetime2" => temporal(Some(scale), true, false),
        "datetimeoffset" => temporal(Some(scale), true, true),
        "nvarchar" | "varchar" | "varbinary" if variable_max => Kind::Large,
        "nvarchar" | "varchar" => Kind::Text {
            most: length.saturating_mul(2),
            fixed: false,
        },
        "nchar" | "char" => Kind::Text {
            most: length.saturating_mul(2),
            fixed: true,
        },
        "sysname" => Kind::Text {
            most: 256,
            fixed: false,
        },
        "varbinary" => Kind::Binary {
            most: length,
            fixed: false,
        },
        "binary" => Kind::Binary {
            most: length,
            fixed: true,
        },
        "xml" => Kind::Large,
        "text" | "ntext" | "image" => Kind::OldLarge,
        "timestamp" | "rowversion" => Kind::RowVersion,
        "hierarchyid" | "geometry" | "geography" => Kind::Clr,
        "sql_variant" => Kind::Variant,
        _ => Kind::Unknown,
    }
}

/// Outer none: no time of day. A scale that is not told is 7.
fn temporal(scale: Option<Option<u8>>, date: bool, offset: bool) -> Kind {
    let time = scale.map_or(0, |scale| match scale.unwrap_or(7) {
        0..=2 => 3,
        3..=4 => 4,
        _ => 5,
    });
    Kind::Temporal { time, date, offset }
}
