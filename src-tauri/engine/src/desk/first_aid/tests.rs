//! First aid at a desk whose project is on this computer.

use super::super::restore::tests::{Stage, code};
use super::*;
use crate::first_aid::AidOutcome;

#[tokio::test]
async fn promise_36_a_host_of_no_project_is_not_asked() {
    let stage = Stage::new();
    for host in [
        "https://example.com",
        "https://kxp.blob.core.windows.net",
        "",
    ] {
        let check = AidCheck::Network { host: host.into() };
        assert_eq!(
            code(stage.desk.first_aid(check, None).await),
            "host-not-yours"
        );
    }
}

#[tokio::test]
async fn what_was_found_is_remembered_the_last_of_each() {
    let stage = Stage::new();
    let look = |check| stage.desk.first_aid(check, None);
    look(AidCheck::Keychain).await.expect("a finding");
    stage.keychain.lock(true);
    look(AidCheck::Keychain).await.expect("a finding");
    look(AidCheck::Ledger).await.expect("a finding");
    let found: Vec<_> = stage.desk.0.found.all();
    let codes: Vec<_> = found.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["keychain-locked", "ledger-fine"]);
}

#[tokio::test]
async fn every_check_of_the_plan_comes_to_a_finding() {
    let stage = Stage::new();
    let mut project = stage.desk.project("p").expect("a project");
    // Nobody is asked here: a port of this computer where nobody listens.
    project.portal = "http://127.0.0.1:9".into();
    project
        .environments
        .iter_mut()
        .for_each(|one| one.site = None);
    stage.desk.0.ledger.save_project(&project).expect("saved");
    let plan = stage.desk.first_aid_checks(true).expect("a plan");
    assert!(
        plan.contains(&AidCheck::Network {
            host: "http://127.0.0.1:9".into()
        }),
        "{plan:?}"
    );
    for check in plan {
        let found = stage
            .desk
            .first_aid(check.clone(), None)
            .await
            .expect("a finding");
        assert_eq!(found.check, check);
        assert_eq!(
            found.outcome == AidOutcome::NotWorking,
            matches!(check, AidCheck::Network { .. }),
            "{found:?}"
        );
    }
}
