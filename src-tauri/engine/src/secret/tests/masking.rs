//! What is taken out of text, and what is left in.

use crate::secret::{Secret, mask_known, redact};

fn secret(text: &str) -> Secret {
    Secret::from(text.to_owned())
}

#[test]
fn what_looks_like_a_secret_is_taken_out() {
    let cases = [
        ("Authorization: Bearer abc.def-ghi", "Authorization: ***"),
        (
            r#"{"authorization": "Bearer abc", "accept": "*/*"}"#,
            r#"{"authorization": "***", "accept": "*/*"}"#,
        ),
        (
            "sent with bearer   abcdef, then",
            "sent with bearer   ***, then",
        ),
        ("BEARER%20abcdef%26x", "BEARER%20***%26x"),
        (
            "https://a.blob.core.windows.net/c?sv=2024&se=2026-07-18T00%3A00Z&sp=rw&sig=Zm9v%2Bg%3D%3D",
            "https://a.blob.core.windows.net/c?sv=2024&se=***&sp=rw&sig=***",
        ),
        (
            "u=https%3A%2F%2Fa%3Fsig%3DZm9v%252B%26sp%3Drw",
            "u=https%3A%2F%2Fa%3Fsig%3D***%26sp%3Drw",
        ),
        ("?SIG=abc&SE=1", "?SIG=***&SE=***"),
        ("sig=ab%26cd&sp=r", "sig=***&sp=r"),
        (
            r#"{"sig":"a","token": "b\"c","n":1}"#,
            r#"{"sig":"***","token": "***","n":1}"#,
        ),
        (
            r#"{"u":"https:\/\/x?sig=a\u002Bb","n":1}"#,
            r#"{"u":"https:\/\/x?sig=***","n":1}"#,
        ),
        (
            "Server=tcp:x;User ID=sa;Password=a b,c&d\"e;Encrypt=True",
            "Server=tcp:x;User ID=sa;Password=***;Encrypt=True",
        ),
        ("Pwd='a;b';x", "Pwd='***';x"),
        ("Password={a;b};x", "Password={***};x"),
        (
            r#"{"CMSConnectionString":"Data Source=x;Password=y","n":1}"#,
            r#"{"CMSConnectionString":"***","n":1}"#,
        ),
        (
            r#"{"db":"Data Source=x;Password=y","n":1}"#,
            r#"{"db":"Data Source=x;Password=***","n":1}"#,
        ),
        (
            "AccountName=a;AccountKey=Zm9v+g==;EndpointSuffix=x",
            "AccountName=a;AccountKey=***;EndpointSuffix=x",
        ),
        (
            "SharedAccessSignature=sv=1&sig=x;y",
            "SharedAccessSignature=***;y",
        ),
        ("x-api-key: abc\nnext", "x-api-key: ***\nnext"),
        ("set-cookie: a=b; c=d\nnext", "set-cookie: ***\nnext"),
        (
            "https://eva:s3cret@proxy.local:8080/x",
            "https://***@proxy.local:8080/x",
        ),
        (
            "got eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmEifQ.c2ln here",
            "got *** here",
        ),
        ("--pat=abc --env qa", "--pat=*** --env qa"),
    ];
    for (text, expected) in cases {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(expected), expected, "a second time");
    }
}

#[test]
fn ordinary_text_is_left_as_it_is() {
    for text in [
        "slipway_engine::secret::os: the keychain is locked",
        "GET https://qa.example.com/?browse=1&reuse=2&design=3 200",
        "C:\\users\\eva\\site.zip at 12:30",
        "sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "100 % of 5 €, déjà vu",
        "mail eva@example.com",
        "",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn a_living_secret_is_found_in_every_disguise() {
    let held = secret("Qz8/Living+Secret=77");
    for text in [
        "Qz8/Living+Secret=77",
        "QZ8/LIVING+SECRET=77",
        "Qz8%2FLiving%2BSecret%3D77",
        "Qz8%252fLiving%252bSecret%253d77",
        "Qz8/Living Secret=77",
        r"Qz8\/Living\u002BSecret\u003d77",
    ] {
        assert_eq!(redact(&format!("<{text}>")), "<***>");
        assert_eq!(mask_known(&format!("<{text}>")), "<***>");
    }
    assert_eq!(
        redact("Äquator: iving+Secr und mehr"),
        "Äquator: *** und mehr"
    );
    assert_eq!(redact("a Living+ is too little"), "a Living+ is too little");
    drop(held);
    assert_eq!(
        redact("Qz8/Living+Secret=77 "),
        "Qz8/Living+Secret=*** ",
        "only its pattern is left"
    );
}

#[test]
fn clones_keep_a_secret_known_until_the_last_is_gone() {
    let first = secret("kH3-clones-of-one");
    let second = first.clone();
    drop(first);
    assert_eq!(redact("kH3-clones-of-one"), "***");
    drop(second);
    assert_eq!(redact("kH3-clones-of-one"), "kH3-clones-of-one");
}

#[test]
fn kept_text_loses_whole_secrets_and_nothing_else() {
    let _held = secret("practice-token-4711");
    let text = "practice-package.zip token=1 practice-token-4711!";
    assert_eq!(mask_known(text), "practice-package.zip token=1 ***!");
}

#[test]
fn letters_of_several_bytes_around_a_secret_stay_whole() {
    let _held = secret("öäü-Schlüssel-ßß");
    assert_eq!(redact("→öäü-Schlüssel-ßß←"), "→***←");
    assert_eq!(
        redact("%C3%B6%C3%A4%C3%BC-Schl%C3%BCssel-%C3%9F%C3%9F"),
        "***"
    );
}
