//! A server's own words, fit to be shown to a developer.

use crate::secret::redact;
use bytes::Bytes;
use futures_util::future::BoxFuture;

/// No more of an answer is read.
const MOST_BYTES: usize = 64 * 1024;
/// No more of it is shown.
const MOST_CHARACTERS: usize = 2_000;

/// What a server said, and whether that is all of it.
pub(super) struct Said {
    pub text: String,
    pub whole: bool,
}

/// Reads an answer until its end, until it is longer than anybody reads, or until `enough`.
pub(super) async fn listen(mut response: reqwest::Response, mut enough: BoxFuture<'_, ()>) -> Said {
    let mut heard = Vec::new();
    let whole = loop {
        let chunk: Result<Option<Bytes>, reqwest::Error> = tokio::select! {
            chunk = response.chunk() => chunk,
            () = &mut enough => break false,
        };
        match chunk {
            Ok(Some(chunk)) => heard.extend_from_slice(&chunk),
            Ok(None) => break true,
            Err(_) => break false,
        }
        if heard.len() > MOST_BYTES {
            break true;
        }
    };
    Said {
        text: readable(&heard),
        whole,
    }
}

/// One line of text without control characters and without secrets.
pub(crate) fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_BYTES)]);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    // Cut only after the redaction: half a secret would not be recognised.
    redact(&words.join(" "))
        .chars()
        .take(MOST_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_on_one_line_and_cut() {
        assert_eq!(readable(b"  Not\tfound \r\n\0 here "), "Not found here");
        assert_eq!(
            readable("ä".repeat(5_000).as_bytes()).chars().count(),
            MOST_CHARACTERS
        );
        assert_eq!(readable(b"\xff\xfe"), "\u{fffd}\u{fffd}");
    }
}
