use super::{Bench, code, explained, printed, slipway};
use serde_json::Value;
use slipway_engine::package::sample::SamplePackage;
use std::path::Path;
use std::process::Output;

fn inspect(package: &Path, options: &[&str]) -> Output {
    slipway()
        .arg("inspect")
        .arg(package)
        .args(options)
        .output()
        .expect("it runs")
}

/// A private key travels with it, which is worth a warning.
fn with_a_warning() -> SamplePackage {
    SamplePackage::new().file("keys/signing.pfx", "a key")
}

#[test]
fn a_ready_package_ends_with_0_and_says_what_it_is() {
    let bench = Bench::new();
    let output = inspect(&bench.ready(), &[]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    let text = printed(&output);
    assert!(text.starts_with("READY  "), "{text}");
    assert!(
        text.contains("DancingGoat") && text.contains("31.6.2"),
        "{text}"
    );
}

#[test]
fn warnings_end_with_1_only_where_strictness_is_asked_for() {
    let bench = Bench::new();
    let package = bench.package("full.zip", &with_a_warning());
    let output = inspect(&package, &[]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    assert!(printed(&output).contains("[WARN]"), "{}", printed(&output));
    assert_eq!(code(&inspect(&package, &["--strict"])), 1);
}

#[test]
fn a_package_that_will_not_work_ends_with_2_and_says_why_in_words() {
    let bench = Bench::new();
    let package = bench.package("wrapped.zip", &SamplePackage::new().wrapped_in("publish"));
    let output = inspect(&package, &[]);
    assert_eq!(code(&output), 2);
    let text = printed(&output);
    assert!(
        text.contains("WILL NOT WORK") && text.contains("[STOP]"),
        "{text}"
    );
    assert!(!text.contains('{') && !text.contains("check."), "{text}");
}

#[test]
fn what_is_no_package_ends_with_3() {
    let bench = Bench::new();
    let path = bench.path("notes.zip");
    std::fs::write(&path, "not a zip at all").expect("a file");
    assert_eq!(code(&inspect(&path, &[])), 3);
    let missing = inspect(&bench.path("nowhere.zip"), &[]);
    assert_eq!(code(&missing), 3);
    assert!(!explained(&missing).trim().is_empty());
}

#[test]
fn json_is_one_object_with_facts_findings_and_the_fingerprint_if_asked() {
    let bench = Bench::new();
    let package = bench.package("full.zip", &with_a_warning());
    let report = |options: &[&str]| -> Value {
        let output = inspect(&package, options);
        serde_json::from_slice(&output.stdout).expect("one JSON object and nothing else")
    };
    let plain = report(&["--json"]);
    assert_eq!(plain["schema"], 1);
    assert_eq!(plain["verdict"], "ready-with-warnings");
    assert_eq!(plain["sha256"], Value::Null);
    assert_eq!(plain["facts"]["assembly"], "DancingGoat");
    let finding = &plain["findings"][0];
    for field in ["check", "severity", "what", "why", "fix", "ask"] {
        assert!(finding[field].is_string(), "{field} of {finding}");
    }
    let hashed = report(&["--json", "--sha256"]);
    assert_eq!(hashed["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn the_package_that_is_there_now_is_compared_with() {
    let bench = Bench::new();
    let before = bench.package("before.zip", &SamplePackage::new().version("31.6.2"));
    let after = bench.package("after.zip", &SamplePackage::new().version("30.0.0"));
    let alone = inspect(&after, &["--json"]);
    let compared = slipway()
        .args(["inspect", "--json", "--against"])
        .arg(&before)
        .arg(&after)
        .output()
        .expect("it runs");
    assert_ne!(
        printed(&alone),
        printed(&compared),
        "an older version than the one that is there"
    );
}

#[test]
fn the_same_package_again_is_not_taken_for_another_of_its_build_number() {
    let bench = Bench::new();
    let before = bench.ready();
    let again = bench.package("again.zip", &SamplePackage::new());
    // Names alike in length give files alike in size.
    let style = |name: &str| SamplePackage::new().file(&format!("wwwroot/{name}.css"), "p{}");
    let (one, other) = (
        bench.package("one.zip", &style("a")),
        bench.package("other.zip", &style("b")),
    );
    let told = |package: &Path, against: &Path| {
        let against = against.to_str().expect("text");
        let output = inspect(package, &["--json", "--against", against]);
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let findings = report["findings"].as_array().expect("a list").clone();
        let checks = findings.iter().filter_map(|f| f["check"].as_str());
        checks
            .filter(|check| check.starts_with("same-"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&again, &before), ["same-package"]);
    assert_eq!(told(&one, &before), ["same-build"]);
    assert_eq!(told(&other, &one), ["same-build"]);
}

#[test]
fn the_downtime_is_forecast_against_the_package_that_is_there_now() {
    let bench = Bench::new();
    let before = bench.package("before.zip", &SamplePackage::new().version("31.6.1"));
    let after = bench.ready();
    let against = |options: &[&str]| {
        let output = slipway()
            .args(["inspect", "--against"])
            .arg(&before)
            .arg(&after)
            .args(options)
            .output()
            .expect("it runs");
        assert_eq!(code(&output), 0, "{}", explained(&output));
        output
    };
    let text = printed(&against(&[]));
    assert!(text.contains("The site will be offline"), "{text}");
    assert!(
        text.contains("10 to 30 minutes") && !text.contains("forecast."),
        "{text}"
    );
    let report: Value =
        serde_json::from_slice(&against(&["--json"]).stdout).expect("one JSON object");
    assert_eq!(report["forecast"]["outage"], "offline");
    assert_eq!(report["forecast"]["sure"], "known");
    let alone: Value =
        serde_json::from_slice(&inspect(&after, &["--json"]).stdout).expect("one JSON object");
    assert_eq!(alone["forecast"], Value::Null);
}

#[test]
fn a_full_restore_to_prod_is_told_to_need_a_confirmation() {
    let bench = Bench::new();
    let package = bench.package("full.zip", &SamplePackage::new().restore_mode("Full"));
    let asked = |target: &str| -> Value {
        let output = inspect(&package, &["--json", "--target", target]);
        serde_json::from_slice(&output.stdout).expect("one JSON object")
    };
    assert_eq!(
        asked("prod")["demands_confirmation"][0],
        "restore-mode-full"
    );
    assert_eq!(
        asked("qa")["demands_confirmation"],
        Value::Array(Vec::new())
    );
}
