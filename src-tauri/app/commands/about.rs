use crate::about::{AboutSlipway, about_slipway};
use slipway_engine::fault::Fault;

/// Which Slipway this is, and what changed in it.
#[tauri::command]
#[specta::specta]
pub async fn query_about() -> Result<AboutSlipway, Fault> {
    Ok(about_slipway())
}
