use super::frame::{Page, alert, frame, moment, moment_or_dash, or_dash};
use super::page_address;
use crate::facts::EnvironmentFacts;
use crate::project::{Deployment, DeploymentState, ProjectState, SiteFace};
use crate::world::World;
use axum::extract::State;
use maud::{Markup, html};
use slipway_engine::units::Moment;
use std::sync::Arc;

pub(super) async fn show(State(world): State<Arc<World>>) -> Markup {
    render(&world, None)
}

/// The page, with what the Portal has to say about the last request.
pub(super) fn render(world: &World, said: Option<&str>) -> Markup {
    let body = world.look(|project, now| {
        html! {
            @if let Some(words) = said { (alert(words)) }
            (scheduled(world, project))
            h2 { "Latest deployments" }
            div.cards {
                @for environment in &world.facts.environments {
                    (card(world, project, environment, now))
                }
            }
            (progress(world, project, now))
            (history(world, project))
        }
    });
    frame(world, Page::Deployments, "Deployments", body)
}

fn scheduled(world: &World, project: &ProjectState) -> Markup {
    html! {
        @if let Some(scheduled) = &project.scheduled {
            section.notice aria-label="Scheduled deployment" {
                p {
                    "The deployment of " strong { (scheduled.package.file_name) }
                    " (build " (scheduled.package.build()) ") to "
                    strong { (name(project, &scheduled.to.0)) }
                    " is scheduled for " (moment(scheduled.due)) "."
                }
                form method="post" action=(page_address(world, "deployments/cancel-scheduled")) {
                    button { "Cancel scheduled deployment" }
                }
            }
        }
    }
}

fn card(
    world: &World,
    project: &ProjectState,
    environment: &EnvironmentFacts,
    now: Moment,
) -> Markup {
    let key = &environment.key;
    let latest = project.latest_deployed(key);
    html! {
        section.card id=(key) aria-label={ (environment.name) " environment" } {
            h3 { (environment.name) }
            dl {
                dt { "URL" } dd { a href=(environment.site) { (environment.site) } }
                dt { "State" } dd { (state(project.site_face(key, now))) }
                @if let Some(latest) = latest {
                    dt { "Package" } dd { (latest.package.file_name) }
                    dt { "Build number" } dd { (latest.package.build()) }
                    dt { "Xperience version" } dd { (or_dash(latest.package.xperience_version.as_deref())) }
                    dt { "Deployed" } dd { (moment_or_dash(latest.finished_at)) }
                } @else {
                    dt { "Package" } dd.quiet { "Nothing deployed yet" }
                }
            }
            div.buttons {
                (upload(world, environment))
                @if let Some(latest) = latest {
                    (deploy_to(world, project, latest, environment))
                    form method="post" action=(page_address(world, &format!("deployments/restart/{key}"))) {
                        button aria-label={ "Restart " (environment.name) } { "Restart" }
                    }
                }
            }
        }
    }
}

fn upload(world: &World, environment: &EnvironmentFacts) -> Markup {
    let field = format!("package-{}", environment.key);
    let action = page_address(world, &format!("deployments/upload/{}", environment.key));
    html! {
        details {
            summary { "Upload package" }
            form method="post" enctype="multipart/form-data" action=(action) {
                label for=(field) { "Deployment package for " (environment.name) " (ZIP archive, 2 GB at most)" }
                input type="file" id=(field) name="package" accept=".zip,application/zip" required;
                " "
                button.main { "Upload" }
            }
        }
    }
}

fn deploy_to(
    world: &World,
    project: &ProjectState,
    latest: &Deployment,
    environment: &EnvironmentFacts,
) -> Markup {
    let targets = project.targets(&environment.key);
    html! {
        @if !targets.is_empty() {
            details {
                summary { "Deploy to" }
                ul {
                    @for target in targets {
                        li {
                            a href=(page_address(world, &format!("deployments/deploy-to?source={}&to={}", latest.id, target.key)))
                                aria-label={ "Deploy from " (environment.name) " to " (target.name) } { (target.name) }
                        }
                    }
                }
            }
        }
    }
}

fn progress(world: &World, project: &ProjectState, now: Moment) -> Markup {
    let deployments = project
        .deployments
        .iter()
        .filter(|d| !d.state.is_over() && d.visible_at <= now)
        .map(|d| {
            (
                d.id,
                &d.env,
                match d.is_restore() {
                    true => "Restore to a restore point",
                    false => d.package.file_name.as_str(),
                },
                d.state.words(),
                d.accepted_at,
            )
        });
    let points = project
        .restore_points
        .iter()
        .filter(|p| p.finished_at.is_none() && p.visible_at <= now)
        .map(|p| {
            let state = if p.started_at.is_some() {
                DeploymentState::InProgress
            } else {
                DeploymentState::Queued
            };
            (p.id, &p.env, "Restore point", state.words(), p.accepted_at)
        });
    let mut rows: Vec<_> = deployments.chain(points).collect();
    rows.sort_by_key(|row| row.0);
    html! {
        h2 id="progress" { "Deployment progress" }
        @if rows.is_empty() {
            p.quiet { "Nothing is running." }
        } @else {
            div.table {
                table aria-labelledby="progress" {
                    thead { tr { th scope="col" { "Environment" } th scope="col" { "What" } th scope="col" { "Status" } th scope="col" { "Time elapsed" } } }
                    tbody {
                        @for (_, env, what, state, since) in rows {
                            tr { td { (name(project, &env.0)) } td { (what) } td { (state) } td { (elapsed(since, now)) } }
                        }
                    }
                }
            }
        }
        p {
            a href=(page_address(world, "deployments")) { "Refresh" }
            span.quiet { " It can take a moment until something you started appears here." }
        }
    }
}

fn history(world: &World, project: &ProjectState) -> Markup {
    let mut over: Vec<_> = project
        .deployments
        .iter()
        .filter(|d| d.state.is_over() && !d.is_restore())
        .collect();
    over.sort_by_key(|d| std::cmp::Reverse((d.finished_at, d.id)));
    html! {
        h2 id="history" { "Deployment history" }
        @if over.is_empty() {
            p.quiet { "Nothing has been deployed yet." }
        } @else {
            div.table {
                table aria-labelledby="history" {
                    thead {
                        tr {
                            th scope="col" { "Environment" } th scope="col" { "Build number" }
                            th scope="col" { "Package" } th scope="col" { "Xperience version" }
                            th scope="col" { "Status" } th scope="col" { "Started by" }
                            th scope="col" { "Started" } th scope="col" { "Finished" } th scope="col" { "Logs" }
                        }
                    }
                    tbody {
                        @for deployment in over {
                            tr {
                                td { (name(project, &deployment.env.0)) }
                                td { (deployment.package.build()) }
                                td { (deployment.package.file_name) }
                                td { (or_dash(deployment.package.xperience_version.as_deref())) }
                                td class=(if deployment.state == DeploymentState::Succeeded { "succeeded" } else { "failed" }) {
                                    (deployment.state.words())
                                }
                                td { (deployment.origin.words()) }
                                td { (moment_or_dash(deployment.started_at)) }
                                td { (moment_or_dash(deployment.finished_at)) }
                                td {
                                    a href=(page_address(world, &format!("deployments/{}/logs", deployment.id)))
                                        aria-label={ "Logs of deployment " (deployment.id) } { "Logs" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state(face: SiteFace) -> &'static str {
    match face {
        SiteFace::NothingDeployed => "Empty",
        SiteFace::Offline => "Offline",
        SiteFace::Restarting => "Restarting",
        SiteFace::Live {
            read_only: true, ..
        } => "Read-only",
        SiteFace::Live { .. } => "Running",
    }
}

/// The environment's name as shown; its key if it is not in the project any more.
pub(super) fn name(project: &ProjectState, key: &str) -> String {
    project
        .environment(key)
        .map_or_else(|| key.to_owned(), |e| e.name.clone())
}

fn elapsed(since: Moment, now: Moment) -> String {
    let seconds = now.0.duration_since(since.0).as_secs().max(0);
    match seconds / 60 {
        0 => format!("{seconds} s"),
        minutes => format!("{minutes} min {} s", seconds % 60),
    }
}
