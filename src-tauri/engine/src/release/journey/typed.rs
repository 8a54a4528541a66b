//! What people type, brought into shape.

use super::Refusal;

/// As much as anybody writes into one field; a release is read and written as a whole.
const LONGEST: usize = 4_000;

/// Text that may be empty.
pub(super) fn note(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    match text.chars().count() <= LONGEST {
        true => Ok(text.to_owned()),
        false => Err(Refusal::TooLong),
    }
}

/// Text that says something.
pub(super) fn said(text: &str) -> Result<String, Refusal> {
    match note(text)? {
        empty if empty.is_empty() => Err(Refusal::TextMissing),
        text => Ok(text),
    }
}

/// A reason somebody will read later.
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    match note(text)? {
        empty if empty.is_empty() => Err(Refusal::ReasonMissing),
        text => Ok(text),
    }
}

/// A name that stands behind something.
pub(super) fn name(text: &str) -> Result<String, Refusal> {
    match note(text)? {
        empty if empty.is_empty() => Err(Refusal::PersonMissing),
        name => Ok(name),
    }
}

/// Nothing, where nothing was typed.
pub(super) fn optional(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = note(text.unwrap_or_default())?;
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// Whether two names are of one person, however they were typed.
pub(super) fn same_person(a: &str, b: &str) -> bool {
    let folded = |name: &str| {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    folded(a) == folded(b)
}
