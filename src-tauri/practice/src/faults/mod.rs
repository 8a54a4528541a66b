//! Faults on demand. Ordered from Rust here or over HTTP by the control calls; both do the same.

mod meet;
mod rule;

pub use rule::{Effect, FaultRule, Odds, SiteTrouble};

pub(crate) use meet::{Peer, Place, meet};

use crate::project::{Breakdown, Flaw, ProjectState};
use crate::site::SiteSetup;
use serde::Serialize;
use slipway_engine::project::EnvKey;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The Portal's name as a place; sites go by their environment's key.
pub(crate) const PORTAL: &str = "portal";

/// The name of Application Insights as a place.
pub(crate) const INSIGHTS: &str = "insights";

/// The storage's name as a place.
pub(crate) const STORAGE: &str = "storage";

/// The faults of one practice world.
pub struct Faults {
    ordered: Mutex<Ordered>,
    project: Arc<Mutex<ProjectState>>,
}

#[derive(Default)]
struct Ordered {
    last_id: u64,
    rules: Vec<ArmedFault>,
    maintenance: bool,
    sites: BTreeMap<String, SiteTrouble>,
    setups: BTreeMap<String, SiteSetup>,
}

/// A rule with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArmedFault {
    pub id: u64,
    pub rule: FaultRule,
    /// Requests that matched so far, harmed or not.
    pub matched: u32,
    /// Requests that will still meet it.
    pub left: u32,
}

impl Faults {
    pub(crate) fn new(project: Arc<Mutex<ProjectState>>) -> Self {
        Self {
            ordered: Mutex::default(),
            project,
        }
    }

    /// Orders a fault; the first rule that matches a request is the one it meets.
    pub fn arm(&self, rule: FaultRule) -> u64 {
        let mut ordered = self.ordered();
        ordered.last_id += 1;
        let id = ordered.last_id;
        let left = rule.times;
        ordered.rules.push(ArmedFault {
            id,
            rule,
            matched: 0,
            left,
        });
        id
    }

    /// Every rule since the last [`Self::clear`], used up or not.
    pub fn armed(&self) -> Vec<ArmedFault> {
        self.ordered().rules.clone()
    }

    /// Takes back every rule, maintenance, site trouble, and what was to go wrong with deployments.
    /// Sites stay set up as they are.
    pub fn clear(&self) {
        let mut ordered = self.ordered();
        ordered.rules.clear();
        ordered.maintenance = false;
        ordered.sites.clear();
        drop(ordered);
        self.project().forget_mishaps();
    }

    /// Project maintenance: uploads are unavailable while it lasts (facts 3.1).
    pub fn maintenance(&self, on: bool) {
        self.ordered().maintenance = on;
    }

    pub fn is_under_maintenance(&self) -> bool {
        self.ordered().maintenance
    }

    /// Troubles an environment's site until told otherwise; none heals it.
    pub fn site(&self, env: &str, trouble: Option<SiteTrouble>) {
        let env = env.to_ascii_lowercase();
        match trouble {
            Some(trouble) => self.ordered().sites.insert(env, trouble),
            None => self.ordered().sites.remove(&env),
        };
    }

    /// The next deployment (to `env`, or anywhere) fails midway with these words in its log; the
    /// application that ran before comes back.
    pub fn fail_next_deployment(&self, env: Option<&str>, words: &str) {
        let env = env.map(|env| EnvKey(env.to_ascii_lowercase()));
        self.project()
            .failures_to_come
            .push((env, words.to_owned()));
    }

    /// The next deployment (to `env`, or anywhere) breaks down midway in this way, and its logs tell
    /// it as the product does; the application that ran before comes back.
    pub fn break_down_next_deployment(&self, env: Option<&str>, breakdown: Breakdown) {
        let env = env.map(|env| EnvKey(env.to_ascii_lowercase()));
        self.project().breakdowns_to_come.push((env, breakdown));
    }

    /// The next application that goes live (in `env`, or anywhere) has this flaw for as long as it
    /// runs: another deployment or a restore point brings one without.
    pub fn flaw_next_deployment(&self, env: Option<&str>, flaw: Flaw) {
        let env = env.map(|env| EnvKey(env.to_ascii_lowercase()));
        self.project().flaws_to_come.push((env, flaw));
    }

    /// Sets up an environment's site, until told otherwise; none is the usual set-up.
    pub fn set_up_site(&self, env: &str, setup: Option<SiteSetup>) {
        let env = env.to_ascii_lowercase();
        match setup {
            Some(setup) => self.ordered().setups.insert(env, setup),
            None => self.ordered().setups.remove(&env),
        };
    }

    pub(crate) fn setup_of(&self, env: &EnvKey) -> SiteSetup {
        self.ordered()
            .setups
            .get(&env.0)
            .cloned()
            .unwrap_or_default()
    }

    /// Moves this world's clock ahead, so that hours pass at once.
    pub fn jump(&self, ahead: Duration) {
        let ahead = i64::try_from(ahead.as_millis()).unwrap_or(i64::MAX);
        let mut project = self.project();
        project.ahead_ms = project.ahead_ms.saturating_add(ahead);
    }

    /// Changes how long things take from now on; what runs already keeps its course.
    pub fn pace(&self, pace: f64) {
        self.project().pace = sane_pace(pace);
    }

    fn meets(&self, place: &str, method: &str, path: &str, comp: &str) -> Option<Effect> {
        let mut ordered = self.ordered();
        for armed in ordered.rules.iter_mut() {
            if armed.left == 0 || !armed.rule.matches(place, method, path, comp) {
                continue;
            }
            armed.matched += 1;
            let drawn = armed.rule.odds.is_none_or(|odds| odds.hit(armed.matched));
            if armed.matched > armed.rule.after && drawn {
                armed.left -= 1;
                return Some(armed.rule.effect.clone());
            }
        }
        None
    }

    pub(crate) fn trouble_of(&self, place: &str) -> Option<SiteTrouble> {
        self.ordered().sites.get(place).cloned()
    }

    fn ordered(&self) -> MutexGuard<'_, Ordered> {
        self.ordered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn project(&self) -> MutexGuard<'_, ProjectState> {
        self.project.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A pace time can be counted with: from a thousandth to a thousandfold.
pub(crate) fn sane_pace(pace: f64) -> f64 {
    if pace.is_finite() {
        pace.clamp(0.001, 1000.0)
    } else {
        1.0
    }
}
