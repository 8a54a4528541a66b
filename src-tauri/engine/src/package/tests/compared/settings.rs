//! Settings, key by key.

use super::super::SamplePackage;
use super::compared;
use crate::package::compare::Change;

#[test]
fn keys_are_compared_and_secrets_masked() {
    let old = SamplePackage::new().file(
        "appsettings.json",
        r#"{"Logging":{"Level":"Debug"},"Mail":{"ApiKey":"SG.old-secret-value","Port":25},"Same":true,"List":["a","b"]}"#,
    );
    let new = SamplePackage::new().file(
        "appsettings.json",
        r#"{"Same": true, "Logging":{"Level":"Warning"},"Mail":{"ApiKey":"SG.new-secret-value","Port":587},"List":["a","c"],
            "ConnectionStrings":{"Cms":"Server=.;Password=hunter2!"}}"#,
    );
    let told = compared(&old, &new);
    let listed: Vec<_> = told
        .settings
        .iter()
        .map(|it| {
            (
                it.key.as_str(),
                it.change,
                it.before.as_deref(),
                it.after.as_deref(),
                it.secret,
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (
                "ConnectionStrings:Cms",
                Change::Added,
                None,
                Some("••••••"),
                true
            ),
            ("List:[2]", Change::Changed, Some("b"), Some("c"), false),
            (
                "Logging:Level",
                Change::Changed,
                Some("Debug"),
                Some("Warning"),
                false
            ),
            (
                "Mail:ApiKey",
                Change::Changed,
                Some("••••••"),
                Some("••••••"),
                true
            ),
            ("Mail:Port", Change::Changed, Some("25"), Some("587"), false),
        ]
    );
    let printed = format!(
        "{told:?}{}",
        serde_json::to_string(&told).expect("plain data")
    );
    assert!(!printed.contains("hunter2") && !printed.contains("secret-value"));
}

#[test]
fn the_same_settings_in_another_order_are_no_news() {
    let of = |text: &str| SamplePackage::new().file("appsettings.json", text);
    let told = compared(
        &of(r#"{"A":1,"B":"x"}"#),
        &of("{\n  // sorted\n  \"B\": \"x\",\n  \"A\": 1\n}"),
    );
    assert!(told.settings.is_empty());
    assert_eq!(told.totals.settings.all(), 0);
}
