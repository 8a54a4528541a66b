//! What is known of a transfer afterwards.

use crate::stage::Stage;
use slipway_engine::blob::transfer::Outcome;
use slipway_engine::desk::ReportFormat;
use slipway_engine::job::JobState;
use slipway_engine::units::Count;
use slipway_engine::words::Catalog;

fn words() -> Catalog {
    Catalog::of(&[
        include_str!("../../../ui/src/copy/report/en.json"),
        include_str!("../../../ui/src/copy/messages/faults-blob.en.json"),
    ])
    .expect("the words can be read")
}

/// More files than a page has, one with a name that spreadsheets would run.
fn many() -> Vec<(String, usize)> {
    let mut files: Vec<_> = (0..620)
        .map(|n| (format!("default/f{n:03}.txt"), 3))
        .collect();
    files.push(("default/=1+1, \"x\" <b>.txt".into(), 9));
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_told_page_by_page_after_a_restart_too() {
    let files = many();
    let files: Vec<(&str, usize)> = files.iter().map(|(name, n)| (name.as_str(), *n)).collect();
    let mut stage = Stage::ready(&files).await;
    let job = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
    let summary = stage.view().report.expect("a report");
    assert_eq!(summary.files, Count(622));
    stage.quit_and_open();
    assert_eq!(stage.view().report, Some(summary));
    let first = stage
        .desk
        .transfer_report(&stage.restore, Count(0))
        .expect("a page");
    assert_eq!((first.total, first.files.len()), (Count(622), 500));
    assert_eq!(
        &*first.files[0].blob, "db.bacpac",
        "the database comes first"
    );
    let rest = stage
        .desk
        .transfer_report(&stage.restore, Count(500))
        .expect("a page");
    assert_eq!(rest.files.len(), 122);
    let mut names: Vec<_> = first
        .files
        .iter()
        .chain(&rest.files)
        .map(|file| &file.blob)
        .collect();
    assert!(
        first
            .files
            .iter()
            .chain(&rest.files)
            .all(|file| file.outcome.is_verified())
    );
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 622);
    let beyond = stage
        .desk
        .transfer_report(&stage.restore, Count(622))
        .expect("a page");
    assert!(beyond.files.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_exported_as_a_page_and_as_a_table_that_no_spreadsheet_runs() {
    let stage = Stage::ready(&[("default/=1+1, \"x\" <b>.txt", 9), ("default/gone.txt", 4)]).await;
    let nothing = stage.folder.path().join("nothing.csv");
    let early = stage
        .desk
        .export_report(&stage.restore, ReportFormat::Csv, &words(), &nothing)
        .expect_err("there is none");
    assert_eq!(early.code, "report-not-there");
    std::fs::remove_file(stage.files().join("default/gone.txt")).expect("it goes");
    let job = stage.transfer().expect("it starts");
    assert_eq!(stage.ended(&job.id).await.state, JobState::Succeeded);
    let report = stage.view().report.expect("a report");
    assert_eq!((report.not_sent, report.all_is_well), (Count(1), false));
    assert_eq!(report.troubles[0].blob, "default/gone.txt");

    let name = stage.desk.report_name(&stage.restore).expect("a name");
    assert!(name.starts_with("custom-restore-qa-"), "{name}");
    let export = |format, name: &str| {
        let path = stage.folder.path().join(name);
        stage
            .desk
            .export_report(&stage.restore, format, &words(), &path)
            .expect("it is written");
        std::fs::read_to_string(path).expect("it is there")
    };
    let page = export(ReportFormat::Html, "report.html");
    assert!(
        page.contains("default/=1+1, &quot;x&quot; &lt;b&gt;.txt"),
        "{page}"
    );
    assert!(!page.contains("<b>") && !page.contains("<script"));
    assert!(page.contains("@media print") && page.contains("db.bacpac"));
    assert!(page.contains("A file is gone"), "the words of the fault");
    assert!(page.contains("1 file is not there"), "{page}");
    assert!(!page.contains("report."), "no key without words");
    let proof = stage
        .desk
        .transfer_report(&stage.restore, Count(0))
        .expect("a page");
    let Outcome::Sent(proof) = &proof.files[0].outcome else {
        panic!("{proof:?}");
    };
    let crc64 = proof.crc64.map(String::from).expect("it was computed");
    assert!(page.contains(&crc64));

    let table = export(ReportFormat::Csv, "report.csv");
    let rows: Vec<&str> = table
        .trim_start_matches('\u{feff}')
        .trim_end()
        .split("\r\n")
        .collect();
    assert_eq!(rows.len(), 4, "{table}");
    assert!(rows[0].starts_with("Part,File,"), "{}", rows[0]);
    assert!(rows[1].contains(&crc64));
    assert!(
        table.contains("\"default/=1+1, \"\"x\"\" <b>.txt\""),
        "{table}"
    );
    assert!(
        table.contains("default/gone.txt,4,A file is gone"),
        "{table}"
    );
    assert!(rows.iter().all(|row| !row.contains("report.")), "{table}");
    assert!(stage.wrote("restore-report-exported"));
    let parts: Vec<_> = std::fs::read_dir(stage.folder.path())
        .expect("a folder")
        .flatten()
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|ending| ending == "part")
        })
        .collect();
    assert!(parts.is_empty(), "nothing half-made is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn promise_22_what_is_kept_of_a_transfer_holds_no_signature() {
    let stage = Stage::ready(&[("default/a.txt", 3)]).await;
    let links = stage
        .world
        .custom_restore()
        .get_access(None)
        .await
        .expect("links");
    let text = format!("{}\n{}", links.database.reveal(), links.storage.reveal());
    stage
        .desk
        .take_links(&stage.restore, text.clone(), false)
        .await
        .expect("they are taken");
    let job = stage.transfer().expect("it starts");
    stage.ended(&job.id).await;
    let signatures: Vec<&str> = text
        .split("sig=")
        .skip(1)
        .filter_map(|rest| rest.split(['&', '\n']).next())
        .collect();
    assert_eq!(signatures.len(), 2);
    let mut read = 0;
    let mut folders = vec![stage.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = std::fs::read(entry.path()).expect("a file");
            for signature in &signatures {
                let found = bytes
                    .windows(signature.len())
                    .any(|window| window == signature.as_bytes());
                assert!(!found, "{:?}", entry.path());
            }
            read += 1;
        }
    }
    assert!(read > 5, "journals, reports and the ledger were read");
}
