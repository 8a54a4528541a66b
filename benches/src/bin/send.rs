//! Sends one file as an upload would, without inspecting it: `bench-send PORTAL FILE`.

use slipway_engine::clock::SystemClock;
use slipway_engine::fault::Fault;
use slipway_engine::package::FileStamp;
use slipway_engine::portal::{
    self, Expected, Phase, RetryPolicy, Upload, UploadObserver, UploadOutcome,
};
use slipway_engine::project::{EnvKey, ProjectGuid};
use slipway_engine::secret::Secret;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

struct Quiet;

impl UploadObserver for Quiet {
    fn sent(&self, _: u64) {}
    fn phase(&self, _: Phase) -> Result<(), Fault> {
        Ok(())
    }
    fn retrying(&self, _: u32, _: Duration, fault: &Fault) {
        eprintln!("{fault:?}");
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(portal), Some(file)) = (args.next(), args.next().map(PathBuf::from)) else {
        eprintln!("bench-send PORTAL FILE");
        return ExitCode::FAILURE;
    };
    match send(&portal, &file) {
        Ok(UploadOutcome::Accepted { .. }) => ExitCode::SUCCESS,
        other => {
            eprintln!("{other:?}");
            ExitCode::FAILURE
        }
    }
}

fn send(portal: &str, file: &Path) -> Result<UploadOutcome, Fault> {
    let expected = Expected {
        stamp: FileStamp::at(file)?,
        crc64: known_crc64(file)?,
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let http = portal::client(None)?;
        let upload = Upload {
            portal,
            guid: &ProjectGuid("5f7e1f5e-6a1c-4f5e-9d0c-3b1f0f2a7c11".into()),
            env: &EnvKey("qa".into()),
            token: &Secret::from("benchmark".to_owned()),
            file,
            expected: &expected,
        };
        let cancel = CancellationToken::new();
        Ok(portal::send(
            &http,
            &upload,
            &SystemClock::new(),
            &mut || 0.5,
            &RetryPolicy::default(),
            &Quiet,
            &cancel,
        )
        .await)
    })
}

/// What an inspection found out before: computed once and kept beside the file, as in the app.
fn known_crc64(file: &Path) -> Result<u64, Fault> {
    let beside = file.with_extension("crc64");
    if let Some(known) = std::fs::read_to_string(&beside)
        .ok()
        .and_then(|text| text.trim().parse().ok())
    {
        return Ok(known);
    }
    let crc64 = slipway_engine::package::fingerprint(file, &|_| {}, &|| false)?.crc64;
    std::fs::write(&beside, crc64.to_string()).expect("the folder can be written");
    Ok(crc64)
}
