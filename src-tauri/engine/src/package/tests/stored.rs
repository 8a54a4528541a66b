//! Inspections as older versions of Slipway wrote them into the ledger.

use super::super::{Inspection, Verdict, recheck};
use super::Ground;

const FIRST: &str = r#"{
    "facts": {
        "assembly": "DancingGoat", "build_number": "1.0.0-202607171957", "built_at": "2026-07-17T19:57:00Z",
        "code_version": {"value": "31.6.2", "source": "DancingGoat.deps.json"},
        "repository_version": null, "target_framework": null, "zero_downtime": false, "storage_assets": null,
        "restore_mode": "create-update", "config_version": 2,
        "objects": [{"name": "cms.role", "count": 3, "bytes": 900}], "content_items": [], "migrations": 0,
        "entries": 12, "size": 5000, "uncompressed": 9000, "folders": [], "repository_hash": "ab"
    },
    "findings": [{"check": "include-all", "severity": "note", "params": {}, "ask": "developer",
        "evidence": [{"entry": "$CDRepository/repository.config", "line": 4, "excerpt": "<IncludeAll />"}], "more": 0}],
    "verdict": "ready"
}"#;

#[test]
fn promise_24_an_inspection_without_the_newer_fields_opens_and_is_judged_again() {
    let stored: Inspection = serde_json::from_str(FIRST).expect("an older row");
    assert_eq!(stored.verdict, Verdict::Ready);
    assert!(stored.demands_confirmation.is_empty() && stored.forecast.is_none());
    assert_eq!(stored.facts.config, None);
    let judged = recheck(&stored, &Ground::default());
    assert!(
        judged.forecast.is_some(),
        "the facts of then are enough for a forecast"
    );
    let again: Inspection =
        serde_json::from_str(&serde_json::to_string(&judged).expect("plain data")).expect("itself");
    assert_eq!(again, judged);
}
