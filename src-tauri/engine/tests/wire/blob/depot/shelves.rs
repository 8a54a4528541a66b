//! How requests are served.

use super::{Call, Meet, Shelves, Stored, lock};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::{Method, Request, Response, StatusCode};
use md5::{Digest, Md5};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

type Said = Result<Response<Full<Bytes>>, Infallible>;

impl Shelves {
    pub(super) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, std::io::Error> {
        let (head, body) = request.into_parts();
        let query = query_of(head.uri.query().unwrap_or_default());
        let (container, blob) = place_of(head.uri.path());
        let call = Call {
            method: head.method,
            blob,
            comp: query.get("comp").cloned().unwrap_or_default(),
            query,
            headers: head.headers,
        };
        let meet = lock(&self.script)(&call);
        self.calls.send_modify(|calls| calls.push(call.clone()));
        let broken = || std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        match meet {
            Meet::HangUp => return Err(broken()),
            Meet::Hold => std::future::pending().await,
            _ => {}
        }
        let mut body = body
            .collect()
            .await
            .map_err(std::io::Error::other)?
            .to_bytes();
        if matches!(meet, Meet::FlipBit) && !body.is_empty() {
            let mut damaged = body.to_vec();
            let middle = damaged.len() / 2;
            damaged[middle] ^= 0x20;
            body = damaged.into();
        }
        let said = match meet {
            Meet::Say(status, code) => refuse(status, code),
            Meet::SayLater(status, code, seconds) => {
                let Ok(mut said) = refuse(status, code);
                said.headers_mut().insert("retry-after", seconds.into());
                Ok(said)
            }
            _ => self.serve(&container, &call, body),
        };
        match meet {
            Meet::ServeAndHangUp => return Err(broken()),
            Meet::ServeAndHold => std::future::pending().await,
            _ => {}
        }
        let Ok(said) = said;
        Ok(said)
    }

    fn serve(&self, container: &str, call: &Call, body: Bytes) -> Said {
        let right = match (&call.method, call.comp.as_str()) {
            (&Method::GET, "list") => "l",
            (&Method::GET | &Method::HEAD, _) => "r",
            _ => "wc",
        };
        let rights = call.query.get("sp").cloned().unwrap_or_default();
        if !right.chars().any(|right| rights.contains(right)) {
            return refuse(403, "AuthorizationPermissionMismatch");
        }
        if let Some(refusal) = self.check(call, &body) {
            return refusal;
        }
        let place = (container.to_owned(), call.blob.clone());
        match (&call.method, call.comp.as_str()) {
            (&Method::PUT, "block") => self.put_block(place, call, body),
            (&Method::PUT, "blocklist") => self.put_block_list(place, call, &body),
            (&Method::PUT, "") => self.put_blob(place, call, body),
            (&Method::GET, "blocklist") => self.block_list(&place),
            (&Method::GET, "list") => self.list(container, call),
            (&Method::HEAD, "") => self.head(&place),
            _ => refuse(400, "UnsupportedHttpVerb"),
        }
    }

    fn check(&self, call: &Call, body: &[u8]) -> Option<Said> {
        if let Some(sent) = call.headers.get("x-ms-content-crc64") {
            if !*lock(&self.knows_crc64) {
                return Some(refuse(500, "FeatureNotSupported"));
            }
            let crc = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Nvme, body);
            if sent.as_bytes() != BASE64_STANDARD.encode(crc.to_le_bytes()).as_bytes() {
                return Some(refuse(400, "Crc64Mismatch"));
            }
        }
        if let Some(sent) = call.headers.get("content-md5")
            && sent.as_bytes() != BASE64_STANDARD.encode(Md5::digest(body)).as_bytes()
        {
            return Some(refuse(400, "Md5Mismatch"));
        }
        None
    }

    fn put_block(&self, place: (String, String), call: &Call, body: Bytes) -> Said {
        let Some(bytes) = self.copied(call, body) else {
            return refuse(404, "CannotVerifyCopySource");
        };
        let id = call.query.get("blockid").cloned().unwrap_or_default();
        let mut waiting = lock(&self.waiting);
        let blocks = waiting.entry(place).or_default();
        if blocks.iter().any(|(other, _)| other.len() != id.len()) {
            return refuse(400, "InvalidBlobOrBlock");
        }
        blocks.retain(|(other, _)| *other != id);
        blocks.push((id, bytes));
        say(201)
    }

    fn put_block_list(&self, place: (String, String), call: &Call, body: &[u8]) -> Said {
        if let Some(refusal) = self.condition(&place, call) {
            return refusal;
        }
        let text = String::from_utf8_lossy(body);
        let ids = text.split("<Uncommitted>").skip(1);
        let ids = ids.filter_map(|rest| Some(rest.split_once("</Uncommitted>")?.0));
        let mut waiting = lock(&self.waiting);
        let there = waiting.get(&place).cloned().unwrap_or_default();
        let (mut bytes, mut blocks) = (Vec::new(), Vec::new());
        for id in ids {
            let Some((_, block)) = there.iter().find(|(other, _)| other == id) else {
                return refuse(400, "InvalidBlockList");
            };
            bytes.extend_from_slice(block);
            blocks.push((id.to_owned(), block.len()));
        }
        waiting.remove(&place);
        self.store(place, bytes.into(), None, blocks)
    }

    fn put_blob(&self, place: (String, String), call: &Call, body: Bytes) -> Said {
        if let Some(refusal) = self.condition(&place, call) {
            return refusal;
        }
        let Some(bytes) = self.copied(call, body) else {
            return refuse(404, "CannotVerifyCopySource");
        };
        lock(&self.waiting).remove(&place);
        let md5 = Md5::digest(&bytes).into();
        self.store(place, bytes, Some(md5), Vec::new())
    }

    /// What a request that copies copies, else what it brought.
    fn copied(&self, call: &Call, body: Bytes) -> Option<Bytes> {
        let Some(source) = call.headers.get("x-ms-copy-source") else {
            return Some(body);
        };
        let source: hyper::Uri = source.to_str().ok()?.parse().ok()?;
        let stored = lock(&self.blobs).get(&place_of(source.path())).cloned()?;
        if call.headers.get("x-ms-source-if-match")?.to_str().ok()? != stored.etag {
            return None;
        }
        let Some(range) = call.headers.get("x-ms-source-range") else {
            return Some(stored.bytes);
        };
        let (start, end) = range
            .to_str()
            .ok()?
            .strip_prefix("bytes=")?
            .split_once('-')?;
        let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
        Some(stored.bytes.slice(start..=end))
    }

    fn condition(&self, place: &(String, String), call: &Call) -> Option<Said> {
        let there = lock(&self.blobs).get(place).cloned();
        let header = |name: &str| call.headers.get(name).and_then(|value| value.to_str().ok());
        if header("if-none-match") == Some("*") && there.is_some() {
            return Some(refuse(409, "BlobAlreadyExists"));
        }
        let wanted = header("if-match")?;
        let same = there.is_some_and(|there| there.etag == wanted);
        (!same).then(|| refuse(412, "ConditionNotMet"))
    }

    fn store(
        &self,
        place: (String, String),
        bytes: Bytes,
        md5: Option<[u8; 16]>,
        blocks: Vec<(String, usize)>,
    ) -> Said {
        let etag = self.next_etag();
        let stored = Stored {
            bytes,
            etag: etag.clone(),
            md5,
            blocks,
        };
        lock(&self.blobs).insert(place, stored);
        let mut said = say(201)?;
        said.headers_mut()
            .insert("etag", etag.parse().expect("a header"));
        Ok(said)
    }

    pub(super) fn next_etag(&self) -> String {
        let mut etags = lock(&self.etags);
        *etags += 1;
        format!("\"0x{:X}\"", *etags)
    }

    fn head(&self, place: &(String, String)) -> Said {
        let Some(stored) = lock(&self.blobs).get(place).cloned() else {
            return refuse(404, "BlobNotFound");
        };
        let mut said = Response::builder()
            .header("etag", stored.etag)
            .header("content-length", stored.bytes.len());
        if let Some(md5) = stored.md5 {
            said = said.header("content-md5", BASE64_STANDARD.encode(md5));
        }
        Ok(said.body(Full::default()).expect("an answer"))
    }

    fn block_list(&self, place: &(String, String)) -> Said {
        let blocks = |blocks: Vec<(String, usize)>| -> String {
            let block = |(id, size)| format!("<Block><Name>{id}</Name><Size>{size}</Size></Block>");
            blocks.into_iter().map(block).collect()
        };
        let committed = lock(&self.blobs).get(place).cloned();
        let waiting = lock(&self.waiting).get(place).cloned();
        if committed.is_none() && waiting.is_none() {
            return refuse(404, "BlobNotFound");
        }
        let etag = committed.as_ref().map(|blob| blob.etag.clone());
        let waiting = waiting.unwrap_or_default();
        let waiting = waiting
            .into_iter()
            .map(|(id, bytes)| (id, bytes.len()))
            .collect();
        let xml = format!(
            "<?xml version=\"1.0\"?><BlockList><CommittedBlocks>{}</CommittedBlocks><UncommittedBlocks>{}</UncommittedBlocks></BlockList>",
            blocks(committed.map(|blob| blob.blocks).unwrap_or_default()),
            blocks(waiting)
        );
        let mut said = Response::new(Full::new(xml.into()));
        if let Some(etag) = etag {
            said.headers_mut()
                .insert("etag", etag.parse().expect("a header"));
        }
        Ok(said)
    }

    fn list(&self, container: &str, call: &Call) -> Said {
        let asked = |name: &str| call.query.get(name).cloned().unwrap_or_default();
        let (prefix, marker) = (asked("prefix"), asked("marker"));
        let most: usize = asked("maxresults").parse().unwrap_or(5_000);
        let blobs = lock(&self.blobs);
        let mut matching = blobs.iter().filter(|((this, name), _)| {
            this == container && name.starts_with(&prefix) && *name >= marker
        });
        let mut xml = String::from("<?xml version=\"1.0\"?><EnumerationResults><Blobs>");
        for ((_, name), stored) in matching.by_ref().take(most) {
            let md5 = stored
                .md5
                .map(|md5| BASE64_STANDARD.encode(md5))
                .unwrap_or_default();
            let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
            xml.push_str(&format!(
                "<Blob><Name Encoded=\"true\">{encoded}</Name><Properties><Etag>{}</Etag><Content-Length>{}</Content-Length><Content-MD5>{md5}</Content-MD5></Properties></Blob>",
                stored.etag.trim_matches('"'), stored.bytes.len()
            ));
        }
        let next = matching
            .next()
            .map(|((_, name), _)| name.clone())
            .unwrap_or_default();
        xml.push_str(&format!(
            "</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"
        ));
        Ok(Response::new(Full::new(xml.into())))
    }
}

fn say(status: u16) -> Said {
    let mut said = Response::new(Full::default());
    *said.status_mut() = StatusCode::from_u16(status).expect("a status");
    Ok(said)
}

fn refuse(status: u16, code: &str) -> Said {
    let mut said = say(status)?;
    said.headers_mut()
        .insert("x-ms-error-code", code.parse().expect("a header"));
    Ok(said)
}

/// `/account/container/name`
fn place_of(path: &str) -> (String, String) {
    let mut parts = path.trim_start_matches('/').splitn(3, '/').skip(1);
    let mut next = || decoded(parts.next().unwrap_or_default());
    (next(), next())
}

fn query_of(query: &str) -> BTreeMap<String, String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| byte == b'%');
        let code = digits
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("text")
}
