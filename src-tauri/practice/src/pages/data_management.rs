use super::deployments::name;
use super::frame::{Page, alert, frame, moment_or_dash, or_dash};
use super::page_address;
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
            p { a href=(page_address(world, "data-management/custom-restore")) { "Custom restore" } }
            h2 id="restore-points" { "Restore points" }
            p { "A restore point holds the application, the database and the storage of an environment together." }
            form method="post" action=(page_address(world, "data-management/restore-points")) {
                label for="env" { "Environment" }
                select id="env" name="env" {
                    @for environment in &world.facts.environments {
                        option value=(environment.key) { (environment.name) }
                    }
                }
                " "
                button.main { "Create restore point" }
            }
            @if points.is_empty() {
                p.quiet { "There are no restore points yet." }
            } @else {
                div.table {
                    table aria-labelledby="restore-points" {
                        thead {
                            tr {
                                th scope="col" { "Environment" } th scope="col" { "Type" }
                                th scope="col" { "Status" } th scope="col" { "Created" }
                                th scope="col" { "Build number" } th scope="col" { "Xperience version" }
                                th scope="col" { "Expires" }
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
                                }
                            }
                        }
                    }
                }
            }
        }
    });
    frame(world, Page::DataManagement, "Data Management", body)
}

fn state(started: bool, finished: bool) -> &'static str {
    match (started, finished) {
        (_, true) => "Ready",
        (true, false) => "In progress",
        (false, false) => "Queued",
    }
}
