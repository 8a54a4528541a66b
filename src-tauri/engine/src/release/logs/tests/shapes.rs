//! A log of each shape.

use super::super::LogFileKind;
use super::{archive, codes, finding, read_file, read_text};

/// As the Portal of the practice world writes it.
const PORTAL: &str = "\
2026-07-17T19:57:00.000Z [INF] DancingGoat.zip was queued for UAT.\r\n\
2026-07-17T19:57:10.000Z [INF] Deployment of build 1.0.0-202607171957 started.\r\n\
2026-07-17T19:57:10.000Z [INF] Checking the deployment package.\r\n\
2026-07-17T19:57:12.000Z [ERR] The Xperience version of the package (31.5.0) is lower than the version in the target environment (31.6.2). Deploy the same or a newer version.\r\n\
2026-07-17T19:57:12.000Z [ERR] Deployment failed. The environment was not changed.\r\n";

#[test]
fn a_deployment_that_was_refused_tells_why_and_where_it_stopped() {
    let read = archive(&[("deployment.log", PORTAL)]);
    assert_eq!(codes(&read), ["version-lower", "deployment-stopped"]);
    let why = finding(&read, "version-lower");
    assert_eq!(
        [
            &*why.params["version"],
            &*why.params["target"],
            &*why.params["times"]
        ],
        ["31.5.0", "31.6.2", "1"]
    );
    let place = &why.evidence[0];
    assert_eq!((place.file.as_str(), place.line), ("deployment.log", 4));
    assert!(
        place
            .text
            .starts_with("2026-07-17T19:57:12.000Z [ERR] The Xperience")
    );
    let step = read.last_step.as_ref().expect("a step");
    assert_eq!(
        (step.name.as_str(), step.finished, step.line),
        ("Checking the deployment package.", false, 3)
    );
    assert!(!read.text_only);
    assert_eq!(
        (read.files[0].lines.0, read.files[0].kind),
        (5, LogFileKind::Log)
    );
}

#[test]
fn a_deployment_that_went_well_has_no_findings_and_a_last_step_that_was_finished() {
    let well = PORTAL.lines().take(3).collect::<Vec<_>>().join("\n")
        + "\n2026-07-17T19:59:00.000Z [INF] Deployment succeeded.\n";
    let read = archive(&[("deployment.log", &well)]);
    assert!(read.findings.is_empty(), "{read:?}");
    assert!(read.last_step.is_some_and(|step| step.finished));
}

#[test]
fn an_exception_is_told_with_the_first_lines_of_its_stack() {
    let log = "[19:57:00 INF] Starting\n\
        [19:57:01 FTL] Host terminated\n\
        System.InvalidOperationException: No service for IMail, asked by anna@agency.example\n\
        \x20---> Microsoft.Data.SqlClient.SqlException (0x80131904): Login did not work; Password=hunter2hunter2;\n\
        \x20  at A.B()\n\x20  at A.C()\n\x20  at A.D()\n\x20  at A.E()\n\x20  at A.F()\n\x20  at A.G()\n\x20  at A.H()\n\
        \x20  --- End of inner exception stack trace ---\n";
    let read = read_text("stdout.log", log);
    assert_eq!(codes(&read), ["exception", "exception", "other-errors"]);
    let [outer, inner] = [0, 1].map(|at| &read.findings[at]);
    assert_eq!(outer.params["type"], "System.InvalidOperationException");
    assert_eq!(
        outer.params["message"],
        "No service for IMail, asked by ***"
    );
    assert_eq!(
        inner.params["type"],
        "Microsoft.Data.SqlClient.SqlException"
    );
    assert_eq!(inner.evidence.len(), 1 + 6);
    assert_eq!(inner.evidence[1].text, "at A.B()");
    let all = format!("{read:?}");
    assert!(!all.contains("hunter2") && !all.contains("anna@"), "{all}");
}

#[test]
fn a_message_on_the_line_below_its_category_is_told_once() {
    let log = "info: Microsoft.Hosting.Lifetime[14]\n      Now listening\n\
        fail: CMS.DataEngine[0]\n      Invalid object name 'CMS_Agency'.\n\
        fail: CMS.Something[0]\n      It is quite unknown\n";
    let read = read_text("console.txt", log);
    assert_eq!(codes(&read), ["table-missing", "other-errors"]);
    assert_eq!(
        finding(&read, "table-missing").params["table"],
        "CMS_Agency"
    );
    let unknown = &finding(&read, "other-errors").evidence;
    let lines: Vec<u32> = unknown.iter().map(|place| place.line).collect();
    assert_eq!(lines, [5, 6]);
}

#[test]
fn a_pipeline_with_a_file_for_each_step_names_the_one_that_stopped() {
    let download = "2026-07-17T19:57:00.1234567Z ##[section]Starting: Download\n\
        2026-07-17T19:57:01.1234567Z ##[section]Finishing: Download\n";
    let restore = "2026-07-17T19:57:02.1234567Z ##[section]Starting: Restore objects\n\
        2026-07-17T19:57:03.1234567Z Object type 12/84: Module\n\
        2026-07-17T19:57:04.1234567Z ##[error]Execution Timeout Expired.  The timeout period elapsed\n\
        2026-07-17T19:57:04.1234567Z ##[section]Finishing: Restore objects\n";
    let read = archive(&[("1_Download.txt", download), ("2_Restore.txt", restore)]);
    assert_eq!(codes(&read), ["database-timeout"]);
    let step = read.last_step.expect("a step");
    assert_eq!(
        (step.name.as_str(), step.file.as_str(), step.finished),
        ("Restore objects", "2_Restore.txt", false)
    );
}

#[test]
fn what_powershell_wrote_is_read_too() {
    let text = "Publishing the website failed.\r\nCannot detect CD repository on path 'C:\\x'.\r\n";
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    let read = read_file("export.txt", &bytes).expect("it is read");
    assert_eq!(codes(&read), ["publish-stopped", "repository-not-found"]);
    assert_eq!(
        finding(&read, "repository-not-found").params["path"],
        "C:\\x"
    );
}

#[test]
fn an_unknown_format_is_shown_as_text_and_not_guessed_at() {
    let lines: Vec<String> = (1..=60)
        .map(|n| {
            format!("{{\"n\":{n},\"text\":\"Invalid object name 'X'\",\"token\":\"abcd1234\"}}")
        })
        .collect();
    let read = read_text("events.json", &lines.join("\n"));
    assert_eq!(codes(&read), ["shown-as-text"]);
    assert!(read.text_only && read.last_step.is_none());
    assert_eq!(read.files[0].kind, LogFileKind::Other);
    let shown = &read.findings[0].evidence;
    let numbers: Vec<u32> = shown.iter().map(|place| place.line).collect();
    assert_eq!(numbers, (1..=10).chain(51..=60).collect::<Vec<u32>>());
    assert!(shown.iter().all(|place| !place.text.contains("abcd1234")));
}

#[test]
fn a_log_without_any_known_form_is_shown_as_text_beside_those_that_are_understood() {
    let read = archive(&[
        ("deployment.log", PORTAL),
        ("notes.txt", "Dear colleagues,\nall is well."),
    ]);
    let shown = finding(&read, "shown-as-text");
    assert_eq!(shown.evidence.len(), 2);
    assert_eq!(shown.evidence[0].file, "notes.txt");
    assert!(!read.text_only);
}

#[test]
fn the_same_message_a_thousand_times_is_told_once_and_counted() {
    let log = "[19:57:00 ERR] Relative path hash validation has failed\n".repeat(1_000);
    let read = read_text("a.log", &log);
    assert_eq!(codes(&read), ["hash-salt"]);
    assert_eq!(read.findings[0].params["times"], "1000");
    assert_eq!(read.findings[0].evidence.len(), 20);
}

#[test]
fn messages_that_differ_without_end_do_not_fill_the_list() {
    let log: String = (0..5_000)
        .map(|n| format!("[19:57:00 ERR] System.Odd{n}Exception: number {n}\n"))
        .collect();
    let read = read_text("a.log", &log);
    assert!(read.findings.len() <= 40, "{}", read.findings.len());
    let times = read.findings.iter().map(|finding| &finding.params["times"]);
    let all: u64 = times
        .map(|times| times.parse::<u64>().expect("a number"))
        .sum();
    assert_eq!(all, 5_000, "none goes uncounted");
}
