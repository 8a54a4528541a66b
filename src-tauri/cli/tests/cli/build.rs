use super::{Bench, code, explained, printed, slipway};
use serde_json::Value;
use slipway_engine::package::sample::{SampleFolders, SamplePackage};
use std::path::Path;
use std::process::{Command, Output};

fn folders(bench: &Bench, package: &SamplePackage) -> SampleFolders {
    std::fs::create_dir(bench.path("project")).expect("a folder");
    let project = bench.path("project");
    package
        .write_folders(&project)
        .expect("the folders are written")
}

fn command(folders: &SampleFolders, output: &Path) -> Command {
    let mut command = slipway();
    command
        .arg("build")
        .arg("--publish")
        .arg(&folders.publish)
        .arg("--cd")
        .arg(&folders.repository)
        .args(["--assembly", "DancingGoat", "-o"])
        .arg(output);
    command
}

fn run(command: &mut Command) -> Output {
    command.output().expect("it runs")
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("one JSON object and nothing else")
}

#[test]
fn a_built_package_ends_with_0_and_inspect_calls_it_ready() {
    let bench = Bench::new();
    let folders = folders(
        &bench,
        &SamplePackage::new().storage_assets("CreateUpdate", 2),
    );
    let package = bench.path("package.zip");
    let mut build = command(&folders, &package);
    build
        .arg("--assets")
        .arg(folders.assets.as_ref().expect("there are assets"))
        .args(["--assets-mode", "CreateUpdate", "--zero-downtime"]);
    let output = run(&mut build);
    assert_eq!(code(&output), 0, "{}", explained(&output));
    assert!(
        printed(&output).starts_with("BUILT  "),
        "{}",
        printed(&output)
    );
    let inspected = run(slipway().arg("inspect").arg(&package));
    assert!(
        printed(&inspected).starts_with("READY  "),
        "{}",
        printed(&inspected)
    );
}

#[test]
fn what_speaks_against_a_package_ends_with_2_and_writes_nothing() {
    let bench = Bench::new();
    let folders = folders(&bench, &SamplePackage::new().without("$CDRepository"));
    let package = bench.path("package.zip");
    let output = run(&mut command(&folders, &package));
    assert_eq!(code(&output), 2);
    let text = printed(&output);
    assert!(
        text.contains("[STOP]") && text.contains("(repository-empty)"),
        "{text}"
    );
    assert!(!explained(&output).trim().is_empty());
    let refused = report(&run(command(&folders, &package).arg("--json")));
    assert_eq!(refused["package"], Value::Null);
    assert_eq!(refused["verdict"], "will-not-work");
    assert_eq!(refused["findings"][0]["check"], "repository-empty");
    assert!(refused["findings"][0]["fix"].is_string());
    assert!(!package.exists());
}

#[test]
fn what_is_built_and_will_not_work_all_the_same_is_told_at_once() {
    let bench = Bench::new();
    let old = SamplePackage::new().file(
        "DancingGoat.runtimeconfig.json",
        r#"{"runtimeOptions":{"tfm":"net8.0","framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"}}}"#,
    );
    let folders = folders(&bench, &old);
    let package = bench.path("package.zip");
    let output = run(command(&folders, &package).arg("--json"));
    assert_eq!(code(&output), 0, "{}", explained(&output));
    let built = report(&output);
    let inspected = report(&run(slipway().args(["inspect", "--json"]).arg(&package)));
    assert_eq!(built["verdict"], "will-not-work");
    assert_eq!(built["verdict"], inspected["verdict"]);
    assert_eq!(built["findings"], inspected["findings"]);
    let text = printed(&run(&mut command(&folders, &package)));
    assert!(
        text.starts_with("BUILT  ")
            && text.contains("WILL NOT WORK")
            && text.contains("(not-a-web-application)"),
        "{text}"
    );
}

#[test]
fn an_assembly_without_a_name_is_refused_before_anything_is_read() {
    let output = run(slipway()
        .args(["build", "--publish", "p", "--cd", "c", "-o", "o"])
        .args(["--assembly", ""]));
    assert_eq!(code(&output), 2, "{}", explained(&output));
}

#[test]
fn a_place_that_cannot_be_written_ends_with_2_and_one_that_cannot_be_read_with_3() {
    let bench = Bench::new();
    let mut folders = folders(&bench, &SamplePackage::new());
    let output = run(&mut command(&folders, &bench.path("nowhere/package.zip")));
    assert_eq!(code(&output), 2);
    assert!(
        explained(&output).contains("cannot be written"),
        "{}",
        explained(&output)
    );
    folders.publish = bench.path("nowhere");
    let output = run(&mut command(&folders, &bench.path("package.zip")));
    assert_eq!(code(&output), 3);
    assert!(
        explained(&output).contains("nowhere"),
        "{}",
        explained(&output)
    );
}

#[test]
fn json_tells_the_package_and_reuse_gives_the_same_one() {
    let bench = Bench::new();
    let folders = folders(&bench, &SamplePackage::new());
    let first = report(&run(
        command(&folders, &bench.path("first.zip")).arg("--json")
    ));
    assert_eq!(first["schema"], 1);
    assert_eq!(first["package"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(first["package"]["reused"], 0);
    let number = "1.0.0-202607171957+8fdda415741be89162eaf04f1895f8d33e26a12f";
    assert_eq!(first["build_number"], number);
    let mut again = command(&folders, &bench.path("again.zip"));
    again
        .arg("--json")
        .arg("--reuse")
        .arg(bench.path("first.zip"));
    let again = report(&run(&mut again));
    assert_eq!(again["package"]["sha256"], first["package"]["sha256"]);
    assert_eq!(again["package"]["reused"], first["package"]["entries"]);
    let mut other = command(&folders, &bench.path("other.zip"));
    other.args(["--json", "--build-number", "2.0.0", "--file-times"]);
    let other = report(&run(&mut other));
    assert_eq!(other["build_number"], "2.0.0");
    assert_ne!(other["package"]["sha256"], first["package"]["sha256"]);
}
