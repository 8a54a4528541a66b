//! `model.xml` of the sample tables.

use super::tables::{SampleColumn, SampleTable};
use std::fmt::Write;

pub(super) const NAMESPACE: &str =
    "http://schemas.microsoft.com/sqlserver/dac/Serialization/2012/02";

pub(super) fn text(tables: &[SampleTable], collation: &str, users: &[String]) -> String {
    let mut out = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n\
         <DataSchemaModel FileFormatVersion=\"1.2\" SchemaVersion=\"2.9\" xmlns=\"{NAMESPACE}\">\r\n<Model>\r\n\
         <Element Type=\"SqlDatabaseOptions\"><Property Name=\"Collation\" Value=\"{collation}\" /></Element>\r\n"
    );
    for table in tables {
        let name = &table.name;
        let _ = write!(
            out,
            "<Element Type=\"SqlTable\" Name=\"[dbo].[{name}]\"><Property Name=\"IsAnsiNullsOn\" Value=\"True\" />\
             <Relationship Name=\"Columns\">"
        );
        for column in &table.columns {
            write_column(&mut out, name, column);
        }
        let _ = write!(
            out,
            "</Relationship><Relationship Name=\"Schema\"><Entry><References ExternalSource=\"BuiltIns\" Name=\"[dbo]\" />\
             </Entry></Relationship></Element>\r\n"
        );
    }
    for user in users {
        let _ = write!(
            out,
            "<Element Type=\"SqlUser\" Name=\"[{user}]\"><Property Name=\"AuthenticationType\" Value=\"2\" /></Element>\r\n"
        );
    }
    out.push_str("</Model>\r\n</DataSchemaModel>");
    out
}

fn write_column(out: &mut String, table: &str, column: &SampleColumn) {
    let (name, sql_type) = (&column.name, &column.sql_type);
    if column.computed {
        let _ = write!(
            out,
            "<Entry><Element Type=\"SqlComputedColumn\" Name=\"[dbo].[{table}].[{name}]\">\
             <Property Name=\"ExpressionScript\"><Value><![CDATA[(1)]]></Value></Property></Element></Entry>"
        );
        return;
    }
    let nullable = if column.nullable {
        ""
    } else {
        "<Property Name=\"IsNullable\" Value=\"False\" />"
    };
    let takes_length = matches!(
        sql_type.as_str(),
        "nvarchar" | "varchar" | "varbinary" | "nchar" | "char" | "binary"
    );
    let length = match column.length {
        Some(length) if takes_length => {
            format!("<Property Name=\"Length\" Value=\"{length}\" />")
        }
        None if takes_length => "<Property Name=\"IsMax\" Value=\"True\" />".into(),
        Some(scale) => format!("<Property Name=\"Scale\" Value=\"{scale}\" />"),
        None => String::new(),
    };
    let _ = write!(
        out,
        "<Entry><Element Type=\"SqlSimpleColumn\" Name=\"[dbo].[{table}].[{name}]\">{nullable}\
         <Relationship Name=\"TypeSpecifier\"><Entry><Element Type=\"SqlTypeSpecifier\">{length}\
         <Relationship Name=\"Type\"><Entry><References ExternalSource=\"BuiltIns\" Name=\"[{sql_type}]\" />\
         </Entry></Relationship></Element></Entry></Relationship></Element></Entry>"
    );
}
