use super::deployments::name;
use super::frame::{Page, alert, frame, moment_or_dash, or_dash};
use super::page_address;
use crate::project::{ProjectState, RestorePoint};
use crate::world::World;
use axum::extract::State;
use maud::{Markup, html};
use std::sync::Arc;

pub(super) async fn show(State(world): State<Arc<World>>) -> Markup {
    render(&world, None)
}

pub(super) fn render(world: &World, said: Option<&str>) -> Markup {
    let body = world.look(|project, now| {
        let mut points: Vec<_> =
            project.restore_points.iter().filter(|point| point.visible_at <= now).collect();
        points.sort_by_key(|point| std::cmp::Reverse(point.id));
        html! {
            @if let Some(words) = said { (alert(words)) }
            (sections(world, Section::RestorePoints))
            p { "A restore point holds the application, the database and the storage of an environment together." }
            form.row method="post" action=(page_address(world, "data-management/restore-points")) {
                div {
                    label for="env" { "Environment" }
                    select id="env" name="env" {
                        @for environment in &world.facts.environments {
                            option value=(environment.key) { (environment.name) }
                        }
                    }
                }
                button.main { "Create restore point" }
            }
            @if points.is_empty() {
                p.quiet { "There are no restore points yet." }
            } @else {
                div.table {
                    table aria-label="Restore points" {
                        thead {
                            tr {
                                th scope="col" { "Environment" } th scope="col" { "Type" }
                                th scope="col" { "Status" } th scope="col" { "Created" }
                                th scope="col" { "Build number" } th scope="col" { "Xperience version" }
                                th scope="col" { "Expires" } th scope="col" { "Restore" }
                            }
                        }
                        tbody {
                            @for point in points {
                                tr {
                                    td { (name(project, &point.env.0)) }
                                    td { (point.kind.words()) }
                                    td { (state(point.started_at.is_some(), point.finished_at.is_some())) }
                                    td { (moment_or_dash(point.finished_at)) }
                                    td { (or_dash(point.build_number.as_deref())) }
                                    td { (or_dash(point.xperience_version.as_deref())) }
                                    td { (moment_or_dash(point.expires_at())) }
                                    td { (restore(world, project, point)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    });
    frame(world, Page::DataManagement, "Restore points", body)
}

fn restore(world: &World, project: &ProjectState, point: &RestorePoint) -> Markup {
    let path = format!("data-management/restore-points/{}/restore", point.id);
    let of = name(project, &point.env.0);
    html! {
        @if project.restorable(point.id).is_ok() {
            a href=(page_address(world, &path))
                aria-label={ "Restore " (of) " to restore point " (point.id) } { "Restore" }
        } @else {
            "–"
        }
    }
}

/// The three pages of **Data Management** (facts 3.2).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    RestorePoints,
    Exports,
    CustomRestore,
}

const SECTIONS: [(Section, &str, &str); 3] = [
    (Section::RestorePoints, "data-management", "Restore points"),
    (Section::Exports, "data-management/exports", "Exports"),
    (
        Section::CustomRestore,
        "data-management/custom-restore",
        "Custom restore",
    ),
];

pub(super) fn sections(world: &World, current: Section) -> Markup {
    html! {
        nav.sections aria-label="Data Management" {
            @for (section, path, name) in SECTIONS {
                a href=(page_address(world, path))
                    aria-current=[(section == current).then_some("page")] { (name) }
            }
        }
    }
}

pub(super) fn state(started: bool, finished: bool) -> &'static str {
    match (started, finished) {
        (_, true) => "Ready",
        (true, false) => "In progress",
        (false, false) => "Queued",
    }
}
