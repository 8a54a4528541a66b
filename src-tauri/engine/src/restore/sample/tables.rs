//! Tables of a sample database.

use super::rows::Value;

/// A column as the model describes it.
#[derive(Debug, Clone)]
pub struct SampleColumn {
    pub name: String,
    /// As SQL Server calls it, e.g. `nvarchar`.
    pub sql_type: String,
    /// Characters or bytes of text and binary (none is `max`), decimal places of times.
    pub length: Option<u32>,
    pub nullable: bool,
    /// Its values are not in the file.
    pub computed: bool,
}

impl SampleColumn {
    /// Of a written type: `int`, `nvarchar(100)`, `nvarchar(max)`, `datetime2(7)?`; `?` may be NULL.
    pub fn new(name: &str, written: &str) -> Self {
        let (written, nullable) = match written.strip_suffix('?') {
            Some(written) => (written, true),
            None => (written, false),
        };
        let (sql_type, length) = written.split_once('(').unwrap_or((written, ""));
        Self {
            name: name.into(),
            sql_type: sql_type.into(),
            length: length.trim_end_matches(')').parse().ok(),
            nullable,
            computed: false,
        }
    }

    pub fn computed(name: &str) -> Self {
        Self {
            computed: true,
            ..Self::new(name, "int?")
        }
    }
}

/// A table of the schema `dbo` with its rows.
#[derive(Debug, Clone)]
pub struct SampleTable {
    pub name: String,
    pub columns: Vec<SampleColumn>,
    /// Values of the columns that are not computed.
    pub rows: Vec<Vec<Value>>,
    /// In how many entries the rows are.
    pub parts: usize,
}

impl SampleTable {
    pub fn new(name: &str, columns: &[(&str, &str)]) -> Self {
        Self {
            name: name.into(),
            columns: columns
                .iter()
                .map(|(name, written)| SampleColumn::new(name, written))
                .collect(),
            rows: Vec::new(),
            parts: 1,
        }
    }

    pub fn row(mut self, values: impl IntoIterator<Item = Value>) -> Self {
        self.rows.push(values.into_iter().collect());
        self
    }

    pub fn column(mut self, column: SampleColumn) -> Self {
        self.columns.push(column);
        self
    }

    pub fn parts(mut self, parts: usize) -> Self {
        self.parts = parts;
        self
    }
}

/// The settings of an Xperience database; `version` is the value of `CMSDBVersion`, which is left
/// out where there is none.
pub(super) fn settings(version: Option<&str>) -> SampleTable {
    let mut table = SampleTable::new(
        "CMS_SettingsKey",
        &[
            ("KeyID", "int"),
            ("KeyName", "nvarchar(100)"),
            ("KeyDisplayName", "nvarchar(200)"),
            ("KeyDescription", "nvarchar(max)?"),
            ("KeyValue", "nvarchar(max)?"),
            ("KeyType", "nvarchar(50)"),
            ("KeyCategoryID", "int?"),
            ("KeyGUID", "uniqueidentifier"),
            ("KeyLastModified", "datetime2(7)"),
            ("KeyOrder", "int?"),
            ("KeyIsHidden", "bit?"),
            ("KeyIsCustom", "bit"),
        ],
    );
    let mut setting = |number: i64, name: &str, value: Value| {
        let guid: Vec<u8> = (0..16)
            .map(|at| (number as u8).wrapping_mul(31) ^ at)
            .collect();
        table.rows.push(vec![
            Value::Number(number),
            name.into(),
            format!("{{$settings.{name}$}}").as_str().into(),
            Value::Null,
            value,
            "string".into(),
            Value::Number(7),
            Value::Bytes(guid),
            Value::Bytes(a_time(number)),
            Value::Null,
            Value::Number(number % 2),
            Value::Number(0),
        ]);
    };
    setting(1, "CMSDebugEnabled", Value::Null);
    setting(2, "CMSStoreFilesInFileSystem", "true".into());
    if let Some(version) = version {
        setting(3, "CMSDBVersion", version.into());
    }
    for number in 4..60 {
        let name = format!("CMSSetting{number}");
        setting(number, &name, "příliš žluťoučký".into());
    }
    table
}

/// A `datetime2(7)` in 2026.
fn a_time(number: i64) -> Vec<u8> {
    let ticks = 365_000_000_000 + number.unsigned_abs() * 10_000_000;
    let days = 739_800_u32 + (number % 200) as u32;
    [&ticks.to_le_bytes()[..5], &days.to_le_bytes()[..3]].concat()
}

/// Tables by which an Xperience by Kentico database is known.
pub(super) fn of_xperience() -> Vec<SampleTable> {
    vec![
        SampleTable::new(
            "CMS_Class",
            &[("ClassID", "int"), ("ClassName", "nvarchar(100)")],
        )
        .row([Value::Number(1), "cms.settingskey".into()])
        .row([Value::Number(2), "DancingGoat.Coffee".into()]),
        SampleTable::new(
            "CMS_Channel",
            &[
                ("ChannelID", "int"),
                ("ChannelDisplayName", "nvarchar(200)"),
            ],
        )
        .row([Value::Number(1), "Dancing Goat".into()]),
        SampleTable::new(
            "CMS_ContentItem",
            &[
                ("ContentItemID", "int"),
                ("ContentItemName", "nvarchar(100)"),
                ("ContentItemIsSecured", "bit"),
            ],
        )
        .row([Value::Number(1), "home".into(), Value::Number(0)]),
        SampleTable::new(
            "CMS_WebsiteChannel",
            &[
                ("WebsiteChannelID", "int"),
                ("WebsiteChannelDomain", "nvarchar(400)?"),
            ],
        )
        .row([Value::Number(1), "dancing-goat.example".into()])
        .row([Value::Number(2), Value::Null]),
    ]
}
