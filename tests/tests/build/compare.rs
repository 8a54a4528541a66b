use crate::workshop::*;
use slipway_engine::desk::{NoteFormat, OldPackage, WatchVerdict};
use slipway_engine::job::JobState;
use slipway_engine::package::Verdict;
use slipway_engine::package::compare::{LongList, RowsWanted, SearchWord};
use slipway_engine::package::forecast::{Agreement, Outage};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Count;
use slipway_engine::words::Catalog;
use slipway_tests::rehearsal::Rehearsal;

fn qa(rehearsal: &Rehearsal) -> OldPackage {
    OldPackage::Environment {
        project_id: rehearsal.project.id.clone(),
        env: EnvKey("qa".into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_build_goes_to_qa_and_the_next_one_is_compared_with_what_is_there() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder());
    hand_over(folder.path(), &release(), BUILD);
    let first = built(&rehearsal, folder.path(), &output.path().join("first.zip")).await;
    assert_eq!(first.inspection.verdict, Verdict::Ready);

    let unknown = rehearsal
        .desk
        .comparison(&qa(&rehearsal), &first.id, "first");
    assert_eq!(
        unknown.expect_err("nothing was sent there").code,
        "nothing-seen-there"
    );
    let upload = rehearsal
        .upload(&first.id, "qa")
        .await
        .expect("the upload starts");
    assert_eq!(rehearsal.ended(&upload.id).await.state, JobState::Succeeded);
    let watch = rehearsal.watch_of(&upload.id).await;
    rehearsal.ended(&watch.id).await;

    write(
        &folder.path().join("$CDRepository/@global/cms.role/release-managers.xml"),
        b"\xef\xbb\xbf<?xml version=\"1.0\"?><cms.role><RoleDisplayName>Release managers</RoleDisplayName>\
          <RoleName>release-managers</RoleName></cms.role>",
    );
    let next = built(&rehearsal, folder.path(), &output.path().join("next.zip")).await;
    // Whoever leaves before the answer is there gets none.
    rehearsal.desk.stop_reading("left");
    let left = rehearsal.desk.comparison(&qa(&rehearsal), &next.id, "left");
    assert_eq!(left.expect_err("nobody waits").code, "cancelled");
    let view = rehearsal
        .desk
        .comparison(&qa(&rehearsal), &next.id, "next")
        .expect("a comparison");
    assert_eq!(view.old_package_id, first.id);
    assert!(view.placement.is_some());
    assert!(!view.comparison.only_code && view.comparison.repository_changed);
    let group = view
        .comparison
        .objects
        .iter()
        .find(|group| group.kind == "cms.role");
    let added = &group.expect("a role was added").objects[0];
    assert_eq!(added.name, "Release managers");

    let wanted = RowsWanted {
        list: LongList::Objects,
        words: vec![SearchWord {
            text: "managers".into(),
            kinds: Vec::new(),
        }],
        change: None,
        kind: None,
        order: None,
        from: Count(0),
    };
    let rows = rehearsal
        .desk
        .compared_rows(&qa(&rehearsal), &next.id, &wanted)
        .expect("rows");
    assert_eq!(rows.total, Count(1));
    assert_eq!(rows.objects[0].object, *added);

    let old = OldPackage::Package {
        package_id: first.id.clone(),
    };
    let diff = rehearsal
        .desk
        .object_diff(&old, &next.id, &added.entry)
        .expect("a diff");
    assert!(diff.before.is_none() && diff.after.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_forecast_is_kept_with_the_upload_and_set_beside_what_was_measured() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder());
    hand_over(folder.path(), &release(), BUILD);
    let first = built(&rehearsal, folder.path(), &output.path().join("first.zip")).await;
    let upload = rehearsal
        .upload(&first.id, "qa")
        .await
        .expect("the upload starts");
    rehearsal.ended(&upload.id).await;
    let watch = rehearsal.watch_of(&upload.id).await;
    rehearsal.ended(&watch.id).await;

    // Other code and the same CD repository: nobody will notice.
    hand_over(folder.path(), &release(), "2.15.0-202611191100");
    let next = built(&rehearsal, folder.path(), &output.path().join("next.zip")).await;
    let env = EnvKey("qa".into());
    let terms = rehearsal
        .desk
        .upload_terms(&next.id, &rehearsal.project.id, &env)
        .expect("terms");
    assert_eq!(terms.forecast.expect("a forecast").outage, Outage::None);
    let upload = rehearsal
        .upload(&next.id, "qa")
        .await
        .expect("the upload starts");
    rehearsal.ended(&upload.id).await;
    let watch = rehearsal.watch_of(&upload.id).await;
    rehearsal.ended(&watch.id).await;
    let seen = rehearsal.desk.watch_view(&watch.id).expect("a watch");
    let outcome = seen.outcome.expect("there was a forecast");
    assert_eq!(outcome.forecast.outage, Outage::None);
    assert!(seen.offline_from.is_none());
    assert_eq!(seen.verdict, WatchVerdict::ChangedWithoutOutage);
    assert_eq!(outcome.agreement, Agreement::AsForecast);
    let told = rehearsal.history().into_iter().find(|entry| {
        entry.kind == "deployment-looks-live" && entry.params.contains_key("agreement")
    });
    assert_eq!(
        told.expect("it is in the history").params["agreement"],
        "as-forecast"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fills_a_package_is_told_folder_by_folder() {
    let rehearsal = Rehearsal::start().await;
    let package = rehearsal.inspected("release.zip").await;
    let contents = rehearsal
        .desk
        .package_contents(&package.id, "contents")
        .expect("contents");
    assert!(contents.fit.is_none());
    assert!(
        contents
            .root
            .children
            .iter()
            .any(|child| child.name == "$CDRepository")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_that_changed_on_the_disk_is_not_compared() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder());
    hand_over(folder.path(), &release(), BUILD);
    let path = output.path().join("a.zip");
    let package = built(&rehearsal, folder.path(), &path).await;
    let other = rehearsal.inspected("b.zip").await;
    std::fs::write(&path, "something else").expect("a file");
    let old = OldPackage::Package {
        package_id: package.id,
    };
    let refused = rehearsal
        .desk
        .comparison(&old, &other.id, "other")
        .expect_err("it changed");
    assert_eq!(refused.code, "file-changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_note_is_written_whole_in_both_formats() {
    let rehearsal = Rehearsal::start().await;
    let (folder, output) = (folder(), folder());
    hand_over(folder.path(), &release(), BUILD);
    let first = built(&rehearsal, folder.path(), &output.path().join("first.zip")).await;
    write(&folder.path().join("publish/new.dll"), b"MZ");
    let next = built(&rehearsal, folder.path(), &output.path().join("next.zip")).await;
    let old = OldPackage::Package {
        package_id: first.id,
    };
    let words = Catalog::of(&[include_str!("../../../ui/src/copy/note/en.json")]).expect("words");
    for format in [NoteFormat::Markdown, NoteFormat::Html] {
        let path = output.path().join(format!("{format:?}"));
        rehearsal
            .desk
            .export_note(&old, &next.id, format, &words, &path)
            .expect("the note is written");
        let note = std::fs::read_to_string(&path).expect("text");
        assert!(note.contains(BUILD) && note.contains("1 new"), "{note}");
    }
    let nowhere = output.path().join("no folder/note.md");
    let refused = rehearsal
        .desk
        .export_note(&old, &next.id, NoteFormat::Markdown, &words, &nowhere)
        .expect_err("there is no such folder");
    assert_eq!(refused.code, "export-not-written");
}
