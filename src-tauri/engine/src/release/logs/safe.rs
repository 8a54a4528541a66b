//! Lines of a log as they may be kept and shown: without secrets, and without what tells of a
//! person (addresses of e-mail, of computers, names of accounts in paths).

use crate::package::content_text::shortened;
use crate::secret::redact;

const MASK: &str = "***";
/// Characters of a line that is shown.
const LINE: usize = 300;

/// A line fit to be kept and shown.
pub(super) fn safe(line: &str) -> String {
    let without_secrets = redact(line);
    let words: Vec<String> = without_accounts(&without_secrets)
        .split(' ')
        .map(|word| without_address(word).unwrap_or_else(|| word.to_owned()))
        .collect();
    shortened(&without_computers(&words.join(" ")), LINE)
}

/// `C:\Users\name\…`, `/home/name/…`
fn without_accounts(line: &str) -> String {
    let mut text = line.to_owned();
    for folder in ["\\Users\\", "/Users/", "/home/"] {
        let mut kept = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(folder) {
            kept.push_str(before);
            kept.push_str(folder);
            kept.push_str(MASK);
            let end = after
                .find(['\\', '/', '\'', '"', ':'])
                .unwrap_or(after.len());
            rest = &after[end..];
        }
        kept.push_str(rest);
        text = kept;
    }
    text
}

/// A word with addresses of e-mail in it, without them.
fn without_address(word: &str) -> Option<String> {
    let mut kept = String::new();
    let mut rest = word;
    while let Some((address, behind)) = next_address(rest) {
        kept.push_str(&rest[..address]);
        kept.push_str(MASK);
        rest = behind;
    }
    let any = rest.len() < word.len();
    any.then(|| kept + rest)
}

/// Where the address at the first `@` begins, and what follows it.
fn next_address(word: &str) -> Option<(usize, &str)> {
    let at = word.find('@').filter(|at| *at > 0)?;
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let before = &word[..at];
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| in_name(*c))
        .last()?
        .0;
    let after = &word[at + 1..];
    let length = after
        .char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
        .map_or(after.len(), |(end, _)| end);
    let host = after[..length].trim_end_matches('.');
    host.contains('.').then(|| (start, &after[host.len()..]))
}

/// Four numbers are an address unless they are called a version.
fn without_computers(line: &str) -> String {
    let mut kept = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let length = rest[start..]
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len() - start);
        let (before, number) = (&rest[..start], &rest[start..start + length]);
        kept.push_str(before);
        let whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let address = number.trim_end_matches('.');
        if whole && is_address(address) && !is_called_version(&kept) {
            kept.push_str(MASK);
            kept.push_str(&number[address.len()..]);
        } else {
            kept.push_str(number);
        }
        rest = &rest[start + length..];
    }
    kept.push_str(rest);
    kept
}

fn is_address(number: &str) -> bool {
    number.parse::<std::net::Ipv4Addr>().is_ok()
}

fn is_called_version(before: &str) -> bool {
    let at = before.ceil_char_boundary(before.len().saturating_sub(12));
    before[at..].to_ascii_lowercase().contains("version")
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn secrets_are_taken_out() {
        for (line, secret) in [
            (
                "GET https://x.blob.core.windows.net/c?sv=1&sig=abcDEF123456%3D",
                "abcDEF",
            ),
            ("Server=db;Password=hunter2 hunter3;Encrypt=True", "hunter"),
            ("Authorization: Bearer eyJhbGciOi.J9.x", "eyJ"),
        ] {
            assert!(!safe(line).contains(secret), "{}", safe(line));
        }
    }

    #[test]
    fn a_word_of_nothing_but_addresses_does_not_fill_the_stack() {
        let line = "a@b.cz;".repeat(200_000);
        assert!(safe(&line).starts_with("***;***;"));
    }

    #[test]
    fn what_tells_of_a_person_is_taken_out_and_the_rest_stays() {
        for (line, kept) in [
            (
                "Mail to <anna.nova+x@agency.example>, bob@b.cz;c@d.eu.",
                "Mail to <***>, ***;***.",
            ),
            (
                r"in C:\Users\anna.nova\src\Program.cs:line 12",
                r"in C:\Users\***\src\Program.cs:line 12",
            ),
            ("at /home/anna/app", "at /home/***/app"),
            (
                "Client with IP address '20.31.4.5' is not allowed",
                "Client with IP address '***' is not allowed",
            ),
            (
                "Kentico.Xperience.Core, Version=31.6.2.0, Culture=neutral",
                "Kentico.Xperience.Core, Version=31.6.2.0, Culture=neutral",
            ),
            (
                "build 1.0.0-202607171957 took 20.5 s",
                "build 1.0.0-202607171957 took 20.5 s",
            ),
            ("an @ alone, a@b and @media", "an @ alone, a@b and @media"),
        ] {
            assert_eq!(safe(line), kept);
        }
    }
}
