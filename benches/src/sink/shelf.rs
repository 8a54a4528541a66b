//! Names and sizes, and the answers made of them.

use super::request::Request;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub(super) struct Shelf {
    blobs: Mutex<BTreeMap<String, u64>>,
    /// Sizes of blocks without a blob, by blob and id.
    blocks: Mutex<HashMap<String, HashMap<String, u64>>>,
}

const ETAG: &str = "\"0x8DC0FFEE\"";
const PAGE: usize = 5_000;

impl Shelf {
    pub(super) fn answer(&self, request: &Request, body: &str) -> Vec<u8> {
        let name = request.blob().to_owned();
        match (request.method.as_str(), request.comp()) {
            ("PUT", "block") => {
                let mut blocks = lock(&self.blocks);
                let id = request.asked("blockid").to_owned();
                blocks.entry(name).or_default().insert(id, request.length);
                said(201, "", "")
            }
            ("PUT", "blocklist") => {
                let blocks = lock(&self.blocks).remove(&name).unwrap_or_default();
                let named =
                    body.matches("</Uncommitted>").count() + body.matches("</Latest>").count();
                if named != blocks.len() {
                    return said(400, "", "");
                }
                lock(&self.blobs).insert(name, blocks.values().sum());
                said(201, "", "")
            }
            ("PUT", "") if request.asked("restype").is_empty() => {
                lock(&self.blobs).insert(name, request.length);
                said(201, "", "")
            }
            ("GET", "blocklist") => self.block_list(&name),
            ("GET", "list") => self.list(request),
            ("HEAD" | "GET", "") if !name.is_empty() => match lock(&self.blobs).get(&name) {
                Some(bytes) => {
                    let about = format!("Content-Length: {bytes}\r\nx-ms-blob-type: BlockBlob\r\n");
                    head(200, &about)
                }
                None => head(
                    404,
                    "Content-Length: 0\r\nx-ms-error-code: BlobNotFound\r\n",
                ),
            },
            ("DELETE", _) => {
                lock(&self.blobs).remove(&name);
                said(202, "", "")
            }
            _ => said(200, "", ""),
        }
    }

    fn block_list(&self, name: &str) -> Vec<u8> {
        let blocks = lock(&self.blocks);
        let Some(blocks) = blocks.get(name) else {
            return said(404, "x-ms-error-code: BlobNotFound\r\n", "");
        };
        let mut xml =
            String::from("<?xml version=\"1.0\"?><BlockList><CommittedBlocks/><UncommittedBlocks>");
        for (id, size) in blocks {
            let id = id
                .replace("%3D", "=")
                .replace("%2B", "+")
                .replace("%2F", "/");
            // Writing to a text cannot go wrong.
            let _ = write!(xml, "<Block><Name>{id}</Name><Size>{size}</Size></Block>");
        }
        xml.push_str("</UncommittedBlocks></BlockList>");
        said(200, "Content-Type: application/xml\r\n", &xml)
    }

    fn list(&self, request: &Request) -> Vec<u8> {
        let blobs = lock(&self.blobs);
        let (prefix, marker) = (request.asked("prefix"), request.asked("marker"));
        let prefix = prefix.replace("%2F", "/");
        let mut found = blobs
            .range(marker.replace("%2F", "/")..)
            .filter(|(name, _)| name.starts_with(&prefix));
        let mut xml = String::from("<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
        for (name, bytes) in found.by_ref().take(PAGE) {
            let name = name.replace("%20", " ");
            let etag = ETAG.trim_matches('"');
            let _ = write!(
                xml,
                "<Blob><Name>{name}</Name><Properties><Last-Modified>Sat, 21 Nov 2026 10:00:00 GMT</Last-Modified>\
                 <Etag>{etag}</Etag><Content-Length>{bytes}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>"
            );
        }
        let next = found
            .next()
            .map(|(name, _)| name.as_str())
            .unwrap_or_default();
        let _ = write!(
            xml,
            "</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"
        );
        said(200, "Content-Type: application/xml\r\n", &xml)
    }
}

fn said(status: u16, about: &str, body: &str) -> Vec<u8> {
    let about = format!("Content-Length: {}\r\n{about}", body.len());
    let mut answer = head(status, &about);
    answer.extend_from_slice(body.as_bytes());
    answer
}

fn head(status: u16, about: &str) -> Vec<u8> {
    let text = format!(
        "HTTP/1.1 {status} Said\r\nETag: {ETAG}\r\nLast-Modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n\
         Date: Sat, 21 Nov 2026 10:00:00 GMT\r\nx-ms-version: 2023-11-03\r\nx-ms-request-id: 1\r\n{about}\r\n"
    );
    text.into_bytes()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
