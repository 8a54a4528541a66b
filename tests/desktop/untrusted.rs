//! The page in the window is not trusted, and there is only ever one window.

use crate::user::{User, practise};
use serde_json::json;
use slipway_tests::desktop::{Desktop, is_alive};
use std::collections::BTreeSet;
use std::io::Read;
use std::net::TcpListener;
use std::path::Path;
use std::time::Duration;

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

/// Ways for a text to become code besides a script element: each is tried, and none leads anywhere.
#[test]
fn promise_35_no_text_becomes_code_by_a_side_door() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");
    let tried = r#"
        const done = arguments[arguments.length - 1]
        const said = {}
        const attempt = (name, code) => {
          try { code(); said[name] = 'went through' } catch (e) { said[name] = e.name }
        }
        attempt('eval', () => (0, eval)('window.injected = "eval"'))
        attempt('Function', () => new Function('window.injected = "Function"')())
        try { setTimeout('window.injected = "timer"', 0) } catch { /* refused at once */ }
        const add = (name, set) => {
          const element = document.createElement(name)
          set(element)
          document.body.append(element)
          return element
        }
        const data = 'data:text/javascript,window.injected="data"'
        add('script', (e) => (e.src = data))
        add('script', (e) => { e.type = 'module'; e.src = data })
        add('script', (e) => {
          e.src = URL.createObjectURL(new Blob(['window.injected = "blob"'], { type: 'text/javascript' }))
        })
        add('a', (e) => (e.href = 'javascript:void(window.injected = "link")')).click()
        add('iframe', (e) => (e.src = 'javascript:void(parent.injected = "frame")'))
        add('iframe', (e) => (e.srcdoc = '<script>parent.injected = "srcdoc"</script>'))
        add('object', (e) => (e.data = 'data:text/html,<script>parent.injected = "object"</script>'))
        add('div', (e) => (e.innerHTML = '<img src="data:," onerror="window.injected = 1">'))
        add('svg', (e) => (e.innerHTML = '<animate onbegin="window.injected = 1" dur="1s" />'))
        add('style', (e) => (e.textContent = '.probe-of-style { position: fixed }'))
        const probe = add('div', (e) => (e.className = 'probe-of-style'))
        const base = add('base', (e) => (e.href = 'https://stranger.example/'))
        import(data).then(() => (said.import = 'went through'), (e) => (said.import = e.name))
        try {
          new Worker(data).onerror = () => {}
        } catch (e) { /* refused at once */ }
        fetch('https://stranger.example/').then(
          () => (said.fetch = 'went through'), (e) => (said.fetch = e.name))
        try {
          const socket = new WebSocket('wss://stranger.example/')
          socket.onopen = () => (said.socket = 'went through')
        } catch (e) { /* refused at once */ }
        // Whatever would run has run after the page was drawn a few times.
        let frames = 0
        const wait = () => {
          if (++frames < 30) return requestAnimationFrame(wait)
          said.ran = window.injected ?? null
          said.style = getComputedStyle(probe).position
          said.base = document.baseURI.startsWith('https://stranger')
          done(said)
        }
        wait()
    "#;
    let said = desktop.driver().run_async(tried, &[]);
    let said = said.unwrap_or_else(|r| panic!("no answer: {} {}", r.kind, r.message));
    assert_eq!(said["ran"], serde_json::Value::Null, "{said}");
    assert_eq!(said["style"], "static", "{said}");
    assert_eq!(said["base"], false, "{said}");
    for refused in ["eval", "Function", "import", "fetch"] {
        assert_ne!(said[refused], "went through", "{refused}: {said}");
        assert!(said[refused].is_string(), "{refused} is still open: {said}");
    }
}

/// The policy as the page meets it, not as it was configured.
#[test]
fn promise_35_the_built_window_carries_the_whole_policy() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");
    let met = r#"
        const done = arguments[arguments.length - 1]
        document.addEventListener('securitypolicyviolation', (e) => done(e.originalPolicy))
        const script = document.createElement('script')
        script.textContent = 'window.injected = true'
        document.body.append(script)
    "#;
    let policy = desktop.driver().run_async(met, &[]).expect("a policy");
    let policy = policy.as_str().unwrap_or_default();
    let directive = |name: &str| {
        let mut directives = policy.split(';').map(str::trim);
        let found = directives.find_map(|it| it.strip_prefix(name)?.strip_prefix(' '));
        found
            .unwrap_or_else(|| panic!("no {name} in {policy}"))
            .to_owned()
    };
    for name in ["object-src", "base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(directive(name), "'none'", "{name}");
    }
    assert_eq!(directive("default-src"), "'self'");
    assert!(
        !policy.contains("unsafe-") && !policy.contains("https:"),
        "{policy}"
    );
}

/// Neither by itself nor by a click does the window show anything but Slipway.
#[test]
fn promise_36_the_page_cannot_lead_the_window_elsewhere() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");
    let windows = desktop.windows();
    let here = desktop.run("return location.href", &[]);
    let stranger = Stranger::listen();
    let address = format!("http://127.0.0.1:{}/away", stranger.port());
    for way in [
        "location = there",
        "location.assign(there)",
        "location.replace(there)",
        "window.open(there)",
        "window.open(there, '_self')",
        "window.open('about:blank').location = there",
        "const a = document.createElement('a'); a.href = there; document.body.append(a); a.click()",
        "const a = document.createElement('a'); a.href = there; a.target = '_blank'; \
         document.body.append(a); a.click()",
        "const f = document.createElement('form'); f.action = there; document.body.append(f); f.submit()",
        "const f = document.createElement('form'); f.action = there; f.method = 'post'; \
         f.target = '_blank'; document.body.append(f); f.submit()",
        "const i = document.createElement('iframe'); i.src = there; document.body.append(i)",
        "const m = document.createElement('meta'); m.httpEquiv = 'refresh'; \
         m.content = '0;url=' + there; document.head.append(m)",
        "const i = document.createElement('img'); i.src = there; document.body.append(i)",
        "navigator.sendBeacon(there, 'secret')",
        "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = there; \
         document.head.append(l)",
        "const l = document.createElement('link'); l.rel = 'prefetch'; l.href = there; \
         document.head.append(l)",
    ] {
        let script = format!(
            "const [there, done] = arguments; try {{ {way} }} catch {{ }} \
             let frames = 0; const wait = () => ++frames < 10 ? requestAnimationFrame(wait) : done(); wait()"
        );
        let tried = desktop.driver().run_async(&script, &[json!(address)]);
        assert!(
            tried.is_ok(),
            "{way}: the page is gone: {:?}",
            tried.err().map(|r| r.message)
        );
        assert_eq!(desktop.run("return location.href", &[]), here, "{way}");
        assert_eq!(desktop.windows(), windows, "{way}");
        assert_eq!(stranger.heard(), [] as [String; 0], "{way}");
    }
    assert!(
        desktop.has("button", "Practice project"),
        "the page works on"
    );
}

/// Longer than a request takes to arrive on the same computer.
const A_WORD: Duration = Duration::from_millis(500);

/// Somebody on this computer whom nobody entered; notes what is said to them.
struct Stranger {
    listener: TcpListener,
}

impl Stranger {
    fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("it need not wait");
        Self { listener }
    }

    fn port(&self) -> u16 {
        self.listener.local_addr().expect("an address").port()
    }

    /// What was said so far. WebKit opens a connection for a link before it asks whether it may be
    /// followed, and closes it without a word; that is nothing said.
    fn heard(&self) -> Vec<String> {
        let callers = std::iter::from_fn(|| self.listener.accept().ok());
        callers
            .map(|(mut caller, _)| {
                caller.set_nonblocking(false).expect("it can wait");
                caller.set_read_timeout(Some(A_WORD)).expect("not for long");
                let mut said = [0; 4_096];
                let length = caller.read(&mut said).unwrap_or(0);
                String::from_utf8_lossy(&said[..length]).into_owned()
            })
            .filter(|said| !said.is_empty())
            .collect()
    }
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

/// The commands the window answers are the ones the capability names, and every one of Tauri's own
/// that the built window knows is refused.
#[test]
fn promise_34_tauris_own_commands_are_refused_but_for_hearing_events() {
    let user = User::new();
    let desktop = Desktop::start(user.home());
    desktop.find("button", "Practice project");
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gen/schemas/acl-manifests.json");
    let known = std::fs::read_to_string(known).expect("the build wrote down what it knows");
    let known: serde_json::Value = serde_json::from_str(&known).expect("JSON");
    let mut answered = BTreeSet::new();
    let mut asked = 0;
    for (plugin, manifest) in known.as_object().expect("plugins") {
        let permissions = manifest["permissions"].as_object().expect("permissions");
        for (name, permission) in permissions {
            let commands = permission["commands"]["allow"].as_array();
            for command in commands.into_iter().flatten().filter_map(|it| it.as_str()) {
                if plugin == "__app-acl__" || !name.starts_with("allow-") {
                    continue;
                }
                let path = plugin.replace(':', "|").replacen("core|", "", 1);
                let command = format!("plugin:{path}|{command}");
                let ask = "const [command, done] = arguments; window.__TAURI_INTERNALS__\
                           .invoke(command, {}).then(() => done('answered'), (e) => done(String(e)))";
                let said = desktop.driver().run_async(ask, &[json!(command)]);
                let said = said
                    .expect("an answer")
                    .as_str()
                    .unwrap_or_default()
                    .to_owned();
                asked += 1;
                if !said.contains("not allowed") && !said.contains("not found") {
                    answered.insert(command);
                }
            }
        }
    }
    assert!(asked > 100, "only {asked} were found");
    let may = ["plugin:event|listen", "plugin:event|unlisten"].map(String::from);
    assert_eq!(answered, BTreeSet::from(may));
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
