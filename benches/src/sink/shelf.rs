//! Names and sizes, and the answers made of them.

use super::body::Taken;
use super::counts::Counts;
use super::request::Request;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Default)]
pub(super) struct Shelf {
    /// Sizes, by container and name.
    blobs: Mutex<BTreeMap<String, u64>>,
    /// Sizes of blocks without a blob, by blob and id.
    blocks: Mutex<HashMap<String, HashMap<String, u64>>>,
    /// Names and sizes of the blocks a blob was made of, in order.
    made_of: Mutex<HashMap<String, Vec<(String, u64)>>>,
    counts: Counts,
}

const ETAG: &str = "\"0x8DC0FFEE\"";
const PAGE: usize = 5_000;

impl Shelf {
    pub(super) fn answer(&self, request: &Request, body: &Taken) -> Vec<u8> {
        add(&self.counts.bytes, body.bytes);
        if body.bytes < request.length {
            add(&self.counts.broken, body.bytes);
            return Vec::new();
        }
        if body.crc64.is_some() {
            if body.crc64 != request.crc64 {
                return said(400, "x-ms-error-code: Crc64Mismatch\r\n", "");
            }
            add(&self.counts.checked, 1);
        }
        let name = request.place().to_owned();
        match (request.method.as_str(), request.comp()) {
            ("PUT", "block") => self.put_block(name, request),
            ("PUT", "blocklist") => self.commit(name, &String::from_utf8_lossy(&body.kept)),
            ("PUT", "") if request.asked("restype").is_empty() => self.put_blob(name, request),
            ("GET", "blocklist") => self.block_list(&name),
            ("GET", "list") => self.list(request),
            ("HEAD" | "GET", "") if name.contains('/') => self.head(&name),
            ("DELETE", _) => {
                lock(&self.blobs).remove(&name);
                said(202, "", "")
            }
            ("GET", "") if request.path == "/counts" => said(200, "", &self.counts.written()),
            _ => said(200, "", ""),
        }
    }

    fn put_block(&self, name: String, request: &Request) -> Vec<u8> {
        add(&self.counts.blocks, 1);
        let id = request.asked("blockid").to_owned();
        let mut blocks = lock(&self.blocks);
        let before = blocks.entry(name).or_default().insert(id, request.length);
        if before.is_some() {
            add(&self.counts.repeated, request.length);
        }
        said(201, "", "")
    }

    fn put_blob(&self, name: String, request: &Request) -> Vec<u8> {
        add(&self.counts.blobs, 1);
        if lock(&self.blobs).insert(name, request.length).is_some() {
            add(&self.counts.repeated, request.length);
        }
        said(201, "", "")
    }

    fn commit(&self, name: String, list: &str) -> Vec<u8> {
        add(&self.counts.commits, 1);
        let mut blocks = lock(&self.blocks).remove(&name).unwrap_or_default();
        let named = list.split('<').filter_map(|tag| {
            let (kind, id) = tag.split_once('>')?;
            matches!(kind, "Uncommitted" | "Latest").then(|| id.to_owned())
        });
        let made_of: Option<Vec<(String, u64)>> = named
            .map(|id| blocks.remove(&id).map(|size| (id, size)))
            .collect();
        let Some(made_of) = made_of else {
            return said(400, "x-ms-error-code: InvalidBlockList\r\n", "");
        };
        let bytes = made_of.iter().map(|(_, size)| size).sum();
        lock(&self.made_of).insert(name.clone(), made_of);
        lock(&self.blobs).insert(name, bytes);
        said(201, "", "")
    }

    fn head(&self, name: &str) -> Vec<u8> {
        add(&self.counts.heads, 1);
        match lock(&self.blobs).get(name) {
            Some(bytes) => {
                let about = format!("Content-Length: {bytes}\r\nx-ms-blob-type: BlockBlob\r\n");
                head(200, &about)
            }
            None => head(
                404,
                "Content-Length: 0\r\nx-ms-error-code: BlobNotFound\r\n",
            ),
        }
    }

    fn block_list(&self, name: &str) -> Vec<u8> {
        add(&self.counts.block_lists, 1);
        let mut xml = String::from("<?xml version=\"1.0\"?><BlockList><CommittedBlocks>");
        let (waiting, made_of) = (lock(&self.blocks), lock(&self.made_of));
        let (waiting, made_of) = (waiting.get(name), made_of.get(name));
        if waiting.is_none() && made_of.is_none() {
            return said(404, "x-ms-error-code: BlobNotFound\r\n", "");
        }
        for (id, size) in made_of.into_iter().flatten() {
            // Writing to a text cannot go wrong.
            let _ = write!(xml, "<Block><Name>{id}</Name><Size>{size}</Size></Block>");
        }
        xml.push_str("</CommittedBlocks><UncommittedBlocks>");
        for (id, size) in waiting.into_iter().flatten() {
            let _ = write!(xml, "<Block><Name>{id}</Name><Size>{size}</Size></Block>");
        }
        xml.push_str("</UncommittedBlocks></BlockList>");
        said(200, "Content-Type: application/xml\r\n", &xml)
    }

    fn list(&self, request: &Request) -> Vec<u8> {
        add(&self.counts.lists, 1);
        let blobs = lock(&self.blobs);
        let container = format!("{}/", request.container().trim_end_matches('/'));
        let start = format!("{container}{}", request.asked("prefix"));
        let marker = format!("{container}{}", request.asked("marker"));
        let delimiter = Some(request.asked("delimiter")).filter(|text| !text.is_empty());
        let from = start.clone().max(marker);
        let found = blobs
            .range(from..)
            .take_while(|(name, _)| name.starts_with(&start));
        let mut xml = String::from("<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
        let (mut told, mut folder, mut next) = (0, String::new(), "");
        for (full, bytes) in found {
            if !folder.is_empty() && full.starts_with(&folder) {
                continue;
            }
            let name = &full[container.len()..];
            if told == PAGE {
                next = name;
                break;
            }
            told += 1;
            let below = delimiter.and_then(|text| full[start.len()..].find(text));
            // Writing to a text cannot go wrong.
            if let Some(at) = below {
                folder = full[..=start.len() + at].to_owned();
                let name = &folder[container.len()..];
                let _ = write!(xml, "<BlobPrefix><Name>{name}</Name></BlobPrefix>");
                continue;
            }
            let etag = ETAG.trim_matches('"');
            let _ = write!(
                xml,
                "<Blob><Name>{name}</Name><Properties><Last-Modified>Sat, 21 Nov 2026 10:00:00 GMT</Last-Modified>\
                 <Etag>{etag}</Etag><Content-Length>{bytes}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>"
            );
        }
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

fn add(count: &AtomicU64, more: u64) {
    count.fetch_add(more, Ordering::Relaxed);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
