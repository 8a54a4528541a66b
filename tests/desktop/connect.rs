//! A real project, connected by hand, and where its personal access token ends up.

use crate::on_disk::{files_below, holds};
use crate::user::{User, verdict};
use slipway_practice::{PracticeOptions, PracticeWorld};
use slipway_tests::desktop::{Desktop, PATIENCE, must};

/// Found nowhere else on this computer.
const CANARY: &str = "KXPcanary7Rq2vXw9Tz4Lm8Np3Ks6Hd1Yb5JfQ";
const PROJECT: &str = "Canary Roasters";

/// A Portal outside of Slipway. It does not know the canary and refuses it.
struct Portal {
    address: String,
    _world: PracticeWorld,
    _runtime: tokio::runtime::Runtime,
}

impl Portal {
    fn open() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let world = runtime
            .block_on(PracticeWorld::start(PracticeOptions::default()))
            .expect("the Portal starts");
        let facts = world.facts();
        Self {
            address: format!("{}/{}/deployments", facts.portal, facts.project_guid),
            _world: world,
            _runtime: runtime,
        }
    }
}

/// Connects a project from the first screen and enters the canary.
fn connect(desktop: &Desktop, portal: &Portal) {
    desktop.click("button", "Connect a project");
    desktop.type_into(
        "Address in Xperience Portal, or the project GUID",
        &portal.address,
    );
    desktop.sees("Project GUID found");
    desktop.type_into("Name", PROJECT);
    desktop.click("button", "Continue to environments");
    desktop.click("button", "Continue to your role");
    desktop.click("radio", "DevOps Engineer");
    desktop.click("button", &format!("Connect {PROJECT}"));
    desktop.type_into("Personal access token", CANARY);
}

#[test]
fn promise_22_a_token_is_in_no_file_no_log_and_no_webview_storage() {
    let (user, portal) = (User::new(), Portal::open());
    let package = user.package();
    let mut desktop = Desktop::start_with(user.home(), &[("SLIPWAY_LOG", "trace")]);
    connect(&desktop, &portal);
    desktop.click("button", "Save the token");
    desktop.sees(&format!("{PROJECT} is connected"));
    desktop.click("button", "Go to Home");

    // Used as well, and refused.
    verdict(&desktop, &package);
    desktop.click("button", "Upload to QA");
    desktop.sees("The upload to QA did not go through");

    desktop.open_again();
    desktop.click("button", "Settings");
    desktop.sees("Token saved in the keychain");
    desktop.sees(&CANARY[CANARY.len() - 4..]);
    drop(desktop);

    let files = files_below(user.home());
    assert!(
        files.iter().any(|file| holds(file, PROJECT)),
        "the search finds what was written down"
    );
    for part in [&CANARY[..12], &CANARY[12..24], &CANARY[24..]] {
        let found: Vec<_> = files.iter().filter(|file| holds(file, part)).collect();
        assert!(found.is_empty(), "“{part}” is in {found:?}");
    }
}

#[test]
fn promise_27_without_a_keychain_a_token_is_kept_for_this_session_only_and_said_so() {
    let (user, portal) = (User::new(), Portal::open());
    let mut desktop = Desktop::start_without_keychain(user.home(), &[]);
    connect(&desktop, &portal);
    desktop.click("button", "Save the token");
    desktop.sees("This computer offers no keychain");
    desktop.click("button", "Keep for this session only");
    desktop.sees(&format!("{PROJECT} is connected"));
    desktop.click("button", "Settings");
    desktop.sees("Token kept until Slipway closes");

    desktop.open_again();
    desktop.click("button", "Settings");
    desktop.sees(PROJECT);
    desktop.sees("This computer offers no keychain");
    let files = files_below(user.home());
    assert!(!files.iter().any(|file| holds(file, &CANARY[..12])));
}

#[test]
fn a_removed_project_is_gone_with_its_token() {
    let (user, portal) = (User::new(), Portal::open());
    let desktop = Desktop::start(user.home());
    connect(&desktop, &portal);
    desktop.click("button", "Save the token");
    desktop.sees(&format!("{PROJECT} is connected"));
    assert_eq!(desktop.secrets_in_keychain(), 1);

    desktop.click("button", "Settings");
    desktop.click("button", &format!("Remove {PROJECT}"));
    desktop.sees("Its personal access token, in the keychain too");
    desktop.click("button", &format!("Remove {PROJECT}"));
    must("the token is forgotten", PATIENCE, || {
        (desktop.secrets_in_keychain() == 0).then_some(())
    });
    desktop.find("button", "Connect a project");
}
