//! The part of the walk in which the package that runs in QA goes on to UAT and PROD: reviewed,
//! decided, promoted by the clicks of the Portal, and watched.

use slipway_tests::desktop::{DEPLOYMENT, Desktop, PATIENCE, Practice, must};

use crate::log::Log;
use crate::walk::small;

pub fn release(log: &mut Log, desktop: &mut Desktop) {
    let practice = Practice::of(desktop.home());
    begin(log, desktop);
    plan(log, desktop);
    to_uat(log, desktop, &practice);
    review(log, desktop);
    decide(log, desktop);
    promote(log, desktop, &practice);
}

fn begin(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "releases",
        "A release follows one package from QA to PROD",
        |d| {
            d.click("button", "Releases");
            d.sees("No release yet");
        },
    );
    log.step(
        desktop,
        "release-contents",
        "It says what is in it and what was promised",
        |d| {
            d.click("button", "Start a release");
            d.type_into("Name of the release", "Autumn campaign");
            d.click("button", "Start the release");
            d.type_into(
                "What was promised?",
                "The campaign pages are live on Monday.",
            );
            d.click("radio", "DancingGoat release [2.14] (QA).zip");
        },
    );
}

fn plan(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "release-plan",
        "Who leads, when, and who has to agree",
        |d| {
            d.click("button", "Keep this and continue");
            d.type_into("Deployment lead", "Petra Novak");
            d.click("radio", "Deploy at once");
        },
    );
    log.step(
        desktop,
        "release-way-back",
        "The way back and what opens it are decided beforehand",
        |d| {
            d.click("button", "Keep the plan and continue");
            d.sees("How do you get back?");
            d.click("checkbox", "Somebody went through it");
        },
    );
    log.step(
        desktop,
        "release-features",
        "Features that ship dark are switched on later",
        |d| {
            d.click("button", "Keep this and continue");
            d.type_into("Feature", "Loyalty points");
            d.type_into("To be switched on", "after the training");
            d.click("button", "Add the feature");
            d.sees("after the training");
        },
    );
}

fn to_uat(log: &mut Log, desktop: &mut Desktop, practice: &Practice) {
    log.step(desktop, "release-uat", "UAT is reviewed and decided", |d| {
        d.click("button", "Continue to Review for UAT");
        d.sees("Is UAT ready for it?");
        settle(d);
        d.click("button", "Continue to Go or no-go for UAT");
        d.click("button", "Go for UAT");
        d.click("button", "Continue to Promote to UAT");
        d.sees("Promote it to UAT");
    });
    log.step(
        desktop,
        "release-uat-arrives",
        "The Portal deploys it to UAT, and Slipway sees it arrive",
        |d| {
            practice.deploy_to("QA", "UAT");
            d.click("button", "I selected Start deployment for UAT");
            d.sees("Does it arrive in UAT?");
            d.sees_within("The package runs in UAT", DEPLOYMENT);
        },
    );
}

fn review(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "release-review",
        "Slipway answers what it can see, people answer the rest",
        |d| {
            d.click("button", "Continue to Review for PROD");
            d.sees("Is PROD ready for it?");
        },
    );
    small(
        log,
        desktop,
        "release-review-small",
        "The review fits a small window",
    );
}

fn decide(log: &mut Log, desktop: &mut Desktop) {
    log.step(
        desktop,
        "release-decision",
        "Go or no-go, with everything it rests on",
        |d| {
            settle(d);
            d.click("button", "Continue to Go or no-go for PROD");
            d.type_into("Type PROD to confirm", "PROD");
        },
    );
    log.step(
        desktop,
        "release-promote",
        "The clicks of the promotion, with the page opened",
        |d| {
            d.click("button", "Go for PROD");
            d.click("button", "Continue to Promote to PROD");
            d.sees("Promote it to PROD");
        },
    );
}

fn promote(log: &mut Log, desktop: &mut Desktop, practice: &Practice) {
    log.step(
        desktop,
        "release-offline",
        "From the click on the site is watched",
        |d| {
            practice.deploy_to("UAT", "PROD");
            d.click("button", "I selected Start deployment for PROD");
            d.sees("Does it arrive in PROD?");
        },
    );
    log.step(
        desktop,
        "release-watch",
        "It is back, the smoke tests passed, and the first half hour is measured",
        |d| {
            d.sees_within("The package runs in PROD", DEPLOYMENT);
        },
    );
}

/// Ticks off everything of a review that people answer.
fn settle(desktop: &Desktop) {
    for name in ["Done", "Still holds"] {
        loop {
            let open = desktop.count("button", name);
            if open == 0 {
                break;
            }
            desktop.click("button", name);
            must("the item is settled", PATIENCE, || {
                (desktop.count("button", name) < open).then_some(())
            });
        }
    }
}
