use super::{Bench, code, explained, printed, slipway};
use serde_json::Value;
use slipway_engine::package::sample::SamplePackage;
use std::path::Path;
use std::process::Output;

const ROLE: &str = "$CDRepository/@global/cms.role/press.xml";

fn with_role(name: &str) -> SamplePackage {
    let text = format!(
        "<cms.role><RoleDisplayName>{name}</RoleDisplayName><RoleName>press</RoleName></cms.role>"
    );
    SamplePackage::new().file(ROLE, text)
}

fn compare(old: &Path, new: &Path, options: &[&str]) -> Output {
    slipway()
        .arg("compare")
        .args([old, new])
        .args(options)
        .output()
        .expect("it runs")
}

#[test]
fn a_comparison_ends_with_0_and_tells_what_differs_by_name() {
    let bench = Bench::new();
    let old = bench.package("old.zip", &with_role("Press"));
    let new = bench.package("new.zip", &with_role("Press team"));
    let output = compare(&old, &new, &[]);
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let text = printed(&output);
    assert!(text.starts_with("DIFFERENT  old.zip -> new.zip"), "{text}");
    assert!(text.contains("~ Press team"), "{text}");
    let same = compare(&old, &old, &[]);
    assert_eq!(code(&same), 0);
    assert!(printed(&same).starts_with("SAME FILE"));
}

#[test]
fn nothing_but_code_is_said_in_the_first_line() {
    let bench = Bench::new();
    let old = bench.ready();
    let new = bench.package(
        "code.zip",
        &SamplePackage::new().file("DancingGoat.dll", "MZ"),
    );
    assert!(printed(&compare(&old, &new, &[])).starts_with("NOTHING BUT CODE"));
}

#[test]
fn json_is_one_object_with_everything_in_it() {
    let bench = Bench::new();
    let old = bench.ready();
    let many = (0..300).fold(SamplePackage::new(), |package, at| {
        let text = format!("<cms.role><RoleName>role{at}</RoleName></cms.role>");
        package.file(
            &format!("$CDRepository/@global/cms.role/role{at}.xml"),
            text,
        )
    });
    let new = bench.package("new.zip", &many);
    let output = compare(&old, &new, &["--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(report["schema"], 1);
    assert_eq!(report["sameness"], "different");
    assert_eq!(report["totals"]["objects"]["added"], 300);
    assert_eq!(
        report["objects"][0]["objects"].as_array().map(Vec::len),
        Some(300)
    );
}

#[test]
fn one_object_is_shown_field_by_field() {
    let bench = Bench::new();
    let old = bench.package("old.zip", &with_role("Press"));
    let new = bench.package("new.zip", &with_role("Press team"));
    let output = compare(&old, &new, &["--object", ROLE]);
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let text = printed(&output);
    assert!(
        text.contains("~ RoleDisplayName")
            && text.contains("- Press")
            && text.contains("+ Press team"),
        "{text}"
    );
    let output = compare(&old, &new, &["--object", ROLE, "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_eq!(
        (&report["schema"], &report["kind"]),
        (&Value::from(1), &Value::from("fields"))
    );
    let none = compare(&old, &new, &["--object", "no/such.xml"]);
    assert_eq!(code(&none), 2);
    assert!(explained(&none).contains("no/such.xml"));
}

#[test]
fn the_note_is_written_whole_in_either_format() {
    let bench = Bench::new();
    let old = bench.package("old.zip", &with_role("Press"));
    let new = bench.package("new.zip", &with_role("Press &lt;team&gt;"));
    for (name, told) in [
        ("note.md", "Press \\<team\\>"),
        ("note.html", "Press &lt;team&gt;"),
    ] {
        let path = bench.path(name);
        let output = compare(
            &old,
            &new,
            &["--note", path.to_str().expect("a plain path")],
        );
        assert_eq!(code(&output), 0, "{}", explained(&output));
        let note = std::fs::read_to_string(&path).expect("the note");
        assert!(note.contains(told), "{note}");
        assert!(!bench.path(&format!("{name}.part")).exists());
    }
    let nowhere = bench.path("no folder/note.md");
    let output = compare(
        &old,
        &new,
        &["--note", nowhere.to_str().expect("a plain path")],
    );
    assert_eq!(code(&output), 2);
    assert!(!explained(&output).trim().is_empty());
    let other = compare(&old, &new, &["--note", "note.docx"]);
    assert_eq!(code(&other), 2);
}

#[test]
fn what_is_no_package_ends_with_3() {
    let bench = Bench::new();
    let good = bench.ready();
    let bad = bench.path("notes.zip");
    std::fs::write(&bad, "not a zip at all").expect("a file");
    for (old, new) in [
        (&bad, &good),
        (&good, &bad),
        (&good, &bench.path("nowhere.zip")),
    ] {
        let output = compare(old, new, &[]);
        assert_eq!(code(&output), 3);
        assert!(!explained(&output).trim().is_empty());
    }
}
