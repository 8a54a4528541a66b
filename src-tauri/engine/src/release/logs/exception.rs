//! Exceptions of .NET as they are written out: type, message, stack.

use super::safe::safe;
use std::collections::BTreeMap;

/// Characters of a type's name; longer ones are no names.
const LONGEST_TYPE: usize = 200;

/// An exception a line speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exception {
    /// With its namespace.
    pub type_name: String,
    /// Fit to be shown; empty where there is none on the line.
    pub message: String,
}

impl Exception {
    pub(super) fn params(&self) -> BTreeMap<String, String> {
        [("type", &self.type_name), ("message", &self.message)]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect()
    }
}

/// The first exception a line names with a message or an error number behind it, or that it ends
/// with.
pub(super) fn exception(text: &str) -> Option<Exception> {
    const ENDING: &str = "Exception";
    let mut from = 0;
    while let Some(found) = text[from..].find(ENDING) {
        let end = from + found + ENDING.len();
        from = end;
        let name = name_before(&text[..end]);
        if !is_type(name) {
            continue;
        }
        let rest = &text[end..];
        // `SqlException (0x80131904): …`
        let rest = match rest
            .strip_prefix(" (0x")
            .and_then(|code| {
                code.trim_start_matches(|c: char| c.is_ascii_hexdigit())
                    .split_at_checked(1)
            })
            .filter(|(closing, _)| *closing == ")")
        {
            Some((_, behind)) => behind,
            None => rest,
        };
        let message = match rest.strip_prefix(':') {
            Some(message) => safe(message),
            None if rest.trim().is_empty() => String::new(),
            None => continue,
        };
        return Some(Exception {
            type_name: name.to_owned(),
            message,
        });
    }
    None
}

/// A line of a stack: `   at CMS.Core.Init()`, or the end of an inner one.
pub(super) fn is_stack(line: &str) -> bool {
    let text = line.trim_start();
    let indented = text.len() < line.len();
    indented && (text.starts_with("at ") || text.starts_with("--- End of "))
}

fn name_before(text: &str) -> &str {
    let in_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '`');
    let start = text
        .char_indices()
        .rev()
        // One more than a name has, so that a longer one is seen to be none.
        .take(LONGEST_TYPE + 1)
        .take_while(|(_, c)| in_name(*c))
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// At least a namespace and a name, each beginning with a letter.
fn is_type(name: &str) -> bool {
    let mut parts = name.split('.');
    name.len() <= LONGEST_TYPE
        && name.contains('.')
        && parts.all(|part| part.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<(String, String)> {
        exception(line).map(|found| (found.type_name, found.message))
    }

    #[test]
    fn an_exception_is_told_by_type_and_message() {
        for (line, type_name, message) in [
            (
                "Unhandled exception. System.InvalidOperationException: No service for type.",
                "System.InvalidOperationException",
                "No service for type.",
            ),
            (
                " ---> Microsoft.Data.SqlClient.SqlException (0x80131904): Invalid column name 'X'.",
                "Microsoft.Data.SqlClient.SqlException",
                "Invalid column name 'X'.",
            ),
            ("CMS.Base.CMSException", "CMS.Base.CMSException", ""),
            (
                "It broke: CMS.DataEngine.Outer+InnerException: token=abcdef123",
                "CMS.DataEngine.Outer+InnerException",
                "token=***",
            ),
        ] {
            let found = told(line).expect("it is one");
            assert_eq!(found, (type_name.to_owned(), message.to_owned()), "{line}");
        }
    }

    #[test]
    fn words_that_only_end_like_one_are_none() {
        for line in [
            "An Exception: of the rule",
            "Exception",
            "catch (System.Exception ex)",
            "   at System.Exception.ToString()",
            "1.2.Exception: no",
            "...Exception: no",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_of_nothing_but_names_is_read_in_time() {
        for line in [
            "Exception".repeat(50_000),
            "A.Exception (0x".repeat(40_000),
            "A.Exception ".repeat(40_000) + "and more",
        ] {
            assert_eq!(told(&line), None);
        }
    }

    #[test]
    fn a_stack_is_told_by_its_lines() {
        assert!(is_stack("   at CMS.Core.Init() in C:\\x.cs:line 3"));
        assert!(is_stack("   --- End of inner exception stack trace ---"));
        assert!(!is_stack("at noon"));
        assert!(!is_stack("   attempt 2"));
    }
}
