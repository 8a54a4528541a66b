//! Blob names in addresses.

use crate::blob::sas::encoded;

/// A blob's name as it stands in an address, so that it arrives as it is. None for `.` and `..`,
/// which no address can hold, and for the empty name.
///
/// Everything that reads addresses takes `.` and `..` between slashes out of them, encoded or not
/// (RFC 3986, 5.2.4). So the slashes of a name with such a part are encoded: the service reads
/// `%2F` as the slash it is.
pub(crate) fn path_of(name: &str) -> Option<String> {
    if matches!(name, "" | "." | "..") {
        return None;
    }
    let dots = name.split('/').any(|part| matches!(part, "." | ".."));
    Some(encoded(name, if dots { b"" } else { b"/" }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use reqwest::Url;

    fn on_the_wire(name: &str) -> String {
        let path = path_of(name).expect("a name");
        let url = Url::parse(&format!("https://a.example.com/c/{path}?x=1")).expect("an address");
        let path = url.path().strip_prefix("/c/").expect("the container");
        assert_eq!(url.query(), Some("x=1"));
        percent_decoded(path)
    }

    fn percent_decoded(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            if byte == b'%' {
                let digits = std::str::from_utf8(&after[..2]).expect("digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
                rest = &after[2..];
            } else {
                bytes.push(byte);
                rest = after;
            }
        }
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn awkward_names_stay_as_they_are() {
        for name in [
            "a/../b",
            "./a",
            "a/.",
            "../../a",
            "a//b",
            "/a",
            "a/",
            "#",
            "a?b=c",
            "100%",
            "%2e%2e/x",
            "x%2Fy",
            "..twodots",
            "trailing.dot.",
            "dot./x",
            "trailing ",
            " lead",
            "back\\slash",
            "..\\x",
            "tab\tx",
            "new\nline",
            "příliš/😀",
            "a+b&c=d;e",
            "...",
            "~`^|<>{}[]\"'",
        ] {
            assert_eq!(on_the_wire(name), name);
        }
    }

    #[test]
    fn names_no_address_can_hold_are_told() {
        for name in ["", ".", ".."] {
            assert_eq!(path_of(name), None);
        }
    }

    proptest! {
        #[test]
        fn any_name_stays_as_it_is(name in "([./\\\\%?# ]|\\PC|[\t\n\r]){1,30}") {
            prop_assume!(path_of(&name).is_some());
            prop_assert_eq!(on_the_wire(&name), name);
        }
    }
}
