//! What the window and the interface agreed on, held against the files that say so.

use crate::ipc;
use std::collections::BTreeSet;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// `cargo xtask bindings` sets this to have the file written instead of compared.
const WRITE: &str = "SLIPWAY_WRITE_BINDINGS";

#[test]
fn the_committed_bindings_are_the_ones_the_commands_give() {
    let committed = Path::new(ROOT).join("ui/src/backend/bindings.ts");
    if std::env::var_os(WRITE).is_some() {
        ipc::write_bindings(&committed).expect("the bindings can be written");
        return;
    }
    let fresh = tempfile::tempdir().expect("a temporary folder");
    let fresh = fresh.path().join("bindings.ts");
    ipc::write_bindings(&fresh).expect("the bindings can be written");
    let [fresh, committed] =
        [&fresh, &committed].map(|path| std::fs::read_to_string(path).expect("bindings"));
    assert!(
        fresh == committed,
        "ui/src/backend/bindings.ts is out of date: run `cargo xtask bindings`"
    );
}

#[test]
fn promise_34_the_capability_lists_exactly_the_commands() {
    let capability =
        std::fs::read_to_string(Path::new(ROOT).join("src-tauri/app/capabilities/main.json"))
            .expect("capability");
    let capability: serde_json::Value = serde_json::from_str(&capability).expect("JSON");
    let listed: BTreeSet<&str> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|p| p.as_str())
        .collect();
    let commands = include_str!("ipc.rs")
        .lines()
        .filter_map(|line| line.trim().strip_prefix("commands::"))
        .filter_map(|path| path.trim_end_matches(',').rsplit("::").next())
        .map(|name| format!("allow-{}", name.replace('_', "-")));
    let events = ["core:event:allow-listen", "core:event:allow-unlisten"].map(String::from);
    let expected: BTreeSet<String> = commands.chain(events).collect();
    assert_eq!(listed, expected.iter().map(String::as_str).collect());
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
}

#[test]
fn promise_34_no_file_shell_or_network_plugin_is_linked() {
    let lock = std::fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).expect("Cargo.lock");
    for plugin in ["fs", "shell", "http", "upload", "sql", "store"] {
        assert!(
            !lock.contains(&format!("name = \"tauri-plugin-{plugin}\"")),
            "tauri-plugin-{plugin}"
        );
    }
}

#[test]
fn promise_35_the_policy_allows_no_inline_code_and_no_remote_host() {
    let config =
        std::fs::read_to_string(Path::new(ROOT).join("tauri.conf.json")).expect("tauri.conf.json");
    let config: serde_json::Value = serde_json::from_str(&config).expect("JSON");
    let policy = config["app"]["security"]["csp"]
        .as_object()
        .expect("a directive map");
    for (directive, sources) in policy {
        let sources = sources.as_str().expect("text");
        assert!(!sources.contains("unsafe-"), "{directive}: {sources}");
        for source in sources.split_whitespace() {
            let remote = source.contains("://") && source != "http://ipc.localhost";
            assert!(!remote, "{directive}: {source}");
        }
    }
    for refused in ["object-src", "base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(policy[refused], "'none'", "{refused}");
    }
    assert_eq!(config["app"]["withGlobalTauri"], false);
}
