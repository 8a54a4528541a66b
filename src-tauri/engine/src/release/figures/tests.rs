use super::*;
use crate::project::EnvKey;
use crate::release::journey::{
    Arrival, ArrivalKnownBy, PressHow, PressOutcome, Purpose, Release, ReleasePackage,
    ReleasePress, ReleaseVerdict, RollbackWay, RolledBack, Stage, StageKind, VerdictKind,
};
use crate::units::Bytes;

fn at(text: &str) -> Moment {
    Moment(text.parse().expect("a moment"))
}

/// On its way to production since noon of 17 July.
fn release() -> Release {
    Release {
        id: "r1".into(),
        project_id: "p".into(),
        name: "Summer".into(),
        purpose: Purpose::NewFeatures,
        package: Some(ReleasePackage {
            sha256: "ab".into(),
            file_name: "a.zip".into(),
            build_number: Some("1.0.0-202607171000+0123".into()),
            code_version: None,
            size: Bytes(1),
        }),
        started_at: at("2026-07-17T12:00:00Z"),
        started_by: "Anna".into(),
        promise: String::new(),
        lead: None,
        four_eyes: false,
        window: None,
        strategy: None,
        rollback: None,
        triggers: Vec::new(),
        features: Vec::new(),
        stages: vec![Stage {
            id: "production:prod".into(),
            kind: StageKind::Production,
            env: Some(EnvKey("prod".into())),
            items: Vec::new(),
            decision: None,
            presses: Vec::new(),
            arrived: None,
        }],
        rolled_back: None,
        verdict: None,
        retrospective: None,
    }
}

fn arrived(at: Moment) -> Release {
    let mut release = release();
    release.stages[0].arrived = Some(Arrival {
        at,
        known_by: ArrivalKnownBy::Measured,
    });
    release
}

fn pressed(release: &mut Release, at: Moment, outcome: Option<PressOutcome>) {
    release.stages[0].presses.push(ReleasePress {
        id: "x".into(),
        how: PressHow::DeployTo,
        at,
        by: "Anna".into(),
        due: None,
        cancelled_at: None,
        upload_job: None,
        outcome,
    });
}

#[test]
fn what_did_not_reach_production_is_in_no_figure() {
    assert_eq!(figure_row(&release(), None), None);
    let mut underway = release();
    pressed(&mut underway, at("2026-07-18T12:00:00Z"), None);
    assert_eq!(figure_row(&underway, None), None);
    let none = figures(Vec::new(), at("2026-07-18T12:00:00Z"));
    assert_eq!(none.change_failure_percent, None, "no share of nothing");
    assert_eq!(none.lead_time_hours, Figure::default());
    assert!(none.deployments_per_month.is_empty());
}

#[test]
fn the_lead_time_runs_from_the_build_and_without_one_from_the_beginning() {
    let row = figure_row(&arrived(at("2026-07-18T10:30:00Z")), None).expect("a row");
    assert_eq!(row.lead_time_hours, Some(24.5));
    let mut unknown = arrived(at("2026-07-18T12:00:00Z"));
    unknown.package.as_mut().expect("a package").build_number = Some("7".into());
    assert_eq!(
        figure_row(&unknown, None).expect("a row").lead_time_hours,
        Some(24.0)
    );
    let early = figure_row(&arrived(at("2026-07-01T12:00:00Z")), None).expect("a row");
    assert_eq!(early.lead_time_hours, None, "a clock was wrong");
}

#[test]
fn what_was_sent_in_vain_failed_and_is_no_deployment() {
    let mut vain = release();
    pressed(
        &mut vain,
        at("2026-07-18T12:00:00Z"),
        Some(PressOutcome::DidNotWork),
    );
    let row = figure_row(&vain, None).expect("a row");
    assert!(row.failed && row.lead_time_hours.is_none());
    let all = figures(vec![row], at("2026-07-18T12:00:00Z"));
    assert_eq!(all.change_failure_percent, Some(100.0));
    assert!(all.deployments_per_month.is_empty());
}

#[test]
fn a_rollback_fails_the_release_and_says_how_long_it_took_to_restore() {
    let mut back = arrived(at("2026-07-18T12:00:00Z"));
    back.rolled_back = Some(RolledBack {
        way: RollbackWay::RestorePoint,
        at: at("2026-07-18T12:10:00Z"),
        by: "Anna".into(),
        reason: "P95".into(),
        restored_at: Some(at("2026-07-18T12:52:00Z")),
    });
    let row = figure_row(&back, Some(Count(90_000))).expect("a row");
    assert_eq!((row.failed, row.restored_minutes), (true, Some(42.0)));
    assert_eq!(row.downtime_ms, Some(Count(90_000)));
    let mut told = arrived(at("2026-07-18T12:00:00Z"));
    told.verdict = Some(ReleaseVerdict {
        kind: VerdictKind::RolledBack,
        at: at("2026-07-18T13:00:00Z"),
        by: "Anna".into(),
        remarks: String::new(),
    });
    let row = figure_row(&told, None).expect("a row");
    assert_eq!((row.failed, row.restored_minutes), (true, None));
}

#[test]
fn figures_are_medians_over_what_is_known_and_the_newest_value() {
    let row = |id: &str, day: &str, lead: Option<f64>, down: Option<u64>, failed: bool| FigureRow {
        release_id: id.into(),
        name: id.into(),
        to_prod_at: at(&format!("2026-{day}T12:00:00Z")),
        lead_time_hours: lead,
        downtime_ms: down.map(Count),
        failed,
        restored_minutes: failed.then_some(30.0),
    };
    let rows = vec![
        row("b", "04-30", Some(8.0), None, true),
        row("d", "06-02", None, Some(0), false),
        row("a", "03-31", Some(2.0), Some(60_000), false),
        row("c", "06-01", Some(4.0), Some(180_000), false),
    ];
    let all = figures(rows, at("2026-07-02T00:00:00Z"));
    let ids: Vec<&str> = all
        .releases
        .iter()
        .map(|row| row.release_id.as_str())
        .collect();
    assert_eq!(ids, ["d", "c", "b", "a"]);
    assert_eq!(
        all.lead_time_hours,
        Figure {
            median: Some(4.0),
            last: Some(4.0)
        }
    );
    assert_eq!(
        all.downtime_minutes,
        Figure {
            median: Some(1.0),
            last: Some(0.0)
        }
    );
    assert_eq!(all.time_to_restore_minutes.last, Some(30.0));
    assert_eq!(all.change_failure_percent, Some(25.0));
    let months: Vec<(&str, u64)> = all
        .deployments_per_month
        .iter()
        .map(|one| (one.month.as_str(), one.count.0))
        .collect();
    assert_eq!(
        months,
        [
            ("2026-03", 1),
            ("2026-04", 1),
            ("2026-05", 0),
            ("2026-06", 2),
            ("2026-07", 0)
        ]
    );
}

#[test]
fn a_history_of_ten_years_shows_its_last_three() {
    let rows = (0..120)
        .map(|month| FigureRow {
            release_id: month.to_string(),
            name: String::new(),
            to_prod_at: at(&format!(
                "{}-{:02}-01T00:00:00Z",
                2016 + month / 12,
                month % 12 + 1
            )),
            lead_time_hours: Some(1.0),
            downtime_ms: None,
            failed: false,
            restored_minutes: None,
        })
        .collect();
    let all = figures(rows, at("2025-12-31T00:00:00Z"));
    assert_eq!(all.deployments_per_month.len(), 36);
    assert_eq!(all.deployments_per_month[0].month, "2023-01");
}
