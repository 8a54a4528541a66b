//! One look at a probe, in as many tries as it may have.

use super::address::{plain_is_fine, to_ask};
use super::answer::Answered;
use super::ask::{Out, Question, Tried};
use super::{Look, LookBecause, MOST_MS, Probe};
use crate::clock::Clock;
use crate::network::LooksOut;
use crate::project::is_safe;
use crate::secret::Secret;
use crate::units::Count;
use std::time::Duration;

/// From the end of a try in vain to the next.
const BETWEEN_TRIES: Duration = Duration::from_secs(1);

/// A look, and what the last answer told beside it.
#[derive(Debug, Clone)]
pub struct LookedAt {
    pub look: Look,
    pub answered: Option<Answered>,
}

/// Looks at a probe: at most `tries` times, each for at most the probe's limit (promise 40).
/// `site` is the address of its environment's site. The password goes to the probe's own host
/// only, encrypted or within this computer (promise 36).
pub async fn look_at(
    probe: &Probe,
    site: Option<&str>,
    password: Option<&Secret>,
    tries: u8,
    http: &reqwest::Client,
    clock: &dyn Clock,
) -> LookedAt {
    let out = Out {
        first: http,
        afresh: None,
    };
    look_by(out, probe, site, password, tries, clock).await
}

/// One of many looks at a probe that follow each other within seconds: in one try, and with the
/// connections of those before it.
pub(crate) async fn look_again_at(
    probe: &Probe,
    site: Option<&str>,
    password: Option<&Secret>,
    out: &LooksOut,
    clock: &dyn Clock,
) -> LookedAt {
    let out = Out {
        first: &out.kept,
        afresh: Some(&out.fresh),
    };
    look_by(out, probe, site, password, 1, clock).await
}

async fn look_by(
    out: Out<'_>,
    probe: &Probe,
    site: Option<&str>,
    password: Option<&Secret>,
    tries: u8,
    clock: &dyn Clock,
) -> LookedAt {
    let url = match to_ask(&probe.address, site, plain_is_fine(probe)) {
        Ok(url) => url,
        Err(refused) => {
            let tried = Tried::of(LookBecause::AddressUnreadable).with("problem", refused.code());
            return tried.looked_at(probe, clock.now(), Duration::ZERO, 1);
        }
    };
    let mut made = 0;
    loop {
        made += 1;
        let (at, started) = (clock.now(), clock.elapsed());
        let question = Question {
            probe,
            url: url.clone(),
            password: password.filter(|_| is_safe(&url)),
            out,
            now: at,
        };
        let limit = probe.limit_ms.min(MOST_MS);
        let tried = tokio::select! {
            tried = question.ask() => tried,
            () = clock.wait(Duration::from_millis(limit.into())) => {
                Tried::of(LookBecause::TooSlow)
                    .with("limit_ms", limit)
                    .with("took_ms", limit)
            }
        };
        if tried.works || made >= tries {
            let took = clock.elapsed().saturating_sub(started);
            return tried.looked_at(probe, at, took, made);
        }
        clock.wait(BETWEEN_TRIES).await;
    }
}

impl Tried {
    fn looked_at(
        self,
        probe: &Probe,
        at: crate::units::Moment,
        took: Duration,
        tries: u8,
    ) -> LookedAt {
        LookedAt {
            look: Look {
                probe_id: probe.id.clone(),
                at,
                works: self.works,
                status: self.status,
                took_ms: Count(u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                because: self.because,
                params: self.params,
                redirects: self.redirects,
                body_sha256: self.body_sha256,
                tries,
            },
            answered: self.answered,
        }
    }
}
