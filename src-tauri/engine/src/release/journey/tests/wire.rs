//! As it crosses to the window.

use super::*;
use serde_json::{Value, json};

fn reads(told: Value) -> Event {
    serde_json::from_value(told).expect("the window tells it so")
}

#[test]
fn events_are_told_with_their_tag_in_kebab_case() {
    assert_eq!(
        reads(
            json!({"event": "pressed", "stage": PROD, "how": "deploy-to", "due": null, "again": false})
        ),
        pressed(PROD)
    );
    assert_eq!(
        reads(
            json!({"event": "evidence-added", "stage": PROD, "item": "i",
            "evidence": {"kind": "link", "address": "https://wiki/x"}})
        ),
        Event::EvidenceAdded {
            stage: PROD.into(),
            item: "i".into(),
            evidence: ItemEvidence::Link {
                address: "https://wiki/x".into()
            },
        }
    );
    assert_eq!(
        reads(json!({"event": "verdict-given", "kind": "healthy-with-remarks", "remarks": "Slow"})),
        Event::VerdictGiven {
            kind: VerdictKind::HealthyWithRemarks,
            remarks: "Slow".into(),
        }
    );
    assert_eq!(
        reads(json!({"event": "rollback-finished"})),
        Event::RollbackFinished
    );
    let by_slipway =
        json!({"event": "pressed", "stage": PROD, "how": "emergency", "due": null, "again": false});
    serde_json::from_value::<Event>(by_slipway).expect_err("only Slipway notes an upload");
}

#[test]
fn a_release_is_shown_in_the_words_of_the_window() {
    let mut told = Told::new();
    told.tells(&planned_back());
    told.tells(&triggers());
    told.goes(UAT);
    told.tells(&scheduled(UAT, 500));
    let shown = serde_json::to_value(&told.release).expect("writes");
    assert_eq!(shown["purpose"], "new-features");
    assert_eq!(shown["rollback"]["way"], "restore-point");
    assert_eq!(shown["triggers"][0]["metric"], "failed-looks");
    let stage = &shown["stages"][2];
    assert_eq!(
        (&stage["id"], &stage["kind"]),
        (&json!(UAT), &json!("staging"))
    );
    assert_eq!(stage["presses"][0]["how"], "schedule");
    assert_eq!(stage["presses"][0]["due"], at(500).to_string());
    assert_eq!(stage["decision"]["second"], Value::Null);
    let done = stage["items"].as_array().expect("items").iter();
    let done = done.filter(|item| item["state"]["state"] == "done").count();
    assert!(done > 0);
    let because = told
        .review(UAT)
        .items
        .into_iter()
        .find_map(|view| view.answer);
    let because = serde_json::to_value(because.expect("an answer")).expect("writes");
    assert_eq!(because["answer"], "holds");
}
