//! Whether a page is of the same build as before.

use super::Answering;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What in a page changes with a build and with nothing else. Text, dates and anti-forgery tokens
/// change by themselves and are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePrint {
    /// What it says of its own build, in words.
    build: BTreeSet<String>,
    /// The addresses of its scripts and style sheets, which carry a version, and what generated it:
    /// they may stay the same from one build to the next.
    parts: BTreeSet<String>,
}

/// Parts of the name of a `<meta>` that names the build.
const BUILD_NAMES: [&str; 4] = ["build", "version", "release", "revision"];

impl PagePrint {
    pub fn of(page: &[u8]) -> Self {
        let mut print = Self::default();
        for token in Tokenizer::new(page).flatten() {
            if let Token::StartTag(tag) = token {
                // A tag without what would tell a build is none of its traces.
                let _ = print.take(&tag);
            }
        }
        print
    }

    /// Which build `later` is of, beside this page. Where both name their build, that decides;
    /// otherwise other scripts and style sheets are another build, and the same ones say nothing:
    /// a build may leave them as they are.
    pub fn beside(&self, later: &Self) -> Answering {
        match (self.build.is_empty(), later.build.is_empty()) {
            (false, false) if self.build == later.build => Answering::AsBefore,
            (false, false) => Answering::NewBuild,
            // It may be a page that stands in for the application for a while.
            (false, true) => Answering::CannotBeTold,
            (true, _) if self == later => Answering::CannotBeTold,
            (true, _) => Answering::NewBuild,
        }
    }

    pub fn names_its_build(&self) -> bool {
        !self.build.is_empty()
    }

    fn take(&mut self, tag: &StartTag<()>) -> Option<()> {
        match &tag.name[..] {
            b"script" => {
                self.parts
                    .insert(format!("script {}", attribute(tag, b"src")?));
            }
            b"link" => {
                let rel = attribute(tag, b"rel")?.to_ascii_lowercase();
                let of_build = rel
                    .split_ascii_whitespace()
                    .any(|word| matches!(word, "stylesheet" | "modulepreload" | "preload"));
                let address = attribute(tag, b"href").filter(|_| of_build)?;
                self.parts.insert(format!("link {address}"));
            }
            b"meta" => {
                let name = attribute(tag, b"name")?.to_ascii_lowercase();
                let said = format!("{name} {}", attribute(tag, b"content")?);
                if BUILD_NAMES.iter().any(|part| name.contains(part)) {
                    self.build.insert(said);
                } else if name.contains("generator") {
                    self.parts.insert(said);
                }
            }
            _ => {}
        }
        Some(())
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

    fn beside(before: &str, later: &str) -> Answering {
        PagePrint::of(before.as_bytes()).beside(&PagePrint::of(later.as_bytes()))
    }

    #[test]
    fn a_page_that_names_its_build_is_of_another_build_only_if_it_names_another() {
        let next = PAGE.replace("7.0.12", "7.0.13");
        assert_eq!(beside(PAGE, &next), Answering::NewBuild);
        assert_eq!(beside(PAGE, PAGE), Answering::AsBefore);
        let variant = PAGE.replace("v=77", "v=78");
        assert_eq!(beside(PAGE, &variant), Answering::AsBefore);
        assert_eq!(
            beside(PAGE, "<h1>Back in a minute</h1>"),
            Answering::CannotBeTold
        );
    }

    #[test]
    fn the_same_scripts_are_no_proof_of_the_same_build() {
        let page = |version| format!(r#"<script src="/app.js?v={version}"></script>"#);
        assert_eq!(beside(&page(1), &page(1)), Answering::CannotBeTold);
        assert_eq!(beside(&page(1), &page(2)), Answering::NewBuild);
        assert_eq!(
            beside("<p>Hello</p>", "<p>Hello</p>"),
            Answering::CannotBeTold
        );
    }

    #[test]
    fn what_is_no_page_at_all_is_read_to_its_end() {
        assert_eq!(
            PagePrint::of(b"<<<script src=\xff\xfe <meta name"),
            PagePrint::of(b"")
        );
    }
}
