//! A release at the desk, from its beginning to the next one.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_release_is_reviewed_promoted_and_learned_from_and_the_history_tells_it() {
    let scene = Scene::new();
    let package = scene.package("31.6.2").await;
    let id = scene.begin("Summer", None);
    assert_eq!(scene.view(&id).current, "development");
    let chosen = Event::PackageChosen {
        package_id: package.id.clone(),
    };
    let view = scene.tell(&id, &chosen);
    assert_eq!(view.package_id, Some(package.id.clone()));
    assert!(view.portal_page.ends_with("/deployments"));
    assert_eq!(
        scene.desk.release_page(&id).expect("a page"),
        view.portal_page
    );

    scene.bring(&id, QA);
    let there = scene.last_there("qa").expect("it is there");
    assert_eq!(
        (there.sha256, there.known_by),
        (package.sha256.clone(), KnownBy::Told)
    );
    scene.bring(&id, UAT);
    assert_eq!(scene.view(&id).current, PROD);

    // What Slipway knows itself needs nobody to say it.
    let uat = scene.stage(&id, PROD);
    let latest = uat
        .items
        .iter()
        .find(|view| view.item.code.as_deref() == Some("latest-package"));
    let latest = latest
        .and_then(|view| view.answer.clone())
        .expect("answered");
    assert_eq!(
        (latest.answer, latest.because.as_str()),
        (Holds::Holds, "latest-in-source")
    );
    assert_eq!(latest.params["env"], "UAT");

    assert_eq!(scene.refuses(&id, &pressed(PROD)), "release-items-open");
    scene.settle(&id, PROD);
    assert!(scene.stage(&id, PROD).may_go);
    let wrong = Event::Decided {
        stage: PROD.into(),
        go: true,
        reason: String::new(),
        typed_name: Some("UAT".into()),
    };
    assert_eq!(scene.refuses(&id, &wrong), "name-does-not-match");
    scene.tell(&id, &go(PROD));
    let due = Moment(scene.desk.now().0 + 90 * MINUTE);
    let view = scene.tell(
        &id,
        &Event::Pressed {
            stage: PROD.into(),
            how: PortalPress::Schedule,
            due: Some(due),
            again: false,
        },
    );
    let row = scene.desk.releases("p").expect("rows").remove(0);
    assert_eq!(
        (row.state, row.current_env.as_deref()),
        (StageState::Scheduled, Some("PROD"))
    );
    assert!(view.stages[3].second_press_warning);
    scene.clock.advance(90 * MINUTE);
    assert_eq!(scene.stage(&id, PROD).state, StageState::Pressed);
    scene
        .desk
        .release_arrived(
            &id,
            PROD,
            scene.desk.now(),
            KnownBy::Measured,
            Some(Count(61_000)),
        )
        .expect("noted");
    let there = scene.last_there("prod").expect("it is there");
    assert_eq!(
        (there.known_by, there.downtime_ms),
        (KnownBy::Measured, Some(Count(61_000)))
    );

    let healthy = Event::VerdictGiven {
        kind: VerdictKind::Healthy,
        remarks: String::new(),
    };
    assert_eq!(scene.refuses(&id, &healthy), "release-not-measured");
    scene.tell(
        &id,
        &Event::VerdictGiven {
            kind: VerdictKind::GivenUp,
            remarks: "Nobody watched it".into(),
        },
    );
    scene.tell(
        &id,
        &Event::RetrospectiveWritten {
            slowed: String::new(),
            late_alert: String::new(),
            unclear: String::new(),
            actions: vec!["Name who watches".into()],
        },
    );
    let kinds = scene.history();
    for kind in [
        "release-begun",
        "release-package-chosen",
        "release-item-done",
        "release-go",
        "release-scheduled",
        "release-arrived",
        "release-verdict",
        "release-retrospective",
    ] {
        assert!(kinds.iter().any(|told| told == kind), "{kind}");
    }

    // What it taught is asked before the next one, and done there it is done here.
    let next = scene.begin("Autumn", Some(&package));
    let view = scene.view(&next);
    assert_eq!(view.lessons.len(), 1);
    let lesson = view.lessons[0].id.clone();
    scene.tell(
        &next,
        &Event::ItemDone {
            stage: PROD.into(),
            item: lesson,
            note: Some("Jana watches".into()),
        },
    );
    assert_eq!(scene.view(&next).lessons, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_evidence_by_what_it_was() {
    let scene = Scene::new();
    let id = scene.begin("Summer", None);
    let path = scene.folder.path().join("tests.txt");
    std::fs::write(&path, "all 412 pass").expect("a file");
    let file = scene
        .desk
        .take_in(std::slice::from_ref(&path))
        .expect("taken in");
    let item = scene.stage(&id, "development").items[0].item.id.clone();
    let view = scene
        .desk
        .attach_to_item(&id, "development", &item, &file.handle)
        .expect("attached");
    let ItemEvidence::File {
        name,
        sha256,
        bytes,
    } = &view.release.stages[0].items[0].evidence[0]
    else {
        panic!("a file is attached as one");
    };
    assert_eq!((name.as_str(), bytes.0), ("tests.txt", 12));
    let digest = <sha2::Sha256 as sha2::Digest>::digest("all 412 pass");
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(*sha256, hex);
}

#[tokio::test]
async fn a_project_s_own_review_lines_are_those_of_its_next_release() {
    let scene = Scene::new();
    let before = scene.begin("Before", None);
    let mut template = scene.desk.template("p").expect("the usual one");
    assert_eq!(template, Template::usual());
    template
        .stages
        .retain(|stage| stage.kind == crate::release::journey::StageKind::Development);
    template.stages[0].items.truncate(1);
    scene.desk.save_template("p", template).expect("saved");
    let after = scene.begin("After", None);
    let items = |id: &str| scene.stage(id, "development").items.len();
    assert_eq!((items(&before), items(&after)), (2, 1));
    assert!(scene.stage(&after, PROD).items.is_empty());
    let empty = Template { stages: Vec::new() };
    let back = scene.desk.save_template("p", empty).expect("saved");
    assert_eq!(back, Template::usual());
}

#[tokio::test]
async fn a_release_or_a_project_nobody_knows_is_refused() {
    let scene = Scene::new();
    assert_eq!(code(scene.desk.release("r")), "release-not-found");
    assert_eq!(code(scene.desk.releases("q")), "project-not-found");
    let nameless = scene
        .desk
        .begin_release("p", Purpose::UrgentFix, "  ", None);
    assert_eq!(code(nameless), "release-text-missing");
    let unknown = scene
        .desk
        .begin_release("p", Purpose::UrgentFix, "Mend", Some("x"));
    assert_eq!(code(unknown), "package-not-found");
    let id = scene.begin("Summer", None);
    scene.desk.remove_project("p").expect("removed");
    let kept = scene.desk.0.ledger.release(&id).expect("reads");
    assert_eq!(kept.expect("it stays").release.name, "Summer");
}
