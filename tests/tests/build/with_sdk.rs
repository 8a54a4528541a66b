//! The documented steps, with a shell script in the place of `dotnet`.

use crate::workshop::*;
use slipway_engine::desk::{BuildChoices, PublishFrom, RepositoryFrom};
use slipway_engine::job::JobState;
use slipway_engine::package::Verdict;
use slipway_engine::package::project_folder::{FolderKind, SdkState, Surroundings};
use slipway_engine::package::sample::library;
use slipway_engine::units::Count;
use slipway_tests::rehearsal::Rehearsal;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PROJECT: &str = r#"<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup>
  <PackageReference Include="Kentico.Xperience.Admin" Version="31.6.2" />
  <PackageReference Include="Kentico.Xperience.Cloud" Version="31.6.2" />
  <PackageReference Include="Kentico.Xperience.WebApp" Version="31.6.2" />
</ItemGroup></Project>"#;

/// A project, what its SDK makes of it, and the SDK.
struct Workshop {
    folder: TempDir,
    tools: TempDir,
}

impl Workshop {
    /// `publish` and `store` are what the stand-in does in these steps, before its usual work.
    fn new(publish: &str, store: &str) -> Self {
        let (folder, tools) = (folder(), folder());
        write(&folder.path().join("Shop.csproj"), PROJECT.as_bytes());
        write(&folder.path().join("Program.cs"), b"app.UseKentico();");
        let config = release().files();
        let config = config
            .iter()
            .find(|file| file.name == "$CDRepository/repository.config")
            .expect("a configuration");
        write(&folder.path().join(&config.name), &config.bytes);
        hand_over(&tools.path().join("made"), &release(), BUILD);
        let script = format!(
            r#"#!/bin/sh
made="{made}"
case "$1" in
  --version) echo 10.0.100 ;;
  build) echo "Build succeeded." ;;
  run) {store}
    for path; do :; done
    cp -R "$made/\$CDRepository/." "$path" && echo "Stored." ;;
  publish) {publish}
    while [ $# -gt 0 ]; do
      [ "$1" = -o ] && out="$2"
      [ "$1" = --version-suffix ] && suffix="$2"
      shift
    done
    cp -R "$made/publish" "$out" && echo "Shop -> $out ($suffix)" ;;
esac
"#,
            made = tools.path().join("made").display()
        );
        let dotnet = tools.path().join("dotnet");
        write(&dotnet, script.as_bytes());
        std::fs::set_permissions(&dotnet, std::fs::Permissions::from_mode(0o755)).expect("it runs");
        Self { folder, tools }
    }

    fn surroundings(&self) -> Surroundings {
        Surroundings {
            program_folders: vec![self.tools.path().to_owned()],
            patience: Some(Duration::from_secs(20)),
        }
    }

    fn choices(&self, rehearsal: &Rehearsal) -> BuildChoices {
        BuildChoices {
            publish: PublishFrom::Run,
            repository: RepositoryFrom::Run,
            ..choices(rehearsal, self.folder.path())
        }
    }

    fn output(&self) -> PathBuf {
        self.tools.path().join("package.zip")
    }
}

fn lines(rehearsal: &Rehearsal, job_id: &str) -> Vec<String> {
    let output = rehearsal.desk.build_output(job_id, Count(0));
    output.lines.into_iter().map(|line| line.text).collect()
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).map_or(true, |mut listing| listing.next().is_none())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_folder_is_built_by_the_documented_steps() {
    let workshop = Workshop::new("", "");
    let rehearsal = Rehearsal::start_with(workshop.surroundings()).await;
    let choices = workshop.choices(&rehearsal);
    let view = rehearsal
        .desk
        .folder_view(&choices.folder, None, false)
        .expect("a folder");
    assert_eq!(view.picture.kind, FolderKind::Project);
    assert!(matches!(view.picture.sdk, SdkState::Found { .. }));
    assert_eq!(
        view.readiness.expect("there is a project").verdict,
        Verdict::WillNotWork
    );

    let terms = rehearsal.desk.build_terms(&choices).expect("terms");
    assert!(terms.runs_project_code);
    assert_eq!(terms.commands.len(), 3);
    let job = build(&rehearsal, choices, &workshop.output()).await;
    assert_eq!(
        job.state,
        JobState::Succeeded,
        "{job:?} {:?}",
        lines(&rehearsal, &job.id)
    );
    let package = rehearsal
        .desk
        .package(&job.params["package_id"], None, None)
        .expect("a package");
    assert_eq!(package.inspection.verdict, Verdict::Ready);
    let told = lines(&rehearsal, &job.id);
    assert_eq!(told.len(), 3, "{told:?}");
    let suffix = told[2]
        .rsplit('(')
        .next()
        .expect("a suffix")
        .trim_end_matches(')');
    assert!(
        suffix.len() == 12 && suffix.bytes().all(|b| b.is_ascii_digit()),
        "{told:?}"
    );
    assert_eq!(job.params["lines"], "3");

    assert!(is_empty(&rehearsal.work_folder()));
    let own: Vec<PathBuf> = content(workshop.folder.path())
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| !path.starts_with(workshop.folder.path().join("$CDRepository")))
        .collect();
    assert_eq!(
        own.len(),
        2,
        "nothing but the CD repository was written: {own:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_does_not_work_ends_the_build_with_its_reason() {
    let workshop = Workshop::new("", "echo 'Login failed for user shop.' >&2; exit 134");
    let rehearsal = Rehearsal::start_with(workshop.surroundings()).await;
    let job = build(&rehearsal, workshop.choices(&rehearsal), &workshop.output()).await;
    assert_eq!(code_of(&job), "store-without-database");
    assert!(!workshop.output().exists());
    assert!(is_empty(&rehearsal.work_folder()));
    assert!(
        lines(&rehearsal, &job.id)
            .iter()
            .any(|line| line.contains("Login failed"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_hangs_is_stopped_with_all_its_processes() {
    let workshop = Workshop::new(
        "sleep 600 & echo $! > \"$made/child\"; echo hanging; wait",
        "",
    );
    let rehearsal = Rehearsal::start_with(workshop.surroundings()).await;
    let order = order(&rehearsal, workshop.choices(&rehearsal), &workshop.output());
    let job = rehearsal.desk.build(&order).expect("it starts");
    rehearsal
        .until(&job.id, |job| {
            job.phase == "publishing" && job.params["lines"] == "3"
        })
        .await;
    rehearsal
        .desk
        .cancel_job(&job.id)
        .expect("it can be stopped");
    let job = rehearsal.ended(&job.id).await;
    assert_eq!(job.state, JobState::Cancelled);
    assert!(!workshop.output().exists());
    assert!(is_empty(&rehearsal.work_folder()));
    assert_gone(&workshop.tools.path().join("made/child"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_slipway_ended_with_is_explained_at_the_next_start() {
    let workshop = Workshop::new(
        "sleep 600 & echo $! > \"$made/child\"; echo hanging; wait",
        "",
    );
    let mut rehearsal = Rehearsal::start_with(workshop.surroundings()).await;
    let order = order(&rehearsal, workshop.choices(&rehearsal), &workshop.output());
    let job = rehearsal.desk.build(&order).expect("it starts");
    rehearsal
        .until(&job.id, |job| {
            job.phase == "publishing" && job.params["lines"] == "3"
        })
        .await;
    let left_over = rehearsal
        .work_folder()
        .join("build-crashed/publish/Shop.dll");
    write(&left_over, &library("1.0.0"));
    rehearsal.restart();
    let start = rehearsal.desk.start_state("1").expect("a start");
    let interrupted: Vec<_> = start
        .interrupted
        .iter()
        .map(|job| (&job.id, job.phase.as_str()))
        .collect();
    assert_eq!(interrupted, [(&job.id, "publishing")]);
    assert!(is_empty(&rehearsal.work_folder()));
    assert_gone(&workshop.tools.path().join("made/child"));
    assert!(
        rehearsal
            .history_kinds()
            .iter()
            .any(|kind| kind == "build-interrupted")
    );
}

/// Waits until the process whose id the file holds is gone or only waits to be reaped.
fn assert_gone(id: &Path) {
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
