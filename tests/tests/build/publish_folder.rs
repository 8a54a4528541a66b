use crate::workshop::*;
use slipway_engine::desk::{BuildChoices, Dropped, RepositoryFrom};
use slipway_engine::job::{Job, JobState};
use slipway_engine::package::Verdict;
use slipway_engine::package::project_folder::{FolderKind, MissingPart};
use slipway_engine::units::Count;
use slipway_tests::rehearsal::Rehearsal;

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_a_developer_handed_over_becomes_a_package_that_is_ready() {
    let rehearsal = Rehearsal::start().await;
    let folder = folder();
    hand_over(folder.path(), &release(), BUILD);
    let before = content(folder.path());

    let dropped = rehearsal
        .desk
        .take_in_dropped(&[folder.path().to_owned()])
        .expect("a folder may be dropped");
    let Dropped::Folder(dropped) = dropped else {
        panic!("{dropped:?}");
    };
    let view = rehearsal
        .desk
        .folder_view(&dropped.handle, None, false)
        .expect("it is looked at");
    assert_eq!(view.picture.kind, FolderKind::Publish);
    assert_eq!(view.picture.missing, []);
    assert_eq!(view.readiness, None);

    let choices = choices(&rehearsal, folder.path());
    let terms = rehearsal.desk.build_terms(&choices).expect("terms");
    assert_eq!(terms.build_number.as_deref(), Some(BUILD));
    assert_eq!(terms.file_name, format!("Shop-{BUILD}.zip"));
    assert_eq!((terms.commands.len(), terms.missing.len()), (0, 0));
    assert!(terms.files.0 > 60, "{terms:?}");

    let output = folder_for_output();
    let output = output.path().join(&terms.file_name);
    let package = built(&rehearsal, folder.path(), &output).await;
    assert_eq!(
        package.inspection.verdict,
        Verdict::Ready,
        "{:?}",
        package.inspection.findings
    );
    assert_eq!(
        package.inspection.facts.build_number.as_deref(),
        Some(BUILD)
    );
    assert!(package.sha256.is_some() && package.still_there);
    assert_eq!(content(folder.path()), before);
    assert!(
        rehearsal
            .history_kinds()
            .iter()
            .any(|kind| kind == "package-built")
    );
}

fn folder_for_output() -> tempfile::TempDir {
    folder()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_tells_the_file_it_is_at_and_what_became_of_them_all() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(folder.path(), &release(), BUILD);
    let first = output.path().join("first.zip");
    let whole = build(&rehearsal, choices(&rehearsal, folder.path()), &first).await;
    let count = |job: &Job, param: &str| job.params[param].parse::<u64>().expect("a number");
    assert_eq!(count(&whole, "files_done"), count(&whole, "files_total"));
    assert!(count(&whole, "files_total") > 60, "{whole:?}");
    assert!(!whole.params["current"].is_empty());
    assert!(count(&whole, "deflated") > 60 && count(&whole, "reused") == 0);

    let again = BuildChoices {
        reuse: Some(whole.params["package_id"].clone()),
        ..choices(&rehearsal, folder.path())
    };
    let again = build(&rehearsal, again, &output.path().join("again.zip")).await;
    assert!(count(&again, "reused") > 60, "{again:?}");
    assert!(count(&again, "reused_bytes") > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_folder_gives_the_same_bytes() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(folder.path(), &release(), BUILD);
    let first = built(&rehearsal, folder.path(), &output.path().join("a.zip")).await;
    let second = built(&rehearsal, folder.path(), &output.path().join("b.zip")).await;
    assert_eq!(first.sha256, second.sha256);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_is_refused_says_why_and_leaves_the_old_package_alone() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(
        folder.path(),
        &release().repository_version("31.4.0"),
        BUILD,
    );
    let package = output.path().join("package.zip");
    std::fs::write(&package, "yesterday's").expect("a file");

    let choices = choices(&rehearsal, folder.path());
    let terms = rehearsal.desk.build_terms(&choices).expect("terms");
    assert_eq!(terms.verdict, Verdict::WillNotWork);
    let job = build(&rehearsal, choices, &package).await;
    assert_eq!(code_of(&job), "build-refused");
    let told = rehearsal.desk.build_output(&job.id, Count(0)).findings;
    assert!(
        told.iter()
            .any(|finding| finding.check == "version-mismatch"),
        "{told:?}"
    );
    assert_eq!(
        std::fs::read(&package).expect("it is there"),
        b"yesterday's"
    );
    assert_eq!(content(output.path()).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_parts_nothing_is_built() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(folder.path(), &release(), BUILD);
    std::fs::remove_dir_all(folder.path().join("$CDRepository")).expect("it was there");
    let mut choices = choices(&rehearsal, folder.path());
    let terms = rehearsal.desk.build_terms(&choices).expect("terms");
    assert_eq!(terms.missing, [MissingPart::Repository]);
    let order = order(&rehearsal, choices.clone(), &output.path().join("p.zip"));
    let refused = rehearsal.desk.build(&order).expect_err("a part is missing");
    assert_eq!(refused.code, "build-parts-missing");

    let view = rehearsal
        .desk
        .folder_view(&choices.folder, None, false)
        .expect("a folder");
    assert_eq!(view.ask.needs, [MissingPart::Repository]);
    assert!(
        view.ask
            .commands
            .iter()
            .any(|command| command.contains("--kxp-cd-store"))
    );

    let other = folder_for_output();
    hand_over(other.path(), &release(), BUILD);
    let chosen = rehearsal
        .desk
        .take_in_folder(&other.path().join("$CDRepository"));
    choices.repository = RepositoryFrom::Chosen {
        folder: chosen.expect("a folder").handle,
    };
    let job = build(&rehearsal, choices, &output.path().join("p.zip")).await;
    assert_eq!(job.state, JobState::Succeeded);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_confirmation_pressed_twice_is_one_build() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(folder.path(), &release(), BUILD);
    let order = order(
        &rehearsal,
        choices(&rehearsal, folder.path()),
        &output.path().join("p.zip"),
    );
    let first = rehearsal.desk.build(&order).expect("the first press");
    let second = rehearsal.desk.build(&order).expect("the second press");
    assert_eq!(first.id, second.id);
    rehearsal.ended(&first.id).await;
    assert_eq!(rehearsal.desk.packages().expect("packages").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_is_good_only_for_what_it_was_given_for() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder_for_output());
    hand_over(folder.path(), &release(), BUILD);
    let mut order = order(
        &rehearsal,
        choices(&rehearsal, folder.path()),
        &output.path().join("p.zip"),
    );
    order.output = rehearsal
        .desk
        .take_in(&[folder.path().join("publish/Shop.dll")])
        .expect("a file to read")
        .handle;
    let refused = rehearsal
        .desk
        .build(&order)
        .expect_err("that file was chosen to be read");
    assert_eq!(refused.code, "folder-unreadable");
    assert!(rehearsal.desk.inspect(&order.choices.folder).is_err());
}
