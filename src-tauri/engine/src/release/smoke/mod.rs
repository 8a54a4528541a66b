//! Asking all smoke tests of an environment once.

use super::probe::{Look, Probe, look_at};
use crate::clock::Clock;
use crate::project::EnvKey;
use crate::secret::Secret;
use crate::units::{Count, Moment};
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};

/// A site just back from a deployment is not asked everything at once.
const AT_ONCE: usize = 4;

/// What the smoke tests of an environment showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SmokeRun {
    pub id: String,
    pub env: EnvKey,
    /// SHA-256 of the package that was there, as far as that is known.
    pub sha256: Option<String>,
    /// When it began.
    pub at: Moment,
    pub took_ms: Count,
    /// In the order of the probes.
    pub looks: Vec<Look>,
    /// False for a run without any look.
    pub all_work: bool,
}

/// Where smoke tests are run.
pub struct Place<'a> {
    pub env: EnvKey,
    /// The environment's site, if its address is known.
    pub site: Option<&'a str>,
    pub sha256: Option<String>,
}

/// Asks `probes` and gives what came of it. `told` hears how many were asked so far.
pub async fn run(
    id: String,
    place: Place<'_>,
    probes: &[(Probe, Option<Secret>)],
    http: &reqwest::Client,
    clock: &dyn Clock,
    told: impl Fn(usize),
) -> SmokeRun {
    let (at, started) = (clock.now(), clock.elapsed());
    let mut looks = Vec::with_capacity(probes.len());
    for some in probes.chunks(AT_ONCE) {
        let asked = some.iter().map(|(probe, password)| {
            look_at(
                probe,
                place.site,
                password.as_ref(),
                probe.tries,
                http,
                clock,
            )
        });
        let answers = join_all(asked).await;
        looks.extend(answers.into_iter().map(|answer| answer.look));
        told(looks.len());
    }
    let took = clock.elapsed().saturating_sub(started);
    SmokeRun {
        id,
        env: place.env,
        sha256: place.sha256,
        at,
        took_ms: Count(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        all_work: !looks.is_empty() && looks.iter().all(|look| look.works),
        looks,
    }
}
