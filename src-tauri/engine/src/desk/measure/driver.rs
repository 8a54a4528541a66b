//! What keeps a monitor looking: when each probe is due, and what is done about its news.

use super::monitor::{Held, locked};
use super::probes::Asked;
use super::stage::{MeasuredStage, entry_of};
use crate::clock::Times;
use crate::desk::{Desk, SiteState};
use crate::fault::Fault;
use crate::job::{JobRun, JobState};
use crate::ledger::EntryDraft;
use crate::release::monitor::{
    Fired, MetricsSource, MonitorPhase, News, ServerFigures, ask_server,
};
use crate::release::probe::{Expect, Look, LookBecause, Probe, look_again_at, look_at};
use crate::release::smoke::SmokeRun;
use crate::release::{Seen, look};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use std::time::Duration;

/// Time is looked at this often at least, so that a sleep is noticed when it ends.
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Looks that begin within this time begin at once: of a hundred in a second, ten.
const TOGETHER: Duration = Duration::from_millis(100);
/// What the administration shows in a read-only time says so (facts 3.5).
const READ_ONLY: &str = "read-only";

/// Something that was asked, at its end.
enum Ended {
    Site(Box<Seen>, Option<bool>),
    Probe(usize, Look),
    Smoke(Result<SmokeRun, Fault>),
    Server(ServerFigures),
}

/// How a monitor comes to its end.
enum Ending {
    /// The half hour is over, told by this line of the history.
    Measured(EntryDraft),
    NothingToExpect,
    Cancelled,
}

/// What is asked, and when next.
struct Round {
    stage: MeasuredStage,
    asked: Vec<Asked>,
    /// By probe: when it is due; none while it is being asked.
    due: Vec<Option<Duration>>,
    /// By probe: when the last look was due.
    begun: Vec<Duration>,
    site_due: Option<Duration>,
    /// Where the server is asked about itself, if anywhere.
    server: Option<MetricsSource>,
    server_due: Option<Duration>,
}

impl Desk {
    pub(super) fn drive_meanwhile(
        &self,
        run: JobRun,
        stage: MeasuredStage,
        held: Held,
        asked: Vec<Asked>,
    ) {
        self.prepare_looks();
        let desk = self.clone();
        let now = self.0.clock.elapsed();
        let begun = spread(&asked, now);
        let round = Round {
            due: begun.iter().copied().map(Some).collect(),
            begun,
            site_due: Some(now),
            server: self.metrics_source(&stage.at.project.id),
            server_due: Some(now),
            stage,
            asked,
        };
        self.0.runtime.spawn(async move {
            let ending = match desk.drive(&run, round, &held).await {
                Ok(Some(ending)) => Ok(ending),
                // Slipway ends: the job is interrupted, and goes on with the next start.
                Ok(None) => return,
                Err(fault) => Err(fault),
            };
            // Kept before it is let go: whoever asks finds it in one place or the other.
            let kept = desk.keep(run.id(), &locked(&held));
            desk.0.monitors.let_go(run.id());
            let ended = kept.and(ending).and_then(|ending| match ending {
                Ending::Measured(line) => desk.end_with_line(&run, JobState::Succeeded, line),
                Ending::NothingToExpect => Ok(run.finish(JobState::Succeeded)),
                Ending::Cancelled => Ok(run.finish(JobState::Cancelled)),
            });
            if let Err(fault) = ended {
                run.finish(JobState::Failed { fault });
            }
        });
    }

    async fn drive(
        &self,
        run: &JobRun,
        mut round: Round,
        held: &Held,
    ) -> Result<Option<Ending>, Fault> {
        run.phase(word(locked(held).phase()));
        self.keep(run.id(), &locked(held))?;
        let cancel = run.cancel_token();
        let mut asking: FuturesUnordered<BoxFuture<'static, Ended>> = FuturesUnordered::new();
        loop {
            let (news, awaits_the_site) = {
                let mut monitor = locked(held);
                monitor.pass(self.reading());
                (monitor.take_news(), monitor.awaits_the_site())
            };
            for news in news {
                if matches!(news, News::SmokeWanted) {
                    asking.push(self.ask_smoke(run, &round.stage)?);
                } else if let Some(ending) = self.act_on(news, run, &round.stage, held)? {
                    return Ok(Some(ending));
                }
            }
            let now = self.0.clock.elapsed();
            for index in round.take_due(now) {
                asking.push(self.ask_probe(&round, index));
            }
            if awaits_the_site && round.site_due.take_if(|due| *due <= now).is_some() {
                asking.push(self.ask_site(&round));
            }
            if round.server.is_some() && round.server_due.take_if(|due| *due <= now).is_some() {
                asking.extend(self.ask_server(&round));
            }
            let wait = round.next_due(now, awaits_the_site);
            let ended = tokio::select! {
                biased;
                () = self.0.underway.ending().cancelled() => return Ok(None),
                () = cancel.cancelled() => return Ok(Some(Ending::Cancelled)),
                Some(ended) = asking.next(), if !asking.is_empty() => Some(ended),
                () = self.0.clock.wait(wait) => None,
            };
            if let Some(ended) = ended {
                self.hear(ended, &mut round, held)?;
            }
        }
    }

    fn hear(&self, ended: Ended, round: &mut Round, held: &Held) -> Result<(), Fault> {
        let times = self.reading();
        let mut monitor = locked(held);
        match ended {
            Ended::Site(seen, read_only) => {
                monitor.see_site(&seen, read_only, times);
                round.site_due = Some(times.elapsed + monitor.next_look_at_the_site());
            }
            Ended::Probe(index, look) => {
                monitor.see(&look, times);
                round.again(index, times.elapsed);
            }
            Ended::Smoke(smoked) => monitor.smoked(smoked?, times),
            Ended::Server(figures) => {
                round.server_due = Some(times.elapsed + figures.ask_again_after());
                monitor.see_server(figures, times);
            }
        }
        Ok(())
    }

    /// How the job ends, if the news is its end.
    fn act_on(
        &self,
        news: News,
        run: &JobRun,
        stage: &MeasuredStage,
        held: &Held,
    ) -> Result<Option<Ending>, Fault> {
        match news {
            News::Phase(phase) => {
                run.phase(word(phase));
                self.keep(run.id(), &locked(held))?;
            }
            News::Window { part, all } => {
                let monitor = locked(held);
                self.0
                    .ledger
                    .save_windows(run.id(), part, monitor.windows(part), all)?;
                self.keep(run.id(), &monitor)?;
                // Whoever watches the job hears that there is more to see.
                run.param("looked_ms", monitor.looked().as_millis());
            }
            News::Fired(fired) => {
                let count = {
                    let monitor = locked(held);
                    self.keep(run.id(), &monitor)?;
                    monitor.fired().len()
                };
                run.param("fired", count);
                self.write_entry(
                    entry_of("trigger-fired", &stage.at)
                        .param("metric", metric(&fired))
                        .param("value", format!("{:.1}", fired.value)),
                )?;
            }
            News::Back {
                at,
                downtime_ms,
                answering,
            } => {
                if let Some(downtime) = downtime_ms {
                    run.param("downtime_ms", downtime.0);
                }
                self.stage_is_back(stage, (at, downtime_ms), answering)?;
            }
            News::NothingMoreToExpect => {
                run.param("verdict", "nothing-seen");
                return Ok(Some(Ending::NothingToExpect));
            }
            News::Done => {
                let monitor = locked(held);
                let line = entry_of("monitoring-finished", &stage.at)
                    .param("looked_ms", monitor.looked().as_millis())
                    .param("fired", monitor.fired().len());
                return Ok(Some(Ending::Measured(line)));
            }
            News::SmokeWanted => {}
        }
        Ok(None)
    }

    fn ask_probe(&self, round: &Round, index: usize) -> BoxFuture<'static, Ended> {
        let (probe, password) = round.asked[index].clone();
        let site = round.stage.at.environment.site.clone();
        let (out, clock) = (self.looks_out(), self.0.clock.clone());
        Box::pin(async move {
            // Monitoring looks once: a second try would hide what a visitor meets.
            let password = password.as_ref();
            let looked = look_again_at(&probe, site.as_deref(), password, &out, clock.as_ref());
            Ended::Probe(index, looked.await.look)
        })
    }

    fn ask_site(&self, round: &Round) -> BoxFuture<'static, Ended> {
        let environment = round.stage.at.environment.clone();
        let (http, clock) = (self.http(), self.0.clock.clone());
        Box::pin(async move {
            let site = environment.site.clone().unwrap_or_default();
            let seen = look(&http, &site, &environment.expectation, clock.as_ref()).await;
            let read_only = if seen.sample.state == SiteState::AsExpected {
                let probe = administration(&environment.key);
                let looked = look_at(&probe, Some(&site), None, 1, &http, clock.as_ref());
                match looked.await.look.because {
                    LookBecause::AsExpected => Some(true),
                    LookBecause::TextMissing => Some(false),
                    _ => None,
                }
            } else {
                None
            };
            Ended::Site(Box::new(seen), read_only)
        })
    }

    fn ask_smoke(
        &self,
        run: &JobRun,
        stage: &MeasuredStage,
    ) -> Result<BoxFuture<'static, Ended>, Fault> {
        let at = stage.at.clone();
        let asked = self.asked(&at.project, &at.environment.key, |probe| probe.smoke)?;
        let (desk, run) = (self.clone(), run.clone());
        Ok(Box::pin(async move {
            Ended::Smoke(desk.smoke_tests(&at, &asked, &run).await)
        }))
    }

    fn ask_server(&self, round: &Round) -> Option<BoxFuture<'static, Ended>> {
        let source = round.server.clone()?;
        let endpoint = self.metrics_endpoint(&round.stage.at.project);
        let (http, clock) = (self.http(), self.0.clock.clone());
        Some(Box::pin(async move {
            Ended::Server(ask_server(&source, &endpoint, &http, clock.as_ref()).await)
        }))
    }

    pub(super) fn reading(&self) -> Times {
        Times::of(self.0.clock.as_ref())
    }
}

impl Round {
    fn take_due(&mut self, now: Duration) -> Vec<usize> {
        let due = self.due.iter_mut().enumerate();
        due.filter_map(|(index, due)| due.take_if(|due| *due <= now).map(|_| index))
            .collect()
    }

    /// The next look begins a whole number of intervals after the last: looks that take longer
    /// than that leave some out, and never pile up.
    fn again(&mut self, index: usize, now: Duration) {
        let every = Duration::from_secs(self.asked[index].0.every_s.max(1).into());
        let mut next = self.begun[index] + every;
        while next <= now {
            next += every;
        }
        self.begun[index] = next;
        self.due[index] = Some(next);
    }

    fn next_due(&self, now: Duration, awaits_the_site: bool) -> Duration {
        let site = self.site_due.filter(|_| awaits_the_site);
        let next = self.due.iter().copied().flatten().chain(site).min();
        next.map_or(LONGEST_WAIT, |next| {
            next.saturating_sub(now)
                .clamp(Duration::from_millis(1), LONGEST_WAIT)
        })
    }
}

/// First looks of many probes are spread over their interval, so that they do not all come at once
/// for ever; those that come close together go together, which wakes the computer less often.
fn spread(asked: &[Asked], now: Duration) -> Vec<Duration> {
    let many = u32::try_from(asked.len()).unwrap_or(u32::MAX).max(1);
    let every = |probe: &Probe| Duration::from_secs(probe.every_s.max(1).into());
    let together = |after: Duration| {
        let past = after.as_nanos() % TOGETHER.as_nanos();
        after - Duration::from_nanos(past as u64)
    };
    let begun = asked.iter().zip(0..);
    begun
        .map(|((probe, _), number)| now + together(every(probe) / many * number))
        .collect()
}

/// Asks the administration whether it is in read-only mode.
fn administration(env: &crate::project::EnvKey) -> Probe {
    Probe {
        id: String::new(),
        env: env.clone(),
        name: String::new(),
        address: "/admin".to_owned(),
        expect: Expect::Status { status: 200 },
        text: Some(READ_ONLY.to_owned()),
        selector: None,
        limit_ms: 5_000,
        tries: 1,
        every_s: 1,
        smoke: false,
        monitored: false,
        user: None,
        login_is_fine: true,
    }
}

pub(super) fn word(phase: MonitorPhase) -> &'static str {
    match phase {
        MonitorPhase::Waiting => "waiting",
        MonitorPhase::Offline => "offline",
        MonitorPhase::ReadOnly => "read-only",
        MonitorPhase::Back => "back",
        MonitorPhase::BackAsBefore => "back-as-before",
        MonitorPhase::Smoke => "smoke",
        MonitorPhase::Monitoring => "monitoring",
        MonitorPhase::Done => "done",
    }
}

fn metric(fired: &Fired) -> String {
    serde_json::to_value(fired.trigger.metric)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}
