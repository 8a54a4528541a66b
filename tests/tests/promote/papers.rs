//! What a release leaves behind: logs that were read, and its report.

use crate::stage::{PROD, Stage};
use slipway_engine::release::logs::LogReading;
use slipway_engine::words::Catalog;
use slipway_practice::Breakdown;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_of_a_deployment_that_broke_down_says_what_stopped_it() {
    let stage = Stage::before_production().await;
    let object_type = Breakdown::ObjectType {
        object_type: "cms.member".into(),
    };
    let library = Breakdown::LibraryMissing {
        library: "Alder.Pricing, Version=2.0.0.0".into(),
    };
    let ways = [
        (
            Breakdown::RepositoryVersion {
                repository: "31.4.2".into(),
            },
            "repository-version",
            "Restoring objects of $CDRepository to the database.",
        ),
        (
            object_type,
            "types-not-supported",
            "Restoring objects of $CDRepository to the database.",
        ),
        (
            Breakdown::RestoreTimeout,
            "database-timeout",
            "Object type 41/84: Content item",
        ),
        (
            Breakdown::Migration {
                table: "Alder_Order".into(),
            },
            "table-missing",
            "Running the migrations of After.txt.",
        ),
        (
            Breakdown::DatabaseVersion {
                database: "30.8.0".into(),
            },
            "database-version",
            "Starting the application.",
        ),
        (library, "library-missing", "Starting the application."),
    ];
    for (breakdown, code, step) in ways {
        let faults = stage.rehearsal.world.faults();
        faults.break_down_next_deployment(Some("prod"), breakdown);
        let reading = deployed_and_read(&stage).await;
        let finding = reading.findings.iter().find(|finding| finding.code == code);
        let finding = finding.unwrap_or_else(|| panic!("{code}: {:?}", reading.findings));
        assert!(!finding.evidence.is_empty(), "{code}");
        let last = reading.last_step.as_ref().expect("it got somewhere");
        assert_eq!((&*last.name, last.finished), (step, false), "{code}");
        assert!(!reading.text_only);
    }
    let well = deployed_and_read(&stage).await;
    assert!(well.findings.is_empty(), "{:?}", well.findings);
    assert!(well.last_step.is_some_and(|step| step.finished));
    let kept = stage.desk().logs(&stage.release).expect("the readings");
    assert_eq!(kept.len(), 7);
    stage
        .desk()
        .forget_logs(&stage.release, &well.id)
        .expect("it is taken off");
    assert_eq!(
        stage
            .desk()
            .logs(&stage.release)
            .expect("the readings")
            .len(),
        6
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_a_release_tells_it_in_one_page_that_needs_no_script() {
    let stage = Stage::before_production().await;
    stage.watch_pages();
    let monitor = stage.live_and_monitored().await;
    stage.ended(&monitor.id).await;
    let path = stage.rehearsal.work_folder().with_file_name("report.html");
    let exported = stage
        .desk()
        .export_release_report(&stage.release, &words(), &path);
    exported.expect("it is written");
    let page = std::fs::read_to_string(&path).expect("the report");
    let sha256 = stage.package.sha256.clone().expect("a hash");
    for told in [
        "Summer blend",
        "Petra Novak",
        "Shop 1.1.zip",
        &sha256,
        "PROD",
    ] {
        assert!(page.contains(told), "{told}");
    }
    assert!(
        page.contains("<svg") && page.contains("<table"),
        "charts, with tables beside them"
    );
    for left_out in ["<script", "src=\"http", "href=\"http://127.0.0.1:1/"] {
        assert!(!page.contains(left_out), "{left_out}");
    }
    let figures = stage
        .desk()
        .figures(&stage.rehearsal.project.id)
        .expect("figures");
    assert_eq!(figures.releases.len(), 1);
    assert!(figures.releases[0].downtime_ms.is_some_and(|ms| ms.0 > 0));
    assert_eq!(figures.change_failure_percent, Some(0.0));
}

/// **Deploy to** PROD, and the archive of its logs given to Slipway.
async fn deployed_and_read(stage: &Stage) -> LogReading {
    assert_eq!(stage.browser.deploy_to("UAT", "PROD").await, 303);
    stage.clock.advance(Duration::from_secs(30));
    let archive = stage.browser.newest_logs().await;
    let number = stage.rehearsal.world.deployments().len();
    let path = stage
        .rehearsal
        .work_folder()
        .with_file_name(format!("logs-{number}.zip"));
    std::fs::write(&path, archive).expect("the archive");
    let file = stage.desk().take_in(&[path]).expect("it is taken in");
    let read = stage
        .desk()
        .read_logs(&stage.release, PROD, &file.handle, "reading");
    read.expect("it can be read")
}

/// The words of the window's own catalog.
fn words() -> Catalog {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../ui/src/copy/report/release.en.json"
    );
    let text = std::fs::read_to_string(path).expect("the words of the report");
    Catalog::of(&[&text]).expect("they can be read")
}
