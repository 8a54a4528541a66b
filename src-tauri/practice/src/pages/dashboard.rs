use super::frame::{Page, frame, moment_or_dash, or_dash};
use crate::facts::role_words;
use crate::world::World;
use axum::extract::State;
use maud::{Markup, html};
use std::sync::Arc;

pub(super) async fn show(State(world): State<Arc<World>>) -> Markup {
    let facts = &world.facts;
    let environments = world.look(|project, _| {
        facts
            .environments
            .iter()
            .map(|environment| {
                (
                    environment,
                    project.latest_deployed(&environment.key).cloned(),
                )
            })
            .collect::<Vec<_>>()
    });
    let body = html! {
        section.card aria-labelledby="project-info" {
            h2 id="project-info" style="margin-top:0" { "Project info" }
            dl {
                dt { "Name" } dd { (facts.project_name) }
                dt { "Project GUID" } dd { code { (facts.project_guid) } }
                dt { "Plan" } dd { "Custom" }
            }
        }
        h2 { "Environments" }
        div.cards {
            @for (environment, latest) in &environments {
                @let package = latest.as_ref().map(|deployment| &deployment.package);
                section.card aria-label=(environment.name) {
                    h3 { (environment.name) }
                    dl {
                        dt { "Latest package" } dd { (or_dash(package.map(|p| p.file_name.as_str()))) }
                        dt { "Finished" } dd { (moment_or_dash(latest.as_ref().and_then(|d| d.finished_at))) }
                        dt { "Xperience version" } dd { (or_dash(package.and_then(|p| p.xperience_version.as_deref()))) }
                        dt { "Administration" }
                        dd { a href={ (environment.site) "/admin" } { (environment.site) "/admin" } }
                    }
                }
            }
        }
        section.card aria-labelledby="for-practice" style="margin-top:2rem" {
            h2 id="for-practice" style="margin-top:0" { "For practice only" }
            p { "Personal access tokens (PAT) that work here and nowhere else, one for every role." }
            dl {
                @for known in &facts.tokens {
                    dt { (role_words(known.role)) } dd { code { (known.token) } }
                }
            }
            p { "Application Insights of the production site, as under API Access. Enter both in Slipway to see what the server says of itself." }
            dl {
                dt { "Application ID" } dd { code { (facts.insights.app_id) } }
                dt { "API key" } dd { code { (facts.insights.key) } }
            }
        }
    };
    frame(&world, Page::Dashboard, "Dashboard", body)
}
