//! The page in the window is not trusted, and there is only ever one window.

use crate::user::{User, practise};
use serde_json::json;
use slipway_tests::desktop::{Desktop, is_alive};

#[test]
fn promise_35_a_script_injected_into_the_page_does_not_run() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");

    let injected = r#"
        const done = arguments[arguments.length - 1]
        const refused = []
        document.addEventListener('securitypolicyviolation', (e) => {
          refused.push(e.effectiveDirective)
          if (refused.length === 3) done({ refused: refused.sort(), ran: window.injected ?? null })
        })
        const script = document.createElement('script')
        script.textContent = 'window.injected = "a script element"'
        document.body.append(script)
        const button = document.createElement('button')
        button.setAttribute('onclick', 'window.injected = "an attribute"')
        document.body.append(button)
        button.click()
        const remote = document.createElement('script')
        remote.src = 'https://127.0.0.1:9/injected.js'
        document.body.append(remote)
    "#;
    let answer = desktop
        .driver()
        .run_async(injected, &[])
        .unwrap_or_else(|r| panic!("nothing was refused: {} {}", r.kind, r.message));
    assert_eq!(
        answer,
        json!({"refused": ["script-src-attr", "script-src-elem", "script-src-elem"], "ran": null})
    );
}

#[test]
fn promise_34_a_command_that_is_not_listed_is_denied() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");
    let ask = "const [command, done] = arguments; \
               window.__TAURI_INTERNALS__.invoke(command, {}).then(() => done('answered'), (e) => done(String(e)))";
    let answered = |command: &str| {
        let answer = desktop.driver().run_async(ask, &[json!(command)]);
        answer
            .expect("an answer")
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(answered("query_packages"), "answered");
    for denied in [
        "plugin:window|close",
        "plugin:webview|create_webview",
        "plugin:opener|open_path",
        "plugin:fs|read_text_file",
    ] {
        let said = answered(denied);
        assert!(
            said.contains("not allowed") || said.contains("not found"),
            "{denied}: {said}"
        );
    }
}

#[test]
fn promise_23_a_second_start_ends_by_itself_and_the_first_window_stays() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    practise(&desktop);

    let ended = desktop.start_second();
    assert!(ended.success(), "{ended}");
    assert!(is_alive(desktop.process()));
    desktop.sees("Nothing has been sent yet");
}
