//! **Data Management → Exports**.

use super::data_management::{Section, sections, state};
use super::deployments::name;
use super::frame::{Page, alert, frame, moment, moment_or_dash};
use super::page_address;
use crate::project::{Export, ExportComponent, ProjectState};
use crate::world::World;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;
use slipway_engine::restore::sample::SampleDatabase;
use slipway_engine::units::Moment;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub(super) async fn show(State(world): State<Arc<World>>) -> Markup {
    render(&world, None)
}

fn render(world: &World, said: Option<&str>) -> Markup {
    let body = world.look(|project, now| {
        html! {
            @if let Some(words) = said { (alert(words)) }
            (sections(world, Section::Exports))
            p {
                "An export is a copy of the database or of the storage and files of an environment. You can download it for 60 hours, and create up to 30 exports of each component per environment every month."
            }
            form.row method="post" action=(page_address(world, "data-management/exports")) {
                div {
                    label for="env" { "Environment" }
                    select id="env" name="env" {
                        @for environment in &world.facts.environments {
                            option value=(environment.key) { (environment.name) }
                        }
                    }
                }
                div {
                    label for="component" { "Component" }
                    select id="component" name="component" {
                        @for component in ExportComponent::ALL {
                            option value=(component.key()) { (component.words()) }
                        }
                    }
                }
                button.main { "Create export" }
            }
            (table(world, project, now))
        }
    });
    frame(world, Page::DataManagement, "Exports", body)
}

fn table(world: &World, project: &ProjectState, now: Moment) -> Markup {
    let is_shown = |export: &&Export| {
        export.visible_at <= now && (export.finished_at.is_none() || export.is_there(now))
    };
    let mut exports: Vec<&Export> = project.exports.iter().filter(is_shown).collect();
    exports.sort_by_key(|export| std::cmp::Reverse(export.id));
    html! {
        @if exports.is_empty() {
            p.quiet { "There are no exports." }
        } @else {
            div.table {
                table aria-label="Exports" {
                    thead {
                        tr {
                            th scope="col" { "Environment" } th scope="col" { "Component" }
                            th scope="col" { "Status" } th scope="col" { "Created" }
                            th scope="col" { "Expires" } th scope="col" { "File" }
                        }
                    }
                    tbody {
                        @for export in exports {
                            tr {
                                td { (name(project, &export.env.0)) }
                                td { (export.component.words()) }
                                td { (state(export.started_at.is_some(), export.finished_at.is_some())) }
                                td { (moment_or_dash(export.finished_at)) }
                                td { @match export.expires_at() { Some(at) => (moment(at)), None => "–" } }
                                td {
                                    @if export.is_there(now) {
                                        a href=(address(world, export)) { "Download" }
                                    } @else { "–" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn address(world: &World, export: &Export) -> String {
    page_address(
        world,
        &format!(
            "data-management/exports/{}/{}",
            export.id,
            file_name(export)
        ),
    )
}

fn file_name(export: &Export) -> String {
    let ending = match export.component {
        ExportComponent::Database => "bacpac",
        ExportComponent::StorageAndFiles => "zip",
    };
    format!("{}-{}.{ending}", export.env, export.component.key())
}

#[derive(Deserialize)]
pub(super) struct NewExport {
    env: String,
    component: ExportComponent,
}

pub(super) async fn create(
    State(world): State<Arc<World>>,
    Form(asked): Form<NewExport>,
) -> Response {
    let create = world.act(|project, now| project.create_export(now, &asked.env, asked.component));
    match create.await {
        Ok(_) => Redirect::to(&page_address(&world, "data-management/exports")).into_response(),
        Err(refusal) => {
            (StatusCode::CONFLICT, render(&world, Some(refusal.words()))).into_response()
        }
    }
}

/// The export itself, as long as it is kept.
pub(super) async fn download(
    State(world): State<Arc<World>>,
    Path((_, id, _)): Path<(String, u64, String)>,
) -> Response {
    let export = world.look(|project, now| {
        let export = project.exports.iter().find(|export| export.id == id);
        export.filter(|export| export.is_there(now)).cloned()
    });
    let Some(export) = export else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match content(&export) {
        Ok(content) => {
            let name = format!("attachment; filename=\"{}\"", file_name(&export));
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, content).into_response()
        }
        Err(fault) => {
            tracing::warn!(%fault, "the export could not be packed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A practice environment has no database and no files of its own, so every export holds the same
/// small ones, in the shape a custom restore takes (facts 3.7).
fn content(export: &Export) -> zip::result::ZipResult<Vec<u8>> {
    match export.component {
        ExportComponent::Database => {
            let database = SampleDatabase::new();
            Ok(match &export.xperience_version {
                Some(version) => database.version(version).bytes(),
                None => database.without_version().bytes(),
            })
        }
        ExportComponent::StorageAndFiles => storage(),
    }
}

const FILES: [(&str, &str); 4] = [
    ("default/assets/media/alder lane/$cmsfolder$", ""),
    (
        "default/assets/media/alder lane/opening hours.txt",
        "Monday to Saturday, 8 to 18.\n",
    ),
    (
        "default/assets/media/alder lane/roasts.csv",
        "name,origin\nMorning,Huila\nEvening,Sidama\n",
    ),
    (
        "default/assets/media/alder lane/sign.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><circle cx=\"4\" cy=\"4\" r=\"3\"/></svg>\n",
    ),
];

fn storage() -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in FILES {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
