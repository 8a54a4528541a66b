//! A desk on a folder of its own, with nobody watching, and a project it knows.

use slipway_engine::awake::ThisComputer;
use slipway_engine::clock::SystemClock;
use slipway_engine::desk::{Desk, Parts};
use slipway_engine::job::{Job, Sink};
use slipway_engine::ledger::Ledger;
use slipway_engine::package::project_folder::Surroundings;
use slipway_engine::portal::{self, RetryPolicy};
use slipway_engine::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, Role, SiteExpectation, read_portal_address,
};
use slipway_engine::release::WatchPolicy;
use slipway_engine::release::domains::NameServers;
use slipway_engine::secret::SessionKeychain;
use slipway_engine::units::Moment;
use std::path::Path;
use std::sync::Arc;

const GUID: &str = "1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11";

struct Nobody;

impl Sink for Nobody {
    fn job_changed(&self, _: &Job) {}
}

/// Sits down at the ledger in `folder`. To be called within a runtime.
pub fn sit_down(folder: &Path) -> Desk {
    let ledger = Ledger::open(&folder.join("slipway.db")).expect("a ledger");
    Desk::new(Parts {
        ledger: Arc::new(ledger),
        ledger_fault: None,
        keychain: Arc::new(SessionKeychain::default()),
        http: portal::client(None).expect("a client"),
        clock: Arc::new(SystemClock::new()),
        sink: Arc::new(Nobody),
        runtime: tokio::runtime::Handle::current(),
        person: "Petra Novak".into(),
        retries: RetryPolicy::default(),
        watching: WatchPolicy::default(),
        surroundings: Surroundings::default(),
        work_folder: folder.join("work"),
        restore_folder: folder.join("restores"),
        awake: Arc::new(ThisComputer),
        name_servers: NameServers::System,
    })
    .expect("a desk")
}

/// A project with QA, UAT and PROD, all on the same site.
pub fn project(site: &str) -> Project {
    let address = read_portal_address(GUID).expect("an address");
    let environment = |key: &str, kind| Environment {
        key: EnvKey(key.into()),
        kind,
        name: key.to_uppercase(),
        site: Some(site.to_owned()),
        expectation: SiteExpectation::default(),
    };
    Project {
        id: "p".into(),
        name: "Dancing Goat".into(),
        guid: address.guid,
        portal: address.portal,
        plan: Plan::Custom,
        role: Role::DevopsEngineer,
        environments: vec![
            environment("qa", EnvironmentKind::Qa),
            environment("uat", EnvironmentKind::Uat),
            environment("prod", EnvironmentKind::Prod),
        ],
        practice: false,
        created_at: Moment(jiff::Timestamp::UNIX_EPOCH),
    }
}
