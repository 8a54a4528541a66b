//! A release with everything in it, and one with nothing, as their papers are given.

use super::*;

pub(super) fn words() -> Catalog {
    let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/copy");
    let texts = ["report/release.en.json", "messages/release-logs.en.json"]
        .map(|file| std::fs::read_to_string(copy.join(file)).expect("the words"));
    Catalog::of(&[&texts[0], &texts[1]]).expect("flat catalogs")
}

pub(super) fn at(minute: i64) -> Moment {
    let start: jiff::Timestamp = "2026-07-17T19:00:00Z".parse().expect("a moment");
    Moment(start + jiff::SignedDuration::from_mins(minute))
}

/// Begun, and nothing more.
pub(super) fn bare() -> Release {
    Release {
        id: "r1".into(),
        project_id: "p".into(),
        name: "Summer".into(),
        purpose: Purpose::NewFeatures,
        package: None,
        started_at: at(0),
        started_by: "Anna".into(),
        promise: String::new(),
        lead: None,
        four_eyes: false,
        window: None,
        strategy: None,
        rollback: None,
        triggers: Vec::new(),
        features: Vec::new(),
        stages: Vec::new(),
        rolled_back: None,
        verdict: None,
        retrospective: None,
    }
}

/// With a value in every place, every text of people being `name`.
pub(super) fn full(name: &str) -> Release {
    let text = || name.to_owned();
    Release {
        name: text(),
        package: Some(ReleasePackage {
            sha256: "ab".repeat(32),
            file_name: text(),
            build_number: Some("1.0.0-202607171000".into()),
            code_version: Some("31.6.2".into()),
            size: Bytes(1_240_118_272),
        }),
        started_by: text(),
        promise: text(),
        lead: Some(text()),
        four_eyes: true,
        window: Some(DeploymentWindow {
            from: at(60),
            to: at(120),
        }),
        strategy: Some(Strategy::Scheduled),
        rollback: Some(RollbackPlan {
            way: RollbackWay::RestorePoint,
            note: text(),
            tested: true,
        }),
        triggers: vec![fired().trigger],
        features: vec![
            Feature {
                id: "f1".into(),
                name: text(),
                planned: text(),
                on_at: Some(at(99)),
                on_by: Some(text()),
            },
            Feature {
                id: "f2".into(),
                name: "Search".into(),
                planned: String::new(),
                on_at: None,
                on_by: None,
            },
        ],
        rolled_back: Some(RolledBack {
            way: RollbackWay::PreviousPackage,
            at: at(70),
            by: text(),
            reason: text(),
            restored_at: Some(at(80)),
        }),
        verdict: Some(ReleaseVerdict {
            kind: VerdictKind::RolledBack,
            at: at(90),
            by: text(),
            remarks: text(),
        }),
        retrospective: Some(Retrospective {
            slowed: text(),
            late_alert: text(),
            unclear: text(),
            actions: vec![Action {
                id: "a".into(),
                text: text(),
                owner: Some(text()),
                done: false,
            }],
        }),
        ..bare()
    }
}

pub(super) fn item(name: &str, state: ItemState) -> ItemView {
    ItemView {
        item: Item {
            id: "i".into(),
            code: None,
            text: Some(name.to_owned()),
            source: ItemSource::Own,
            required: false,
            owner: Some(name.to_owned()),
            due: Some(at(50)),
            evidence: vec![
                ItemEvidence::Link {
                    address: "javascript:alert(1)".into(),
                },
                ItemEvidence::Note {
                    text: name.to_owned(),
                },
                ItemEvidence::File {
                    name: name.to_owned(),
                    sha256: "cd".repeat(32),
                    bytes: Bytes(7),
                },
            ],
            state,
        },
        answer: Some(Answer {
            answer: Holds::DoesNotHold,
            because: "queue-not-empty".into(),
            params: BTreeMap::new(),
        }),
        stale: false,
        settled: false,
    }
}

pub(super) fn stage(name: &str) -> StagePaper {
    let text = || name.to_owned();
    let ground = || "ground".to_owned();
    StagePaper {
        id: "production:prod".into(),
        kind: StageKind::Production,
        environment: Some(text()),
        items: vec![
            item(name, ItemState::Open),
            item(
                name,
                ItemState::Done {
                    by: text(),
                    at: at(10),
                    ground: ground(),
                },
            ),
            item(
                name,
                ItemState::Waived {
                    by: text(),
                    reason: text(),
                    at: at(11),
                    ground: ground(),
                },
            ),
        ],
        decision: Some(Decision {
            go: true,
            by: text(),
            at: at(20),
            reason: text(),
            second: Some(Second {
                by: text(),
                at: at(21),
            }),
            ground: ground(),
        }),
        decision_stale: true,
        presses: vec![ReleasePress {
            id: "x".into(),
            how: PressHow::Schedule,
            at: at(22),
            by: text(),
            due: Some(at(60)),
            cancelled_at: None,
            upload_job: None,
            outcome: Some(PressOutcome::Arrived),
        }],
        arrived: Some(Arrival {
            at: at(65),
            known_by: ArrivalKnownBy::Measured,
        }),
        forecast: Some(Forecast {
            outage: Outage::Offline,
            reasons: vec![Reason::RepositoryChanged],
            sure: Sureness::Known,
            missing: Vec::new(),
            minutes: Some(MinutesRange {
                least: Count(10),
                most: Count(30),
            }),
        }),
        downtime_ms: Some(Count(754_000)),
    }
}

pub(super) fn probe(name: &str) -> Probe {
    Probe {
        id: "start".into(),
        env: EnvKey("prod".into()),
        name: name.to_owned(),
        address: "/".into(),
        expect: Expect::Status { status: 200 },
        text: None,
        selector: None,
        limit_ms: 10_000,
        tries: 3,
        every_s: 10,
        smoke: true,
        monitored: true,
        user: None,
        login_is_fine: false,
    }
}

pub(super) fn figures(looks: u64, p95: u64) -> ProbeFigures {
    ProbeFigures {
        looks: Count(looks),
        works: Count(looks),
        availability: Some(99.95),
        p50_ms: Some(Count(p95 / 2)),
        p95_ms: Some(Count(p95)),
        p99_ms: Some(Count(p95 + 1)),
        slowest_ms: Some(Count(p95 + 2)),
    }
}

pub(super) fn fired() -> Fired {
    Fired {
        trigger: Trigger {
            id: "t".into(),
            metric: TriggerMetric::P95TimesBaseline,
            threshold: 2.0,
            for_minutes: Count(5),
        },
        at: at(68),
        value: 2.6,
        probe_id: Some("start".into()),
        acknowledged: true,
    }
}

pub(super) fn look() -> Look {
    Look {
        probe_id: "start".into(),
        at: at(66),
        works: false,
        status: Some(500),
        took_ms: Count(412),
        because: LookBecause::OtherStatus,
        params: BTreeMap::new(),
        redirects: Vec::new(),
        body_sha256: None,
        tries: 3,
    }
}

pub(super) fn watched(name: &str) -> Watched {
    let point = |minute: i64| Point {
        at: at(minute),
        seconds: 60,
        figures: figures(6, 120),
    };
    // Two minutes nobody looked.
    let points = (66..96)
        .filter(|minute| !(80..82).contains(minute))
        .map(point);
    let smoke = SmokeRun {
        id: "s".into(),
        env: EnvKey("prod".into()),
        sha256: None,
        at: at(66),
        took_ms: Count(900),
        looks: vec![look()],
        all_work: false,
    };
    Watched {
        stage: "production:prod".into(),
        shown: MonitorShown {
            phase: MonitorPhase::Done,
            offline_from: Some(at(61)),
            back_at: Some(at(65)),
            downtime_ms: Some(Count(754_000)),
            answering: Some(Answering::NewBuild),
            watched_from: Some(at(66)),
            until: Some(at(96)),
            looked_ms: Count(28 * 60_000),
            gaps: vec![Gap {
                from: at(80),
                to: at(82),
                because: GapBecause::Asleep,
            }],
            probes: vec![ProbeSeries {
                probe: probe(name),
                baseline: Some(figures(12, 60)),
                now: figures(30, 120),
                all: figures(168, 120),
                points: points.collect(),
                last: None,
            }],
            overall: figures(168, 120),
            smoke: Some(smoke),
            fired: vec![fired()],
            server: None,
        },
    }
}

pub(super) fn reading(name: &str) -> LogReading {
    LogReading {
        id: "l".into(),
        release_id: "r1".into(),
        stage: "production:prod".into(),
        file_name: name.to_owned(),
        sha256: "ef".repeat(32),
        read_at: at(97),
        files: Vec::new(),
        findings: vec![LogFinding {
            code: "exception".into(),
            params: [("type", name), ("message", name), ("times", "1")]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            evidence: vec![LogEvidence {
                file: name.to_owned(),
                line: 7,
                text: name.to_owned(),
            }],
        }],
        last_step: Some(LastStep {
            name: name.to_owned(),
            finished: false,
            line: 3,
            file: name.to_owned(),
        }),
        text_only: false,
    }
}

pub(super) fn whole(name: &str) -> ReleasePaper {
    let seen = watched(name);
    ReleasePaper {
        project: name.to_owned(),
        release: full(name),
        stages: vec![stage(name)],
        environments: BTreeMap::from([("prod".to_owned(), name.to_owned())]),
        smoke: seen.shown.smoke.iter().cloned().collect(),
        watched: vec![seen],
        probes: BTreeMap::from([("start".to_owned(), name.to_owned())]),
        logs: vec![reading(name)],
        written_at: at(100),
    }
}

pub(super) fn bare_paper() -> ReleasePaper {
    ReleasePaper {
        project: "Dancing Goat".into(),
        release: bare(),
        stages: Vec::new(),
        environments: BTreeMap::new(),
        smoke: Vec::new(),
        watched: Vec::new(),
        probes: BTreeMap::new(),
        logs: Vec::new(),
        written_at: at(100),
    }
}

pub(super) fn frozen(name: &str) -> FrozenReview {
    let paper = ReviewPaper {
        project: name.to_owned(),
        release: ReleaseHead::of(&full(name)),
        stage: stage(name),
    };
    FrozenReview::new(paper, at(23)).expect("it is frozen")
}
