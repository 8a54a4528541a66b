//! Links in whatever was pasted: in quotes, broken over lines, several in any order.

use super::link::{SasLink, SasTrouble};
use super::percent::decoded;

/// A link is broken over no more pieces than this.
const MOST_PIECES: usize = 40;

/// All links of a text, in order. Empty if it holds none; what looks like a link and is none says
/// why.
pub fn links_in(text: &str) -> Vec<Result<SasLink, SasTrouble>> {
    let text = without_disguise(text);
    let starts: Vec<usize> = starts_of_addresses(&text);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| first_link(&text[*start..end]))
        .collect()
}

/// As programs, mails and chats disguise a link.
fn without_disguise(text: &str) -> String {
    let mut text: String = text
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}'
            )
        })
        .collect();
    for (disguise, plain) in [("&amp;", "&"), ("\\u0026", "&"), ("\\/", "/")] {
        text = text.replace(disguise, plain);
    }
    let folded = text.to_ascii_lowercase();
    if !folded.contains("://") && folded.contains("%3a%2f%2f") {
        return decoded(&text).unwrap_or(text);
    }
    text
}

fn starts_of_addresses(text: &str) -> Vec<usize> {
    let folded = text.to_ascii_lowercase();
    let mut starts: Vec<usize> = ["https://", "http://"]
        .iter()
        .flat_map(|scheme| folded.match_indices(scheme).map(|(at, _)| at))
        .collect();
    starts.sort_unstable();
    starts
}

/// The link `text` begins with. What follows a break belongs to it only as long as it is not whole:
/// the first stretch that makes a whole link is it.
fn first_link(text: &str) -> Result<SasLink, SasTrouble> {
    let end = text.find(ends_a_link).unwrap_or(text.len());
    let pieces: Vec<&str> = text[..end].split_whitespace().take(MOST_PIECES).collect();
    let mut joined = String::new();
    let mut nearest = Err(SasTrouble::NoLink);
    for (at, piece) in pieces.iter().enumerate() {
        joined.push_str(piece);
        let read = SasLink::read(joined.trim_end_matches([',', ';', '.', ')']));
        let goes_on = pieces
            .get(at + 1)
            .is_some_and(|next| next.starts_with(['&', '%', '=']));
        if let Ok(link) = &read
            && !goes_on
            && link.looks_whole(&joined)
        {
            return read;
        }
        nearest = match (nearest, read) {
            // A link without an expiry is still a link; words after it must not spoil it.
            (Ok(link), _) => Ok(link),
            (Err(_), read) if at == 0 || read.is_ok() => read,
            (earlier, _) => earlier,
        };
    }
    nearest
}

fn ends_a_link(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '<' | '>' | '`' | '|' | '{' | '}' | '«' | '»' | '“' | '”' | '„' | '‘' | '’'
    )
}
