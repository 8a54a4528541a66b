//! Uploads.

mod early_answers;
mod package;

use crate::scripted::{Scripted, locked};
use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::fault::Fault;
use slipway_engine::portal::{
    self, Expected, Phase, RetryPolicy, Upload, UploadObserver, UploadOutcome,
};
use slipway_engine::project::{EnvKey, ProjectGuid};
use slipway_engine::secret::Secret;
use std::path::Path;
use std::sync::Mutex;
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
    cancel: CancellationToken,
    diary: Diary,
}

/// What an upload told while it ran.
#[derive(Default)]
struct Diary {
    lines: Mutex<Vec<Line>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Line {
    Sent(u64),
    Phase(Phase),
    Retrying(u32, Duration, String),
}

impl UploadObserver for Diary {
    fn sent(&self, bytes: u64) {
        locked(&self.lines).push(Line::Sent(bytes));
    }

    fn phase(&self, phase: Phase) {
        locked(&self.lines).push(Line::Phase(phase));
    }

    fn retrying(&self, number: u32, wait: Duration, fault: &Fault) {
        locked(&self.lines).push(Line::Retrying(number, wait, fault.code.clone()));
    }
}

impl Diary {
    fn waits(&self) -> Vec<Duration> {
        let lines = locked(&self.lines);
        lines
            .iter()
            .filter_map(|line| {
                if let Line::Retrying(_, wait, _) = line {
                    Some(*wait)
                } else {
                    None
                }
            })
            .collect()
    }
}

impl<'a> Trial<'a> {
    fn new(server: &Scripted, package: &'a package::TestPackage) -> Self {
        Self::to(&server.origin, package)
    }

    fn to(portal: &str, package: &'a package::TestPackage) -> Self {
        Self {
            portal: portal.to_owned(),
            http: portal::client(None).expect("a client"),
            file: &package.path,
            expected: package.expected.clone(),
            policy: impatient(),
            cancel: CancellationToken::new(),
            diary: Diary::default(),
        }
    }

    async fn send(&self) -> UploadOutcome {
        self.send_by(&SystemClock::new(), 0.5).await
    }

    async fn send_by(&self, clock: &dyn Clock, jitter: f64) -> UploadOutcome {
        let (guid, env, token) = (
            ProjectGuid(GUID.into()),
            EnvKey("uat".into()),
            Secret::from(TOKEN.to_owned()),
        );
        let upload = Upload {
            portal: &self.portal,
            guid: &guid,
            env: &env,
            token: &token,
            file: self.file,
            expected: &self.expected,
        };
        portal::send(
            &self.http,
            &upload,
            clock,
            &mut || jitter,
            &self.policy,
            &self.diary,
            &self.cancel,
        )
        .await
    }
}

/// Tries again at once, so that no test waits.
fn impatient() -> RetryPolicy {
    let soon = Duration::from_millis(1);
    RetryPolicy {
        shortest_wait: soon,
        first_wait: soon,
        longest_wait: soon,
        listen_first: Duration::from_millis(20),
        ..RetryPolicy::default()
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
