//! The practice world inside the window, seen and made to misbehave from outside: the control
//! calls it offers on loopback.

use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

use super::wait::{PATIENCE, must};

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

    #[track_caller]
    fn arm(&self, effect: Value) {
        let rule = json!({"place": "portal", "method": "POST", "path": "/api/deployment/upload/", "effect": effect});
        let answer = self
            .agent
            .post(format!("{}/faults", self.control))
            .send_json(rule);
        let status = answer.expect("the practice world listens").status();
        assert!(status.is_success(), "the fault was not taken: {status}");
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
