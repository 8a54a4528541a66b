//! Whether a page is of the same build as before.

use html5gum::{HtmlString, StartTag, Token, Tokenizer};
use std::collections::BTreeSet;

/// What in a page changes with a build and with nothing else: the addresses of its scripts and
/// style sheets, which carry a version, and what it says of its own version. Text, dates and
/// anti-forgery tokens change by themselves and are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePrint(BTreeSet<String>);

/// Parts of the name of a `<meta>` that tells a version.
const VERSION_NAMES: [&str; 5] = ["build", "version", "generator", "release", "revision"];

impl PagePrint {
    pub fn of(page: &[u8]) -> Self {
        let tags = Tokenizer::new(page)
            .flatten()
            .filter_map(|token| match token {
                Token::StartTag(tag) => trace(&tag),
                _ => None,
            });
        Self(tags.collect())
    }
}

fn trace(tag: &StartTag<()>) -> Option<String> {
    match &tag.name[..] {
        b"script" => Some(format!("script {}", attribute(tag, b"src")?)),
        b"link" => {
            let rel = attribute(tag, b"rel")?.to_ascii_lowercase();
            let of_build = rel
                .split_ascii_whitespace()
                .any(|word| matches!(word, "stylesheet" | "modulepreload" | "preload"));
            of_build.then_some(format!("link {}", attribute(tag, b"href")?))
        }
        b"meta" => {
            let name = attribute(tag, b"name")?.to_ascii_lowercase();
            let of_version = VERSION_NAMES.iter().any(|part| name.contains(part));
            of_version.then_some(format!("{name} {}", attribute(tag, b"content")?))
        }
        _ => None,
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    let value: &HtmlString = tag.attributes.get(name)?;
    Some(String::from_utf8_lossy(value).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><meta name="build" content="7.0.12">
        <link rel="stylesheet" href="/site.css?v=Kx1"><link rel="icon" href="/favicon.ico?v=1">
        <script nonce="a8f" src="/app.js?v=77"></script></head>
        <body><form><input name="__RequestVerificationToken" value="CfDJ8"></form><p>Monday</p></body></html>"#;

    fn same(other: &str) -> bool {
        PagePrint::of(PAGE.as_bytes()) == PagePrint::of(other.as_bytes())
    }

    #[test]
    fn words_tokens_and_nonces_change_by_themselves() {
        assert!(same(&PAGE.replace("Monday", "Tuesday")));
        assert!(same(&PAGE.replace("CfDJ8", "CfDJ9")));
        assert!(same(&PAGE.replace("a8f", "b00")));
        assert!(same(&PAGE.replace("favicon.ico?v=1", "favicon.ico?v=2")));
    }

    #[test]
    fn the_version_of_a_script_a_style_sheet_or_the_page_is_the_build() {
        assert!(!same(&PAGE.replace("v=77", "v=78")));
        assert!(!same(&PAGE.replace("v=Kx1", "v=Kx2")));
        assert!(!same(&PAGE.replace("7.0.12", "7.0.13")));
    }

    #[test]
    fn what_is_no_page_at_all_is_read_to_its_end() {
        assert_eq!(
            PagePrint::of(b"<<<script src=\xff\xfe <meta name"),
            PagePrint::of(b"")
        );
    }
}
