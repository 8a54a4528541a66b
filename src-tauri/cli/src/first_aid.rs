//! `slipway-cli first-aid`.
//!
//! It looks at the same things as the window, which may be open beside it. What the window remembers
//! is opened as the window opens it: one of an earlier version is brought up to date.

use crate::data_folder;
use crate::exit::Exit;
use crate::words::WORDS;
use clap::Args;
use serde::Serialize;
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::{ledger_in, token_account_of};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::first_aid::{
    AidCheck, AidFinding, AidFolder, AidOutcome, Disk, Proxies, WebView, hosts_of, in_words,
    ledger_not_opened, look_at_clock, look_at_disk, look_at_keychain, look_at_ledger,
    look_at_network, look_at_proxy, look_at_web_view, plan, worst,
};
use slipway_engine::ledger::Ledger;
use slipway_engine::network::ProxySetting;
use slipway_engine::portal;
use slipway_engine::project::Project;
use slipway_engine::secret::{OsKeychain, Secret};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct FirstAid {
    /// Slipway's folder; the window's if not given
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print the findings as one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Told {
    schema: u32,
    outcome: AidOutcome,
    findings: Vec<AidFinding>,
}

pub fn run(args: &FirstAid) -> Result<Exit, Fault> {
    let computer = Computer::at(args.data.as_deref());
    let runtime = tokio::runtime::Runtime::new().map_err(|cause| {
        Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(cause)
    })?;
    let clock = SystemClock::new();
    // Whatever the window goes through is what has to work.
    let entered = computer.proxy();
    let http = match &entered {
        Some(proxy) => proxy.client(&OsKeychain::new())?,
        None => portal::client(None)?,
    };
    let proxies = Proxies::of_this_computer(entered.map(|proxy| proxy.address));
    let hosts = hosts_of(&computer.projects);
    let look = |check: AidCheck| match check {
        AidCheck::Keychain => computer.look_at_keychain(),
        AidCheck::Network { host } => {
            runtime.block_on(look_at_network(&http, &host, &proxies, &clock))
        }
        AidCheck::Proxy => look_at_proxy(&proxies, &hosts),
        AidCheck::Disk { folder } => computer.look_at_disk(folder),
        AidCheck::Clock => runtime.block_on(look_at_clock(&http, &hosts, &clock)),
        AidCheck::WebView => look_at_web_view(&WebView::of_this_system(None)),
        AidCheck::Ledger => computer.look_at_ledger(),
    };
    let mut findings = Vec::new();
    for check in computer.plan(&hosts) {
        let finding = look(check);
        if !args.json {
            out!("{}", in_words(&finding, &WORDS));
        }
        findings.push(finding);
    }
    let outcome = worst(&findings);
    if args.json {
        let told = Told {
            schema: 1,
            outcome,
            findings,
        };
        let text = serde_json::to_string_pretty(&told).expect("findings are plain data");
        out!("{text}");
    }
    Ok(match outcome {
        AidOutcome::Fine | AidOutcome::NotTested => Exit::Good,
        AidOutcome::Attention => Exit::Warnings,
        AidOutcome::NotWorking => Exit::Blocked,
    })
}

/// What this computer has of Slipway.
struct Computer {
    folder: PathBuf,
    /// What the window remembers; empty where it was never opened.
    ledger: Result<Ledger, Fault>,
    /// Whether the window was ever opened.
    known: bool,
    projects: Vec<Project>,
}

impl Computer {
    fn at(folder: Option<&Path>) -> Self {
        let folder = folder.map(Path::to_owned);
        let folder = folder
            .or_else(data_folder::of_the_window)
            .unwrap_or_default();
        let file = ledger_in(&folder);
        let known = file.exists();
        let ledger = if known {
            Ledger::open(&file)
        } else {
            Ledger::in_memory()
        };
        let projects = ledger.as_ref().ok().map(Ledger::projects);
        Self {
            folder,
            projects: projects.and_then(Result::ok).unwrap_or_default(),
            ledger,
            known,
        }
    }

    /// The one entered in the window's settings.
    fn proxy(&self) -> Option<ProxySetting> {
        let ledger = self.ledger.as_ref().ok()?;
        ledger.proxy().ok()?
    }

    fn plan(&self, hosts: &[String]) -> Vec<AidCheck> {
        let folders: &[AidFolder] = match self.known {
            true => &[AidFolder::Data, AidFolder::Temp],
            false => &[AidFolder::Temp],
        };
        let mut plan = plan(hosts, folders, false);
        plan.retain(|check| self.known || *check != AidCheck::Ledger);
        plan
    }

    fn look_at_keychain(&self) -> AidFinding {
        let real = self.projects.iter().filter(|project| !project.practice);
        let tokens: Vec<String> = real
            .map(|project| token_account_of(&project.portal, &project.guid))
            .collect();
        let throw_away = Secret::from(uuid::Uuid::new_v4().to_string());
        look_at_keychain(&OsKeychain::new(), &throw_away, &tokens)
    }

    fn look_at_disk(&self, folder: AidFolder) -> AidFinding {
        let path = match folder {
            AidFolder::Temp => std::env::temp_dir(),
            AidFolder::Data | AidFolder::Output => self.folder.clone(),
        };
        look_at_disk(&Disk::of_this_computer(), folder, &path)
    }

    fn look_at_ledger(&self) -> AidFinding {
        match &self.ledger {
            Ok(ledger) => look_at_ledger(ledger),
            Err(fault) => ledger_not_opened(fault),
        }
    }
}
