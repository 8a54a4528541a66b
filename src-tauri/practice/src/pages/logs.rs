use crate::project::log_lines;
use crate::world::World;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The deployment's logs as an archive, as the Portal offers them.
pub(super) async fn download(
    State(world): State<Arc<World>>,
    Path((_, id)): Path<(String, u64)>,
) -> Response {
    let log = world.look(|project, now| {
        let deployment = project.deployment(id).filter(|d| d.visible_at <= now)?;
        let environment = super::deployments::name(project, &deployment.env.0);
        Some(log_lines(deployment, &environment, now).join("\r\n") + "\r\n")
    });
    let Some(log) = log else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match archive(&log) {
        Ok(zip) => {
            let name = format!("attachment; filename=\"deployment-{id}-logs.zip\"");
            let headers = [
                (header::CONTENT_TYPE, "application/zip".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ];
            (headers, zip).into_response()
        }
        Err(fault) => {
            tracing::warn!(%fault, "the logs could not be packed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn archive(log: &str) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("deployment.log", SimpleFileOptions::default())?;
    zip.write_all(log.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}
