//! A monitor shown made-up looks: half an hour in milliseconds.

mod gaps;
mod phases;
mod triggers;

use super::*;
use crate::clock::{Clock, ManualClock, Times};
use crate::desk::{Sample, SiteState};
use crate::project::{EnvKey, Environment, EnvironmentKind, SiteExpectation};
use crate::release::journey::TriggerMetric;
use crate::release::probe::{Look, LookBecause, Probe};
use crate::release::smoke::SmokeRun;
use crate::release::{PagePrint, Seen, WatchPolicy};

/// A monitor in the hands of a test: every step is one second and one look at each probe.
pub(super) struct Rig {
    pub monitor: Monitor,
    pub clock: ManualClock,
    pub news: Vec<News>,
    /// The build the site's page names, if it names one.
    pub build: Option<u32>,
}

impl Rig {
    /// A site that is there already, with its smoke tests passed: the half hour begins.
    pub fn monitoring(subject: Subject) -> Self {
        let mut rig = Self::new(Subject {
            arrived: true,
            ..subject
        });
        rig.smoked(&[]);
        rig
    }

    pub fn new(subject: Subject) -> Self {
        let mut rig = Self {
            monitor: Monitor::new(subject, MonitorPolicy::default(), WatchPolicy::default()),
            clock: ManualClock::default(),
            news: Vec::new(),
            build: Some(7),
        };
        rig.tell(|monitor, now| monitor.pass(now));
        rig
    }

    pub fn smoked(&mut self, down: &[&str]) {
        let run = smoke_run(down, self.clock.now());
        self.tell(|monitor, now| monitor.smoked(run, now));
    }

    /// Looks at every probe once a second.
    pub fn seconds(&mut self, seconds: u64, look: impl Fn(u64, &str) -> (LookBecause, u32)) {
        for second in 0..seconds {
            self.clock.advance(Duration::from_secs(1));
            let probes: Vec<String> = self
                .monitor
                .probes()
                .iter()
                .map(|it| it.id.clone())
                .collect();
            for probe in probes {
                let (because, took) = look(second, &probe);
                self.see(&probe, because, took);
            }
        }
    }

    pub fn healthy(&mut self, seconds: u64) {
        self.seconds(seconds, |_, _| (LookBecause::AsExpected, 100));
    }

    pub fn see(&mut self, probe: &str, because: LookBecause, took: u32) {
        let look = made_look(probe, because, took, self.clock.now());
        self.tell(|monitor, now| monitor.see(&look, now));
    }

    fn page(&self) -> PagePrint {
        let named = self
            .build
            .map(|build| format!("<meta name=build content={build}>"));
        PagePrint::of(named.unwrap_or_default().as_bytes())
    }

    pub fn site(&mut self, state: SiteState, read_only: Option<bool>) {
        let seen = Seen {
            sample: Sample {
                at: self.clock.now(),
                state,
                status: None,
                took_ms: Count(80),
                detail: None,
            },
            page: (state == SiteState::AsExpected).then(|| self.page()),
        };
        self.tell(|monitor, now| monitor.see_site(&seen, read_only, now));
    }

    pub fn tell(&mut self, what: impl FnOnce(&mut Monitor, Times)) {
        what(&mut self.monitor, Times::of(&self.clock));
        self.news.extend(self.monitor.take_news());
    }

    pub fn shown(&self) -> MonitorShown {
        self.monitor.shown(&self.clock)
    }

    pub fn fired(&self) -> Vec<&Fired> {
        let fired = self.news.iter().filter_map(|news| match news {
            News::Fired(fired) => Some(fired),
            _ => None,
        });
        fired.collect()
    }

    /// Quits and comes back after `away`, as the ledger would have it.
    pub fn come_back(mut self, triggers: Vec<Trigger>, away: Duration) -> Self {
        let text = serde_json::to_string(&self.monitor.kept()).expect("writes");
        let kept: MonitorKept = serde_json::from_str(&text).expect("reads");
        let windows = [Part::Before, Part::During].map(|part| self.monitor.windows(part).to_vec());
        // The running clock starts anew with every start.
        let at = self.clock.now().0.checked_add(away).expect("a time");
        self.clock = ManualClock::at(Moment(at));
        let policies = (MonitorPolicy::default(), WatchPolicy::default());
        self.monitor = Monitor::after(kept, windows, triggers, policies, self.clock.now());
        self.tell(|monitor, now| monitor.pass(now));
        self
    }
}

pub(super) fn made_look(probe: &str, because: LookBecause, took: u32, at: Moment) -> Look {
    Look {
        probe_id: probe.into(),
        at,
        works: because == LookBecause::AsExpected,
        status: None,
        took_ms: Count(took.into()),
        because,
        params: Default::default(),
        redirects: Vec::new(),
        body_sha256: None,
        tries: 1,
    }
}

fn smoke_run(down: &[&str], at: Moment) -> SmokeRun {
    let looks: Vec<Look> = ["home", "shop"]
        .iter()
        .map(|probe| {
            let because = if down.contains(probe) {
                LookBecause::OtherStatus
            } else {
                LookBecause::AsExpected
            };
            made_look(probe, because, 90, at)
        })
        .collect();
    SmokeRun {
        id: "s".into(),
        env: EnvKey("prod".into()),
        sha256: None,
        at,
        took_ms: Count(90),
        all_work: down.is_empty(),
        looks,
    }
}

pub(super) fn probe(id: &str) -> Probe {
    let environment = Environment {
        key: EnvKey("prod".into()),
        kind: EnvironmentKind::Prod,
        name: "PROD".into(),
        site: Some("https://shop.example".into()),
        expectation: SiteExpectation::default(),
    };
    Probe {
        id: id.into(),
        every_s: 1,
        ..Probe::start_page(&environment).expect("a site")
    }
}

pub(super) fn subject(probes: &[&str], triggers: Vec<Trigger>) -> Subject {
    Subject {
        probes: probes.iter().map(|id| probe(id)).collect(),
        triggers,
        ..Subject::default()
    }
}

pub(super) fn trigger(metric: TriggerMetric, threshold: f64, for_minutes: u64) -> Trigger {
    Trigger {
        id: "t".into(),
        metric,
        threshold,
        for_minutes: Count(for_minutes),
    }
}

pub(super) fn baseline(probe: &str, ms: u32) -> BTreeMap<String, Tally> {
    let mut tally = Tally::default();
    let at = ManualClock::default().now();
    for _ in 0..24 {
        tally.add(&made_look(probe, LookBecause::AsExpected, ms, at));
    }
    BTreeMap::from([(probe.to_owned(), tally)])
}

use std::collections::BTreeMap;
