//! `slipway-cli upload`.

use crate::exit::Exit;
use crate::inspect::target_kind;
use crate::words;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::{keychain_fault, token_account_of};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::package::{self, Ground, Verdict};
use slipway_engine::portal::{
    self, Expected, Phase, RetryPolicy, Upload, UploadObserver, UploadOutcome,
};
use slipway_engine::project::{EnvKey, PortalAddress, read_portal_address};
use slipway_engine::secret::{Keychain, OsKeychain, Secret, TOKEN_VARIABLE};
use std::path::PathBuf;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

#[derive(Args)]
pub struct UploadArgs {
    /// The deployment package
    pub package: PathBuf,
    /// The project's GUID, or any of its addresses in Xperience Portal
    #[arg(long, value_name = "GUID")]
    pub project: String,
    /// The environment: qa, uat, stg, prod or a custom one's name
    #[arg(long, value_name = "ENV")]
    pub env: String,
    /// Another Portal than xperience-portal.com
    #[arg(long, value_name = "URL")]
    pub portal: Option<String>,
    /// Send a package that will not work all the same
    #[arg(long)]
    pub despite_findings: bool,
}

pub fn run(args: &UploadArgs) -> Result<Exit, Fault> {
    let PortalAddress { guid, portal } = read_portal_address(&args.project)?;
    let portal = args
        .portal
        .as_deref()
        .map(|p| p.trim_end_matches('/').to_owned())
        .unwrap_or(portal);
    let token = match token(&portal, &guid) {
        Ok(token) => token,
        Err(fault) => {
            words::explain(&fault);
            err!("  Here, the variable {TOKEN_VARIABLE} can hold the token instead.");
            return Ok(Exit::Blocked);
        }
    };

    let ground = Ground {
        target: Some(target_kind(&args.env)),
        ..Ground::default()
    };
    let inspection = package::inspect(&args.package, &ground, &|| false)?;
    if inspection.verdict == Verdict::WillNotWork && !args.despite_findings {
        err!("The package will not work; nothing was sent. `slipway-cli inspect` says why.");
        return Ok(Exit::Blocked);
    }
    let print = package::fingerprint(&args.package, &|_| {}, &|| false)?;
    out!("SHA-256 {}", print.sha256);

    let runtime = tokio::runtime::Runtime::new().map_err(|cause| {
        Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })?;
    let expected = Expected {
        stamp: print.stamp,
        crc64: print.crc64,
    };
    let observer = Progress::new(expected.stamp.size);
    let cancel = CancellationToken::new();
    let outcome: Result<UploadOutcome, Fault> = runtime.block_on(async {
        let stop = cancel.clone();
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.cancel();
            }
        });
        let http = portal::client(None)?;
        let upload = Upload {
            portal: &portal,
            guid: &guid,
            env: &EnvKey(args.env.to_ascii_lowercase()),
            token: &token,
            file: &args.package,
            expected: &expected,
        };
        Ok(portal::send(
            &http,
            &upload,
            &SystemClock::new(),
            &mut portal::any_jitter,
            &RetryPolicy::default(),
            &observer,
            &cancel,
        )
        .await)
    });
    observer.bar.finish_and_clear();
    Ok(conclude(outcome?))
}

fn conclude(outcome: UploadOutcome) -> Exit {
    match outcome {
        UploadOutcome::Accepted { status, .. } => {
            out!(
                "Accepted ({status}). The deployment appears in the Portal under Deployments after a few minutes."
            );
            Exit::Good
        }
        UploadOutcome::Refused(fault) | UploadOutcome::NotSent(fault) => {
            words::explain(&fault);
            Exit::Blocked
        }
        UploadOutcome::FileChanged(fault) => {
            words::explain(&fault);
            Exit::Unreadable
        }
        UploadOutcome::Cancelled {
            maybe_accepted: false,
        } => {
            err!("Stopped before everything was sent: nothing was deployed.");
            Exit::Blocked
        }
        UploadOutcome::AnswerLost { .. }
        | UploadOutcome::Cancelled {
            maybe_accepted: true,
        } => {
            err!(
                "Everything was sent, and no clear answer came back: it may have been accepted.\n  \
                 Look in the Portal under Deployments before anything is sent again."
            );
            Exit::LookInPortal
        }
    }
}

/// From the environment, else from the keychain, where the window keeps it under the same name.
fn token(portal: &str, guid: &slipway_engine::project::ProjectGuid) -> Result<Secret, Fault> {
    if let Ok(token) = std::env::var(TOKEN_VARIABLE)
        && !token.trim().is_empty()
    {
        return Ok(Secret::from(token.trim().to_owned()));
    }
    OsKeychain::new()
        .read(&token_account_of(portal, guid))
        .map_err(keychain_fault)?
        .ok_or_else(|| Fault::new("token-missing", Retry::ByUser, NextStep::ReplaceToken))
}

/// A bar on a terminal, a line now and then elsewhere; both on standard error.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    fn new(total: u64) -> Self {
        let bar = ProgressBar::new(total);
        let style = ProgressStyle::with_template(
            "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
        );
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar }
    }
}

impl UploadObserver for Progress {
    fn sent(&self, bytes: u64) {
        self.bar.set_position(bytes);
    }

    fn phase(&self, phase: Phase) -> Result<(), Fault> {
        let words = match phase {
            Phase::Sending => "Sending",
            Phase::WaitingForAnswer => "Waiting for the Portal's answer",
        };
        if self.bar.is_hidden() {
            err!("{words}");
        }
        self.bar.set_message(words);
        Ok(())
    }

    fn retrying(&self, number: u32, wait: Duration, fault: &Fault) {
        err!(
            "Try {number} did not get through ({}); trying again in {} s",
            fault.code,
            wait.as_secs()
        );
    }
}
