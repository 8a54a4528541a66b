use crate::project::{LogFile, logs};
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
        let deployment = project
            .deployment(id)
            .filter(|d| d.visible_at <= now && !d.is_restore())?;
        let environment = super::deployments::name(project, &deployment.env.0);
        Some(logs(deployment, &environment, now))
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

fn archive(log: &[LogFile]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in log {
        zip.start_file(file.name, SimpleFileOptions::default())?;
        for line in &file.lines {
            zip.write_all(line.as_bytes())?;
            zip.write_all(b"\r\n")?;
        }
    }
    Ok(zip.finish()?.into_inner())
}
