use super::{Bench, code, explained, printed, slipway};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::ledger::{EntryDraft, Ledger};
use std::path::Path;
use std::process::Output;

fn house(what: &str, file: &Path, data: &Path, options: &[&str]) -> Output {
    slipway()
        .args(["house", what])
        .arg(file)
        .arg("--data")
        .arg(data)
        .args(options)
        .output()
        .expect("it runs")
}

/// A data folder with a history of two lines.
fn old_computer(bench: &Bench) -> std::path::PathBuf {
    let data = bench.path("old");
    let ledger = Ledger::open(&data.join("slipway.db")).expect("a ledger");
    for kind in ["token-saved", "token-forgotten"] {
        let now = SystemClock::new().now();
        ledger.append(EntryDraft::new(kind), now).expect("appends");
    }
    data
}

#[test]
fn settings_and_history_move_from_one_data_folder_to_another() {
    let bench = Bench::new();
    let (old, new, file) = (
        old_computer(&bench),
        bench.path("new"),
        bench.path("moving.slipway-house"),
    );
    let exported = house("export", &file, &old, &[]);
    assert_eq!(code(&exported), 0, "{}", explained(&exported));
    assert!(
        printed(&exported).contains("entries"),
        "{}",
        printed(&exported)
    );

    let preview = house("import", &file, &new, &["--preview"]);
    assert_eq!(code(&preview), 0, "{}", explained(&preview));
    let lines = |data: &Path| {
        let ledger = Ledger::open(&data.join("slipway.db")).expect("a ledger");
        ledger.entries(&Default::default()).expect("reads").total.0
    };
    assert_eq!(lines(&new), 0, "a preview adds nothing");

    let imported = house("import", &file, &new, &[]);
    assert_eq!(code(&imported), 0, "{}", explained(&imported));
    assert_eq!(lines(&new), 3, "two lines, and one that says they came");
    house("import", &file, &new, &[]);
    assert_eq!(lines(&new), 3, "the second time adds nothing");
}

#[test]
fn what_is_no_house_ends_with_3_and_says_so_in_words() {
    let bench = Bench::new();
    let file = bench.path("notes.slipway-house");
    std::fs::write(&file, "not a house at all").expect("a file");
    let refused = house("import", &file, &bench.path("new"), &[]);
    assert_eq!(code(&refused), 3);
    assert!(
        explained(&refused).contains("This is not a file for moving"),
        "{}",
        explained(&refused)
    );
    assert!(!bench.path("new").exists(), "nothing was made for it");
}
