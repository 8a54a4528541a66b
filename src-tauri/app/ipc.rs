//! The one list of everything the window may call and hear. It feeds dispatch, the permission
//! list of `build.rs` and the TypeScript bindings, so the three cannot drift apart.

use crate::{commands, events};
use tauri::Wry;
use tauri_specta::{Builder, collect_commands, collect_events};

/// Commands and events, typed.
pub fn builder() -> Builder<Wry> {
    Builder::<Wry>::new()
        .disable_serde_phases()
        .commands(collect_commands![
            commands::home::query_start,
            commands::home::query_pipeline,
            commands::home::action_look_at_site,
            commands::home::query_jobs,
            commands::home::query_job,
            commands::home::action_cancel_job,
            commands::home::action_dismiss_job,
            commands::projects::query_address,
            commands::projects::action_save_project,
            commands::projects::action_remove_project,
            commands::projects::action_start_practice,
            commands::projects::query_token,
            commands::projects::action_save_token,
            commands::projects::action_forget_token,
            commands::packages::action_choose_package,
            commands::packages::job_inspect,
            commands::packages::query_packages,
            commands::packages::query_package,
            commands::packages::action_forget_package,
            commands::packages::action_reveal_package,
            commands::upload::query_upload_terms,
            commands::upload::job_upload,
            commands::upload::action_answer_upload,
            commands::upload::job_watch,
            commands::upload::query_watch,
            commands::upload::action_tell_deployment,
            commands::build::action_choose_folder,
            commands::build::query_folder,
            commands::build::query_build_terms,
            commands::build::action_choose_output,
            commands::build::job_build,
            commands::build::query_build_output,
            commands::compare::query_compare,
            commands::compare::query_compared_rows,
            commands::compare::query_object_diff,
            commands::compare::query_contents,
            commands::compare::action_stop_reading,
            commands::compare::action_export_note,
            commands::restore::query_restores,
            commands::restore::query_restore,
            commands::restore::action_begin_restore,
            commands::restore::action_restore_event,
            commands::restore::action_take_links,
            commands::restore::action_name_links,
            commands::restore::action_forget_links,
            commands::restore::action_choose_database,
            commands::restore::action_choose_files_zip,
            commands::restore::job_check_database,
            commands::restore::job_watch_restore,
            commands::restore::job_look_storage,
            commands::restore::query_storage_level,
            commands::restore::query_name_changes,
            commands::restore::query_collisions,
            commands::restore::action_target_version,
            commands::restore::action_storage_limit,
            commands::restore::action_look_at_containers,
            commands::restore::action_open_restore_page,
            commands::transfer::job_transfer,
            commands::transfer::action_pause_job,
            commands::transfer::action_resume_job,
            commands::transfer::action_limit_job,
            commands::transfer::query_transfer_report,
            commands::transfer::action_export_report,
            commands::transfer::job_copy_from,
            commands::history::query_history,
            commands::history::action_export_history,
            commands::shell::action_save_preferences,
            commands::shell::action_open_place,
            commands::shell::action_notify,
            commands::shell::action_quit,
        ])
        .events(collect_events![
            events::JobChanged,
            events::FileDrag,
            events::QuitAsked
        ])
}

/// Writes the bindings as TypeScript, as committed in `ui/src/backend/bindings.ts`.
pub fn write_bindings(path: &std::path::Path) -> Result<(), specta_typescript::Error> {
    let language = specta_typescript::Typescript::default()
        .header("// Generated from src-tauri/app/ipc.rs by `cargo xtask bindings`. Do not edit.\n");
    builder().export(language, path)
}
