//! C# as text, with comments and literals respected: what is commented out does not run, and what
//! stands between quotes is not code.

use crate::package::content::text::{excerpt, line_around, line_at};
use crate::package::report::Evidence;
use std::ops::Range;

/// Blocks around a place that are looked at, and bytes of a condition: code has fewer, and each
/// costs a way through the file.
const MOST_AROUND: usize = 64;
const LONGEST_CONDITION: usize = 4_000;

/// A source file with everything that is no code blanked out, byte for byte.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the folder.
    pub path: String,
    pub text: String,
    /// As long as `text`.
    code: String,
}

impl Source {
    pub fn new(path: &str, text: String) -> Self {
        let code = code_of(&text);
        Self {
            path: path.to_owned(),
            text,
            code,
        }
    }

    /// Where a method is called on something: `.Name(` or `.Name<T>(`.
    pub fn calls(&self, name: &str) -> Vec<usize> {
        self.names(name)
            .filter(|at| {
                let before = self.code[..*at].trim_end();
                let after = self.code[*at + name.len()..].trim_start();
                before.ends_with('.') && (after.starts_with('(') || after.starts_with('<'))
            })
            .collect()
    }

    /// Where an identifier stands in the code.
    pub fn names(&self, name: &str) -> impl Iterator<Item = usize> {
        let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .match_indices(name)
            .map(|(at, _)| at)
            .filter(move |at| {
                let before = self.code[..*at].chars().next_back();
                let after = self.code[*at + name.len()..].chars().next();
                !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The conditions of all `if`s around a place, as they are written, innermost first; an `else`
    /// gives the condition it contradicts with a `!` before it.
    pub fn conditions_around(&self, at: usize) -> Vec<String> {
        let mut conditions = Vec::new();
        let mut at = at;
        for _ in 0..MOST_AROUND {
            let start = self.statement_start(at);
            conditions.extend(self.condition_of(start..at));
            // The block this statement stands in, if any.
            let Some(block) = self.enclosing_block(start) else {
                return conditions;
            };
            at = block;
        }
        conditions
    }

    pub fn place(&self, at: usize) -> Evidence {
        Evidence {
            entry: self.path.clone(),
            line: Some(line_at(&self.text, at)),
            excerpt: Some(excerpt(&crate::secret::redact(line_around(&self.text, at)))),
        }
    }

    /// After the last `;`, `{` or `}` before a place.
    fn statement_start(&self, at: usize) -> usize {
        let mut nested = 0_u32;
        for (index, byte) in self.code.as_bytes()[..at].iter().enumerate().rev() {
            match byte {
                b')' => nested += 1,
                b'(' => nested = nested.saturating_sub(1),
                b';' | b'{' | b'}' if nested == 0 => return index + 1,
                _ => {}
            }
        }
        0
    }

    /// Where the innermost block around a place is opened.
    fn enclosing_block(&self, at: usize) -> Option<usize> {
        let mut closed = 0_u32;
        for (index, byte) in self.code.as_bytes()[..at].iter().enumerate().rev() {
            match byte {
                b'}' => closed += 1,
                b'{' if closed == 0 => return Some(index),
                b'{' => closed -= 1,
                _ => {}
            }
        }
        None
    }

    /// The condition of the `if` or `else` that `head` is.
    fn condition_of(&self, head: Range<usize>) -> Option<String> {
        let code = self.code[head.clone()].trim_start();
        match code.strip_prefix("else") {
            Some(rest) if !rest.trim_start().starts_with("if") => {
                let condition = self.condition_before(head.end - code.len())?;
                Some(format!("!({condition})"))
            }
            _ => self.condition_in(head),
        }
    }

    /// The condition of the `if` or `else if` whose block ends right before an `else`.
    fn condition_before(&self, at: usize) -> Option<String> {
        let end = self.code[..at].trim_end();
        let block = self.enclosing_block(end.strip_suffix('}')?.len())?;
        self.condition_in(self.statement_start(block)..block)
    }

    /// What stands between the brackets of the `if` or `else if` that `head` is.
    fn condition_in(&self, head: Range<usize>) -> Option<String> {
        let code = self.code[head.clone()].trim_start();
        let code = code.strip_prefix("else").map_or(code, str::trim_start);
        let rest = code.strip_prefix("if")?.trim_start();
        if !rest.starts_with('(') {
            return None;
        }
        let open = head.end - rest.len();
        let condition = &self.text[open + 1..self.closing(open)?];
        Some(condition.trim().to_owned())
    }

    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0_u32;
        let code = self.code.as_bytes()[open..].iter().take(LONGEST_CONDITION);
        for (index, byte) in code.enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(open + index);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// The text with comments and literals blanked out; line ends stay.
fn code_of(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = match not_code(&bytes[at..]) {
            Some(length) => (at + length).min(bytes.len()),
            None => {
                // Marks without a string behind them are no beginning of one, wherever one starts.
                at += marks(&bytes[at..]).max(1);
                continue;
            }
        };
        for byte in &mut code[at..end] {
            if !matches!(*byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
        at = end;
    }
    blank_disabled(text, &mut code);
    // Whole characters were blanked or none, so this loses nothing.
    String::from_utf8_lossy(&code).into_owned()
}

/// Length of the comment or literal that starts here.
fn not_code(rest: &[u8]) -> Option<usize> {
    let line = |rest: &[u8]| rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    match rest {
        [b'/', b'/', ..] => Some(line(rest)),
        [b'/', b'*', inner @ ..] => Some(2 + find(inner, b"*/").map_or(inner.len(), |at| at + 2)),
        [b'\'', ..] => character(rest),
        [b'"' | b'$' | b'@', ..] => string(rest),
        _ => None,
    }
}

fn character(rest: &[u8]) -> Option<usize> {
    let (mut at, escaped) = (1, rest.get(1) == Some(&b'\\'));
    if escaped {
        at += 2;
    }
    // Longer than any character or escape: a stray quote.
    let end = rest.iter().skip(at).take(12).position(|b| *b == b'\'')?;
    Some(at + end + 1)
}

/// Plain, verbatim, interpolated and raw strings alike; what an interpolated one fills in is
/// blanked with the rest.
fn string(rest: &[u8]) -> Option<usize> {
    let marks = marks(rest);
    let quotes = rest[marks..].iter().take_while(|b| **b == b'"').count();
    if quotes == 0 {
        return None;
    }
    let start = marks + quotes;
    if quotes >= 3 {
        return Some(fence_end(&rest[start..], quotes).map_or(rest.len(), |end| start + end));
    }
    if quotes == 2 {
        return Some(start);
    }
    let verbatim = rest[..marks].contains(&b'@');
    let mut at = start;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if !verbatim => at += 1,
            b'"' if verbatim && rest.get(at + 1) == Some(&b'"') => at += 1,
            b'"' => return Some(at + 1),
            // A plain string ends with its line; this one was never closed.
            b'\n' if !verbatim => return Some(at),
            _ => {}
        }
        at += 1;
    }
    Some(rest.len())
}

fn marks(rest: &[u8]) -> usize {
    rest.iter().take_while(|b| matches!(b, b'$' | b'@')).count()
}

/// Behind the first run of so many quotes.
fn fence_end(text: &[u8], quotes: usize) -> Option<usize> {
    let mut run = 0;
    text.iter()
        .position(|byte| {
            run = if *byte == b'"' { run + 1 } else { 0 };
            run == quotes
        })
        .map(|at| at + 1)
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|part| part == needle)
}

/// What stands between `#if false` and its end is not compiled either.
fn blank_disabled(text: &str, code: &mut [u8]) {
    let mut at = 0;
    let (mut depth, mut disabled) = (0_u32, None);
    for line in text.split_inclusive('\n') {
        let directive = line.trim_start().strip_prefix('#').map(str::trim);
        match directive {
            Some(rest) if rest.starts_with("if") => {
                depth += 1;
                if disabled.is_none() && rest[2..].trim() == "false" {
                    disabled = Some(depth);
                }
            }
            Some(rest) if rest.starts_with("endif") => {
                if disabled == Some(depth) {
                    disabled = None;
                }
                depth = depth.saturating_sub(1);
            }
            Some(rest) if rest.starts_with("el") && disabled == Some(depth) => disabled = None,
            None if disabled.is_some() => {
                for byte in &mut code[at..at + line.len()] {
                    if !matches!(*byte, b'\n' | b'\r') {
                        *byte = b' ';
                    }
                }
            }
            _ => {}
        }
        at += line.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("Program.cs", text.to_owned())
    }

    fn lines(text: &str, call: &str) -> Vec<Option<u32>> {
        let source = source(text);
        source
            .calls(call)
            .into_iter()
            .map(|at| source.place(at).line)
            .collect()
    }

    #[test]
    fn a_call_that_is_commented_out_does_not_count() {
        let text = "// app.UseKenticoCloud();\n/* app.UseKenticoCloud();\n app.UseKenticoCloud(); */\n\
                    /// <c>app.UseKenticoCloud();</c>\napp\n  .UseKenticoCloud ( );";
        assert_eq!(lines(text, "UseKenticoCloud"), [Some(6)]);
    }

    #[test]
    fn a_call_between_quotes_does_not_count() {
        let text = r####"var a = "x.Use(\".Use("; var b = @"c:\"; x.Use();
var c = $"{y} .Use("; var d = '"'; x.Use();
var e = """
  x.Use();
  "still" text
  """; x.Use(); var f = @"two "" x.Use()"; x.Use(); var g = ""; x.Use();"####;
        assert_eq!(
            lines(text, "Use"),
            [Some(1), Some(2), Some(6), Some(6), Some(6)]
        );
    }

    #[test]
    fn a_definition_and_a_longer_name_are_no_calls() {
        let text = "static void Use(this X x) {}\nx.UseAll();\nx.Use<Y>();\nReUse.Use2();";
        assert_eq!(lines(text, "Use"), [Some(3)]);
    }

    #[test]
    fn what_is_not_compiled_does_not_count() {
        let text = "#if false\nx.Use();\n#else\nx.Use();\n#endif\n#if DEBUG\nx.Use();\n#endif";
        assert_eq!(lines(text, "Use"), [Some(4), Some(7)]);
    }

    #[test]
    fn conditions_are_found_with_and_without_braces() {
        let around = |text: &str| {
            let source = source(text);
            let at = source.calls("Use")[0];
            source.conditions_around(at)
        };
        assert_eq!(
            around("if (env.IsQa() || env.IsEnvironment(\"X\"))\n{\n  if (a) { x.Use(); }\n}"),
            ["a", "env.IsQa() || env.IsEnvironment(\"X\")"]
        );
        assert_eq!(around("if (a)\n  x.Use();"), ["a"]);
        assert_eq!(around("if (a) { y(); } x.Use();"), Vec::<String>::new());
        assert_eq!(around("if (a) { y(); } else { x.Use(); }"), ["!(a)"]);
        assert_eq!(around("if (a) {} else if (b) { x.Use(); }"), ["b"]);
        assert_eq!(around("void M() { x.Use(); }"), Vec::<String>::new());
    }

    #[test]
    fn text_that_makes_endless_work_is_read_in_time() {
        let fences: String = (0..900).rev().map(|run| "\"".repeat(run) + "x").collect();
        for text in [
            "$".repeat(1_000_000),
            "@$".repeat(500_000),
            "\"".repeat(1_000) + &fences,
            "if({".repeat(200_000) + "x.Use()",
            "if(a){".repeat(100_000) + "x.Use()",
            "else{}".repeat(100_000) + "else{x.Use()",
        ] {
            let source = source(&text);
            for at in source.calls("Use") {
                assert!(source.conditions_around(at).len() <= MOST_AROUND);
            }
            assert_eq!(source.code.len(), text.len());
        }
    }

    #[test]
    fn no_text_makes_it_stumble() {
        for text in [
            "'",
            "\"",
            "@\"",
            "\"\"\"",
            "/*",
            "$@\"{",
            "#if",
            "é'é",
            "if (x.Use(",
            "}}}x.Use()",
        ] {
            let source = source(text);
            for at in source.calls("Use") {
                source.conditions_around(at);
            }
            assert_eq!(source.code.len(), text.len(), "{text}");
        }
    }
}
