//! Files and folders dragged onto the window. The paths stay in Rust; the interface gets a handle.

use crate::events::FileDrag;
use crate::state::App;
use slipway_engine::desk::Dropped;
use std::path::PathBuf;
use tauri::{AppHandle, DragDropEvent, Manager};
use tauri_specta::Event;

pub fn hear(app: &AppHandle, drag: &DragDropEvent) {
    let said = match drag {
        DragDropEvent::Enter { paths, .. } => FileDrag::Over {
            files: paths.len() as u32,
        },
        DragDropEvent::Leave => FileDrag::Left,
        DragDropEvent::Drop { paths, .. } => dropped(app, paths),
        _ => return,
    };
    let _ = said.emit(app);
}

fn dropped(app: &AppHandle, paths: &[PathBuf]) -> FileDrag {
    match app.state::<App>().take_in_dropped(paths) {
        Ok(Dropped::File(file)) => FileDrag::Dropped { file },
        Ok(Dropped::Folder(folder)) => FileDrag::DroppedFolder { folder },
        Err(fault) => FileDrag::Refused { fault },
    }
}
