//! The two files of a custom restore: a database, and an export of files as a zip.

use super::Reader;
use crate::restore::bacpac::{Depth, check};
use crate::restore::sample::{SampleDatabase, SampleTable};
use crate::restore::storage::{Choices, look};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) const DATABASE: Reader = Reader {
    name: "database",
    read: database,
    samples: || vec![SampleDatabase::new().bytes()],
};

pub(super) const MODEL: Reader = Reader {
    name: "database-model",
    read: |bytes| database(&SampleDatabase::new().file("model.xml", bytes).bytes()),
    samples: || {
        let column = |name: &str, kind: &str| {
            format!(
                "<Entry><Element Type=\"SqlSimpleColumn\" Name=\"[dbo].[CMS_SettingsKey].[{name}]\"><Property Name=\"IsNullable\" \
                 Value=\"False\" /><Relationship Name=\"TypeSpecifier\"><Entry><Element Type=\"SqlTypeSpecifier\"><Property \
                 Name=\"Length\" Value=\"9\" /><Relationship Name=\"Type\"><Entry><References ExternalSource=\"BuiltIns\" \
                 Name=\"[{kind}]\" /></Entry></Relationship></Element></Entry></Relationship></Element></Entry>"
            )
        };
        let columns =
            column("KeyID", "int") + &column("KeyName", "nvarchar") + &column("KeyGUID", "char");
        vec![
            format!(
                "<DataSchemaModel><Model><Element Type=\"SqlTable\" Name=\"[dbo].[CMS_SettingsKey]\"><Relationship \
                 Name=\"Columns\">{columns}</Relationship></Element></Model></DataSchemaModel>"
            )
            .into_bytes(),
        ]
    },
};

/// Types of a table whose rows are read in every way that exporters write.
const TYPES: [(&str, &str); 9] = [
    ("Key", "uniqueidentifier"),
    ("KeyName", "nvarchar(40)"),
    ("KeyValue", "nvarchar(max)?"),
    ("At", "datetime2(7)"),
    ("On", "bit"),
    ("Code", "char(3)"),
    ("Place", "hierarchyid?"),
    ("Any", "sql_variant?"),
    ("Price", "decimal?"),
];
const ROWS_PATH: &str = "Data/dbo.CMS_SettingsKey/TableData-000-00000.BCP";

pub(super) const ROWS: Reader = Reader {
    name: "database-rows",
    read: |bytes| {
        let table = SampleTable::new("CMS_SettingsKey", &TYPES);
        database(
            &SampleDatabase::new()
                .table(table)
                .file(ROWS_PATH, bytes)
                .bytes(),
        )
    },
    samples: || {
        let mut row = vec![16; 17];
        for text in ["CMSDBVersion", "31.6.2"] {
            let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let prefix = if row.len() == 17 { 2 } else { 8 };
            row.extend(&(units.len() as u64).to_le_bytes()[..prefix]);
            row.extend(units);
        }
        row.extend([1; 8]);
        row.extend([1, 1, 6, 0, b'a', 0, b'b', 0, b'c', 0]);
        // No place, nothing, no price.
        row.extend([0xff; 13]);
        vec![row.repeat(2)]
    },
};

fn database(bytes: &[u8]) -> String {
    super::as_file("db.bacpac", bytes, |path| {
        super::told(
            check(path, Depth::Whole, &|_, _| {}, &|| false).map(|mut check| {
                // Of this very copy.
                check.facts.stamp = None;
                check
            }),
        )
    })
}

pub(super) const STORAGE: Reader = Reader {
    name: "storage-zip",
    read: |bytes| {
        super::as_file("storage.zip", bytes, |path| {
            super::told(look(path, &Choices::default(), &|| false).map(|plan| {
                let items = plan.items();
                let items: Vec<(String, u64)> = items
                    .iter()
                    .map(|item| (item.blob.to_string(), item.bytes()))
                    .collect();
                (plan.check.findings.clone(), plan.inside(""), items)
            }))
        })
    },
    samples: || {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in [
            "Default/assets/A.jpg",
            "Default/assets/",
            "Default\\media\\B.pdf",
        ] {
            let options = SimpleFileOptions::default();
            zip.start_file(name, options)
                .expect("memory can be written");
            zip.write_all(b"content").expect("memory can be written");
        }
        vec![zip.finish().expect("memory can be written").into_inner()]
    },
};
