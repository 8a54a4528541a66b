//! What the desk of a test is given, everything real on a folder of its own, and a project for it.

use super::Parts;
use crate::awake::ThisComputer;
use crate::clock::SystemClock;
use crate::fault::Fault;
use crate::job::Sink;
use crate::ledger::Ledger;
use crate::package::project_folder::Surroundings;
use crate::portal::{self, RetryPolicy};
use crate::project::{
    EnvKey, Environment, EnvironmentKind, Plan, Project, Role, SiteExpectation, read_portal_address,
};
use crate::release::WatchPolicy;
use crate::release::domains::NameServers;
use crate::secret::SessionKeychain;
use crate::units::Moment;
use std::path::Path;
use std::sync::Arc;

/// What a desk on this folder is given, each policy as shipped; a test puts something else where it
/// wants. To be called within a runtime. Faults: those of the ledger.
pub fn parts(folder: &Path, sink: Arc<dyn Sink>) -> Result<Parts, Fault> {
    Ok(Parts {
        ledger: Arc::new(Ledger::open(&folder.join("slipway.db"))?),
        ledger_fault: None,
        keychain: Arc::new(SessionKeychain::default()),
        http: portal::client(None)?,
        clock: Arc::new(SystemClock::new()),
        sink,
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
}

/// A project with QA, UAT and PROD, all on the same site where there is one.
pub fn project(site: Option<&str>) -> Project {
    let environment = |key: &str, kind| Environment {
        key: EnvKey(key.into()),
        kind,
        name: key.to_uppercase(),
        site: site.map(str::to_owned),
        expectation: SiteExpectation::default(),
    };
    let address = read_portal_address("1c45b91e-22d0-4b4b-9d0c-6f5f2f0f1a11").expect("an address");
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
