//! List Blobs.

use super::asked::Asked;
use super::authorize::http_date;
use super::container::{Blob, Container};
use super::refusal::Refusal;
use super::xml::{self, element};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use slipway_engine::units::Moment;
use std::ops::Bound;

/// Entries of a page, and the most a request gets.
const PAGE: usize = 5000;

/// What the request wants listed.
struct Wanted<'a> {
    prefix: &'a str,
    delimiter: Option<&'a str>,
    marker: Option<&'a str>,
    /// The first name of the page.
    start: String,
    most: usize,
    most_asked: Option<&'a str>,
    uncommitted: bool,
    metadata: bool,
}

impl<'a> Wanted<'a> {
    fn read(asked: &'a Asked) -> Result<Self, Refusal> {
        let marker = asked
            .parameter("marker")
            .filter(|marker| !marker.is_empty());
        let start = match marker {
            None => String::new(),
            Some(text) => read_marker(text)
                .ok_or_else(|| Refusal::query_value("marker", text, "Invalid ListBlobs marker."))?,
        };
        let most_asked = asked.parameter("maxresults");
        let most = match most_asked.map(|text| (text, text.parse::<usize>())) {
            None => PAGE,
            Some((_, Ok(most))) if most > 0 => most.min(PAGE),
            Some((text, _)) => {
                return Err(Refusal::new(
                    400,
                    "OutOfRangeQueryParameterValue",
                    "One of the query parameters specified in the request URI is outside the permissible range.",
                )
                .detail("QueryParameterName", "maxresults")
                .detail("QueryParameterValue", text));
            }
        };
        let include: Vec<&str> = asked
            .parameter("include")
            .unwrap_or_default()
            .split(',')
            .collect();
        Ok(Self {
            prefix: asked.parameter("prefix").unwrap_or_default(),
            delimiter: asked.parameter("delimiter").filter(|text| !text.is_empty()),
            marker,
            start,
            most,
            most_asked,
            uncommitted: include.contains(&"uncommittedblobs"),
            metadata: include.contains(&"metadata"),
        })
    }
}

/// Answers List Blobs: blobs and folders in one order, at most a page of them.
pub(super) fn list(container: &Container, asked: &Asked, service: &str) -> Result<String, Refusal> {
    let wanted = Wanted::read(asked)?;
    let mut entries = String::new();
    let mut count = 0;
    let mut next = None;
    let first = wanted.start.as_str().max(wanted.prefix);
    let mut from: Bound<String> = Bound::Included(first.to_owned());
    loop {
        let range = (from.as_ref(), Bound::Unbounded);
        let found = container
            .blobs
            .range::<String, _>(range)
            .take_while(|(name, _)| name.starts_with(wanted.prefix))
            .find(|(_, blob)| is_listed(blob, &wanted, asked.now));
        let Some((name, blob)) = found else { break };
        let folder = wanted.delimiter.and_then(|delimiter| {
            let at = name[wanted.prefix.len()..].find(delimiter)?;
            Some(&name[..wanted.prefix.len() + at + delimiter.len()])
        });
        if count == wanted.most {
            next = Some(folder.unwrap_or(name).to_owned());
            break;
        }
        count += 1;
        match folder {
            Some(folder) => {
                let tag = name_element(folder, asked);
                entries.push_str(&format!("<BlobPrefix>{tag}</BlobPrefix>"));
                // On behind everything in that folder.
                from = Bound::Excluded(format!("{folder}{}", char::MAX));
            }
            None => {
                entries.push_str(&entry(name, blob, &wanted, asked));
                from = Bound::Excluded(name.clone());
            }
        }
    }
    Ok(page(&wanted, asked, service, &entries, next.as_deref()))
}

fn is_listed(blob: &Blob, wanted: &Wanted<'_>, now: Moment) -> bool {
    blob.committed.is_some()
        || (wanted.uncommitted && !blob.uncommitted.is_empty() && !blob.are_blocks_old(now))
}

fn page(
    wanted: &Wanted<'_>,
    asked: &Asked,
    service: &str,
    entries: &str,
    next: Option<&str>,
) -> String {
    let given = |name, value: Option<&str>| value.map_or_else(String::new, |v| element(name, v));
    let prefix = given("Prefix", asked.parameter("prefix"));
    let marker = given("Marker", wanted.marker);
    let most = given("MaxResults", wanted.most_asked);
    let delimiter = given("Delimiter", wanted.delimiter);
    let blobs = if entries.is_empty() {
        "<Blobs />".to_owned()
    } else {
        format!("<Blobs>{entries}</Blobs>")
    };
    let next = element("NextMarker", &next.map(marker_for).unwrap_or_default());
    format!(
        "{}<EnumerationResults ServiceEndpoint=\"{}\" ContainerName=\"{}\">{prefix}{marker}{most}{delimiter}{blobs}{next}</EnumerationResults>",
        xml::HEAD,
        xml::escape(service),
        xml::escape(&asked.container),
    )
}

fn entry(name: &str, blob: &Blob, wanted: &Wanted<'_>, asked: &Asked) -> String {
    let name = name_element(name, asked);
    let Some(content) = &blob.committed else {
        return format!(
            "<Blob>{name}<Properties><Content-Length>0</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>"
        );
    };
    let properties = &content.properties;
    let optional =
        |name, value: &Option<String>| element(name, value.as_deref().unwrap_or_default());
    let mut body = format!("<Blob>{name}<Properties>");
    body.push_str(&element("Creation-Time", &http_date(content.created.0)));
    body.push_str(&element("Last-Modified", &http_date(content.modified.0)));
    body.push_str(&element("Etag", content.etag.trim_matches('"')));
    body.push_str(&element("Content-Length", &content.length.to_string()));
    body.push_str(&element("Content-Type", &properties.content_type));
    body.push_str(&optional("Content-Encoding", &properties.encoding));
    body.push_str(&optional("Content-Language", &properties.language));
    body.push_str("<Content-CRC64 />");
    body.push_str(&optional("Content-MD5", &properties.md5));
    body.push_str(&optional("Cache-Control", &properties.cache_control));
    body.push_str(&optional("Content-Disposition", &properties.disposition));
    body.push_str("<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>");
    body.push_str("<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>");
    if wanted.metadata {
        let metadata: String = properties
            .metadata
            .iter()
            .map(|(n, v)| element(n, v))
            .collect();
        body.push_str(&match metadata.as_str() {
            "" => "<Metadata />".to_owned(),
            metadata => format!("<Metadata>{metadata}</Metadata>"),
        });
    }
    body.push_str("<OrMetadata /></Blob>");
    body
}

/// Names XML cannot say are percent-encoded and marked so, from version 2021-02-12 on.
fn name_element(name: &str, asked: &Asked) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    if xml::can_say(name) || !asked.version.is_at_least("2021-02-12") {
        return element("Name", name);
    }
    let encoded = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("<Name Encoded=\"true\">{encoded}</Name>")
}

/// Opaque to clients: a version and the name the next page begins with.
fn marker_for(name: &str) -> String {
    format!("2!{}", URL_SAFE.encode(name))
}

fn read_marker(text: &str) -> Option<String> {
    let name = URL_SAFE.decode(text.strip_prefix("2!")?).ok()?;
    String::from_utf8(name).ok()
}
