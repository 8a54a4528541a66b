//! Uploads.

mod accepted;
mod answers;
mod cancel;
mod diary;
mod early_answers;
mod file_changes;
mod package;
mod promise_39;
mod proxy;
mod retries;
mod secrets;
mod stall;
#[cfg(target_os = "linux")]
mod tls;

use crate::scripted::{LIMIT, Scripted, client};
use diary::{Diary, Writer};
use slipway_engine::clock::{Clock, ManualClock, SystemClock};
use slipway_engine::fault::Fault;
use slipway_engine::portal::{self, Expected, RetryPolicy, Upload, UploadObserver, UploadOutcome};
use slipway_engine::project::{EnvKey, ProjectGuid};
use slipway_engine::secret::Secret;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const GUID: &str = "8b3e3f1c-9a7d-4c1e-9f51-0c2f2e7d6a10";
const TOKEN: &str = "pat-Zx81-kept-to-itself";

/// An upload in a test: everything but the Portal has a default.
struct Trial<'a> {
    portal: String,
    http: reqwest::Client,
    file: &'a Path,
    expected: Expected,
    policy: RetryPolicy,
    /// From 0 to 1.
    jitter: f64,
    clock: Arc<dyn Clock>,
    cancel: CancellationToken,
    diary: Diary,
}

impl<'a> Trial<'a> {
    fn new(server: &Scripted, package: &'a package::TestPackage) -> Self {
        Self::to(&server.origin(), package)
    }

    fn to(portal: &str, package: &'a package::TestPackage) -> Self {
        Self {
            portal: portal.to_owned(),
            http: client(),
            file: &package.path,
            expected: package.expected.clone(),
            policy: impatient(),
            jitter: 0.5,
            clock: Arc::new(SystemClock::new()),
            cancel: CancellationToken::new(),
            diary: Diary::new(),
        }
    }

    fn through(mut self, proxy: &str) -> Self {
        self.http = portal::client(Some(proxy)).expect("a client");
        self
    }

    fn by(mut self, clock: &ManualClock) -> Self {
        self.clock = Arc::new(clock.clone());
        self
    }

    async fn send(&self) -> UploadOutcome {
        let observer = Writer {
            diary: &self.diary,
            clock: self.clock.as_ref(),
        };
        self.send_as(TOKEN, &observer).await
    }

    async fn send_as(&self, token: &str, observer: &dyn UploadObserver) -> UploadOutcome {
        let (guid, env, token) = (
            ProjectGuid(GUID.into()),
            EnvKey("uat".into()),
            Secret::from(token.to_owned()),
        );
        let upload = Upload {
            portal: &self.portal,
            guid: &guid,
            env: &env,
            token: &token,
            file: self.file,
            expected: &self.expected,
        };
        let mut jitter = || self.jitter;
        let sending = portal::send(
            &self.http,
            &upload,
            self.clock.as_ref(),
            &mut jitter,
            &self.policy,
            observer,
            &self.cancel,
        );
        tokio::time::timeout(LIMIT, sending)
            .await
            .expect("an upload ends in time")
    }
}

/// Tries again at once and hands everything over at once, so that no test waits.
fn impatient() -> RetryPolicy {
    RetryPolicy {
        shortest_wait: Duration::ZERO,
        first_wait: Duration::ZERO,
        longest_wait: Duration::ZERO,
        listen_first: Duration::ZERO,
        listen_last: Duration::ZERO,
        ..RetryPolicy::default()
    }
}

/// Tries again at once, and listens for as long as it takes to an answer that comes early.
fn attentive() -> RetryPolicy {
    RetryPolicy {
        listen_first: LIMIT,
        listen_last: LIMIT,
        ..impatient()
    }
}

/// Lets time pass, and whoever waits for it act, until the test has seen enough.
async fn pass_time(clock: &ManualClock, step: Duration, enough: impl Fn() -> bool) {
    while !enough() {
        clock.advance(step);
        tokio::task::yield_now().await;
    }
}

fn code(outcome: &UploadOutcome) -> String {
    match outcome {
        UploadOutcome::Accepted { status, .. } => format!("accepted {status}"),
        UploadOutcome::Refused(fault) => format!("refused {}", fault.code),
        UploadOutcome::NotSent(fault) => format!("not sent {}", fault.code),
        UploadOutcome::AnswerLost { .. } => "answer lost".to_owned(),
        UploadOutcome::FileChanged(_) => "file changed".to_owned(),
        UploadOutcome::Cancelled { maybe_accepted } => {
            format!("cancelled, maybe accepted: {maybe_accepted}")
        }
    }
}

fn fault(outcome: &UploadOutcome) -> &Fault {
    match outcome {
        UploadOutcome::Refused(fault)
        | UploadOutcome::NotSent(fault)
        | UploadOutcome::FileChanged(fault) => fault,
        other => panic!("no fault: {other:?}"),
    }
}
