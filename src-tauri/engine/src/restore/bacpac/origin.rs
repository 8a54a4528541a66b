//! `Origin.xml` and `DacMetadata.xml`: where a database file comes from, and what it vouches for.

use crate::package::content_text::decode;
use crate::units::Moment;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};

/// What `Origin.xml` says, as far as it is used.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    /// `ContainsExportedData`: none where it is not said.
    pub has_data: Option<bool>,
    /// Version of the exporting program.
    pub exporter: Option<String>,
    pub exported_at: Option<Moment>,
    pub server: Option<String>,
    /// Kilobytes.
    pub source_kb: Option<u64>,
    pub rows: Option<u64>,
    /// SHA-256 of `model.xml` as hex.
    pub model_sha256: Option<String>,
}

/// Longest value that is kept.
const LONGEST: usize = 400;
const DEEPEST: usize = 32;

/// None if it is not the XML it should be.
pub(super) fn read(bytes: &[u8]) -> Option<Origin> {
    let mut origin = Origin::default();
    let whole = each_text(bytes, "DacOrigin", |path, uri, text| {
        let value = || Some(text.to_owned());
        match path {
            ["PackageProperties", "ContainsExportedData"] => {
                origin.has_data = Some(text.eq_ignore_ascii_case("true"));
            }
            ["Operation", "ProductVersion"] => origin.exporter = value(),
            ["Operation", "Start"] => origin.exported_at = text.parse().ok().map(Moment),
            ["Server", "ServerVersion"] => {
                origin.server = text.lines().next().map(|line| line.trim().to_owned());
            }
            ["ExportStatistics", "SourceDatabaseSize"] => origin.source_kb = text.parse().ok(),
            ["ExportStatistics", "TableRowCountTotalTag"] => origin.rows = text.parse().ok(),
            ["Checksums", "Checksum"] if uri == "/model.xml" => origin.model_sha256 = value(),
            _ => {}
        }
    });
    whole.then_some(origin)
}

/// The name of the database in `DacMetadata.xml`.
pub(super) fn database_name(bytes: &[u8]) -> Option<String> {
    let mut name = None;
    each_text(bytes, "DacType", |path, _, text| {
        if path == ["Name"] {
            name = Some(text.to_owned());
        }
    });
    name.filter(|name| !name.is_empty())
}

/// Hands over the text of each element below `root` with its path and its `Uri`. False if the
/// root is another one, or the document is not whole.
fn each_text(bytes: &[u8], root: &str, mut take: impl FnMut(&[&str], &str, &str)) -> bool {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<String> = Vec::new();
    let mut uri = String::new();
    let mut value = String::new();
    let mut closed = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name().as_ref().to_owned();
                if closed || open.len() == DEEPEST || (open.is_empty() && name != root) {
                    return false;
                }
                uri = tag
                    .try_get_attribute("Uri")
                    .ok()
                    .flatten()
                    .and_then(|uri| {
                        Some(
                            uri.normalized_value(XmlVersion::Implicit1_0)
                                .ok()?
                                .into_owned(),
                        )
                    })
                    .unwrap_or_default();
                open.push(name);
                value.clear();
            }
            Ok(Event::Text(text)) if value.len() <= LONGEST => value.push_str(&text),
            Ok(Event::CData(text)) if value.len() <= LONGEST => value.push_str(&text),
            Ok(Event::End(_)) => {
                let path: Vec<&str> = open.iter().skip(1).map(String::as_str).collect();
                let kept = value.floor_char_boundary(LONGEST.min(value.len()));
                take(&path, &uri, value[..kept].trim());
                value.clear();
                if open.pop().is_none() {
                    return false;
                }
                closed = open.is_empty();
            }
            Ok(Event::Eof) => return closed,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "\u{feff}<?xml version=\"1.0\"?>\r\n<DacOrigin xmlns=\"x\"><PackageProperties>\
        <ContainsExportedData>true</ContainsExportedData></PackageProperties><Operation>\
        <Start>2026-11-20T06:17:16.1773191+00:00</Start><ProductVersion>16.2.1.0</ProductVersion></Operation>\
        <Server><ServerVersion>Microsoft SQL Azure (RTM) - 12.0\n\tSep</ServerVersion></Server>\
        <ExportStatistics><SourceDatabaseSize>4848</SourceDatabaseSize>\
        <TableRowCountTotalTag>5</TableRowCountTotalTag></ExportStatistics><Checksums>\
        <Checksum Uri=\"/other.xml\">FF</Checksum><Checksum Uri=\"/model.xml\">B031</Checksum></Checksums></DacOrigin>";

    #[test]
    fn an_origin_tells_where_it_comes_from_and_what_it_vouches_for() {
        let origin = read(ORIGIN.as_bytes()).expect("an origin");
        assert_eq!(origin.has_data, Some(true));
        assert_eq!(origin.exporter.as_deref(), Some("16.2.1.0"));
        assert_eq!(
            origin.exported_at.map(|at| at.to_string()).as_deref(),
            Some("2026-11-20T06:17:16.1773191Z")
        );
        assert_eq!(
            origin.server.as_deref(),
            Some("Microsoft SQL Azure (RTM) - 12.0")
        );
        assert_eq!((origin.source_kb, origin.rows), (Some(4848), Some(5)));
        assert_eq!(origin.model_sha256.as_deref(), Some("B031"));
    }

    #[test]
    fn an_origin_cut_anywhere_is_none() {
        for cut in 0..ORIGIN.len() - 1 {
            assert_eq!(read(&ORIGIN.as_bytes()[..cut]), None, "cut at {cut}");
        }
        assert_eq!(read(b"<html></html>"), None);
    }

    #[test]
    fn the_name_of_the_database_is_read() {
        let text = "<DacType xmlns=\"x\"><Name>shop-prod</Name><Version>1.0</Version></DacType>";
        assert_eq!(database_name(text.as_bytes()).as_deref(), Some("shop-prod"));
        assert_eq!(database_name(b"<DacType><Name /></DacType>"), None);
    }
}
