//! The two XML answers: which blobs are in a container, and which blocks a blob has.

use crate::blob::checksum::md5_in;
use crate::portal::moment;
use crate::units::Moment;
use quick_xml::Reader;
use quick_xml::events::Event;

/// A blob as List Blobs and Get Blob Properties show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    pub name: String,
    pub bytes: u64,
    /// As it stands in the header, with its quotation marks if it has some.
    pub etag: String,
    /// The MD5 kept with the blob, if one is.
    pub md5: Option<[u8; 16]>,
    pub modified: Option<Moment>,
}

/// A block that belongs to no blob yet, or to the one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlockOfBlob {
    pub id: String,
    pub bytes: u64,
    pub committed: bool,
}

/// One page of a listing, and where the next begins (empty after the last). None if it is no
/// listing.
pub(crate) fn blobs_in(xml: &[u8]) -> Option<(Vec<Blob>, String)> {
    let mut blobs = Vec::new();
    let mut marker = String::new();
    let mut blob = None;
    elements(xml, |path, text, encoded| {
        match path {
            [.., "Blobs", "Blob"] => blobs.extend(blob.take()),
            [.., "Blob", "Name"] => {
                let name = if encoded {
                    percent_decoded(&text)
                } else {
                    text
                };
                blob = Some(Blob {
                    name,
                    bytes: 0,
                    etag: String::new(),
                    md5: None,
                    modified: None,
                });
            }
            [.., "NextMarker"] => marker = text,
            [.., "Properties", property] => {
                let blob = blob.as_mut()?;
                match *property {
                    "Content-Length" => blob.bytes = text.trim().parse().ok()?,
                    "Etag" => blob.etag = text.trim().to_owned(),
                    "Content-MD5" => blob.md5 = md5_in(text.trim()),
                    "Last-Modified" => blob.modified = moment(text.trim()).map(Moment),
                    _ => {}
                }
            }
            _ => {}
        }
        Some(())
    })?;
    Some((blobs, marker))
}

/// None if it is no list of blocks.
pub(crate) fn blocks_in(xml: &[u8]) -> Option<Vec<BlockOfBlob>> {
    let mut blocks = Vec::new();
    let mut id = String::new();
    elements(xml, |path, text, _| {
        match path {
            [.., "Block", "Name"] => id = text.trim().to_owned(),
            [.., kind, "Block", "Size"] => blocks.push(BlockOfBlob {
                id: std::mem::take(&mut id),
                bytes: text.trim().parse().ok()?,
                committed: *kind == "CommittedBlocks",
            }),
            _ => {}
        }
        Some(())
    })?;
    Some(blocks)
}

/// Answers of the service are five elements deep.
const DEEPEST: usize = 32;

/// Tells every element at its end: the names down to it, its text, and whether that is encoded.
/// None if it is no whole XML or `take` cannot use it.
fn elements(xml: &[u8], mut take: impl FnMut(&[&str], String, bool) -> Option<()>) -> Option<()> {
    let xml = std::str::from_utf8(xml).ok()?;
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut encoded = false;
    let mut seen = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                if open.len() == DEEPEST {
                    return None;
                }
                let attribute = tag.try_get_attribute("Encoded").ok().flatten();
                encoded = attribute.is_some_and(|encoded| encoded.value.as_ref() == "true");
                let name = tag.name();
                let name: &str = name.as_ref();
                open.push(name.to_owned());
                text.clear();
                seen = true;
            }
            Event::End(_) => {
                let path: Vec<&str> = open.iter().map(String::as_str).collect();
                take(&path, std::mem::take(&mut text), encoded)?;
                encoded = false;
                open.pop();
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::CData(piece) => text.push_str(&piece),
            Event::GeneralRef(reference) => text.push_str(&resolved(&reference)?),
            Event::Eof => return (seen && open.is_empty()).then_some(()),
            _ => {}
        }
    }
}

fn resolved(reference: &str) -> Option<String> {
    if let Some(number) = reference.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).map(String::from);
    }
    quick_xml::escape::resolve_predefined_entity(reference).map(str::to_owned)
}

/// Names that XML cannot hold are percent-encoded by the service.
fn percent_decoded(text: &str) -> String {
    crate::blob::sas::decoded(text).unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_of_a_listing_is_read() {
        let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"c\"><Blobs>\
            <Blob><Name> a &amp; b&#x9;.txt</Name><Properties><Last-Modified>Fri, 17 Jul 2026 19:57:00 GMT</Last-Modified><Etag>\"0x1\"</Etag><Content-Length>12</Content-Length>\
            <Content-MD5>XUFAKrxLKna5cZ2REBfFkg==</Content-MD5></Properties><OrMetadata/></Blob>\
            <Blob><Name Encoded=\"true\">x%EF%BF%BE%2525</Name><Properties><Content-Length>0</Content-Length><Etag>0x2</Etag><Content-MD5/></Properties></Blob>\
            </Blobs><NextMarker>2!88!x</NextMarker></EnumerationResults>";
        let (blobs, marker) = blobs_in(xml.as_bytes()).expect("a listing");
        assert_eq!(marker, "2!88!x");
        assert_eq!(
            (
                blobs[0].name.as_str(),
                blobs[0].bytes,
                blobs[0].etag.as_str()
            ),
            (" a & b\t.txt", 12, "\"0x1\"")
        );
        assert_eq!(blobs[0].md5.map(|md5| md5[0]), Some(0x5d));
        assert_eq!(
            (blobs[1].name.as_str(), blobs[1].bytes, blobs[1].md5),
            ("x\u{fffe}%25", 0, None)
        );
        let modified = blobs[0].modified.map(|modified| modified.to_string());
        assert_eq!(modified.as_deref(), Some("2026-07-17T19:57:00Z"));
        assert_eq!(blobs[1].modified, None);
        assert_eq!(blobs.len(), 2);
    }

    #[test]
    fn a_list_of_blocks_is_read() {
        let xml = "<BlockList><CommittedBlocks><Block><Name>AAAA</Name><Size>3</Size></Block></CommittedBlocks>\
            <UncommittedBlocks><Block><Name>BBBB</Name><Size>8388608</Size></Block></UncommittedBlocks></BlockList>";
        let blocks = blocks_in(xml.as_bytes()).expect("a list");
        let block = |id: &str, bytes, committed| BlockOfBlob {
            id: id.to_owned(),
            bytes,
            committed,
        };
        assert_eq!(
            blocks,
            [block("AAAA", 3, true), block("BBBB", 8_388_608, false)]
        );
        assert_eq!(
            blocks_in(b"<BlockList><UncommittedBlocks /></BlockList>"),
            Some(Vec::new())
        );
    }

    #[test]
    fn what_is_no_listing_is_none() {
        for text in [
            "",
            "gateway timeout",
            "<html>",
            "<EnumerationResults><Blobs>",
            "<Blobs><Blob><Name>a</Name><Properties><Content-Length>x</Content-Length></Properties></Blob></Blobs>",
        ] {
            assert!(blobs_in(text.as_bytes()).is_none(), "{text}");
        }
    }

    #[test]
    fn elements_or_attributes_without_end_are_no_listing_and_take_no_time() {
        let deep = "<a>".repeat(200_000) + &"</a>".repeat(200_000);
        assert_eq!(blobs_in(deep.as_bytes()), None);
        let attributes: String = (0..60_000).map(|n| format!(" a{n}=''")).collect();
        let wide = format!("<EnumerationResults{attributes}></EnumerationResults>");
        assert_eq!(blobs_in(wide.as_bytes()), Some((Vec::new(), String::new())));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>, text in "(<[a-zA-Z/]{0,9}>?|&[#a-z0-9]{0,4};?|\\PC){0,40}") {
            let _ = (blobs_in(&bytes), blocks_in(&bytes), blobs_in(text.as_bytes()), blocks_in(text.as_bytes()));
        }
    }
}
