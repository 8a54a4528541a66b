//! XML as the storage writes it.

/// Every body starts with it, byte order mark included.
pub(super) const HEAD: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>";

/// Text for an element. Line ends are written as references, because a reader may turn them into
/// others.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\r' => escaped.push_str(&format!("&#x{:X};", c as u32)),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether XML 1.0 can say it at all.
pub(super) fn can_say(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    })
}

/// `<name>text</name>`, or `<name />` for empty text.
pub(super) fn element(name: &str, text: &str) -> String {
    if text.is_empty() {
        format!("<{name} />")
    } else {
        format!("<{name}>{}</{name}>", escape(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_line_ends_in_a_name_survive_a_reader() {
        assert_eq!(
            escape("a<b>&\"c\"\r\t"),
            "a&lt;b&gt;&amp;&quot;c&quot;&#xD;&#x9;"
        );
        assert_eq!(element("Marker", ""), "<Marker />");
    }

    #[test]
    fn what_xml_cannot_say_is_known() {
        assert!(can_say("ähm\n\u{1f642}"));
        for unsayable in ["\u{1}", "\u{fffe}", "a\u{ffff}"] {
            assert!(!can_say(unsayable), "{unsayable:?}");
        }
    }
}
