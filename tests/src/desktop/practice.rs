//! The practice world inside the window, seen and made to misbehave from outside: the control
//! calls it offers on loopback.

use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

use super::wait::{PATIENCE, must};
use crate::browser::Browser;

/// A rehearsed deployment or restore takes about 20 seconds, and a site is watched half a minute
/// after it is back.
pub const DEPLOYMENT: Duration = Duration::from_secs(150);

/// The practice world of the window at a seat.
pub struct Practice {
    agent: ureq::Agent,
    control: String,
}

impl Practice {
    /// Finds the world of the window whose user lives in `home`, once it has started.
    #[track_caller]
    pub fn of(home: &Path) -> Self {
        let state = super::data_folder(home).join("practice/state.json");
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(10)))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        must("the practice world answers", PATIENCE, || {
            let kept: Value = serde_json::from_slice(&std::fs::read(&state).ok()?).ok()?;
            let port = kept["project"]["portal_port"].as_u64()?;
            let control = format!("http://127.0.0.1:{port}/_practice");
            let found = Self {
                agent: agent.clone(),
                control,
            };
            found
                .agent
                .get(format!("{}/facts", found.control))
                .call()
                .ok()?;
            Some(found)
        })
    }

    /// What the Portal would show someone who works with it.
    #[track_caller]
    pub fn facts(&self) -> Value {
        self.get("/facts")
    }

    /// Requests for an upload that came in so far, each as it was seen.
    #[track_caller]
    pub fn uploads(&self) -> Vec<Value> {
        let requests = self.get("/requests");
        let seen = requests.as_array().cloned().unwrap_or_default();
        seen.into_iter()
            .filter(|r| {
                r["path"]
                    .as_str()
                    .is_some_and(|path| path.starts_with("/api/deployment/upload/"))
            })
            .collect()
    }

    /// The next upload is read no faster than this.
    #[track_caller]
    pub fn read_slowly(&self, bytes_per_second: u64) {
        self.arm(json!({"kind": "slow-reading", "bytes_per_second": bytes_per_second}));
    }

    /// **Deploy to** → the environment → **Start deployment**, by the forms of the Portal's page.
    #[track_caller]
    pub fn deploy_to(&self, from: &str, to: &str) {
        let facts = self.facts();
        let fact = |name: &str| facts[name].as_str().expect("a fact").to_owned();
        let browser = Browser::of(&fact("portal"), &fact("project_guid"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let status = runtime.block_on(browser.deploy_to(from, to));
        assert_eq!(status.as_u16(), 303, "from {from} to {to}");
    }

    // What a person does in the Portal under Data Management, Custom restore

    /// **Create session**.
    #[track_caller]
    pub fn create_restore_session(&self) {
        self.post("/restore/session", json!({}));
    }

    /// **Get access**: both SAS URLs in one text, as someone copies them.
    #[track_caller]
    pub fn get_restore_access(&self) -> String {
        let links = self.post("/restore/access", json!({}));
        let link = |part: &str| links[part].as_str().expect("a link").to_owned();
        format!("\"{}\"\n\"{}\"\n", link("storage"), link("database"))
    }

    /// **Restore to environment**, **Create**.
    #[track_caller]
    pub fn restore_to(&self, env: &str) {
        self.post("/restore", json!({ "env": env }));
    }

    /// Waits until the restore that was created last has ended, and says how.
    #[track_caller]
    pub fn restored(&self) -> Value {
        must("the restore ends", DEPLOYMENT, || {
            let told = self.get("/restore");
            let last = told["restores"].as_array()?.last()?.clone();
            (!last["finished_at"].is_null()).then_some(last)
        })
    }

    /// **Close** under the current session.
    #[track_caller]
    pub fn close_restore_session(&self) {
        self.delete("/restore/session");
    }

    /// **Revoke access**.
    #[track_caller]
    pub fn revoke_restore_access(&self) {
        self.delete("/restore/access");
    }

    /// Bytes of requests that changed a container, one number for each, in the order they came.
    #[track_caller]
    pub fn sent_to_storage(&self) -> Vec<u64> {
        let requests = self.get("/requests");
        let seen = requests.as_array().cloned().unwrap_or_default();
        seen.iter()
            .filter(|r| r["method"] == "PUT" && r["blob"].is_object())
            .filter_map(|r| r["received"].as_u64())
            .collect()
    }

    #[track_caller]
    fn arm(&self, effect: Value) {
        let rule = json!({"place": "portal", "method": "POST", "path": "/api/deployment/upload/", "effect": effect});
        self.post("/faults", rule);
    }

    #[track_caller]
    fn post(&self, path: &str, asked: Value) -> Value {
        let answer = self.agent.post(format!("{}{path}", self.control));
        Self::done(path, answer.send_json(asked))
    }

    #[track_caller]
    fn delete(&self, path: &str) -> Value {
        Self::done(
            path,
            self.agent.delete(format!("{}{path}", self.control)).call(),
        )
    }

    /// What was answered, or nothing where there was nothing to say.
    #[track_caller]
    fn done(path: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
        let mut answer = answer.expect("the practice world listens");
        let said = answer.body_mut().read_json().unwrap_or_default();
        let status = answer.status();
        assert!(status.is_success(), "{path} was answered {status}: {said}");
        said
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        let answer = self.agent.get(format!("{}{path}", self.control)).call();
        answer
            .expect("the practice world listens")
            .body_mut()
            .read_json()
            .expect("JSON")
    }
}
