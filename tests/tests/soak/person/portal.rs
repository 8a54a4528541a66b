//! What the person sees and clicks in the Portal.

use serde::Deserialize;
use serde_json::{Value, json};
use slipway_practice::{Deployment, RestoreSession};

pub struct Portal {
    control: String,
    http: reqwest::Client,
}

/// Both links, as the page shows them.
#[derive(Deserialize)]
pub struct Links {
    pub database: String,
    pub storage: String,
}

#[derive(Deserialize)]
struct Restores {
    sessions: Vec<RestoreSession>,
}

impl Portal {
    pub fn new(control: String) -> Self {
        let http = reqwest::Client::builder().no_proxy().build();
        Self {
            control,
            http: http.expect("a client"),
        }
    }

    /// Whether Deployment history shows a deployment of this package. What came last may not be
    /// shown yet (facts 3.5); this person waits long enough, so everything accepted is seen.
    pub async fn shows(&self, sha256: &str) -> usize {
        let all = self.deployments().await;
        all.iter()
            .filter(|one| one.package.sha256 == sha256)
            .count()
    }

    pub async fn deployments(&self) -> Vec<Deployment> {
        self.ask("GET", "/deployments", Value::Null).await
    }

    pub async fn open_session(&self) -> Option<RestoreSession> {
        let all: Restores = self.ask("GET", "/restore", Value::Null).await;
        all.sessions.into_iter().find(RestoreSession::is_open)
    }

    pub async fn create_session(&self) {
        let _: Value = self.ask("POST", "/restore/session", Value::Null).await;
    }

    pub async fn get_access(&self) -> Links {
        let everybody = json!({ "addresses": null });
        self.ask("POST", "/restore/access", everybody).await
    }

    pub async fn close_session(&self) {
        let _: Value = self.ask("DELETE", "/restore/session", Value::Null).await;
    }

    /// The control calls meet no faults, so what they do not answer is a flaw of the test.
    async fn ask<T: serde::de::DeserializeOwned>(&self, how: &str, what: &str, body: Value) -> T {
        let url = format!("{}{what}", self.control);
        let method = how.parse().expect("a method");
        let asked = self.http.request(method, url).json(&body).send().await;
        let answer = asked.expect("the practice world answers");
        let status = answer.status();
        let text = answer.text().await.expect("an answer");
        serde_json::from_str(&text).unwrap_or_else(|why| panic!("{what}: {status} {text} {why}"))
    }
}
