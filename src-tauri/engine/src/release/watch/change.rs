use super::WatchPolicy;
use crate::desk::SiteState;
use crate::release::{Answering, PagePrint, Seen};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Looks in a row that must agree before they are taken for what the site is like.
const TO_KNOW: u32 = 2;

/// Whether the site became another one: its page is of another build ([`PagePrint`]), or it answers
/// as expected where it did not before.
///
/// A site that answers differently from look to look, as behind a test of two variants, never
/// agrees with itself long enough to be called changed.
#[derive(Default)]
pub(super) struct Change {
    /// What the site was like when the watch began.
    before: Option<Face>,
    now: Option<Row>,
    certain: bool,
}

/// What a site is like, as far as looks tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Face {
    Expected(Option<PagePrint>),
    Unexpected,
}

impl Face {
    /// One look is enough to know it: no variants of a page differ in what it says of its build.
    fn is_plain(&self) -> bool {
        match self {
            Self::Expected(page) => page.as_ref().is_some_and(PagePrint::names_its_build),
            Self::Unexpected => true,
        }
    }
}

struct Row {
    face: Face,
    from: Duration,
    looks: u32,
}

impl Change {
    /// Goes on from what the site was like before.
    pub(super) fn since(before: Option<Face>) -> Self {
        Self {
            before,
            ..Self::default()
        }
    }

    /// `after`: the site was offline in between, so this is not what it was like before.
    pub(super) fn see(
        &mut self,
        seen: &Seen,
        watched: Duration,
        policy: &WatchPolicy,
        after: bool,
    ) {
        let face = match seen.sample.state {
            SiteState::AsExpected => Face::Expected(seen.page.clone()),
            // An application in trouble may get over it by itself: that is no other one.
            SiteState::Unexpected if seen.sample.status.is_some_and(|status| status >= 500) => {
                self.now = None;
                return;
            }
            SiteState::Unexpected => Face::Unexpected,
            SiteState::Offline => {
                let last = self.now.take().map(|row| row.face);
                // There will be no second look at what was there before.
                if self.before.is_none() && !after {
                    self.before = last.filter(Face::is_plain);
                }
                return;
            }
            SiteState::Unknown => return,
        };
        match &mut self.now {
            Some(row) if row.face == face => row.looks += 1,
            now => {
                *now = Some(Row {
                    face,
                    from: watched,
                    looks: 1,
                })
            }
        }
        let Some(row) = &self.now else { return };
        let lasts = row.looks >= policy.steady_looks
            && watched.saturating_sub(row.from) >= policy.steady_for;
        if self.before.is_none() && row.looks >= TO_KNOW && !after {
            self.before = Some(row.face.clone());
        }
        self.certain = lasts && self.answering() == Answering::NewBuild;
    }

    pub(super) fn was_not_watched(&mut self) {
        self.now = None;
    }

    pub(super) fn before(&self) -> Option<&Face> {
        self.before.as_ref()
    }

    /// Another build answers, and has for long enough.
    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }

    /// Which build answers now.
    pub(super) fn answering(&self) -> Answering {
        let now = self.now.as_ref().filter(|row| row.looks >= TO_KNOW);
        match (&self.before, now.map(|row| &row.face)) {
            (Some(Face::Unexpected), Some(Face::Expected(_))) => Answering::NewBuild,
            (Some(Face::Expected(Some(before))), Some(Face::Expected(Some(now)))) => {
                before.beside(now)
            }
            _ => Answering::CannotBeTold,
        }
    }
}
