//! The database file and the tree of files: looked at, decided about, found again or not.

use super::*;
use crate::package::Verdict;
use crate::restore::storage::Placement;

fn decided(decide: impl FnOnce(&mut Choices)) -> Choices {
    let mut choices = Choices::default();
    decide(&mut choices);
    choices
}

#[tokio::test]
async fn a_database_file_is_read_whole_and_its_verdict_told() {
    let stage = Stage::new();
    let id = stage.created();
    let job = stage.check(&id, &stage.database("31.6.2")).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert_eq!(job.params["restore_id"], id);
    assert_eq!(job.params["verdict"], "ready");
    assert_eq!(job.phase, "counting");
    assert!(job.total.0 > 0 && job.done == job.total);
    let view = stage.view(&id);
    let facts = view.database.expect("the database").check.facts;
    assert!(facts.read_whole && facts.rows_counted.is_some());
    assert_eq!(
        view.session.database.expect("the part").version.as_deref(),
        Some("31.6.2")
    );
}

#[tokio::test]
async fn a_file_that_is_no_database_is_kept_with_what_speaks_against_it() {
    let stage = Stage::new();
    let id = stage.created();
    let path = stage.folder.path().join("db.bacpac");
    write(&path, "");
    let job = stage.check(&id, &path).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert_eq!(job.params["verdict"], "will-not-work");
    let check = stage.view(&id).database.expect("the file").check;
    assert_eq!(check.findings[0].check, "database-file-empty");
}

#[tokio::test]
async fn promise_6_a_database_file_that_changed_or_is_gone_has_no_handle() {
    let mut stage = Stage::new();
    let id = stage.created();
    let path = stage.database("31.6.2");
    stage.check(&id, &path).await;
    let handle = |stage: &Stage| stage.view(&id).database.expect("it").handle;
    let first = handle(&stage).expect("a handle");
    assert_eq!(
        handle(&stage),
        Some(first),
        "the same as long as Slipway runs"
    );
    stage.come_back();
    assert!(handle(&stage).is_some(), "and another one afterwards");
    write(&path, "something else");
    assert_eq!(handle(&stage), None);
    std::fs::remove_file(&path).expect("removed");
    stage.come_back();
    assert_eq!(handle(&stage), None);
    assert!(
        stage.view(&id).database.is_some(),
        "what was found is still told"
    );
}

#[tokio::test]
async fn a_file_dropped_while_another_is_read_counts_alone() {
    let stage = Stage::new();
    let id = stage.created();
    let file = stage
        .desk
        .take_in(&[stage.database("31.6.2")])
        .expect("taken in");
    let first = stage
        .desk
        .check_database(&id, &file.handle)
        .expect("it starts");
    let dropped = stage.folder.path().join("other.bacpac");
    SampleDatabase::new()
        .version("31.5.0")
        .write(&dropped)
        .expect("a database");
    let second = stage.check(&id, &dropped).await;
    let first = stage.ended(&first.id).await;
    assert_eq!(second.state, JobState::Succeeded);
    let ended = matches!(first.state, JobState::Cancelled | JobState::Succeeded);
    assert!(ended, "{:?}", first.state);
    let facts = stage.view(&id).database.expect("it").check.facts;
    assert_eq!(facts.file_name, "other.bacpac");
}

#[tokio::test]
async fn a_handle_nobody_was_given_is_refused() {
    let stage = Stage::new();
    let id = stage.created();
    assert_eq!(code(stage.desk.check_database(&id, "x")), "file-unreadable");
    let looked = stage.desk.look_at_storage(&id, "x", Choices::default());
    assert_eq!(code(looked), "folder-unreadable");
    assert_eq!(
        code(stage.desk.storage_level(&id, "", Count(0))),
        "restore-files-not-chosen"
    );
}

#[tokio::test]
async fn collisions_are_shown_decided_and_gone_without_looking_again() {
    let stage = Stage::new();
    let id = stage.created();
    let root = stage.files(&["assets/Logo.png", "assets/logo.png", "assets/b.png"]);
    let folder = stage.desk.take_in_folder(&root).expect("taken in");
    stage.look_by(&id, &folder.handle, Choices::default()).await;
    let view = stage.view(&id);
    let storage = view.storage.expect("looked at");
    let proposed = Placement::Into {
        folder: String::new(),
        container: "default".into(),
    };
    assert_eq!(storage.check.facts.placement, proposed);
    assert_eq!(storage.check.verdict, Verdict::WillNotWork);
    let collisions = stage.desk.collisions(&id).expect("collisions");
    assert_eq!(collisions[0].blob, "default/assets/logo.png");
    assert_eq!(collisions[0].sources.len(), 2);

    // With nothing on the disk any more, only what is remembered can answer.
    std::fs::remove_dir_all(&root).expect("removed");
    let leave_out = decided(|choices| {
        choices.leave_out.insert("assets/Logo.png".into());
        choices.container = Some("default".into());
    });
    let job = stage.look_by(&id, &folder.handle, leave_out.clone()).await;
    assert_eq!(job.state, JobState::Succeeded);
    assert!(stage.desk.collisions(&id).expect("none").is_empty());
    let storage = stage.view(&id).storage.expect("looked at");
    assert_eq!(storage.check.facts.files, Count(2));
    assert_eq!(storage.choices, leave_out);

    // The same decisions once more mean the disk.
    let job = stage.look_by(&id, &folder.handle, leave_out).await;
    let JobState::Failed { fault } = job.state else {
        panic!("{:?}", job.state);
    };
    assert_eq!(fault.code, "storage-unreadable");
    assert!(
        stage
            .view(&id)
            .storage
            .expect("still known")
            .handle
            .is_none()
    );
}

#[tokio::test]
async fn the_limit_of_the_plan_is_judged_without_looking_again() {
    let stage = Stage::new();
    let id = stage.created();
    let root = stage.files(&["default/a.bin"]);
    stage.look(&id, &root, Choices::default()).await;
    std::fs::remove_dir_all(&root).expect("removed");
    let found = |view: &RestoreView| -> Vec<String> {
        let findings = &view.storage.as_ref().expect("looked at").check.findings;
        findings
            .iter()
            .map(|finding| finding.check.clone())
            .collect()
    };
    let view = stage.desk.tell_storage_limit(&id, Some(Bytes(5)));
    let view = view.expect("taken");
    assert_eq!(found(&view)[0], "storage-over-limit");
    assert_eq!(
        view.storage.as_ref().expect("it").choices.limit,
        Some(Bytes(5))
    );
    assert_eq!(
        view.preflight.as_ref().expect("judged").verdict,
        Verdict::WillNotWork
    );
    let view = stage.desk.tell_storage_limit(&id, None).expect("taken");
    assert!(!found(&view).contains(&"storage-over-limit".to_owned()));
    assert_eq!(view.limit, None);
}

#[tokio::test]
async fn a_tree_is_told_page_by_page_and_the_same_after_a_restart() {
    let mut stage = Stage::new();
    let id = stage.created();
    let names: Vec<String> = (0..1_203)
        .map(|at| format!("default/Assets/{at:04}.jpg"))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let root = stage.files(&names);
    let job = stage.look(&id, &root, Choices::default()).await;
    assert_eq!(job.done, Bytes(1_203), "files that were looked at");
    for _ in 0..2 {
        let top = stage
            .desk
            .storage_level(&id, "", Count(0))
            .expect("the top");
        assert_eq!(
            (top.nodes[0].name.as_str(), top.nodes[0].files),
            ("default", Count(1_203))
        );
        let mut told = Vec::new();
        loop {
            let after = Count(told.len() as u64);
            let page = stage.desk.storage_level(&id, "default/assets", after);
            let page = page.expect("a page");
            assert_eq!(page.total, Count(1_203));
            if page.nodes.is_empty() {
                break;
            }
            assert!(page.nodes.len() <= 500);
            told.extend(page.nodes.into_iter().map(|node| node.name));
        }
        assert_eq!(told.len(), 1_203);
        assert!(told.is_sorted());
        let changes = stage.desk.name_changes(&id, Count(0)).expect("changes");
        assert_eq!(changes.total, Count(1));
        assert_eq!(changes.changes[0].from, "default/Assets/");
        stage.come_back();
    }
}

#[tokio::test]
async fn promise_6_files_that_changed_while_slipway_was_closed_are_not_taken_for_the_old_ones() {
    let mut stage = Stage::new();
    let id = stage.created();
    let root = stage.files(&["default/a.jpg"]);
    stage.look(&id, &root, Choices::default()).await;
    stage.come_back();
    write(&root.join("default/b.jpg"), "b");
    let changed = stage.desk.storage_level(&id, "", Count(0));
    assert_eq!(code(changed), "restore-files-changed");
    stage.look(&id, &root, Choices::default()).await;
    let top = stage
        .desk
        .storage_level(&id, "", Count(0))
        .expect("the top");
    assert_eq!(top.nodes[0].files, Count(2));
}

#[tokio::test]
async fn a_zip_of_files_can_be_looked_at_too() {
    let stage = Stage::new();
    let id = stage.created();
    let path = stage.folder.path().join("export.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("default/a.jpg", options).expect("an entry");
    zip.finish().expect("a zip");
    let file = stage.desk.take_in(&[path]).expect("taken in");
    let job = stage.look_by(&id, &file.handle, Choices::default()).await;
    assert_eq!(job.state, JobState::Succeeded);
    let facts = stage.view(&id).storage.expect("looked at").check.facts;
    assert!(facts.zipped);
    assert_eq!(facts.files, Count(1));
}
