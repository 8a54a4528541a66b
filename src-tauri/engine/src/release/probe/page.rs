//! What is looked for in a page.

use html5gum::{Token, Tokenizer};
use memchr::memchr2_iter;
use scraper::{Html, Selector};

/// Whether a text is a CSS selector.
pub(super) fn is_selector(text: &str) -> bool {
    Selector::parse(text).is_ok()
}

/// Attributes of one element. The parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1_000;

/// Whether a CSS selector finds anything in a page. What is no selector finds nothing, and what no
/// site writes is no page.
pub(crate) fn finds(page: &[u8], selector: &str) -> bool {
    if has_endless_element(page) {
        return false;
    }
    Selector::parse(selector).is_ok_and(|selector| {
        let page = Html::parse_document(&String::from_utf8_lossy(page));
        page.select(&selector).next().is_some()
    })
}

fn has_endless_element(page: &[u8]) -> bool {
    Tokenizer::new(page).flatten().any(|token| match token {
        Token::StartTag(tag) => tag.attributes.len() > MOST_ATTRIBUTES,
        _ => false,
    })
}

const PASSWORD: &[u8] = b"password";
/// Where its w stands.
const PASSWORD_W: usize = 4;

/// Whether a page asks for a password.
pub(crate) fn asks_for_password(page: &[u8]) -> bool {
    // Most pages never say the word, and looking for it costs little beside reading them: monitoring
    // looks at a hundred of them a second.
    if !says_password(page) {
        return false;
    }
    Tokenizer::new(page).flatten().any(|token| match token {
        Token::StartTag(tag) if &tag.name[..] == b"input" => tag
            .attributes
            .get(&b"type"[..])
            .is_some_and(|kind| kind.trim_ascii().eq_ignore_ascii_case(PASSWORD)),
        _ => false,
    })
}

/// Goes from one of the word's rarest letters to the next.
fn says_password(page: &[u8]) -> bool {
    let word_around = |at: usize| {
        let start = at.checked_sub(PASSWORD_W)?;
        page.get(start..start + PASSWORD.len())
    };
    memchr2_iter(b'w', b'W', page)
        .filter_map(word_around)
        .any(|word| word.eq_ignore_ascii_case(PASSWORD))
}

/// Whether a path is one that sign-in pages have.
pub(super) fn is_sign_in(path: &str) -> bool {
    const SEGMENTS: [&str; 12] = [
        "login",
        "log-in",
        "login.aspx",
        "logon",
        "log-on",
        "signin",
        "sign-in",
        "sign_in",
        "signin-oidc",
        "sso",
        "saml",
        "authorize",
    ];
    path.to_ascii_lowercase()
        .split('/')
        .any(|segment| SEGMENTS.contains(&segment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_finds_what_is_there_in_any_html() {
        let page = b"<main><ul class=beans><li>One<li id=two>Two</ul>";
        assert!(finds(page, "ul.beans > li#two"));
        assert!(!finds(page, "ul.beans > p"));
        assert!(!finds(page, ":::"));
        assert!(finds(b"\xff\xfe<b>half", "b"));
    }

    #[test]
    fn an_element_of_endless_attributes_is_no_page() {
        let attributes: String = (0..20_000).map(|n| format!(" a{n}")).collect();
        assert!(!finds(format!("<p{attributes}>").as_bytes(), "p"));
    }

    #[test]
    fn what_is_no_selector_is_known_beforehand() {
        assert!(is_selector("main a[href^='/']"));
        for text in ["", "<p>", "a[", "::"] {
            assert!(!is_selector(text), "{text}");
        }
    }

    #[test]
    fn a_password_field_is_seen_however_it_is_written() {
        assert!(asks_for_password(b"<INPUT name=p TYPE = 'Password'>"));
        assert!(asks_for_password(b"<form><input type=\"password\"/>"));
        assert!(asks_for_password(b"w pass<input type=PASSWORD>"));
        assert!(!asks_for_password(b"<input type=passw"));
        assert!(!asks_for_password(
            b"<input type=text name=password><!-- <input type=password> -->"
        ));
    }

    #[test]
    fn sign_in_pages_are_known_by_their_paths() {
        for path in [
            "/login",
            "/account/Login",
            "/.auth/login/aad",
            "/oauth2/authorize",
        ] {
            assert!(is_sign_in(path), "{path}");
        }
        for path in ["/", "/blog/logins-explained", "/assign-in-time"] {
            assert!(!is_sign_in(path), "{path}");
        }
    }
}
