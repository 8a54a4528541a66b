//! A comparison as a release note for people: Markdown, and a page of HTML that stands alone and
//! prints well. The words come from a [`Catalog`]; the structure is here.

mod blocks;
mod chart;
mod html;
mod markdown;
mod sections;
#[cfg(test)]
mod tests;

use super::compare::Comparison;
use crate::words::Catalog;
pub(crate) use blocks::{Block, Item, Speaker, written};
pub(crate) use chart::{Chart, Line, Stroke};
pub(crate) use html::render as page;
pub(crate) use markdown::render as plain;

/// The note as Markdown (CommonMark with tables). Names out of the packages are escaped: they are
/// text, whatever they look like.
pub fn markdown(comparison: &Comparison, words: &Catalog) -> String {
    markdown::render(&sections::blocks(comparison, &Speaker(words)))
}

/// The note as one HTML page without anything beside it: no script, no picture, no address. Names
/// out of the packages are escaped.
pub fn html(comparison: &Comparison, words: &Catalog) -> String {
    let speaker = Speaker(words);
    html::render(
        &sections::blocks(comparison, &speaker),
        &speaker.say("note.language"),
    )
}
