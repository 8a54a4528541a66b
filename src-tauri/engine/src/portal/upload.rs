//! Carrying a package to the Portal, with patience and without ever sending it twice.

use super::RetryPolicy;
use super::attempt::{Attempt, send_once};
use crate::clock::Clock;
use crate::fault::{Fault, NextStep, Retry};
use crate::package::FileStamp;
use crate::project::{EnvKey, ProjectGuid, is_safe};
use crate::secret::Secret;
use reqwest::Url;
use std::path::Path;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// One package for one environment.
pub struct Upload<'a> {
    /// The Portal's origin, `https://…`.
    pub portal: &'a str,
    pub guid: &'a ProjectGuid,
    pub env: &'a EnvKey,
    /// The personal access token.
    pub token: &'a Secret,
    pub file: &'a Path,
    pub expected: &'a Expected,
}

/// What the file was when it was inspected; anything else is not sent (promise 6).
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub stamp: FileStamp,
    /// CRC-64/NVME over the whole file.
    pub crc64: u64,
}

/// What an upload is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Sending,
    /// Told before the last bytes are handed over: from here on the Portal may have the whole
    /// package, whatever happens.
    WaitingForAnswer,
}

/// Hears how an upload goes. Called on the thread that sends, so it must be quick.
pub trait UploadObserver: Sync {
    /// Bytes handed over in this try.
    fn sent(&self, bytes: u64);
    /// A fault ends the upload there: in particular, the last bytes stay here unless it could be
    /// noted that they go.
    fn phase(&self, phase: Phase) -> Result<(), Fault>;
    /// Try `number` (from 1) got nothing accepted, and the next one starts after `wait`.
    fn retrying(&self, number: u32, wait: Duration, fault: &Fault);
}

/// What is known after an upload.
#[derive(Debug, Clone, PartialEq)]
pub enum UploadOutcome {
    /// The Portal took the package. `said` is its answer, cut and without secrets.
    Accepted {
        status: u16,
        said: String,
    },
    /// The Portal clearly said no: nothing is deployed.
    Refused(Fault),
    /// Nothing was accepted, and no further try is made.
    NotSent(Fault),
    /// The whole package went out and no clear answer came: only the Portal can say.
    AnswerLost {
        detail: String,
    },
    /// The file is not the one that was inspected. It was not sent to its end.
    FileChanged(Fault),
    Cancelled {
        maybe_accepted: bool,
    },
}

/// Uploads a package. Tries again by itself only while nothing can have been accepted
/// (promise 39), as often and as patiently as `policy` says; `jitter` gives numbers from 0 to 1.
pub async fn send(
    http: &reqwest::Client,
    upload: &Upload<'_>,
    clock: &dyn Clock,
    jitter: &mut (dyn FnMut() -> f64 + Send),
    policy: &RetryPolicy,
    observer: &dyn UploadObserver,
    cancel: &CancellationToken,
) -> UploadOutcome {
    let mut listen_first = false;
    let mut number = 1;
    loop {
        let attempt = send_once(http, upload, clock, policy, listen_first, observer, cancel).await;
        let (fault, asked) = match conclude(attempt) {
            Ok(outcome) => return outcome,
            Err(again) => again,
        };
        let patient = asked.unwrap_or_default() <= policy.longest_asked_wait;
        if number >= policy.tries || !patient {
            return UploadOutcome::NotSent(Fault {
                retry: Retry::Exhausted,
                ..fault
            });
        }
        let wait = policy.wait_after(number, asked, jitter());
        listen_first = fault.code == "connection-broken";
        tracing::info!(
            code = fault.code,
            number,
            wait_ms = wait.as_millis() as u64,
            "upload is tried again"
        );
        observer.retrying(number, wait, &fault);
        tokio::select! {
            biased;
            () = cancel.cancelled() => return UploadOutcome::Cancelled { maybe_accepted: false },
            () = clock.wait(wait) => {}
        }
        number += 1;
    }
}

/// The outcome of the only or last try, or why another may be made and when at the earliest.
fn conclude(attempt: Attempt) -> Result<UploadOutcome, (Fault, Option<Duration>)> {
    Ok(match attempt {
        Attempt::Accepted { status, said } => UploadOutcome::Accepted { status, said },
        Attempt::Refused(fault) => UploadOutcome::Refused(fault),
        Attempt::NotSent(fault) => UploadOutcome::NotSent(fault),
        Attempt::AnswerLost { detail } => UploadOutcome::AnswerLost { detail },
        Attempt::FileChanged(fault) => UploadOutcome::FileChanged(fault),
        Attempt::Cancelled { maybe_accepted } => UploadOutcome::Cancelled { maybe_accepted },
        Attempt::Transient { fault, not_before } => return Err((fault, not_before)),
    })
}

impl Upload<'_> {
    /// `{portal}/api/deployment/upload/{guid}/{env}` (facts 3.1). Faults: `address-not-secure`.
    pub(super) fn address(&self) -> Result<Url, Fault> {
        let refused = || Fault::new("address-not-secure", Retry::ByUser, NextStep::EditProject);
        let mut url = Url::parse(self.portal)
            .ok()
            .filter(is_safe)
            .ok_or_else(refused)?;
        url.path_segments_mut()
            .map_err(|()| refused())?
            .pop_if_empty()
            .extend([
                "api",
                "deployment",
                "upload",
                self.guid.0.as_str(),
                self.env.0.as_str(),
            ]);
        Ok(url)
    }

    pub(super) fn file_name(&self) -> String {
        self.file
            .file_name()
            .unwrap_or(self.file.as_os_str())
            .to_string_lossy()
            .into_owned()
    }
}
