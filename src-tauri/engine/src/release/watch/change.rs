use super::WatchPolicy;
use crate::desk::SiteState;
use crate::release::{PagePrint, Seen};
use std::time::Duration;

/// Looks in a row that must agree before they are taken for what the site is like.
const TO_KNOW: u32 = 2;

/// Whether the site became another one without going offline: its page is of another build
/// ([`PagePrint`]), or it answers as expected where it did not before.
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

#[derive(Clone, PartialEq, Eq)]
enum Face {
    Expected(Option<PagePrint>),
    Unexpected,
}

struct Row {
    face: Face,
    from: Duration,
    looks: u32,
}

impl Change {
    pub(super) fn see(&mut self, seen: &Seen, watched: Duration, policy: &WatchPolicy) {
        let face = match seen.sample.state {
            SiteState::AsExpected => Face::Expected(seen.page.clone()),
            SiteState::Unexpected => Face::Unexpected,
            SiteState::Offline | SiteState::Unknown => return,
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
        match &self.before {
            None if row.looks >= TO_KNOW => self.before = Some(row.face.clone()),
            Some(before) if *before != row.face && row.face != Face::Unexpected => {
                self.certain |= row.looks >= policy.steady_looks
                    && watched.saturating_sub(row.from) >= policy.steady_for;
            }
            _ => {}
        }
    }

    pub(super) fn was_not_watched(&mut self) {
        self.now = None;
    }

    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }
}
