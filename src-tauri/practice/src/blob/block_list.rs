//! The XML of block lists.

use super::container::{Blob, Block, From};
use super::refusal::Refusal;
use super::version::BLOCKS;
use super::xml::{self, element};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use quick_xml::Reader;
use quick_xml::events::Event;

/// Bytes an id may have before it is put into base64.
const LONGEST_ID: usize = 64;

/// Refuses what is no block id.
pub(super) fn check_id(id: &str) -> Result<(), Refusal> {
    let refuse = |reason| Err(Refusal::query_value("blockid", id, reason));
    match STANDARD.decode(id) {
        Err(_) => refuse("Not a valid base64 string."),
        Ok(bytes) if bytes.is_empty() || bytes.len() > LONGEST_ID => {
            refuse("Block ID must be between 1 and 64 bytes.")
        }
        Ok(_) => Ok(()),
    }
}

/// Reads what Put Block List was sent.
pub(super) fn read(body: &[u8]) -> Result<Vec<(From, String)>, Refusal> {
    let invalid = || {
        Refusal::new(
            400,
            "InvalidXmlDocument",
            "XML specified is not syntactically valid.",
        )
    };
    let text = std::str::from_utf8(body).map_err(|_| invalid())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().trim_text(true);
    let mut list = Vec::new();
    let (mut inside, mut whole) = (false, false);
    loop {
        match reader.read_event().map_err(|_| invalid())? {
            Event::Start(start) if start.name().as_ref() == "BlockList" && !inside && !whole => {
                inside = true;
            }
            Event::Empty(empty) if empty.name().as_ref() == "BlockList" && !inside && !whole => {
                whole = true;
            }
            // The reader sees to it that it is the end of what was begun.
            Event::End(_) if inside => (inside, whole) = (false, true),
            Event::Start(start) if inside => {
                let from = match start.name().as_ref() {
                    "Committed" => From::Committed,
                    "Uncommitted" => From::Uncommitted,
                    "Latest" => From::Latest,
                    _ => return Err(invalid()),
                };
                let id = reader.read_text(start.name()).map_err(|_| invalid())?;
                list.push((from, id.trim().to_owned()));
            }
            Event::Eof if whole => break,
            Event::Eof | Event::Start(_) | Event::Empty(_) => return Err(invalid()),
            _ => {}
        }
    }
    if list.len() > BLOCKS {
        return Err(Refusal::new(
            400,
            "BlockListTooLong",
            "The block list may not contain more than 50,000 blocks.",
        ));
    }
    if list.iter().any(|(_, id)| check_id(id).is_err()) {
        return Err(Refusal::new(
            400,
            "InvalidBlockId",
            "The specified block ID is invalid. The block ID must be Base64-encoded.",
        ));
    }
    Ok(list)
}

/// Which of the two lists Get Block List tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    committed: bool,
    uncommitted: bool,
}

impl Wanted {
    /// `blocklisttype`; the committed list if there is none.
    pub fn read(text: Option<&str>) -> Result<Self, Refusal> {
        let (committed, uncommitted) = match text {
            None | Some("committed") => (true, false),
            Some("uncommitted") => (false, true),
            Some("all") => (true, true),
            Some(other) => {
                return Err(Refusal::query_value(
                    "blocklisttype",
                    other,
                    "Not a known type.",
                ));
            }
        };
        Ok(Self {
            committed,
            uncommitted,
        })
    }
}

/// What Get Block List answers.
pub(super) fn write(blob: &Blob, wanted: Wanted) -> String {
    let mut body = format!("{}<BlockList>", xml::HEAD);
    if wanted.committed {
        let blocks = blob.committed.iter().flat_map(|content| &content.blocks);
        add(&mut body, "CommittedBlocks", blocks);
    }
    if wanted.uncommitted {
        add(&mut body, "UncommittedBlocks", blob.uncommitted.values());
    }
    body.push_str("</BlockList>");
    body
}

fn add<'a>(body: &mut String, name: &str, blocks: impl Iterator<Item = &'a Block>) {
    let mut list = String::new();
    // Content that came in one request has no blocks.
    for block in blocks {
        if let Some(id) = &block.id {
            list.push_str(&format!(
                "<Block>{}<Size>{}</Size></Block>",
                element("Name", id),
                block.piece.size
            ));
        }
    }
    if list.is_empty() {
        body.push_str(&format!("<{name} />"));
    } else {
        body.push_str(&format!("<{name}>{list}</{name}>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_its_order_with_where_to_look() {
        let body = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<BlockList>\n <Latest>QQ==</Latest><Uncommitted>Qg==</Uncommitted>\n<Committed>QQ==</Committed></BlockList>";
        let list = read(body.as_bytes()).unwrap();
        let expected = [
            (From::Latest, "QQ=="),
            (From::Uncommitted, "Qg=="),
            (From::Committed, "QQ=="),
        ];
        let read: Vec<_> = list.iter().map(|(from, id)| (*from, id.as_str())).collect();
        assert_eq!(read, expected);
        for empty in ["<BlockList/>", "<BlockList></BlockList>"] {
            assert!(super::read(empty.as_bytes()).unwrap().is_empty());
        }
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for (body, code) in [
            ("", "InvalidXmlDocument"),
            ("<BlockList>", "InvalidXmlDocument"),
            ("<BlockList><Latest>QQ==</Latest>", "InvalidXmlDocument"),
            ("<BlockList></BlockList><BlockList/>", "InvalidXmlDocument"),
            ("<BlockList><Latest>QQ==</BlockList>", "InvalidXmlDocument"),
            (
                "<Blocks><Latest>QQ==</Latest></Blocks>",
                "InvalidXmlDocument",
            ),
            (
                "<BlockList><Newest>QQ==</Newest></BlockList>",
                "InvalidXmlDocument",
            ),
            (
                "<BlockList><Latest>no base64</Latest></BlockList>",
                "InvalidBlockId",
            ),
        ] {
            assert_eq!(
                read(body.as_bytes()).err().map(|r| r.code).as_deref(),
                Some(code),
                "{body}"
            );
        }
    }

    #[test]
    fn fifty_thousand_blocks_are_a_list_and_one_more_is_none() {
        let body = |count| {
            format!(
                "<BlockList>{}</BlockList>",
                "<Latest>QQ==</Latest>".repeat(count)
            )
        };
        assert_eq!(read(body(BLOCKS).as_bytes()).unwrap().len(), BLOCKS);
        assert_eq!(
            read(body(BLOCKS + 1).as_bytes()).unwrap_err().code,
            "BlockListTooLong"
        );
    }
}
