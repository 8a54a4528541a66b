//! A database file in the making.

use super::model::{self, NAMESPACE};
use super::rows::{self, Style};
use super::tables::{SampleTable, of_xperience, settings};
use sha2::{Digest, Sha256};
use std::io::{self, Cursor, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Starts as a good one: Xperience by Kentico 31.6.2 with a few tables and one domain.
#[derive(Debug, Clone)]
pub struct SampleDatabase {
    version: Option<String>,
    tables: Vec<SampleTable>,
    xperience: bool,
    without: Vec<String>,
    style: Style,
    rows: bool,
    says_it_has_data: bool,
    rows_told: Option<u64>,
    sha256_told: Option<String>,
    users: Vec<String>,
    files: Vec<(String, Vec<u8>)>,
}

impl Default for SampleDatabase {
    fn default() -> Self {
        Self::new()
    }
}

impl SampleDatabase {
    pub fn new() -> Self {
        Self {
            version: Some("31.6.2".into()),
            tables: Vec::new(),
            xperience: true,
            without: Vec::new(),
            style: Style::default(),
            rows: true,
            says_it_has_data: true,
            rows_told: None,
            sha256_told: None,
            users: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Value of the setting `CMSDBVersion`.
    pub fn version(mut self, version: &str) -> Self {
        self.version = Some(version.into());
        self
    }

    /// The setting is not there.
    pub fn without_version(mut self) -> Self {
        self.version = None;
        self
    }

    /// Only the tables added to it.
    pub fn of_something_else(mut self) -> Self {
        self.xperience = false;
        self
    }

    /// Adds a table, or replaces the one of that name.
    pub fn table(mut self, table: SampleTable) -> Self {
        self.tables.push(table);
        self
    }

    /// Leaves a table out, model and rows.
    pub fn without_table(mut self, name: &str) -> Self {
        self.without.push(name.into());
        self
    }

    pub fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Schema only. `says_it_has_data` is false for what was meant so, a dacpac.
    pub fn without_rows(mut self, says_it_has_data: bool) -> Self {
        self.rows = false;
        self.says_it_has_data = says_it_has_data;
        self
    }

    /// Another number of rows in `Origin.xml` than there are.
    pub fn rows_told(mut self, rows: u64) -> Self {
        self.rows_told = Some(rows);
        self
    }

    /// Another checksum of the model in `Origin.xml` than it has.
    pub fn model_checksum(mut self, sha256: &str) -> Self {
        self.sha256_told = Some(sha256.into());
        self
    }

    /// A user with a password in the database itself.
    pub fn contained_user(mut self, name: &str) -> Self {
        self.users.push(name.into());
        self
    }

    /// Adds an entry, or replaces the generated one of that name.
    pub fn file(mut self, name: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.into(), content.into()));
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        // Writing to memory only goes wrong where the file does not fit into it.
        self.pack(Cursor::new(Vec::new()))
            .expect("memory can be written")
            .into_inner()
    }

    /// Writes the file to `path`, replacing what is there.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        std::fs::write(path, self.bytes())
    }

    /// The tables as they come to stand in the file.
    fn all_tables(&self) -> Vec<SampleTable> {
        let mut tables = Vec::new();
        if self.xperience {
            tables.push(settings(self.version.as_deref()));
            tables.extend(of_xperience());
        }
        for table in &self.tables {
            tables.retain(|before| before.name != table.name);
            tables.push(table.clone());
        }
        tables.retain(|table| !self.without.contains(&table.name));
        tables
    }

    fn pack<W: Write + Seek>(&self, out: W) -> io::Result<W> {
        let tables = self.all_tables();
        let model = model::text(&tables, "SQL_Latin1_General_CP1_CI_AS", &self.users);
        let mut entries: Vec<(String, Vec<u8>)> = vec![
            ("model.xml".into(), model.clone().into_bytes()),
            ("DacMetadata.xml".into(), metadata().into_bytes()),
            ("[Content_Types].xml".into(), content_types().into_bytes()),
        ];
        if self.rows {
            entries.extend(tables.iter().flat_map(|table| self.data(table)));
            entries.push(("_rels/.rels".into(), relationships().into_bytes()));
        }
        let rows = tables.iter().map(|table| table.rows.len() as u64).sum();
        entries.push(("Origin.xml".into(), self.origin(&model, rows).into_bytes()));
        for (name, content) in &self.files {
            entries.retain(|(before, _)| before != name);
            entries.push((name.clone(), content.clone()));
        }
        let mut zip = ZipWriter::new(out);
        for (name, bytes) in entries {
            let stored = name == "_rels/.rels" || name == "Origin.xml";
            let method = match stored {
                true => CompressionMethod::Stored,
                false => CompressionMethod::Deflated,
            };
            let options = SimpleFileOptions::default()
                .last_modified_time(zip::DateTime::default())
                .compression_method(method);
            zip.start_file(name, options)?;
            zip.write_all(&bytes)?;
        }
        Ok(zip.finish()?)
    }

    /// The entries of a table; one without rows has none.
    fn data(&self, table: &SampleTable) -> Vec<(String, Vec<u8>)> {
        let per_part = table.rows.len().div_ceil(table.parts.max(1)).max(1);
        let parts = table.rows.chunks(per_part).enumerate();
        parts
            .map(|(number, rows)| {
                let mut bytes = Vec::new();
                for row in rows {
                    let columns = table.columns.iter().filter(|column| !column.computed);
                    for (column, value) in columns.zip(row) {
                        rows::write(&mut bytes, column, value, self.style);
                    }
                }
                let name = &table.name;
                (
                    format!("Data/dbo.{name}/TableData-{number:03}-00000.BCP"),
                    bytes,
                )
            })
            .collect()
    }

    fn origin(&self, model: &str, rows: u64) -> String {
        let digest = Sha256::digest(model.as_bytes());
        let sha256: String = digest.iter().map(|byte| format!("{byte:02X}")).collect();
        let sha256 = self.sha256_told.clone().unwrap_or(sha256);
        let rows = self.rows_told.unwrap_or(rows);
        let has_data = self.says_it_has_data;
        format!(
            "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<DacOrigin xmlns=\"{NAMESPACE}\">\
             <PackageProperties><Version>3.1.0.0</Version><ContainsExportedData>{has_data}</ContainsExportedData></PackageProperties>\
             <Operation><Start>2026-11-20T04:00:00.0000000+00:00</Start><ProductName>sample</ProductName>\
             <ProductVersion>162.5.57.1</ProductVersion></Operation>\
             <Server><ServerVersion>Microsoft SQL Azure (RTM) - 12.0.2000.8\n\tCopyright</ServerVersion></Server>\
             <ExportStatistics><SourceDatabaseSize>64000</SourceDatabaseSize><TableRowCountTotalTag>{rows}</TableRowCountTotalTag></ExportStatistics>\
             <Checksums><Checksum Uri=\"/model.xml\">{sha256}</Checksum></Checksums><ModelSchemaVersion>2.9</ModelSchemaVersion></DacOrigin>"
        )
    }
}

fn metadata() -> String {
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<DacType xmlns=\"{NAMESPACE}\"><Name>dancing-goat</Name><Version>0.0.0.0</Version></DacType>"
    )
}

fn content_types() -> String {
    "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
     <Default Extension=\"xml\" ContentType=\"text/xml\" /><Default Extension=\"BCP\" ContentType=\"application/octet-stream\" /></Types>"
        .into()
}

fn relationships() -> String {
    "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>".into()
}
