//! Names as real trees have them arrive as they are.

use crate::deeds::{elements, sent, there};
use crate::stage::{Stage, told};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Kinds of names, one each: what addresses, forms, XML, Windows or Unicode treat in their own way.
const NAMES: [&str; 22] = [
    "$cmsfolder$",
    "a@b#c d",
    "100%",
    "%41",
    "what?",
    "a+b&c=d",
    "a//b",
    "x/../y",
    "./here",
    "dot./x",
    "ends.",
    "...",
    "semi;colon,comma",
    "it's \"quoted\"",
    "<tag> & more",
    "[brackets]{braces}",
    "grüße/ÄÖÜ",
    "e\u{301} and \u{e9}",
    "日本語/ファイル",
    "🦊.png",
    "back`tick^caret|pipe",
    "tilde~star*",
];

#[tokio::test]
async fn every_kind_of_name_arrives_as_it_is() {
    for stage in Stage::both().await {
        for name in NAMES {
            let escaped = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
            there(&stage, &escaped, name).await;
            let answer = sent(stage.about("GET", &escaped, "")).await;
            assert_eq!(
                answer.text().await.unwrap(),
                name,
                "{name} in {}",
                stage.name
            );
        }
        let answer = sent(stage.about("GET", "", "&restype=container&comp=list")).await;
        assert_eq!(told(&answer), (200, ""), "{}", stage.name);
        let mut listed = elements(&answer.text().await.unwrap(), "Name");
        listed.sort();
        let mut expected = NAMES;
        expected.sort_unstable();
        assert_eq!(listed, expected, "{}", stage.name);
    }
}

#[tokio::test]
async fn a_slash_may_be_escaped_or_not() {
    for stage in Stage::both().await {
        there(&stage, "a%2Fb", "1").await;
        assert_eq!(
            told(&sent(stage.about("GET", "a/b", "")).await),
            (200, ""),
            "{}",
            stage.name
        );
    }
}
