use crate::state::App;
use slipway_engine::desk::{NetworkView, ProxyOrder};
use slipway_engine::fault::Fault;
use tauri::State;

#[tauri::command]
#[specta::specta]
pub async fn query_network(app: State<'_, App>) -> Result<NetworkView, Fault> {
    app.desk(|desk| desk.network()).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_save_proxy(
    app: State<'_, App>,
    order: ProxyOrder,
) -> Result<NetworkView, Fault> {
    app.desk(move |desk| desk.save_proxy(order)).await
}
