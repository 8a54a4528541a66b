//! Whatever is told in whatever order.

use super::*;
use proptest::prelude::*;

/// One thing somebody tells, by numbers that choose among what there is.
fn event(told: &Told, kind: u8, stage: usize, item: usize, flag: bool) -> Event {
    let stages = &told.release.stages;
    let stage = &stages[stage % stages.len()];
    let id = stage.id.clone();
    let item = match stage.items.len() {
        0 => "none".to_owned(),
        count => stage.items[item % count].id.clone(),
    };
    match kind {
        0 => go(&id),
        1 => pressed(&id),
        2 => scheduled(&id, told.now + 50),
        3 => Event::Pressed {
            stage: id,
            how: PortalPress::DeployTo,
            due: None,
            again: true,
        },
        4 => outcome(&id, flag),
        5 => chosen(),
        6 => Event::ItemReopened { stage: id, item },
        7 => Event::ItemWaived {
            stage: id,
            item,
            reason: "Because".into(),
        },
        8 => planned_back(),
        9 => triggers(),
        10 => Event::Seconded {
            stage: id,
            by: if flag { "Jana" } else { "Petra Novak" }.into(),
        },
        11 => Event::Planned {
            name: "Summer".into(),
            promise: String::new(),
            lead: None,
            four_eyes: flag,
            window: None,
            strategy: None,
        },
        12 => Event::ItemAdded {
            stage: id,
            text: "One more".into(),
            required: flag,
        },
        13 => Event::ScheduleCancelled { stage: id },
        14 => Event::RolledBack {
            way: RollbackWay::FixForward,
            reason: "Because".into(),
        },
        _ => Event::ItemDone {
            stage: id,
            item,
            note: None,
        },
    }
}

/// What promise 38 asks of a press, looked at from outside just before it.
fn is_ready(told: &Told, stage: &str) -> bool {
    let known = told.stage(stage);
    let decision = known.decision.as_ref();
    let go = decision.is_some_and(|one| one.go && one.ground == told.release.ground(known));
    let eyes = !told.release.four_eyes
        || known.kind != StageKind::Production
        || decision
            .and_then(|one| one.second.as_ref())
            .is_some_and(|one| one.by == "Jana");
    let all = told
        .review(stage)
        .items
        .iter()
        .filter(|view| view.item.required)
        .all(|view| view.settled);
    go && eyes && all && told.release.package.is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn promise_38_no_sequence_of_events_reaches_a_press_without_every_required_item_settled(
        seed in any::<bool>(),
        steps in proptest::collection::vec(
            (0_u8..40, 0_usize..5, 0_usize..30, any::<bool>(), 0_u8..10), 1..160,
        ),
    ) {
        let mut told = if seed { Told::new() } else { Told::empty(&environments(), &[]) };
        for (kind, stage, item, flag, luck) in steps {
            told.now += 7;
            told.smoke_works = luck != 0;
            if luck == 1 {
                told.chosen = package(if flag { 'a' } else { 'b' });
            }
            // Now and then somebody goes through a whole review, or nothing would ever be ready.
            if luck == 2 {
                let id = told.release.stages[stage % 5].id.clone();
                for view in told.review(&id).items {
                    let done = Event::ItemDone { stage: id.clone(), item: view.item.id, note: None };
                    if let Ok(next) = told.try_tell(&done) { told.release = next; }
                }
            }
            let event = event(&told, kind, stage, item, flag);
            let Ok(next) = told.try_tell(&event) else { continue };
            for (before, after) in told.release.stages.iter().zip(&next.stages) {
                if after.presses.len() > before.presses.len() {
                    prop_assert!(is_ready(&told, &before.id), "{event:?}");
                }
            }
            told.release = next;
        }
        let written = serde_json::to_string(&told.release).expect("writes");
        let read: Release = serde_json::from_str(&written).expect("reads");
        prop_assert_eq!(read, told.release);
    }
}

#[test]
fn the_sequences_above_do_reach_presses() {
    let mut told = Told::new();
    told.goes(UAT);
    assert!(is_ready(&told, UAT));
    assert!(told.try_tell(&event(&told, 1, 2, 0, false)).is_ok());
}
