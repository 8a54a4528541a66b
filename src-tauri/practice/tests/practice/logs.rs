//! The archives of deployments that broke down.

use crate::support::{Recipe, Rehearsal};
use reqwest::StatusCode;
use serde_json::json;
use slipway_practice::{Breakdown, DeploymentState};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

#[tokio::test]
async fn each_way_of_breaking_down_ends_the_log_with_the_step_that_stopped_and_the_products_words()
{
    let ways = [
        (
            Breakdown::RepositoryVersion {
                repository: "31.4.2".into(),
            },
            "Restoring objects of $CDRepository to the database.",
            "can run only on same version as '31.4.2'",
        ),
        (
            Breakdown::ObjectType {
                object_type: "cms.member".into(),
            },
            "Restoring objects of $CDRepository to the database.",
            "not supported by the repository: cms.member",
        ),
        (
            Breakdown::RestoreTimeout,
            "Object type 41/84: Content item",
            "Execution Timeout Expired",
        ),
        (
            Breakdown::Migration {
                table: "Alder_Order".into(),
            },
            "Running the migrations of After.txt.",
            "Invalid object name 'Alder_Order'",
        ),
        (
            Breakdown::LibraryMissing {
                library: "Alder.Pricing, Version=2.0.0.0".into(),
            },
            "Starting the application.",
            "HTTP Error 500.30",
        ),
    ];
    for (breakdown, step, words) in ways {
        let rehearsal = Rehearsal::start().await;
        rehearsal.deployed("qa", Recipe::build("1")).await;
        rehearsal
            .world
            .faults()
            .break_down_next_deployment(None, breakdown.clone());
        let failed = rehearsal.deployed("qa", changed()).await;
        assert_eq!(failed.state, DeploymentState::Failed);
        let log = &archive(&rehearsal, failed.id).await["deployment.log"];
        let (before, after) = log.split_once("[ERR]").expect("it says what went wrong");
        let last = before
            .lines()
            .rfind(|line| line.contains("[INF]"))
            .expect("steps");
        assert!(last.contains(step), "{breakdown:?}: {last}");
        assert!(after.contains(words) && after.contains("The previous application is running."));
        assert!(
            rehearsal
                .text(&rehearsal.site("qa"))
                .await
                .contains("Build 1")
        );
    }
}

#[tokio::test]
async fn an_application_that_does_not_start_leaves_a_log_of_its_own() {
    let rehearsal = Rehearsal::start().await;
    let order =
        json!({ "env": "qa", "breakdown": { "kind": "database-version", "database": "30.8.0" } });
    let ordered = rehearsal
        .http
        .post(format!(
            "{}/deployments/break-down-next",
            rehearsal.facts.control
        ))
        .json(&order);
    assert_eq!(
        ordered.send().await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    let failed = rehearsal.deployed("qa", Recipe::build("1")).await;
    let files = archive(&rehearsal, failed.id).await;
    assert!(files["application.log"].contains(
        "System.NotSupportedException: The database version '30.8.0' does not match the project version '31.6.2', please check your connection string."
    ));
    let well = rehearsal.deployed("qa", Recipe::build("1")).await;
    assert_eq!(well.state, DeploymentState::Succeeded, "only the next one");
    let files = archive(&rehearsal, well.id).await;
    assert_eq!(files.len(), 1);
    assert!(files["deployment.log"].contains("Object type 84/84"));
}

fn changed() -> Recipe {
    Recipe {
        object: "second",
        ..Recipe::build("2")
    }
}

/// Text of every file of a deployment's archive.
async fn archive(rehearsal: &Rehearsal, deployment: u64) -> BTreeMap<String, String> {
    let page = rehearsal.page(&format!("deployments/{deployment}/logs"));
    let bytes = rehearsal.get(&page).await.bytes().await.unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}
