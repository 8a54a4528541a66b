//! **Data Management → Custom restore**.

use super::data_management::{Section, sections};
use super::deployments::name;
use super::frame::{Page, alert, frame, moment, moment_or_dash};
use super::page_address;
use crate::project::ProjectState;
use crate::restore::{AccessLinks, EnvironmentRestore, RestoreSession};
use crate::world::World;
use axum::extract::State;
use maud::{Markup, html};
use slipway_engine::units::Moment;
use std::sync::Arc;

/// Restores shown under **Last completed restores**.
const COMPLETED: usize = 20;

pub(super) async fn show(State(world): State<Arc<World>>) -> Markup {
    render(&world, None)
}

pub(super) fn render(world: &World, said: Option<&str>) -> Markup {
    let body = world.look(|project, now| {
        html! {
            @if let Some(words) = said { (alert(words)) }
            (sections(world, Section::CustomRestore))
            p { "Custom restore moves a large database and storage files into an environment." }
            h2 id="current-session" { "Current session" }
            @match project.open_session() {
                Some(session) => (current(world, session, now)),
                None => {
                    p.quiet { "There is no open session." }
                    form method="post" action=(action(world, "create-session")) {
                        button.main { "Create session" }
                    }
                }
            }
            (active(project, now))
            (completed(project))
        }
    });
    frame(world, Page::DataManagement, "Custom restore", body)
}

fn current(world: &World, session: &RestoreSession, now: Moment) -> Markup {
    let uploading = now < session.upload_until();
    html! {
        section.card aria-labelledby="current-session" {
            dl {
                dt { "Created" } dd { (moment(session.created_at)) }
                dt { "Upload possible until" } dd { (moment(session.upload_until())) }
                dt { "Restore possible until" } dd { (moment(session.restore_until())) }
                dt { "Access" }
                dd { (if session.has_access(now) { "Granted" } else { "None" }) }
            }
            @if uploading {
                details {
                    summary { "Get access" }
                    form method="post" action=(action(world, "get-access")) {
                        label for="addresses" { "Allowed IP address or IP address range (optional)" }
                        input id="addresses" name="addresses" placeholder="203.0.113.1-203.0.113.20" size="28" autocomplete="off";
                        " "
                        button.main { "Get access" }
                    }
                }
            } @else {
                p.notice { "The session has expired: data can no longer be uploaded, but what was uploaded can still be restored." }
            }
            div.buttons {
                form method="post" action=(action(world, "revoke-access")) { button { "Revoke access" } }
                a.button href=(action(world, "restore")) { "Restore to environment" }
                form method="post" action=(action(world, "close")) { button { "Close" } }
            }
        }
    }
}

/// The two SAS URLs, on an answer that is nowhere to be had again.
pub(super) fn links(world: &World, links: &AccessLinks) -> Markup {
    let body = html! {
        p.notice role="status" {
            "Copy both SAS URLs now. You cannot retrieve them again; Get access makes new ones."
        }
        div.card {
            @for (id, label, link) in [
                ("database-url", "Database SAS URL", &links.database),
                ("storage-url", "Storage SAS URL", &links.storage),
            ] {
                label for=(id) { (label) }
                input id=(id) readonly value=(link.reveal()) size="90" autocomplete="off";
            }
        }
        p { a href=(page_address(world, "data-management/custom-restore")) { "Back to Custom restore" } }
    };
    frame(world, Page::DataManagement, "Get access", body)
}

/// Asks where to, and says what that does.
pub(super) async fn ask_where(State(world): State<Arc<World>>) -> Markup {
    let body = html! {
        div.card {
            p.notice {
                "The environment is unavailable during the restore. Its database is replaced with the uploaded one, and all its storage containers are deleted and recreated from the uploaded data. This cannot be undone, except by a restore point made before."
            }
            form method="post" action=(action(&world, "restore")) {
                label for="env" { "Target environment" }
                select id="env" name="env" {
                    @for environment in &world.facts.environments {
                        option value=(environment.key) { (environment.name) }
                    }
                }
                " "
                button.main { "Create" }
            }
            p { a href=(page_address(&world, "data-management/custom-restore")) { "Cancel" } }
        }
    };
    frame(&world, Page::DataManagement, "Restore to environment", body)
}

fn active(project: &ProjectState, now: Moment) -> Markup {
    let active = project
        .restores
        .iter()
        .filter(|restore| restore.finished_at.is_none() && restore.visible_at <= now);
    html! {
        h2 id="active-restores" { "Active restores" }
        (table(project, "active-restores", active.collect(), "No restore is in progress."))
    }
}

fn completed(project: &ProjectState) -> Markup {
    let mut over: Vec<_> = project
        .restores
        .iter()
        .filter(|restore| restore.finished_at.is_some())
        .collect();
    over.sort_by_key(|restore| std::cmp::Reverse((restore.finished_at, restore.id)));
    over.truncate(COMPLETED);
    html! {
        h2 id="completed-restores" { "Last completed restores" }
        (table(project, "completed-restores", over, "Nothing has been restored yet."))
    }
}

fn table(
    project: &ProjectState,
    labelled_by: &str,
    restores: Vec<&EnvironmentRestore>,
    nothing: &str,
) -> Markup {
    html! {
        @if restores.is_empty() {
            p.quiet { (nothing) }
        } @else {
            div.table {
                table aria-labelledby=(labelled_by) {
                    thead {
                        tr {
                            th scope="col" { "Environment" } th scope="col" { "Status" }
                            th scope="col" { "Database" } th scope="col" { "Storage files" }
                            th scope="col" { "Started" } th scope="col" { "Finished" }
                        }
                    }
                    tbody {
                        @for restore in restores {
                            tr {
                                td { (name(project, &restore.env.0)) }
                                td class=[class(restore)] { (restore.state()) }
                                td.number { (grouped(restore.content.database_size.0)) " bytes" }
                                td.number { (grouped(restore.content.files.0)) }
                                td { (moment_or_dash(restore.started_at)) }
                                td { (moment_or_dash(restore.finished_at)) }
                            }
                            @if let Some(message) = message(restore) {
                                tr.more { td colspan="6" { (message) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn class(restore: &EnvironmentRestore) -> Option<&'static str> {
    restore.finished_at?;
    Some(match restore.failure {
        None => "succeeded",
        Some(_) => "failed",
    })
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut grouped = digits[..first].to_owned();
    for at in (first..digits.len()).step_by(3) {
        if !grouped.is_empty() {
            grouped.push(',');
        }
        grouped.push_str(&digits[at..at + 3]);
    }
    grouped
}

/// What went wrong, once it did.
fn message(restore: &EnvironmentRestore) -> Option<&str> {
    restore.finished_at?;
    restore.failure.as_deref()
}

fn action(world: &World, what: &str) -> String {
    page_address(world, &format!("data-management/custom-restore/{what}"))
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_apart() {
        let grouped = [0, 999, 1_000, 138_231, 5_000_000].map(grouped);
        assert_eq!(grouped, ["0", "999", "1,000", "138,231", "5,000,000"]);
    }
}
