//! The window: adapters between the interface and the engine. Nothing here decides anything.

mod about;
mod commands;
mod dialogs;
mod drops;
mod events;
pub mod ipc;
mod licences;
mod linux;
mod log;
mod practice;
mod state;
mod web_view;
mod window;
mod words;

use state::App;
use tauri::{Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

/// Opens Slipway and returns when it has ended.
pub fn run() {
    slipway_engine::secret::stand_guard();
    linux::prepare();
    if !web_view::is_there() {
        return;
    }
    let ipc = ipc::builder();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _args, _cwd| {
            window::raise(app)
        }))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
                .build(),
        )
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(ipc.invoke_handler())
        .setup(move |app| {
            ipc.mount_events(app);
            app.manage(App::open(app.handle())?);
            window::open(app.handle())?;
            Ok(())
        })
        .on_window_event(|window, event| match event {
            WindowEvent::DragDrop(drag) => drops::hear(window.app_handle(), drag),
            WindowEvent::CloseRequested { api, .. } if window::keep_open(window.app_handle()) => {
                api.prevent_close()
            }
            _ => {}
        })
        .build(tauri::generate_context!())
        .expect("the window's configuration is sound")
        .run(|app, event| {
            if let RunEvent::Exit = event {
                app.state::<App>().close();
            }
        });
}

#[cfg(test)]
mod contract;
