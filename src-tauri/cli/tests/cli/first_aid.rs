use super::{Bench, slipway};
use serde_json::Value;
use slipway_engine::ledger::Ledger;
use slipway_engine::network::ProxySetting;
use slipway_engine::project::Project;

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

#[test]
fn first_aid_goes_through_the_proxy_entered_in_the_window() {
    let bench = Bench::new();
    let ledger = Ledger::open(&bench.path("slipway.db")).expect("a ledger");
    let project: Project = serde_json::from_value(serde_json::json!({
        "id": "p", "name": "Shop", "guid": "8f7a1c52-0a6e-4c1a-9a53-3c4a5b0f7d21",
        "portal": "https://portal.invalid", "plan": "standard", "role": "devops-engineer",
        "environments": [], "practice": false, "created_at": "2026-01-05T09:00:00Z",
    }))
    .expect("a project");
    ledger.save_project(&project).expect("saved");
    // Nobody listens there, and no name has to be looked up.
    let proxy = ProxySetting {
        address: "http://127.0.0.1:9".into(),
        user: String::new(),
    };
    ledger.save_proxy(Some(&proxy)).expect("saved");
    drop(ledger);
    let (told, _) = told(&bench.path(""));
    let codes = codes(&told);
    assert!(codes.contains(&"proxy-entered"), "{codes:?}");
    assert!(codes.contains(&"network-proxy-gone"), "{codes:?}");
}
