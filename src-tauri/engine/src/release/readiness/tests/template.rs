//! The lines a project's reviews have.

use crate::release::journey::{ItemSource, StageKind};
use crate::release::readiness::{Template, TemplateItem, TemplateStage};
use std::collections::BTreeSet;

fn items(kind: StageKind) -> Vec<crate::release::journey::Item> {
    let mut number = 0;
    Template::usual().items(kind, &mut || {
        number += 1;
        format!("i{number}")
    })
}

#[test]
fn production_asks_the_eight_lines_of_the_planning_list_and_the_rules_of_the_portal() {
    let items = items(StageKind::Production);
    let required: BTreeSet<&str> = items
        .iter()
        .filter(|item| item.required)
        .filter_map(|item| item.code.as_deref())
        .collect();
    for code in [
        "code-freeze",
        "tests-pass-in-staging",
        "rollback-tested",
        "migrations-reviewed",
        "stakeholders-told",
        "on-call-assigned",
        "alerts-configured",
        "support-briefed",
        "restore-point-taken",
        "latest-package",
        "nothing-else-queued",
        "maintenance-window",
        "plan-not-expired",
        "role-suffices",
        "content-freeze",
    ] {
        assert!(required.contains(code), "{code}");
    }
    let optional: Vec<_> = items.iter().filter(|item| !item.required).collect();
    assert_eq!(optional.len(), 1);
    assert_eq!(optional[0].code.as_deref(), Some("offline-page"));
    assert_eq!(optional[0].source, ItemSource::Portal);
}

#[test]
fn items_of_a_stage_have_ids_of_their_own() {
    let items = items(StageKind::Staging);
    let ids: BTreeSet<&String> = items.iter().map(|item| &item.id).collect();
    assert_eq!(ids.len(), items.len());
}

#[test]
fn lines_nobody_can_read_and_lines_that_stand_twice_are_left_out() {
    let line = |code: Option<&str>, text: Option<&str>| TemplateItem {
        code: code.map(str::to_owned),
        text: text.map(str::to_owned),
        required: true,
    };
    let template = Template {
        stages: vec![TemplateStage {
            kind: StageKind::Production,
            items: vec![
                line(Some("code-freeze"), None),
                line(Some("code-freeze"), Some("again")),
                line(Some("unheard-of"), None),
                line(None, Some("  ")),
                line(None, Some(" Ask the legal team ")),
                line(None, None),
            ],
        }],
    };
    let kept = template.tidied();
    assert_eq!(
        kept.stages[0].items,
        [
            line(Some("code-freeze"), None),
            line(None, Some("Ask the legal team"))
        ]
    );
}
