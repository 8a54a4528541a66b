use super::super::recognise::{Recognised, recognise};
use super::super::steps::{Step, Wanted, steps};
use super::super::{BuildStep, OutputLine, Stream, Surroundings};
use super::{CONFIG, Folder, PROJECT, no_sdk, ready_project, sdk};
use crate::fault::Fault;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn looked(folder: &Folder) -> Recognised {
    recognise(folder.path(), None, &no_sdk()).expect("a folder")
}

fn wanted(work: &Path) -> Wanted {
    Wanted {
        store: true,
        publish: Some(work.join("publish")),
        build_number: Some("202611211200".into()),
        own_repository: work.join("repository"),
    }
}

fn planned(folder: &Folder) -> Vec<String> {
    let steps = steps(&looked(folder), folder.path(), &wanted(Path::new("/work")));
    steps.iter().map(|step| step.shown().text).collect()
}

fn step(folder: &Path) -> Step {
    Step {
        step: BuildStep::Publish,
        folder: folder.to_owned(),
        arguments: vec!["publish".into(), "--nologo".into()],
        writes: Vec::new(),
    }
}

/// Runs one step with a stand-in for the SDK.
fn run(
    script: &str,
    cancel: &dyn Fn(&[OutputLine]) -> bool,
) -> (Result<(), Fault>, Vec<OutputLine>) {
    let tools = Folder::new();
    let surroundings = sdk(tools.path(), script);
    run_in(tools.path(), &surroundings, cancel)
}

fn run_in(
    folder: &Path,
    surroundings: &Surroundings,
    cancel: &dyn Fn(&[OutputLine]) -> bool,
) -> (Result<(), Fault>, Vec<OutputLine>) {
    let lines = RefCell::new(Vec::new());
    let ended = step(folder).run(
        surroundings,
        0,
        &|line| lines.borrow_mut().push(line),
        &|| cancel(&lines.borrow()),
    );
    (ended, lines.into_inner())
}

fn never(_: &[OutputLine]) -> bool {
    false
}

#[test]
fn the_commands_are_those_of_the_documentation() {
    assert_eq!(
        planned(&ready_project()),
        [
            "dotnet build --nologo",
            "dotnet run --no-build -- --kxp-cd-store --repository-path './$CDRepository'",
            "dotnet publish --nologo -c Release -o /work/publish --version-suffix 202611211200",
        ]
    );
}

#[test]
fn a_folder_with_several_projects_names_the_one_that_is_meant() {
    let folder = ready_project().with("src/Shop/Other.sln", "");
    let planned = planned(&folder);
    assert_eq!(planned[0], "dotnet build Shop.csproj --nologo");
    assert!(
        planned[1].starts_with("dotnet run --no-build --project Shop.csproj -- --kxp-cd-store")
    );
    assert!(planned[2].starts_with("dotnet publish Shop.csproj --nologo -c Release"));
}

#[test]
fn only_the_documented_commands_write_into_the_project() {
    let folder = ready_project();
    let steps = steps(&looked(&folder), folder.path(), &wanted(Path::new("/work")));
    let writes: Vec<_> = steps.iter().map(|step| step.shown().writes).collect();
    assert_eq!(
        writes,
        [
            vec!["bin", "obj"],
            vec!["$CDRepository"],
            vec!["bin", "obj"]
        ]
    );
}

#[test]
fn a_project_that_keeps_only_a_seed_is_stored_into_a_folder_of_slipways_own() {
    let folder = Folder::new()
        .with("Shop.csproj", PROJECT)
        .with("App_Data/CDRepository/repository.config", CONFIG);
    let steps = steps(&looked(&folder), folder.path(), &wanted(Path::new("/work")));
    assert!(
        steps[1]
            .shown()
            .text
            .ends_with("--repository-path /work/repository")
    );
    assert!(steps[1].writes.is_empty());
}

#[test]
fn output_comes_line_by_line_with_its_stream() {
    let (ended, lines) = run("echo one; echo two >&2; printf three", &never);
    assert_eq!(ended, Ok(()));
    let of = |stream| -> Vec<&str> {
        let lines = lines.iter().filter(|line| line.stream == stream);
        lines.map(|line| line.text.as_str()).collect()
    };
    assert_eq!(of(Stream::Out), ["one", "three"]);
    assert_eq!(of(Stream::Err), ["two"]);
    let numbers: Vec<u64> = lines.iter().map(|line| line.number.0).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn what_a_command_prints_of_secrets_is_masked() {
    let (_, lines) = run("echo 'Server=x;Password=hunter2hunter2;Database=y'", &never);
    assert!(!lines[0].text.contains("hunter2"), "{:?}", lines[0]);
}

#[test]
fn a_command_that_ends_with_a_code_is_explained() {
    let (ended, _) = run(
        "echo 'Program.cs(1,1): error CS1002: ; expected'; exit 1",
        &never,
    );
    let fault = ended.expect_err("it did not work");
    assert_eq!(fault.code, "code-does-not-compile");
    assert!(fault.detail.expect("details").contains("CS1002"));
    let (ended, _) = run("exit 3", &never);
    let fault = ended.expect_err("it did not work");
    assert_eq!(
        (fault.code.as_str(), fault.params["exit_code"].as_str()),
        ("publish-did-not-work", "3")
    );
}

#[test]
fn a_chatty_command_loses_no_line() {
    let (ended, lines) = run(
        "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done",
        &never,
    );
    assert_eq!(ended, Ok(()));
    assert_eq!(lines.len(), 20_000);
    assert_eq!(lines[19_999].text, "line 19999");
}

#[test]
fn a_command_that_hangs_ends_when_it_is_cancelled_with_all_it_started() {
    let tools = Folder::new();
    let surroundings = sdk(
        tools.path(),
        "sleep 600 & echo $! > child; echo started; wait",
    );
    let started = Instant::now();
    let (ended, _) = run_in(tools.path(), &surroundings, &|lines| !lines.is_empty());
    assert_eq!(ended.expect_err("it was cancelled").code, "cancelled");
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_gone(&tools.path().join("child"));
}

#[test]
fn what_a_command_leaves_behind_is_not_waited_for_and_ends_with_it() {
    let tools = Folder::new();
    let surroundings = sdk(tools.path(), "sleep 600 & echo $! > child; echo done");
    let started = Instant::now();
    let (ended, lines) = run_in(tools.path(), &surroundings, &never);
    assert_eq!(ended, Ok(()));
    assert_eq!(lines[0].text, "done");
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_gone(&tools.path().join("child"));
}

#[test]
fn a_computer_without_the_sdk_says_so() {
    let folder = Folder::new();
    let (ended, _) = run_in(folder.path(), &no_sdk(), &never);
    assert_eq!(ended.expect_err("there is no dotnet").code, "sdk-missing");
}

/// Waits until the process whose id the file holds is gone or only waits to be reaped.
fn assert_gone(id: &PathBuf) {
    let id = std::fs::read_to_string(id).expect("an id");
    let limit = Instant::now() + Duration::from_secs(20);
    let alive = || {
        let about = std::fs::read_to_string(format!("/proc/{}/stat", id.trim()));
        about.is_ok_and(|about| !about.contains(") Z "))
    };
    while alive() {
        assert!(
            Instant::now() < limit,
            "process {} is still there",
            id.trim()
        );
        std::thread::yield_now();
    }
}
