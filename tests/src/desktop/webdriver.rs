//! The few WebDriver calls the tests need, spoken to Debian's WebKitWebDriver.
//! <https://www.w3.org/TR/webdriver2/>

use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::owned::{Owned, children_of};
use super::seat::Seat;
use super::wait::{PATIENCE, must};

/// Name under which WebDriver passes element references around.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// No single call takes longer; a hanging screenshot shall not eat the whole run.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// An element on the page, good until the page replaces it.
#[derive(Clone, Debug)]
pub struct Element(String);

/// A driver with one session: one running window.
pub struct WebDriver {
    agent: ureq::Agent,
    base: String,
    session: String,
    driver: Owned,
}

/// What the driver answered instead of a value: `stale element reference` and the like.
#[derive(Debug)]
pub struct Refusal {
    pub kind: String,
    pub message: String,
}

impl WebDriver {
    /// Starts a driver at this seat and lets it start `binary`.
    #[track_caller]
    pub fn open(seat: &Seat, binary: &Path, environment: &[(String, String)]) -> Self {
        let port = free_port();
        let mut command = seat.command("WebKitWebDriver");
        command
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            // Without it the window does not let itself be driven.
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stderr(Stdio::null());
        let driver = Owned::start(&mut command);
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(CALL_LIMIT))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        let mut opened = Self {
            agent,
            base: format!("http://127.0.0.1:{port}"),
            session: String::new(),
            driver,
        };
        must("the WebDriver listens", PATIENCE, || {
            opened
                .agent
                .get(format!("{}/status", opened.base))
                .call()
                .ok()
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": {"binary": binary, "args": []}}}});
        let answer = opened
            .post("/session", &wanted)
            .unwrap_or_else(|r| panic!("the window does not open: {} {}", r.kind, r.message));
        opened.session = answer["sessionId"]
            .as_str()
            .expect("a session has an id")
            .to_owned();
        opened
    }

    /// The process id of the window.
    #[track_caller]
    pub fn window_process(&self) -> u32 {
        *children_of(self.driver.id())
            .first()
            .expect("the driver has started the window")
    }

    pub fn title(&self) -> Result<String, Refusal> {
        self.get("/title").map(|title| text(&title))
    }

    /// How many windows or tabs there are.
    pub fn windows(&self) -> Result<usize, Refusal> {
        let handles = self.get("/window/handles")?;
        Ok(handles.as_array().map_or(0, Vec::len))
    }

    /// Runs a function body in the page; its return value comes back as JSON.
    pub fn run(&self, body: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.call("/execute/sync", &json!({"script": body, "args": arguments}))
    }

    /// Runs a function body whose last argument is a callback to call with the answer.
    pub fn run_async(&self, body: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.call(
            "/execute/async",
            &json!({"script": body, "args": arguments}),
        )
    }

    /// Like [`WebDriver::run`] where the value is an element, a list of them, or nothing.
    pub fn elements(&self, body: &str, arguments: &[Value]) -> Result<Vec<Element>, Refusal> {
        let found = self.run(body, arguments)?;
        let list = match found {
            Value::Array(list) => list,
            Value::Null => Vec::new(),
            one => vec![one],
        };
        Ok(list
            .iter()
            .filter_map(|e| e[ELEMENT].as_str())
            .map(|id| Element(id.to_owned()))
            .collect())
    }

    pub fn click(&self, element: &Element) -> Result<(), Refusal> {
        self.call(&format!("/element/{}/click", element.0), &json!({}))
            .map(drop)
    }

    pub fn type_text(&self, element: &Element, typed: &str) -> Result<(), Refusal> {
        self.call(
            &format!("/element/{}/value", element.0),
            &json!({"text": typed}),
        )
        .map(drop)
    }

    pub fn clear(&self, element: &Element) -> Result<(), Refusal> {
        self.call(&format!("/element/{}/clear", element.0), &json!({}))
            .map(drop)
    }

    /// Presses the keys together and lets them go again; wherever the focus is, it hears them.
    pub fn press(&self, keys: &[&str]) -> Result<(), Refusal> {
        let down = keys
            .iter()
            .map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys
            .iter()
            .rev()
            .map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<Value> = down.chain(up).collect();
        self.call(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}),
        )
        .map(drop)
    }

    /// Gives the window another size.
    pub fn set_size(&self, width: u32, height: u32) -> Result<(), Refusal> {
        self.call("/window/rect", &json!({"width": width, "height": height}))
            .map(drop)
    }

    /// A picture of the page as PNG.
    pub fn screenshot(&self) -> Result<Vec<u8>, Refusal> {
        use base64::Engine as _;
        let picture = self.get("/screenshot")?;
        base64::engine::general_purpose::STANDARD
            .decode(text(&picture))
            .map_err(|cause| Refusal {
                kind: "no picture".to_owned(),
                message: cause.to_string(),
            })
    }

    /// Ends the session and the window with it.
    pub fn close(self) {
        let address = format!("{}/session/{}", self.base, self.session);
        let _ = self.agent.delete(address).call();
    }

    pub fn argument(element: &Element) -> Value {
        json!({ ELEMENT: element.0 })
    }

    fn get(&self, path: &str) -> Result<Value, Refusal> {
        let address = format!("{}/session/{}{path}", self.base, self.session);
        answer(self.agent.get(address).call())
    }

    fn call(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        self.post(&format!("/session/{}{path}", self.session), body)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        answer(
            self.agent
                .post(format!("{}{path}", self.base))
                .send_json(body),
        )
    }
}

fn answer(
    response: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Value, Refusal> {
    let lost = |cause: ureq::Error| Refusal {
        kind: "no answer".to_owned(),
        message: cause.to_string(),
    };
    let mut response = response.map_err(lost)?;
    // Screenshots of a large window pass the client's usual limit.
    let mut said: Value = response
        .body_mut()
        .with_config()
        .limit(256 << 20)
        .read_json()
        .map_err(lost)?;
    let value = said["value"].take();
    match value["error"].as_str() {
        Some(kind) if !response.status().is_success() => Err(Refusal {
            kind: kind.to_owned(),
            message: text(&value["message"]),
        }),
        _ => Ok(value),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn free_port() -> u16 {
    let probe = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    probe
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}
