//! Documents of whole and of bare releases, in the words of the catalog.

use super::*;
use crate::package::forecast::{Forecast, MinutesRange, Outage, Reason, Sureness};
use crate::project::EnvKey;
use crate::release::Answering;
use crate::release::journey::*;
use crate::release::logs::{LastStep, LogEvidence, LogFinding, LogReading};
use crate::release::monitor::{
    Fired, Gap, GapBecause, MonitorPhase, MonitorShown, Point, ProbeFigures, ProbeSeries,
};
use crate::release::probe::{Expect, Look, LookBecause, Probe};
use crate::release::readiness::{Answer, Holds, ItemView};
use crate::release::smoke::SmokeRun;
use crate::units::{Bytes, Count, Moment};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

mod sample;
use sample::*;

#[test]
fn a_report_tells_everything_about_a_release() {
    let page = release_page(&whole("Summer"), &words());
    for told in [
        "Release report: Summer",
        "Rolled back",
        &"ab".repeat(32),
        "1.24 GB",
        "Offline for a while: 10 to 30 minutes (by the rules)",
        "12 min 34 s",
        "99.95 %",
        "120 ms",
        "P95 in multiples of the time before above 2 for 5 minutes",
        "value 2.6",
        "the computer was asleep",
        "28 min 0 s",
        "Deploy to, scheduled",
        "confirmed by Summer, 2026-07-17 19:21 UTC",
        "what it rested on changed since",
        "Waived",
        "Does not hold",
        "The application ran into something it did not expect",
        "Deploy the previous package again",
        "What slowed us",
        "Dark",
    ] {
        assert!(page.contains(told), "{told} is missing in {page}");
    }
    assert!(!page.contains("paper."), "a key without words in {page}");
    assert_eq!(page.matches("<svg").count(), 2);
    assert_eq!(
        page.matches("<svg").count(),
        page.matches("<figure>").count()
    );
}

#[test]
fn a_release_without_measurements_says_so_instead_of_showing_zeros() {
    let page = release_page(&bare_paper(), &words());
    for told in [
        "Nothing was measured: nobody watched the site",
        "No smoke tests were run.",
        "No logs were read",
        "No verdict was given yet.",
        "No way back was planned.",
        "The package did not go anywhere yet",
    ] {
        assert!(page.contains(told), "{told} is missing in {page}");
    }
    for zero in ["0 ms", "0 %", "0 s", "100 %", "<svg", "Healthy"] {
        assert!(!page.contains(zero), "{zero} in {page}");
    }
    let mut unseen = watched("Start page");
    unseen.shown.overall = ProbeFigures::default();
    unseen.shown.probes[0].all = ProbeFigures::default();
    let paper = ReleasePaper {
        watched: vec![unseen],
        ..bare_paper()
    };
    let page = release_page(&paper, &words());
    assert!(page.contains("the site was not looked at"), "{page}");
    assert!(!page.contains("<svg") && !page.contains("0 %"), "{page}");
}

#[test]
fn names_made_to_do_harm_stay_text() {
    let script = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;";
    let turned = "\u{202e}gnp.exe \u{2066}مرحبا";
    let long = "x".repeat(2_000);
    for name in [script, turned, &long] {
        let pages = [
            release_page(&whole(name), &words()),
            review_page(&frozen(name), &words()),
        ];
        for page in pages {
            for harm in [
                "<script",
                "<img",
                "onerror=alert(2)>",
                "href",
                "\u{202e}",
                "\u{2066}",
            ] {
                assert!(!page.contains(harm), "{harm} in {page}");
            }
            assert!(page.trim_end().ends_with("</html>"));
            // Every tag that is opened is closed: no name broke out of its place.
            for tag in ["table", "figure", "svg", "td", "li", "p", "h2"] {
                let opened = page.matches(&format!("<{tag}>")).count()
                    + page.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
        // What Markdown would take for a tag has a backslash before it.
        let text = review_markdown(&frozen(name), &words()).replace("\\<", "");
        assert!(!text.contains(['<', '\u{202e}']), "{text}");
    }
    let page = release_page(&whole(script), &words());
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn a_report_stands_alone_in_light_and_dark_and_on_paper() {
    let page = release_page(&whole("Summer"), &words());
    for outside in [
        "<script", "<link", "<img", "src=", "href=", "http://", "https://", "url(", "@import",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("@media print") && page.contains("prefers-color-scheme:dark"));
    assert!(page.contains("role=\"img\" aria-label="));
}

#[test]
fn a_line_ends_where_nobody_looked() {
    let page = release_page(&whole("Summer"), &words());
    let drawn = page
        .split("<path class=\"strong\" d=\"")
        .nth(1)
        .expect("a line");
    let path = drawn.split('"').next().expect("its steps");
    assert_eq!(path.matches('M').count(), 2, "{path}");
}

#[test]
fn what_a_review_says_gives_its_hash_and_not_when_it_was_frozen() {
    let first = frozen("Summer");
    let later = FrozenReview::new(first.paper.clone(), at(500)).expect("it is frozen");
    assert_eq!(first.sha256, later.sha256);
    let mut changed = first.paper.clone();
    changed.stage.items[0].settled = true;
    let other = FrozenReview::new(changed, at(23)).expect("it is frozen");
    assert_ne!(first.sha256, other.sha256);
    let json = serde_json::to_string(&first).expect("JSON");
    assert_eq!(
        serde_json::from_str::<FrozenReview>(&json).expect("it reads"),
        first
    );
    for text in [
        review_page(&first, &words()),
        review_markdown(&first, &words()),
    ] {
        assert!(
            text.contains(&first.sha256) && text.contains("2026-07-17 19:23 UTC"),
            "{text}"
        );
        assert!(
            text.contains("Readiness review: Production: Summer"),
            "{text}"
        );
    }
}

#[test]
fn every_word_of_the_documents_is_used_and_none_is_missing() {
    let source = [
        include_str!("charts.rs"),
        include_str!("ending.rs"),
        include_str!("logs.rs"),
        include_str!("measured.rs"),
        include_str!("mod.rs"),
        include_str!("plan.rs"),
        include_str!("review.rs"),
        include_str!("say.rs"),
        include_str!("stage.rs"),
        include_str!("whole.rs"),
    ]
    .concat();
    let words = words();
    let mut asked: BTreeSet<String> = source
        .split('"')
        .filter(|part| part.starts_with("paper.") && !part.contains(['{', ' ']))
        .map(str::to_owned)
        .collect();
    // Columns are named in lists.
    let columns = words
        .keys()
        .filter_map(|key| key.strip_prefix("paper.column."));
    let named: Vec<String> = columns
        .filter(|name| source.contains(&format!("\"{name}\"")))
        .map(|name| format!("paper.column.{name}"))
        .collect();
    asked.extend(named);
    let families = families();
    let bare: BTreeSet<&str> = families.iter().map(|(family, _)| *family).collect();
    asked.retain(|key| words.has(key) || !bare.contains(key.as_str()));
    asked.extend(
        families
            .iter()
            .map(|(family, value)| format!("{family}.{value}")),
    );
    let missing: Vec<_> = asked.iter().filter(|key| !words.has(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let own = words.keys().filter(|key| key.starts_with("paper."));
    let unused: Vec<_> = own.filter(|key| !asked.contains(*key)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Every value that is said by its own word, with the family of words it is looked up in.
fn families() -> Vec<(&'static str, String)> {
    fn all<T: Serialize>(family: &'static str, values: &[T]) -> Vec<(&'static str, String)> {
        let word = |value: &T| serde_json::to_value(value).expect("JSON");
        let words = values.iter().map(word);
        words
            .map(|word| (family, word.as_str().expect("a word").to_owned()))
            .collect()
    }
    [
        all(
            "paper.purpose",
            &[
                Purpose::FirstDeployment,
                Purpose::NewFeatures,
                Purpose::VersionUpdate,
                Purpose::ContentOnly,
                Purpose::LargeImport,
                Purpose::UrgentFix,
            ],
        ),
        all("paper.strategy", &[Strategy::Now, Strategy::Scheduled]),
        all(
            "paper.way",
            &[
                RollbackWay::RestorePoint,
                RollbackWay::PreviousPackage,
                RollbackWay::FixForward,
            ],
        ),
        all(
            "paper.metric",
            &[
                TriggerMetric::FailedLooks,
                TriggerMetric::P95TimesBaseline,
                TriggerMetric::SmokeDown,
                TriggerMetric::OfflineMinutes,
                TriggerMetric::ServerFailures,
            ],
        ),
        all(
            "paper.stage",
            &[
                StageKind::Development,
                StageKind::Testing,
                StageKind::Staging,
                StageKind::Production,
                StageKind::Monitoring,
            ],
        ),
        all(
            "paper.how",
            &[
                PressHow::DeployTo,
                PressHow::Schedule,
                PressHow::Emergency,
                PressHow::Upload,
            ],
        ),
        all(
            "paper.known",
            &[ArrivalKnownBy::Told, ArrivalKnownBy::Measured],
        ),
        all(
            "paper.outage",
            &[Outage::None, Outage::ReadOnly, Outage::Offline],
        ),
        all(
            "paper.sure",
            &[Sureness::Known, Sureness::Likely, Sureness::Unknown],
        ),
        all(
            "paper.phase",
            &[
                MonitorPhase::Waiting,
                MonitorPhase::Offline,
                MonitorPhase::ReadOnly,
                MonitorPhase::Back,
                MonitorPhase::BackAsBefore,
                MonitorPhase::Smoke,
                MonitorPhase::Monitoring,
                MonitorPhase::Done,
            ],
        ),
        all(
            "paper.answering",
            &[
                Answering::NewBuild,
                Answering::AsBefore,
                Answering::CannotBeTold,
            ],
        ),
        all(
            "paper.gap",
            &[
                GapBecause::NotRunning,
                GapBecause::Asleep,
                GapBecause::NoNetwork,
            ],
        ),
    ]
    .concat()
}
