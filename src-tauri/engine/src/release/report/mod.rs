//! Documents about a release, for people who were not there: the readiness review of one stage,
//! frozen as it stood, and the report of the whole release.
//!
//! Both are pages that stand alone and print well; the words come from a [`Catalog`], names and
//! texts of people are escaped. What nobody measured is said to be not measured.

mod charts;
mod ending;
mod logs;
mod measured;
mod paper;
mod plan;
mod review;
mod say;
mod stage;
#[cfg(test)]
mod tests;
mod whole;

pub use paper::{FrozenReview, ReleaseHead, ReleasePaper, ReviewPaper, StagePaper, Watched};

use crate::package::note::{Speaker, page, plain};
use crate::words::Catalog;

/// A frozen review as one HTML page.
pub fn review_page(review: &FrozenReview, words: &Catalog) -> String {
    let say = Speaker(words);
    page(&review::blocks(review, &say), &say.say("paper.language"))
}

/// A frozen review as Markdown (CommonMark with tables).
pub fn review_markdown(review: &FrozenReview, words: &Catalog) -> String {
    plain(&review::blocks(review, &Speaker(words)))
}

/// A release as one HTML page, its charts in it.
pub fn release_page(paper: &ReleasePaper, words: &Catalog) -> String {
    let say = Speaker(words);
    page(&whole::blocks(paper, &say), &say.say("paper.language"))
}
