//! What servers answer, and links that were pasted.

use super::Reader;
use crate::blob::client::{Answer, blobs_in, blocks_in};
use crate::blob::sas::{Need, judge, links_in};
use crate::portal::{moment, readable, retry_after};
use crate::release::PagePrint;
use crate::release::probe::page::{asks_for_password, finds};
use crate::units::Moment;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

/// When everything is judged.
const NOW: Moment = Moment(jiff::Timestamp::UNIX_EPOCH);

pub(super) const LINKS: Reader = Reader {
    name: "sas-links",
    read: |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let needs: [Need; 0] = [];
        let judged = links_in(&text).into_iter().map(|link| match link {
            Ok(link) => {
                let findings = judge(link.facts(), NOW, Some(NOW), &needs);
                format!("{link:?} {:?} {findings:?} {}", link.facts(), link.last4())
            }
            Err(trouble) => super::told::<()>(Err(trouble.fault())),
        });
        judged.collect()
    },
    samples: || {
        vec![
            b"Get access: \"https://acc.blob.core.windows.net/db?sv=2024-11-04&st=2026-11-20T06%3A17%3A16Z&se=2026-11-21T06:17Z\
              &sr=c&sp=racwl&sip=10.0.0.1-10.0.0.9&spr=https&sig=Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8%3D\" and \
              http://127.0.0.1:10000/dev/db?si=policy&amp;sig=\n Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8%3D"
                .to_vec(),
        ]
    },
};

pub(super) const STORAGE_ANSWER: Reader = Reader {
    name: "http-answer",
    read: |bytes| {
        let (head, body) = bytes.split_at(bytes.len().min(2));
        let number = u16::from_be_bytes([
            head.first().copied().unwrap_or(0),
            head.get(1).copied().unwrap_or(0),
        ]);
        let mut headers = HeaderMap::new();
        for line in body.split(|byte| *byte == b'\n').take(12) {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                continue;
            };
            let name = HeaderName::from_bytes(line[..colon].trim_ascii());
            let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
            if let (Ok(name), Ok(value)) = (name, value) {
                headers.insert(name, value);
            }
        }
        let answer = Answer {
            status: StatusCode::from_u16(number % 1_000).unwrap_or(StatusCode::OK),
            headers,
            body: bytes::Bytes::copy_from_slice(body),
        };
        let facts = (
            answer.rule(),
            answer.date(),
            answer.modified(),
            answer.length(),
            answer.md5(),
            answer.asked_wait(NOW),
        );
        let text = String::from_utf8_lossy(body);
        let told = (readable(body), retry_after(&text, NOW.0), moment(&text));
        format!(
            "{} {facts:?} {told:?} {:?} {:?}",
            answer.in_short(),
            blobs_in(body),
            blocks_in(body)
        )
    },
    samples: || {
        let answers: [(u16, &str); 4] = [
            (
                200,
                "<?xml version=\"1.0\"?><EnumerationResults><Blobs><Blob><Name>a &amp; b&#x9;</Name><Properties><Last-Modified>Fri, 17 Jul \
              2026 19:57:00 GMT</Last-Modified><Etag>\"0x1\"</Etag><Content-Length>12</Content-Length><Content-MD5>XUFAKrxLKna5cZ2REBfFkg==\
              </Content-MD5></Properties></Blob></Blobs><NextMarker>2!88!x</NextMarker></EnumerationResults>",
            ),
            (
                200,
                "<BlockList><CommittedBlocks><Block><Name>AAAA</Name><Size>3</Size></Block></CommittedBlocks></BlockList>",
            ),
            (
                503,
                "<Error><Code>ServerBusy</Code><Message>Server=x;Password=y; sig=abc Bearer eyJhbGciOi.J9.x</Message></Error>",
            ),
            (
                429,
                "Retry-After: 120\nDate: Fri, 17 Jul 2026 19:57:00 GMT\nx-ms-error-code: ServerBusy\nContent-Length: 5\n",
            ),
        ];
        answers
            .map(|(status, body)| [&status.to_be_bytes(), body.as_bytes()].concat())
            .into()
    },
};

pub(super) const PAGE: Reader = Reader {
    name: "web-page",
    read: |bytes| {
        let seen = (finds(bytes, "main a[href^='/']"), asks_for_password(bytes));
        format!("{:?} {seen:?}", PagePrint::of(bytes))
    },
    samples: || {
        vec![
            b"<!DOCTYPE html><html><head><meta name=\"build\" content=\"7.0.12\"><link rel=\"stylesheet\" href=\"/site.css?v=Kx1\">\
              <script src=\"/app.js?v=77\"></script></head><body><main><a href='/x'>x</a><table><tr><td><svg><b><p></b>\
              <input type=password></main></body></html>"
                .to_vec(),
        ]
    },
};
