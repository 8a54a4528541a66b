use super::{Bench, slipway};
use serde_json::Value;
use slipway_engine::ledger::Ledger;

fn told(folder: &std::path::Path) -> (Value, Option<i32>) {
    let mut first_aid = slipway();
    first_aid
        .args(["first-aid", "--json", "--data"])
        .arg(folder);
    let output = first_aid.output().expect("it runs");
    let told = serde_json::from_slice(&output.stdout);
    (
        told.unwrap_or_else(|_| panic!("JSON: {output:?}")),
        output.status.code(),
    )
}

fn codes(told: &Value) -> Vec<&str> {
    let findings = told["findings"].as_array().expect("findings");
    findings
        .iter()
        .filter_map(|finding| finding["code"].as_str())
        .collect()
}

#[test]
fn first_aid_without_a_keychain_says_so_in_words_and_in_its_exit_code() {
    let bench = Bench::new();
    let (told, exit) = told(&bench.path("nothing"));
    assert_eq!(
        (told["schema"].as_u64(), told["outcome"].as_str()),
        (Some(1), Some("not-working"))
    );
    assert_eq!(exit, Some(2));
    assert_eq!(
        codes(&told)[..2],
        ["keychain-unavailable", "proxy-no-hosts"]
    );
    let mut in_words = slipway();
    in_words
        .args(["first-aid", "--data"])
        .arg(bench.path("nothing"));
    let said = String::from_utf8(in_words.output().expect("it runs").stdout).expect("text");
    assert!(
        said.starts_with("Keychain: not working\n  This computer offers no keychain"),
        "{said}"
    );
    assert!(!bench.path("nothing").exists(), "nothing is made");
}

#[test]
fn first_aid_looks_at_what_the_window_remembers_and_leaves_it() {
    let bench = Bench::new();
    let file = bench.path("slipway.db");
    drop(Ledger::open(&file).expect("a ledger"));
    assert!(codes(&told(&bench.path("")).0).contains(&"ledger-fine"));
    std::fs::write(&file, "not a ledger, for sure".repeat(20)).expect("written over");
    assert!(codes(&told(&bench.path("")).0).contains(&"ledger-foreign"));
    let left = std::fs::read_to_string(&file).expect("it is there");
    assert!(left.starts_with("not a ledger"), "it is left as it was");
}
