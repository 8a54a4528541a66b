//! What one release taught is in the review of the next.

use super::*;

fn action(id: &str, done: bool) -> Action {
    Action {
        id: id.into(),
        text: format!("Do {id} better"),
        owner: None,
        done,
    }
}

#[test]
fn lessons_are_items_of_the_production_review_under_the_id_of_their_action() {
    let lessons = [action("mails", false)];
    let told = Told::empty(&environments(), &lessons);
    let with_lessons: Vec<&str> = told
        .release
        .stages
        .iter()
        .filter(|stage| stage.items.iter().any(Item::is_lesson))
        .map(|stage| stage.id.as_str())
        .collect();
    assert_eq!(with_lessons, [PROD]);
    let item = told.stage(PROD).items.iter().find(|item| item.is_lesson());
    let item = item.expect("the lesson");
    assert_eq!((item.id.as_str(), item.required), ("mails", true));
    let removed = Event::ItemRemoved {
        stage: PROD.into(),
        item: "mails".into(),
    };
    assert_eq!(told.refuses(&removed), Refusal::NotOwn);
}

#[test]
fn an_action_that_is_written_again_is_the_one_that_was_there() {
    let mut told = Told::new();
    let written = |actions: &[&str]| Event::RetrospectiveWritten {
        slowed: String::new(),
        late_alert: String::new(),
        unclear: String::new(),
        actions: actions.iter().map(|text| (*text).to_owned()).collect(),
    };
    told.tells(&written(&["One", "Two"]));
    let ids = |told: &Told| -> Vec<String> {
        let written = told.release.retrospective.as_ref().expect("written");
        written
            .actions
            .iter()
            .map(|action| action.id.clone())
            .collect()
    };
    let before = ids(&told);
    told.tells(&Event::ActionDone {
        id: before[1].clone(),
        done: true,
    });
    told.tells(&written(&["Two", "Three"]));
    assert_eq!(ids(&told)[0], before[1]);
    let open: Vec<&str> = told
        .release
        .open_actions()
        .map(|one| one.text.as_str())
        .collect();
    assert_eq!(open, ["Three"]);
}

#[test]
fn without_a_rehearsal_production_asks_what_it_would_have_asked() {
    let environments = environments();
    let told = Told::empty(&[environments[0].clone(), environments[2].clone()], &[]);
    let codes: Vec<&str> = told
        .stage(PROD)
        .items
        .iter()
        .filter_map(|item| item.code.as_deref())
        .collect();
    for code in ["no-critical-bugs", "regression-green"] {
        assert!(codes.contains(&code), "{code}");
    }
    let mut once = codes.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), codes.len(), "each line stands once");
}
