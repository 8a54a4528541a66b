//! Whatever people write, it comes out as it went in.

use super::*;
use proptest::prelude::*;

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,30}",
        "\\PC{0,12}",
        Just("quote \" back \\ line\n".to_owned())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn out_in_and_out_again_gives_the_same_rows(
        names in prop::collection::vec(some_text(), 0..5),
        told in prop::collection::vec((some_text(), prop::option::of(some_text()), some_text()), 0..12),
        placed in prop::collection::vec((0_i64..9_999, some_text()), 0..6),
        person in some_text(),
    ) {
        let moving = Move::new();
        let old = ledger();
        for (number, name) in names.iter().enumerate() {
            old.save_project(&project(&format!("p{number}"), name)).expect("saves");
        }
        for (kind, reason, value) in &told {
            let draft = EntryDraft::new(kind).person(&person).reason(reason.clone());
            old.append(draft.param("value", value), at(1)).expect("appends");
        }
        for (number, (when, name)) in placed.iter().enumerate() {
            let mut one = placement("qa", "cd", *when);
            one.file_name = name.clone();
            old.add_placement(&format!("j{number}"), &one).expect("places");
        }
        old.save_preferences(&Preferences { theme: Theme::Dark, person, project_id: None }).expect("saves");
        let new = ledger();
        import(&new, &moving.export(&old, "h")).expect("arrives");
        prop_assert_eq!(rows(&old), rows(&new));
        let third = ledger();
        import(&third, &moving.export(&new, "again")).expect("arrives");
        prop_assert_eq!(rows(&new), rows(&third));
        prop_assert!(lines(&third) > 0);
    }
}
