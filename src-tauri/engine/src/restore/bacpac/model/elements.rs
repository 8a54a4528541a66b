//! The elements of a model, one after the other.

use super::names::{last_part, without_brackets};
use super::{Model, Table};
use crate::restore::bacpac::bcp::{Column, Kind, type_of};
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

const MOST_USERS: usize = 200;
/// Tables, columns and types together. A database with 10,000 tables has fewer.
const MOST_DESCRIBED: usize = 1_000_000;
/// Bytes of a name or value; SQL Server's names have 128 letters.
const LONGEST_VALUE: usize = 4_000;

/// The elements that are open, and what was found in them.
#[derive(Default)]
pub(super) struct Builder {
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
    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// More than any database has.
    pub fn describes_too_much(&self) -> bool {
        self.described > MOST_DESCRIBED
    }

    /// Whether a model was opened and closed.
    pub fn is_whole(&self) -> bool {
        self.was_model && self.open.is_empty()
    }

    pub fn start(&mut self, tag: &BytesStart<'_>) {
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

    pub fn end(&mut self) {
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
    pub fn finish(mut self, sha256: String) -> Model {
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
