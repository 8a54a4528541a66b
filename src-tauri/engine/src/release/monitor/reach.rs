//! Whether this computer gets out at all.

use super::super::probe::{Look, LookBecause};
use crate::units::Moment;
use std::collections::BTreeSet;
use std::time::Duration;

/// Tells a site that cannot be found from a computer without a network: as long as any probe gets
/// an answer, a name that does not resolve is the site's trouble; when none does, it is nobody's.
#[derive(Debug, Default)]
pub(super) struct GettingOut {
    /// Looks in a row that say nothing about any site.
    in_vain: Option<InVain>,
}

#[derive(Debug)]
struct InVain {
    at: Moment,
    watched: Duration,
    probes: BTreeSet<String>,
    /// To be counted after all if it turns out that others get out.
    doubtful: Vec<Look>,
    is_gap: bool,
}

/// What a look means once it is known whether anybody gets out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    /// To be counted now.
    pub counted: Vec<Look>,
    /// There has been no network since then; it was noticed only now.
    pub no_network_since: Option<(Moment, Duration)>,
}

impl GettingOut {
    pub(super) fn hear(
        &mut self,
        look: &Look,
        at: Moment,
        watched: Duration,
        probes: usize,
    ) -> Heard {
        if look.because.is_about_the_site() {
            let before = self.in_vain.take().filter(|before| !before.is_gap);
            let mut counted = before.map_or_else(Vec::new, |before| before.doubtful);
            counted.push(look.clone());
            return Heard {
                counted,
                no_network_since: None,
            };
        }
        let in_vain = self.in_vain.get_or_insert_with(|| InVain {
            at,
            watched,
            probes: BTreeSet::new(),
            doubtful: Vec::new(),
            is_gap: false,
        });
        in_vain.probes.insert(look.probe_id.clone());
        if look.because == LookBecause::NotResolved && !in_vain.is_gap {
            in_vain.doubtful.push(look.clone());
        }
        let noticed = !in_vain.is_gap && in_vain.probes.len() >= probes;
        if noticed {
            in_vain.is_gap = true;
            in_vain.doubtful.clear();
        }
        Heard {
            counted: Vec::new(),
            no_network_since: noticed.then_some((in_vain.at, in_vain.watched)),
        }
    }

    /// Since when there has been no network, while there is none.
    pub(super) fn cut_off_since(&self) -> Option<Moment> {
        let in_vain = self.in_vain.as_ref().filter(|it| it.is_gap);
        in_vain.map(|it| it.at)
    }

    /// The computer slept: what was in vain before it says nothing about now.
    pub(super) fn forget(&mut self) {
        self.in_vain = None;
    }
}
