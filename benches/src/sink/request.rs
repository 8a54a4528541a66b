//! A request's head.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use std::collections::HashMap;
use std::io::{self, BufRead, Read, Write};

#[derive(Debug, Default)]
pub(super) struct Request {
    pub method: String,
    pub path: String,
    pub query: HashMap<String, String>,
    /// Bytes of the body.
    pub length: u64,
    /// What the body's CRC64 is said to be.
    pub crc64: Option<u64>,
}

impl Request {
    /// None once the other side has ended the connection.
    pub(super) fn read(stream: &mut io::BufReader<impl Read + Write>) -> io::Result<Option<Self>> {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_whitespace();
        let method = words.next().unwrap_or_default().to_owned();
        let target = words.next().unwrap_or_default().to_owned();
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let mut request = Self {
            method,
            path: decoded(path),
            query: query
                .map(|(name, value)| (name.to_owned(), decoded(value)))
                .collect(),
            length: 0,
            crc64: None,
        };
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let line = line.trim_end();
            if line.is_empty() {
                return Ok(Some(request));
            }
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            if name.eq_ignore_ascii_case("content-length") {
                request.length = value.trim().parse().unwrap_or(0);
            } else if name.eq_ignore_ascii_case("x-ms-content-crc64") {
                let bytes = BASE64_STANDARD.decode(value.trim()).unwrap_or_default();
                request.crc64 = bytes.try_into().ok().map(u64::from_le_bytes);
            } else if name.eq_ignore_ascii_case("expect") {
                stream
                    .get_mut()
                    .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
            }
        }
    }

    pub(super) fn asked(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    pub(super) fn comp(&self) -> &str {
        self.asked("comp")
    }

    /// Container and blob; nothing after the slash for the container itself.
    pub(super) fn place(&self) -> &str {
        self.path.splitn(3, '/').nth(2).unwrap_or_default()
    }

    /// The container with a slash.
    pub(super) fn container(&self) -> &str {
        let place = self.place();
        place.find('/').map_or(place, |slash| &place[..=slash])
    }
}
