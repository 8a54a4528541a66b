//! `model.xml`: the tables and columns of the database, read in one go from front to back while
//! its SHA-256 is computed.

use super::bcp::{Column, Kind, type_of};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};

/// What is used of the model.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub collation: Option<String>,
    /// By `schema.table`, in the order of the file.
    pub tables: Vec<Table>,
    /// Users without a login on the server.
    pub contained_users: Vec<String>,
    /// Of the bytes as they are in the archive, upper-case hex.
    pub sha256: String,
}

#[derive(Debug)]
pub(super) struct Table {
    /// `dbo.CMS_SettingsKey`, without brackets.
    pub name: String,
    /// Those whose values are in the file: computed ones are not.
    pub columns: Vec<Column>,
}

impl Model {
    /// The table of that name in any schema; Xperience uses one schema only.
    pub(super) fn named(&self, table: &str) -> Option<&Table> {
        self.tables.iter().find(|found| {
            let own = found.name.rsplit('.').next().unwrap_or_default();
            own.eq_ignore_ascii_case(table)
        })
    }
}

const DEEPEST: usize = 200;
const MOST_USERS: usize = 200;
/// Tables, columns and types together. A database with 10,000 tables has fewer.
const MOST_DESCRIBED: usize = 1_000_000;
/// Bytes of a name or value; SQL Server's names have 128 letters.
const LONGEST_VALUE: usize = 4_000;

/// Reads the model to its end. None if it is no such document, or not whole; an `Err` is that of
/// `source`.
pub(super) fn read(source: impl Read) -> io::Result<Option<Model>> {
    let hashed = Hashed {
        source,
        hash: Sha256::new(),
    };
    let mut reader = Reader::from_reader(BufReader::with_capacity(256 << 10, hashed));
    let mut builder = Builder::default();
    let mut buffer = Vec::new();
    let whole = loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if builder.open.len() < DEEPEST => builder.start(&tag),
            Ok(Event::Start(_)) => break false,
            _ if builder.described > MOST_DESCRIBED => break false,
            Ok(Event::Empty(tag)) => {
                builder.start(&tag);
                builder.end();
            }
            Ok(Event::End(_)) => builder.end(),
            Ok(Event::Eof) => break builder.was_model && builder.open.is_empty(),
            Ok(_) => {}
            Err(quick_xml::Error::Io(cause)) => return Err(io::Error::new(cause.kind(), cause)),
            Err(_) => break false,
        }
    };
    let mut rest = reader.into_inner();
    // The hash is of all bytes, also behind the end or behind what could not be understood.
    while !rest.fill_buf()?.is_empty() {
        let there = rest.buffer().len();
        rest.consume(there);
    }
    let digest = rest.into_inner().hash.finalize();
    let sha256 = digest.iter().map(|byte| format!("{byte:02X}")).collect();
    Ok(whole.then(|| builder.finish(sha256)))
}

struct Hashed<R> {
    source: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(into)?;
        self.hash.update(&into[..read]);
        Ok(read)
    }
}

/// The elements that are open, and what was found in them.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    was_model: bool,
    model: Model,
    user_types: HashMap<String, Described>,
    tables: Vec<(String, Vec<Described>)>,
    /// Tables, columns and types so far.
    described: usize,
    /// What is being read.
    column: Described,
    user: Option<(String, bool)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Table,
    Column,
    Computed,
    Specifier,
    /// The relationship that names the type of a specifier or of a user's own type.
    Type,
    UserType,
    Options,
    User,
    Other,
}

/// A column or a user's own type as it stands in the model.
#[derive(Debug, Default, Clone)]
struct Described {
    name: String,
    not_null: bool,
    base: String,
    built_in: bool,
    length: Option<u32>,
    scale: Option<u8>,
    precision: Option<u8>,
    is_max: bool,
}

impl Builder {
    fn start(&mut self, tag: &BytesStart<'_>) {
        let open = match tag.local_name().as_ref() {
            "DataSchemaModel" if self.open.is_empty() => {
                self.was_model = true;
                Open::Other
            }
            "Element" => self.element(&value(tag, "Type"), value(tag, "Name")),
            "Relationship" if value(tag, "Name") == "Type" && self.describes_a_type() => Open::Type,
            "Property" => {
                self.property(&value(tag, "Name"), &value(tag, "Value"));
                Open::Other
            }
            "References" => {
                self.reference(&value(tag, "ExternalSource"), &value(tag, "Name"));
                Open::Other
            }
            _ => Open::Other,
        };
        self.open.push(open);
    }

    fn element(&mut self, kind: &str, name: String) -> Open {
        let in_table = self.open.contains(&Open::Table);
        let described = ["SqlTable", "SqlSimpleColumn", "SqlUserDefinedDataType"].contains(&kind);
        self.described += usize::from(described);
        match kind {
            "SqlTable" if !in_table => {
                self.tables.push((without_brackets(&name), Vec::new()));
                Open::Table
            }
            "SqlSimpleColumn" if in_table => {
                self.column = Described {
                    name: last_part(&name),
                    ..Described::default()
                };
                Open::Column
            }
            "SqlComputedColumn" => Open::Computed,
            "SqlTypeSpecifier" | "SqlXmlTypeSpecifier" => {
                if kind == "SqlXmlTypeSpecifier" {
                    self.column.base = "xml".into();
                    self.column.built_in = true;
                }
                Open::Specifier
            }
            "SqlUserDefinedDataType" => {
                self.column = Described {
                    name: without_brackets(&name),
                    ..Described::default()
                };
                Open::UserType
            }
            "SqlDatabaseOptions" => Open::Options,
            "SqlUser" => {
                self.user = Some((last_part(&name), false));
                Open::User
            }
            _ => Open::Other,
        }
    }

    /// Whether the innermost element is one whose type is being told.
    fn describes_a_type(&self) -> bool {
        let of_column = self.open.contains(&Open::Column) && !self.open.contains(&Open::Computed);
        match self.open.last() {
            Some(Open::Specifier) => of_column,
            Some(Open::UserType) => true,
            _ => false,
        }
    }

    fn property(&mut self, name: &str, value: &str) {
        let yes = value.eq_ignore_ascii_case("true");
        match (self.open.last(), name) {
            (Some(Open::Column), "IsNullable") => self.column.not_null = !yes,
            (Some(Open::Specifier | Open::UserType), "Length") => {
                self.column.length = value.parse().ok();
            }
            (Some(Open::Specifier | Open::UserType), "Scale") => {
                self.column.scale = value.parse().ok();
            }
            (Some(Open::Specifier | Open::UserType), "Precision") => {
                self.column.precision = value.parse().ok();
            }
            (Some(Open::Specifier | Open::UserType), "IsMax") => self.column.is_max = yes,
            (Some(Open::Options), "Collation") => self.model.collation = Some(value.to_owned()),
            (Some(Open::User), "AuthenticationType") => {
                // 2: a password in the database itself; 4: an account of the directory.
                if let Some(user) = &mut self.user {
                    user.1 = value == "2";
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, source: &str, name: &str) {
        if self.open.contains(&Open::Type) {
            let built_in = source == "BuiltIns";
            self.column.built_in = built_in;
            self.column.base = if built_in {
                last_part(name).to_ascii_lowercase()
            } else {
                without_brackets(name)
            };
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Column) => {
                let column = std::mem::take(&mut self.column);
                if let Some((_, columns)) = self.tables.last_mut() {
                    columns.push(column);
                }
            }
            Some(Open::UserType) => {
                let described = std::mem::take(&mut self.column);
                self.user_types.insert(described.name.clone(), described);
            }
            Some(Open::User) => {
                if let Some((name, true)) = self.user.take()
                    && self.model.contained_users.len() < MOST_USERS
                {
                    self.model.contained_users.push(name);
                }
            }
            _ => {}
        }
    }

    /// Types may be told after the tables that use them, so they are looked up at the end.
    fn finish(mut self, sha256: String) -> Model {
        let types = &self.user_types;
        self.model.tables = self
            .tables
            .into_iter()
            .map(|(name, columns)| Table {
                name,
                columns: columns.iter().map(|c| c.column(types)).collect(),
            })
            .collect();
        self.model.sha256 = sha256;
        self.model
    }
}

impl Described {
    fn column(&self, types: &HashMap<String, Self>) -> Column {
        let own = match types.get(&self.base) {
            Some(own) if !self.built_in => own,
            _ => self,
        };
        let kind = if own.built_in {
            type_of(&own.base, own.length, own.scale, own.precision, own.is_max)
        } else {
            Kind::Unknown
        };
        Column {
            name: self.name.clone(),
            type_name: own.base.clone(),
            kind,
            nullable: !self.not_null,
        }
    }
}

fn value(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    found
        .filter(|attribute| attribute.value.len() <= LONGEST_VALUE)
        .and_then(|attribute| {
            Some(
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .ok()?
                    .into_owned(),
            )
        })
        .unwrap_or_default()
}

/// `dbo.Orders` of `[dbo].[Orders]`.
fn without_brackets(name: &str) -> String {
    parts(name).join(".")
}

fn last_part(name: &str) -> String {
    parts(name).pop().unwrap_or_default()
}

/// The names between brackets, in which `]]` stands for one bracket.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut inside = false;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let part = parts.last_mut().expect("one from the start");
        match c {
            '[' if !inside => inside = true,
            ']' if inside && chars.peek() == Some(&']') => {
                chars.next();
                part.push(']');
            }
            ']' if inside => inside = false,
            '.' if !inside => parts.push(String::new()),
            other => part.push(other),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &str, inner: &str) -> String {
        format!(
            "<Entry><Element Type=\"SqlSimpleColumn\" Name=\"[dbo].[T].[{name}]\">{inner}</Element></Entry>"
        )
    }

    fn typed(properties: &str, reference: &str) -> String {
        format!(
            "<Relationship Name=\"TypeSpecifier\"><Entry><Element Type=\"SqlTypeSpecifier\">{properties}\
             <Relationship Name=\"Type\"><Entry><References {reference} /></Entry></Relationship></Element></Entry></Relationship>"
        )
    }

    fn model(elements: &str) -> String {
        format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><DataSchemaModel xmlns=\"x\"><Model>{elements}</Model></DataSchemaModel>"
        )
    }

    fn table(columns: &str) -> String {
        format!(
            "<Element Type=\"SqlTable\" Name=\"[dbo].[T]\"><Relationship Name=\"Columns\">{columns}</Relationship></Element>"
        )
    }

    #[test]
    fn columns_are_read_with_type_length_and_whether_they_may_be_empty() {
        let columns = [
            column(
                "Id",
                &format!(
                    "<Property Name=\"IsNullable\" Value=\"False\" /><Property Name=\"IsIdentity\" Value=\"True\" />{}",
                    typed("", "ExternalSource=\"BuiltIns\" Name=\"[int]\"")
                ),
            ),
            column(
                "Note",
                &typed(
                    "<Property Name=\"IsMax\" Value=\"True\" />",
                    "ExternalSource=\"BuiltIns\" Name=\"[nvarchar]\"",
                ),
            ),
            "<Entry><Element Type=\"SqlComputedColumn\" Name=\"[dbo].[T].[Sum]\"><Property Name=\"IsPersisted\" Value=\"True\" /></Element></Entry>".into(),
            column("Code", &typed("", "Name=\"[dbo].[Code]\"")),
        ];
        let own_type = "<Element Type=\"SqlUserDefinedDataType\" Name=\"[dbo].[Code]\"><Property Name=\"Length\" Value=\"12\" />\
            <Relationship Name=\"Type\"><Entry><References ExternalSource=\"BuiltIns\" Name=\"[varchar]\" /></Entry></Relationship></Element>";
        let text = model(&format!(
            "<Element Type=\"SqlDatabaseOptions\"><Property Name=\"Collation\" Value=\"Czech_CI_AS\" /></Element>{}{own_type}",
            table(&columns.concat())
        ));
        let model = read(text.as_bytes()).expect("memory").expect("a model");
        assert_eq!(model.collation.as_deref(), Some("Czech_CI_AS"));
        let table = model.named("t").expect("the table");
        let told: Vec<_> = table
            .columns
            .iter()
            .map(|c| (c.name.as_str(), c.kind, c.nullable))
            .collect();
        assert_eq!(
            told,
            [
                ("Id", Kind::Fixed(4), false),
                ("Note", Kind::Large, true),
                (
                    "Code",
                    Kind::Text {
                        most: 24,
                        fixed: false
                    },
                    true
                ),
            ]
        );
        assert_eq!(model.sha256.len(), 64);
    }

    #[test]
    fn a_model_cut_anywhere_is_none() {
        let text = model(&table(&column(
            "Id",
            &typed("", "ExternalSource=\"BuiltIns\" Name=\"[int]\""),
        )));
        for cut in 0..text.len() - 1 {
            let read = read(&text.as_bytes()[..cut]).expect("memory");
            assert!(read.is_none(), "cut at {cut}");
        }
        assert!(read(&b"<other></other>"[..]).expect("memory").is_none());
    }

    #[test]
    fn brackets_inside_a_name_are_kept() {
        assert_eq!(without_brackets("[dbo].[odd.name]]x]"), "dbo.odd.name]x");
        assert_eq!(last_part("[dbo].[T].[a.b]"), "a.b");
    }
}
