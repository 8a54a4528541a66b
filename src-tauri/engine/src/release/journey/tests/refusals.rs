//! What is refused, and why.

use super::*;

fn ready() -> Told {
    let mut told = Told::new();
    told.tells(&planned_back());
    told.tells(&triggers());
    told
}

/// Ready to be pressed into production.
fn decided() -> Told {
    let mut told = ready();
    told.goes(PROD);
    told
}

fn item_event(event: fn(String, String) -> Event, told: &Told, code: &str) -> Event {
    event(PROD.into(), told.item(PROD, code))
}

#[test]
fn promise_38_production_is_pressed_only_with_a_go_by_name_and_every_required_item_settled() {
    let mut told = ready();
    let open = told.review(PROD).open;
    assert!(open > 10);
    assert_eq!(
        told.refuses(&pressed(PROD)),
        Refusal::ItemsOpen { count: open }
    );
    assert_eq!(told.refuses(&go(PROD)), Refusal::ItemsOpen { count: open });
    told.settles(PROD);
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::NotDecided);
    for typed in [None, Some("UAT"), Some("prod"), Some("")] {
        let decided = Event::Decided {
            stage: PROD.into(),
            go: true,
            reason: String::new(),
            typed_name: typed.map(str::to_owned),
        };
        assert_eq!(
            told.refuses(&decided),
            Refusal::NameDoesNotMatch {
                environment: "PROD".into()
            },
            "{typed:?}"
        );
    }
    told.tells(&go(PROD));
    told.tells(&pressed(PROD));
}

#[test]
fn promise_38_a_waiver_needs_a_reason_and_a_name() {
    let mut told = ready();
    let waive = |reason: &str| Event::ItemWaived {
        stage: PROD.into(),
        item: told.item(PROD, "support-briefed"),
        reason: reason.into(),
    };
    let (empty, given) = (waive(" \n"), waive("There is no support at night"));
    assert_eq!(told.refuses(&empty), Refusal::ReasonMissing);
    told.person = " ";
    assert_eq!(told.refuses(&given), Refusal::PersonMissing);
    told.person = "Petra Novak";
    told.tells(&given);
    let view = told.review(PROD).items.into_iter();
    let waived = view.filter(|view| matches!(view.item.state, ItemState::Waived { .. }));
    assert!(waived.map(|view| view.settled).eq([true]));
}

#[test]
fn the_second_pair_of_eyes_belongs_to_somebody_else() {
    let mut told = ready();
    told.release.four_eyes = true;
    let second = |by: &str| Event::Seconded {
        stage: PROD.into(),
        by: by.into(),
    };
    assert_eq!(told.refuses(&second("Jana Dvorak")), Refusal::NotDecided);
    told.goes(PROD);
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::SecondMissing);
    assert_eq!(
        told.refuses(&second(" petra  NOVAK ")),
        Refusal::SecondIsFirst
    );
    assert_eq!(told.refuses(&second(" ")), Refusal::PersonMissing);
    told.tells(&second("Jana Dvorak"));
    // Deciding anew asks for both again.
    told.tells(&go(PROD));
    assert_eq!(told.refuses(&pressed(PROD)), Refusal::SecondMissing);
    told.tells(&second("Jana Dvorak"));
    told.tells(&pressed(PROD));
}

#[test]
fn promise_39_a_second_click_needs_to_be_meant() {
    let mut told = decided();
    told.tells(&pressed(PROD));
    let first = told.stage(PROD).presses[0].at;
    told.now += 60;
    let again = |again| Event::Pressed {
        stage: PROD.into(),
        how: PortalPress::DeployTo,
        due: None,
        again,
    };
    assert_eq!(
        told.refuses(&again(false)),
        Refusal::PressedAlready { at: first }
    );
    told.tells(&again(true));
    told.tells(&outcome(PROD, true));
    // Arrived or not: one more click is one more deployment.
    assert!(matches!(
        told.refuses(&again(false)),
        Refusal::PressedAlready { .. }
    ));
}

#[test]
fn one_release_at_a_time_is_on_its_way_into_an_environment() {
    let mut told = decided();
    told.other = Some("Winter");
    assert_eq!(
        told.refuses(&pressed(PROD)),
        Refusal::OtherOnItsWay {
            name: "Winter".into()
        }
    );
}

#[test]
fn a_table_of_what_does_not_fit() {
    let told = decided();
    let nowhere = |id: &str| (id.to_owned(), told.item(PROD, "smoke-pass"));
    let window = DeploymentWindow {
        from: at(60),
        to: at(60),
    };
    let planned = |name: &str, window| Event::Planned {
        name: name.into(),
        promise: String::new(),
        lead: None,
        four_eyes: false,
        window,
        strategy: None,
    };
    let trigger = |threshold, minutes| Event::TriggersSet {
        triggers: vec![Trigger {
            id: "t".into(),
            metric: TriggerMetric::FailedLooks,
            threshold,
            for_minutes: Count(minutes),
        }],
    };
    let evidence = |evidence| Event::EvidenceAdded {
        stage: PROD.into(),
        item: told.item(PROD, "smoke-pass"),
        evidence,
    };
    let link = |address: &str| {
        evidence(ItemEvidence::Link {
            address: address.into(),
        })
    };
    let verdict = |kind, remarks: &str| Event::VerdictGiven {
        kind,
        remarks: remarks.into(),
    };
    let (stage, item) = nowhere("production:nowhere");
    let table = [
        (pressed("development"), Refusal::NoTarget),
        (pressed("monitoring:prod"), Refusal::NoTarget),
        (pressed("production:nowhere"), Refusal::PartNotFound),
        (scheduled(PROD, 0), Refusal::TimePassed),
        (
            Event::Pressed {
                stage: PROD.into(),
                how: PortalPress::Schedule,
                due: None,
                again: false,
            },
            Refusal::TimeMissing,
        ),
        (outcome(PROD, false), Refusal::NotPressed),
        (outcome("development", true), Refusal::NoTarget),
        (
            Event::ScheduleCancelled { stage: PROD.into() },
            Refusal::NotScheduled,
        ),
        (Event::RollbackFinished, Refusal::NotRolledBack),
        (planned(" ", None), Refusal::TextMissing),
        (planned("Summer", Some(window)), Refusal::WindowUnclear),
        (planned(&"x".repeat(4_001), None), Refusal::TooLong),
        (trigger(f64::NAN, 3), Refusal::TriggerUnclear),
        (trigger(101.0, 3), Refusal::TriggerUnclear),
        (trigger(2.0, 31), Refusal::TriggerUnclear),
        (link("javascript:alert(1)"), Refusal::LinkUnclear),
        (link("https://user:secret@host/"), Refusal::LinkUnclear),
        (link("not an address"), Refusal::LinkUnclear),
        (
            evidence(ItemEvidence::Note { text: " ".into() }),
            Refusal::TextMissing,
        ),
        (
            Event::EvidenceRemoved {
                stage: PROD.into(),
                item: item.clone(),
                index: Count(0),
            },
            Refusal::PartNotFound,
        ),
        (Event::ItemReopened { stage, item }, Refusal::PartNotFound),
        (
            item_event(
                |stage, item| Event::ItemRemoved { stage, item },
                &told,
                "smoke-pass",
            ),
            Refusal::NotOwn,
        ),
        (
            Event::FeatureOn {
                id: "none".into(),
                on: true,
            },
            Refusal::PartNotFound,
        ),
        (
            Event::ActionDone {
                id: "none".into(),
                done: true,
            },
            Refusal::PartNotFound,
        ),
        (verdict(VerdictKind::Healthy, ""), Refusal::NotInProduction),
        (
            verdict(VerdictKind::HealthyWithRemarks, " "),
            Refusal::ReasonMissing,
        ),
        (verdict(VerdictKind::RolledBack, ""), Refusal::NotRolledBack),
        (verdict(VerdictKind::GivenUp, ""), Refusal::ReasonMissing),
    ];
    for (event, refusal) in table {
        assert_eq!(told.refuses(&event), refusal, "{event:?}");
    }
}

#[test]
fn nothing_changes_after_the_verdict_but_what_is_switched_on_and_learned() {
    let mut told = decided();
    told.tells(&Event::FeatureAdded {
        name: "Basket".into(),
        planned: String::new(),
    });
    told.tells(&pressed(PROD));
    let given_up = Event::VerdictGiven {
        kind: VerdictKind::GivenUp,
        remarks: "Another one is ready".into(),
    };
    assert_eq!(told.refuses(&given_up), Refusal::OnItsWay);
    told.tells(&outcome(PROD, false));
    told.tells(&given_up);
    for event in [
        pressed(PROD),
        go(PROD),
        chosen(),
        planned_back(),
        given_up.clone(),
    ] {
        assert_eq!(told.refuses(&event), Refusal::Over, "{event:?}");
    }
    let id = told.release.features[0].id.clone();
    told.tells(&Event::FeatureOn { id, on: true });
}

#[test]
fn every_refusal_is_a_fault_with_a_code_of_its_own() {
    let environment = String::new();
    let refusals = [
        Refusal::Over,
        Refusal::PartNotFound,
        Refusal::PackageMissing,
        Refusal::NoTarget,
        Refusal::ItemsOpen { count: 1 },
        Refusal::NotDecided,
        Refusal::DecisionStale,
        Refusal::SecondMissing,
        Refusal::SecondIsFirst,
        Refusal::NameDoesNotMatch { environment },
        Refusal::ReasonMissing,
        Refusal::PersonMissing,
        Refusal::PressedAlready { at: at(0) },
        Refusal::NotPressed,
        Refusal::NotScheduled,
        Refusal::TimePassed,
        Refusal::TimeMissing,
        Refusal::OnItsWay,
        Refusal::OtherOnItsWay {
            name: String::new(),
        },
        Refusal::DoesNotHold,
        Refusal::NotMeasured,
        Refusal::NotInProduction,
        Refusal::NotRolledBack,
        Refusal::RolledBackAlready,
        Refusal::NotOwn,
        Refusal::TextMissing,
        Refusal::TooLong,
        Refusal::LinkUnclear,
        Refusal::WindowUnclear,
        Refusal::TriggerUnclear,
    ];
    let codes: std::collections::BTreeSet<String> = refusals
        .iter()
        .map(|refusal| crate::fault::Fault::from(refusal.clone()).code)
        .collect();
    assert_eq!(codes.len(), refusals.len());
}
