//! What a line of a log is by its form: the common ones of .NET applications (Serilog, the console
//! logger), of build pipelines, and of the Portal's deployments.

/// How a line is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// Also what is said for developers only.
    Info,
    Warning,
    Error,
}

/// A line taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape<'l> {
    pub level: Option<Level>,
    /// A section of a pipeline begins or ends here.
    pub section: Option<Section<'l>>,
    /// Begins with the time of day it was written.
    pub timed: bool,
    /// What it says, behind time and level.
    pub text: &'l str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section<'l> {
    Starting(&'l str),
    Finishing(&'l str),
}

impl Shape<'_> {
    /// Whether the line has a form that only logs have.
    pub(super) fn is_known(&self) -> bool {
        self.timed || self.level.is_some()
    }
}

pub(super) fn shape(line: &str) -> Shape<'_> {
    let line = line.trim_start();
    let (timed, rest) = match behind_time(line) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, line),
    };
    if let Some(shape) = pipeline(rest, timed) {
        return shape;
    }
    let (level, text) = level(rest, timed);
    Shape {
        level,
        section: None,
        // `[19:57:00 INF]` has both in one bracket.
        timed: timed || (level.is_some() && rest.starts_with('[') && bracket_time(rest)),
        text: text.trim_start(),
    }
}

/// `##[section]Starting: …`, `##[error]…`
fn pipeline(rest: &str, timed: bool) -> Option<Shape<'_>> {
    let (kind, text) = rest.strip_prefix("##[")?.split_once(']')?;
    let level = match kind {
        "error" => Some(Level::Error),
        "warning" => Some(Level::Warning),
        "section" | "command" | "debug" | "group" | "endgroup" => Some(Level::Info),
        _ => return None,
    };
    let section = (kind == "section").then(|| {
        let starting = text.strip_prefix("Starting: ").map(Section::Starting);
        starting.or_else(|| text.strip_prefix("Finishing: ").map(Section::Finishing))
    });
    Some(Shape {
        level,
        section: section.flatten(),
        timed,
        text,
    })
}

fn level(rest: &str, timed: bool) -> (Option<Level>, &str) {
    if let Some((mark, text)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let word = mark.rsplit(' ').next().unwrap_or(mark);
        let only_time_before = mark.len() == word.len() || bracket_time(rest);
        if let Some(level) = of_word(word).filter(|_| only_time_before) {
            return (Some(level), text);
        }
    }
    // `fail: Category[13]`, the console logger of .NET.
    if let Some((word, text)) = rest.split_once(':')
        && let Some(level) = of_console(word)
    {
        return (Some(level), text);
    }
    // `2026-07-17 19:57:00 ERROR …`: without a time it could be any word of a sentence.
    let (word, text) = rest.split_once(' ').unwrap_or((rest, ""));
    match of_word(word.trim_end_matches(':')).filter(|_| timed) {
        Some(level) => (Some(level), text),
        None => (None, rest),
    }
}

fn of_word(word: &str) -> Option<Level> {
    match word.to_ascii_lowercase().as_str() {
        "inf" | "info" | "information" | "dbg" | "debug" | "vrb" | "verbose" | "trc" | "trace" => {
            Some(Level::Info)
        }
        "wrn" | "warn" | "warning" => Some(Level::Warning),
        "err" | "error" | "ftl" | "fatal" | "crit" | "critical" => Some(Level::Error),
        _ => None,
    }
}

fn of_console(word: &str) -> Option<Level> {
    match word {
        "info" | "dbug" | "trce" => Some(Level::Info),
        "warn" => Some(Level::Warning),
        "fail" | "crit" => Some(Level::Error),
        _ => None,
    }
}

fn bracket_time(rest: &str) -> bool {
    let inside = rest.strip_prefix('[').unwrap_or(rest).as_bytes();
    inside.len() > 8
        && (is_like(&inside[..8], b"00:00:00")
            || (inside.len() > 10 && is_like(&inside[..10], b"0000-00-00")))
}

/// What follows `2026-07-17T19:57:00.123Z`, with a space instead of the T, with or without
/// fraction and zone, bare or in brackets.
fn behind_time(line: &str) -> Option<&str> {
    let bare = line.strip_prefix('[').unwrap_or(line);
    let bytes = bare.as_bytes();
    if bytes.len() < 19
        || !is_like(&bytes[..10], b"0000-00-00")
        || !matches!(bytes[10], b'T' | b' ')
        || !is_like(&bytes[11..19], b"00:00:00")
    {
        return None;
    }
    let mut rest = &bare[19..];
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    rest = rest.strip_prefix('Z').unwrap_or(rest);
    let zone = rest.strip_prefix(' ').unwrap_or(rest);
    if let Some(zone) = zone.strip_prefix(['+', '-'])
        && zone.len() >= 5
        && is_like(&zone.as_bytes()[..5], b"00:00")
    {
        rest = &zone[5..];
    }
    if line.len() == bare.len() {
        return Some(rest);
    }
    // `[2026-07-17 19:57:00 INF] …` is taken apart where the level is looked for.
    rest.strip_prefix(']')
}

/// Digits where the pattern has a zero, and otherwise the same.
fn is_like(bytes: &[u8], pattern: &[u8]) -> bool {
    bytes.len() == pattern.len()
        && bytes.iter().zip(pattern).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            like => byte == like,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_of_logs_are_told_apart() {
        use Level::{Error, Info, Warning};
        for (line, level, text) in [
            (
                "2026-07-17T19:57:00.000Z [INF] Checking.",
                Some(Info),
                "Checking.",
            ),
            (
                "2026-07-17 19:57:00.123 +02:00 [ERR] It broke",
                Some(Error),
                "It broke",
            ),
            (
                "2026-07-17T19:57:00.1234567Z ##[error]It broke",
                Some(Error),
                "It broke",
            ),
            ("[19:57:00 WRN] Slow", Some(Warning), "Slow"),
            ("[2026-07-17 19:57:00 FTL] Gone", Some(Error), "Gone"),
            ("[2026-07-17 19:57:00] Started", None, "Started"),
            (
                "2026-07-17 19:57:00,123 ERROR It broke",
                Some(Error),
                "It broke",
            ),
            (
                "fail: Microsoft.Hosting[11]",
                Some(Error),
                "Microsoft.Hosting[11]",
            ),
            ("info: CMS[0]", Some(Info), "CMS[0]"),
            ("Error is a word", None, "Error is a word"),
            ("[note] of somebody", None, "[note] of somebody"),
            ("   at CMS.Core.Init()", None, "at CMS.Core.Init()"),
            ("2026-07-17", None, "2026-07-17"),
            ("2026-07-17T19:57:00é", None, "é"),
        ] {
            let found = shape(line);
            assert_eq!((found.level, found.text), (level, text), "{line}");
        }
    }

    #[test]
    fn a_pipeline_says_where_a_section_begins_and_ends() {
        let line = "2026-07-17T19:57:00.1234567Z ##[section]Starting: Restore objects";
        assert_eq!(
            shape(line).section,
            Some(Section::Starting("Restore objects"))
        );
        let line = "##[section]Finishing: Restore objects";
        assert_eq!(
            shape(line).section,
            Some(Section::Finishing("Restore objects"))
        );
        assert_eq!(shape("##[section]Async Command Start").section, None);
        assert_eq!(shape("##[nothing]known").level, None);
    }

    #[test]
    fn only_time_or_level_make_a_line_one_of_a_log() {
        for known in ["2026-07-17 19:57:00 Started", "[19:57:00 INF] a", "warn: b"] {
            assert!(shape(known).is_known(), "{known}");
        }
        for other in ["Dear colleagues,", "[x] done", "{\"level\": \"error\"}", ""] {
            assert!(!shape(other).is_known(), "{other}");
        }
    }
}
