use super::{Bench, code, explained, printed, slipway};
use serde_json::Value;
use slipway_engine::restore::sample::SampleDatabase;
use std::path::{Path, PathBuf};
use std::process::Output;

pub fn database(bench: &Bench, sample: &SampleDatabase) -> PathBuf {
    let path = bench.path("db.bacpac");
    sample.write(&path).expect("it is written");
    path
}

pub fn files(bench: &Bench, names: &[&str]) -> PathBuf {
    let root = bench.path("files");
    for name in names {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, name.as_bytes()).expect("a file");
    }
    root
}

fn check(database: &Path, storage: &Path, options: &[&str]) -> Output {
    slipway()
        .args(["restore", "check", "--db"])
        .arg(database)
        .arg("--storage")
        .arg(storage)
        .args(options)
        .output()
        .expect("it runs")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON object and nothing else")
}

#[test]
fn a_good_database_and_folder_end_with_0_and_tell_their_version() {
    let bench = Bench::new();
    let db = database(&bench, &SampleDatabase::new());
    let storage = files(&bench, &["default/assets/Media/Hero.jpg"]);
    let output = check(&db, &storage, &["--target-version", "31.6.2"]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    let text = printed(&output);
    assert!(text.starts_with("READY\n"), "{text}");
    for told in [
        "31.6.2",
        "dancing-goat.example",
        "default",
        "storage-names-lowered",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
}

#[test]
fn the_report_is_one_object_with_its_schema_and_every_change_of_a_name() {
    let bench = Bench::new();
    let db = database(&bench, &SampleDatabase::new());
    let storage = files(&bench, &["default/assets/Media/Hero.jpg", "default/a.txt"]);
    let output = check(&db, &storage, &["--json", "--target-version", "31.6.2"]);
    let report = report(&output);
    assert_eq!(report["schema"], 1);
    assert_eq!(report["verdict"], "ready");
    assert_eq!(report["database"]["version"]["version"], "31.6.2");
    assert_eq!(report["database"]["read_whole"], true);
    assert_eq!(
        report["database"]["rows_counted"],
        report["database"]["rows_told"]
    );
    assert_eq!(report["storage"]["files"], 2);
    assert_eq!(report["storage"]["placement"]["how"], "containers");
    let changes = report["storage"]["name_changes"]
        .as_array()
        .expect("a list");
    assert_eq!(changes.len(), 2);
    assert_eq!(changes[1]["from"], "default/assets/Media/Hero.jpg");
    assert_eq!(changes[1]["to"], "hero.jpg");
    assert!(report["findings"][0]["what"].is_string());
}

#[test]
fn warnings_end_with_1_only_where_strictness_is_asked_for() {
    let bench = Bench::new();
    let db = database(&bench, &SampleDatabase::new());
    let storage = files(&bench, &["default/a.txt"]);
    // Nobody said which version the target has.
    let output = check(&db, &storage, &[]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    assert!(printed(&output).starts_with("READY WITH WARNINGS"));
    assert_eq!(code(&check(&db, &storage, &["--strict"])), 1);
}

#[test]
fn what_speaks_against_a_restore_ends_with_2() {
    let bench = Bench::new();
    let db = database(&bench, &SampleDatabase::new());
    let storage = files(&bench, &["default/a.txt"]);
    let output = check(&db, &storage, &["--target-version", "31.7.0"]);
    assert_eq!(code(&output), 2);
    assert!(printed(&output).contains("(database-version-differs)"));
    let options = ["--target-version", "31.6.2", "--limit", "3", "--json"];
    let output = check(&db, &storage, &options);
    assert_eq!(code(&output), 2);
    assert_eq!(
        report(&output)["findings"][0]["check"],
        "storage-over-limit"
    );
    let empty = bench.path("nothing");
    std::fs::create_dir(&empty).expect("a folder");
    let output = check(&db, &empty, &["--target-version", "31.6.2"]);
    assert_eq!(code(&output), 2);
    assert!(
        printed(&output).contains("(storage-empty)"),
        "{}",
        printed(&output)
    );
}

#[cfg(unix)]
#[test]
fn names_that_collide_are_decided_on_the_command_line() {
    let bench = Bench::new();
    let db = database(&bench, &SampleDatabase::new());
    let storage = files(&bench, &["default/Logo.png", "default/logo.png"]);
    let version = ["--target-version", "31.6.2"];
    let output = check(&db, &storage, &version);
    assert_eq!(code(&output), 2);
    assert!(printed(&output).contains("(storage-names-collide)"));
    let left_out = [&version[..], &["--leave-out", "default/Logo.png"]].concat();
    assert_eq!(code(&check(&db, &storage, &left_out)), 0);
    let renamed = [&version[..], &["--rename", "default/Logo.png=logo-2.png"]].concat();
    assert_eq!(code(&check(&db, &storage, &renamed)), 0);
}

#[test]
fn what_cannot_be_read_ends_with_3() {
    let bench = Bench::new();
    let storage = files(&bench, &["default/a.txt"]);
    let db = bench.path("db.bacpac");
    std::fs::write(&db, b"TAPE\0\0\x03\0").expect("a backup");
    let output = check(&db, &storage, &[]);
    assert_eq!(code(&output), 3, "{}", printed(&output));
    assert!(printed(&output).contains("(database-is-a-backup)"));
    let output = check(&bench.path("nowhere.bacpac"), &storage, &[]);
    assert_eq!(code(&output), 3);
    assert!(
        explained(&output).contains("nowhere.bacpac"),
        "{}",
        explained(&output)
    );
    let good = database(&bench, &SampleDatabase::new());
    assert_eq!(code(&check(&good, &bench.path("nowhere"), &[])), 3);
}
