use super::deployments::{name, render};
use super::frame::{Page, frame};
use super::page_address;
use crate::downtime::{Forecast, Outage};
use crate::project::{DeployedPackage, Refusal, is_live, reasons};
use crate::world::World;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;
use std::sync::Arc;

/// Which package goes where: the deployment whose **Deploy to** was chosen, and the target.
#[derive(Deserialize)]
pub(super) struct Choice {
    source: u64,
    to: EnvKey,
}

/// What the question says.
struct Question {
    from: String,
    to: String,
    package: DeployedPackage,
    forecast: Forecast,
    /// Production and staging can be scheduled.
    schedulable: bool,
    blocked: bool,
    now: Moment,
}

/// Asks before anything is queued, and tells about downtime.
pub(super) async fn show(
    State(world): State<Arc<World>>,
    Query(choice): Query<Choice>,
) -> Response {
    let question = world.look(|project, now| {
        let (from, package) = project.promotable(choice.source, &choice.to)?;
        let kind = project
            .environment(&choice.to.0)
            .ok_or(Refusal::UnknownEnvironment)?
            .kind;
        Ok(Question {
            from: name(project, &from.0),
            to: name(project, &choice.to.0),
            forecast: project.forecast(&choice.to, &package),
            package,
            schedulable: is_live(kind),
            blocked: project.is_blocked_by_schedule(kind),
            now,
        })
    });
    match question {
        Ok(question) => ask(&world, &choice, &question).into_response(),
        Err::<_, Refusal>(refusal) => {
            (StatusCode::CONFLICT, render(&world, Some(refusal.words()))).into_response()
        }
    }
}

fn ask(world: &World, choice: &Choice, question: &Question) -> Markup {
    let body = html! {
        div.card {
            dl {
                dt { "Package" } dd { (question.package.file_name) }
                dt { "Build number" } dd { (question.package.build()) }
                dt { "From" } dd { (question.from) }
                dt { "To" } dd { (question.to) }
            }
            p.notice { (notice(&question.forecast, &question.to)) }
            @if question.blocked {
                p.alert role="alert" { (Refusal::ScheduleInTheWay.words()) }
            } @else {
                form method="post" action=(page_address(world, "deployments/deploy-to")) {
                    (hidden(choice))
                    button.main name="action" value="start" { "Start deployment" }
                }
                @if question.schedulable {
                    form method="post" action=(page_address(world, "deployments/deploy-to")) {
                        (hidden(choice))
                        label for="due" { "Date and time (UTC)" }
                        input type="datetime-local" id="due" name="due" required
                            min=(question.now.0.strftime("%Y-%m-%dT%H:%M"));
                        " "
                        button name="action" value="schedule" { "Schedule" }
                    }
                }
            }
            a.button href=(page_address(world, "deployments")) { "Cancel" }
        }
    };
    frame(
        world,
        Page::Deployments,
        &format!("Deploy to {}", question.to),
        body,
    )
}

fn hidden(choice: &Choice) -> Markup {
    html! {
        input type="hidden" name="source" value=(choice.source);
        input type="hidden" name="to" value=(choice.to);
    }
}

fn notice(forecast: &Forecast, to: &str) -> String {
    let why = reasons(&forecast.because);
    match forecast.outage {
        Outage::None => format!("This deployment causes no downtime: {why}."),
        Outage::ReadOnly => format!(
            "This is a zero-downtime deployment. The application in {to} will be in read-only mode meanwhile: {why}."
        ),
        Outage::Offline => format!(
            "The application in {to} will be temporarily shut down for the duration of the deployment: {why}."
        ),
    }
}
