use reqwest::{Client, Response, StatusCode};
use slipway_engine::clock::ManualClock;
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::project::Role;
use slipway_practice::{
    Deployment, DeploymentState, PracticeFacts, PracticeOptions, PracticeWorld,
};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// No wait of a test is longer than this; most end at once.
pub const LIMIT: Duration = Duration::from_secs(20);
/// Longer than any deployment at pace 1, queue delay included.
pub const A_DEPLOYMENT: Duration = Duration::from_secs(21);

/// A practice world with a clock in the test's hands and a client that follows no redirects.
pub struct Rehearsal {
    pub world: PracticeWorld,
    pub clock: ManualClock,
    pub http: Client,
    pub facts: PracticeFacts,
}

impl Rehearsal {
    pub async fn start() -> Self {
        Self::with(PracticeOptions::default()).await
    }

    pub async fn in_folder(folder: &Path, clock: ManualClock) -> Self {
        let options = PracticeOptions {
            data_dir: Some(folder.to_owned()),
            ..PracticeOptions::default()
        };
        Self::on(clock, options).await
    }

    pub async fn with(options: PracticeOptions) -> Self {
        Self::on(ManualClock::default(), options).await
    }

    pub async fn on(clock: ManualClock, options: PracticeOptions) -> Self {
        let options = PracticeOptions {
            clock: Arc::new(clock.clone()),
            ..options
        };
        let world = PracticeWorld::start(options)
            .await
            .expect("the world starts");
        let facts = world.facts();
        Self {
            world,
            clock,
            http: client(),
            facts,
        }
    }

    pub fn pass(&self, seconds: f64) {
        self.clock.advance(Duration::from_secs_f64(seconds));
    }

    pub fn token(&self, role: Role) -> &str {
        let known = self.facts.tokens.iter().find(|known| known.role == role);
        &known.expect("every role has a token").token
    }

    pub fn upload_address(&self, env: &str) -> String {
        format!(
            "{}/api/deployment/upload/{}/{env}",
            self.facts.portal, self.facts.project_guid
        )
    }

    pub fn page(&self, path: &str) -> String {
        format!("{}/{}/{path}", self.facts.portal, self.facts.project_guid)
    }

    pub fn site(&self, env: &str) -> String {
        let known = self.facts.environments.iter().find(|e| e.key.0 == env);
        known.expect("the environment exists").site.clone()
    }

    pub fn upload(&self, env: &str, body: impl Into<reqwest::Body>) -> reqwest::RequestBuilder {
        self.http
            .post(self.upload_address(env))
            .bearer_auth(&self.facts.token)
            .header("content-type", "application/zip")
            .body(body)
    }

    /// Uploads and lets the deployment come to its end.
    pub async fn deployed(&self, env: &str, package: Recipe) -> Deployment {
        let answer = self
            .upload(env, package.zip())
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        self.clock.advance(A_DEPLOYMENT);
        self.latest()
    }

    pub fn latest(&self) -> Deployment {
        self.world
            .deployments()
            .last()
            .cloned()
            .expect("a deployment")
    }

    pub fn states(&self) -> Vec<DeploymentState> {
        self.world
            .deployments()
            .iter()
            .map(|deployment| deployment.state)
            .collect()
    }

    pub async fn get(&self, address: &str) -> Response {
        self.http.get(address).send().await.expect("an answer")
    }

    pub async fn text(&self, address: &str) -> String {
        self.get(address)
            .await
            .text()
            .await
            .expect("a whole answer")
    }

    pub async fn post_form(&self, address: &str, form: &[(&str, &str)]) -> Response {
        let body: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", value.replace(':', "%3A")))
            .collect();
        let request = self
            .http
            .post(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"));
        request.send().await.expect("an answer")
    }

    /// **Deploy to** pressed for the latest package of `from`.
    pub async fn deploy_to(&self, from: &str, to: &str) -> Response {
        let source = self.source(from);
        self.post_form(
            &self.page("deployments/deploy-to"),
            &[("source", &source), ("to", to), ("action", "start")],
        )
        .await
    }

    pub async fn schedule(&self, from: &str, to: &str, due: &str) -> Response {
        let source = self.source(from);
        self.post_form(
            &self.page("deployments/deploy-to"),
            &[
                ("source", &source),
                ("to", to),
                ("action", "schedule"),
                ("due", due),
            ],
        )
        .await
    }

    fn source(&self, from: &str) -> String {
        let done = self
            .world
            .deployments()
            .into_iter()
            .rev()
            .find(|deployment| {
                deployment.env.0 == from && deployment.state == DeploymentState::Succeeded
            });
        done.expect("something is deployed there").id.to_string()
    }
}

pub fn client() -> Client {
    Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(LIMIT)
        .build()
        .expect("a client")
}

/// Waits for a condition that something else brings about, with a limit.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    let waiting = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, waiting)
        .await
        .unwrap_or_else(|_| panic!("{what}: not in time"));
}

/// A deployment package to be baked.
#[derive(Clone)]
pub struct Recipe {
    pub build: &'static str,
    pub version: &'static str,
    /// Content of an object in the CD repository.
    pub object: &'static str,
    pub zero_downtime: bool,
    pub assets: bool,
    pub without: Option<&'static str>,
}

impl Recipe {
    pub fn build(build: &'static str) -> Self {
        Self {
            build,
            version: "31.6.2",
            object: "first",
            zero_downtime: false,
            assets: false,
            without: None,
        }
    }

    pub fn zip(&self) -> Vec<u8> {
        let mut sample = SamplePackage::new()
            .objects(3)
            .build_number(self.build)
            .version(self.version)
            .zero_downtime(self.zero_downtime)
            .file(
                "$CDRepository/@global/cms.role/taster.xml",
                role(self.object),
            );
        if self.assets {
            sample = sample.storage_assets("CreateUpdate", 1);
        }
        if let Some(left_out) = self.without {
            sample = sample.without(left_out);
        }
        sample.bytes()
    }
}

fn role(description: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cms.role>\n  <RoleName>taster</RoleName>\n  <RoleDescription>{description}</RoleDescription>\n</cms.role>\n"
    )
}
