//! Other ground: what was said about one package says nothing about another.

use super::*;

#[test]
fn another_package_makes_what_was_done_and_decided_stale_and_sets_the_stages_back() {
    let mut told = Told::new();
    told.goes("development");
    told.brings("testing:qa");
    told.goes(UAT);
    let item = told.item(UAT, "regression-green");
    told.chosen = package('b');
    told.tells(&chosen());
    let view = told
        .review(UAT)
        .items
        .into_iter()
        .find(|view| view.item.id == item);
    let view = view.expect("the item");
    assert!(view.stale && !view.settled);
    assert_eq!(told.stage("testing:qa").arrived, None);
    assert_eq!(told.stage(UAT).decision, None);
    assert_eq!(told.stage("testing:qa").presses.len(), 1, "history stays");
    let development = told.stage("development");
    assert!(told.release.decision_is_stale(development));
    assert_eq!(told.release.current(), "development");
    assert!(matches!(
        told.refuses(&pressed(UAT)),
        Refusal::ItemsOpen { .. }
    ));
    // Said anew it counts again.
    told.goes(UAT);
    told.tells(&pressed(UAT));
}

#[test]
fn what_was_ticked_before_there_was_a_package_is_about_the_first_one() {
    let mut told = Told::empty(&environments(), &[]);
    told.settles("development");
    told.tells(&go("development"));
    assert_eq!(told.refuses(&go(UAT)), Refusal::PackageMissing);
    told.tells(&chosen());
    assert_eq!(told.review("development").open, 0);
    assert_eq!(told.release.current(), "testing:qa");
    told.chosen = package('b');
    told.tells(&chosen());
    assert_eq!(told.review("development").open, 2);
}

#[test]
fn the_same_package_from_another_folder_changes_nothing() {
    let mut told = Told::new();
    told.brings(UAT);
    told.chosen.file_name = "copy of goat.zip".into();
    told.tells(&chosen());
    assert!(told.stage(UAT).arrived.is_some());
    assert_eq!(told.review(UAT).open, 0);
}

#[test]
fn a_go_says_nothing_once_an_item_is_open_again() {
    let mut told = Told::new();
    told.goes(UAT);
    let item = told.item(UAT, "regression-green");
    told.tells(&Event::ItemReopened {
        stage: UAT.into(),
        item,
    });
    assert_eq!(told.refuses(&pressed(UAT)), Refusal::ItemsOpen { count: 1 });
}

#[test]
fn what_slipway_sees_not_to_hold_is_settled_only_by_a_waiver() {
    let mut told = Told::new();
    told.tells(&planned_back());
    told.tells(&triggers());
    told.smoke_works = false;
    let item = told.item(PROD, "smoke-pass");
    let done = Event::ItemDone {
        stage: PROD.into(),
        item: item.clone(),
        note: None,
    };
    assert_eq!(told.refuses(&done), Refusal::DoesNotHold);
    // Done while it was not known to be otherwise counts for nothing either.
    told.smoke_works = true;
    told.tells(&done);
    told.settles(PROD);
    told.tells(&go(PROD));
    told.smoke_works = false;
    assert_eq!(
        told.refuses(&pressed(PROD)),
        Refusal::ItemsOpen { count: 1 }
    );
    told.tells(&Event::ItemWaived {
        stage: PROD.into(),
        item,
        reason: "The test itself is broken".into(),
    });
    told.tells(&pressed(PROD));
}

#[test]
fn nothing_is_exchanged_while_something_is_on_its_way() {
    let mut told = Told::new();
    told.goes(UAT);
    told.tells(&pressed(UAT));
    told.chosen = package('b');
    assert_eq!(told.refuses(&chosen()), Refusal::OnItsWay);
}
