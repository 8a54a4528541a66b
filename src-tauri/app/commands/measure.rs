use crate::state::App;
use slipway_engine::desk::{MonitorView, ProbesSaved};
use slipway_engine::fault::Fault;
use slipway_engine::job::Job;
use slipway_engine::project::EnvKey;
use slipway_engine::release::domains::{DomainAsked, DomainLook};
use slipway_engine::release::parity::Parity;
use slipway_engine::release::probe::Probe;
use slipway_engine::release::smoke::SmokeRun;
use slipway_engine::secret::Secret;
use tauri::State;

/// What is asked of a project's sites; a look at each start page until others were saved.
#[tauri::command]
#[specta::specta]
pub async fn query_probes(app: State<'_, App>, project_id: String) -> Result<Vec<Probe>, Fault> {
    app.desk(move |desk| desk.probes(&project_id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn action_save_probes(
    app: State<'_, App>,
    project_id: String,
    probes: Vec<Probe>,
) -> Result<ProbesSaved, Fault> {
    app.desk(move |desk| desk.save_probes(&project_id, probes))
        .await
}

/// Keeps the password of a probe in the keychain and nowhere else; none forgets it. Says whether
/// there is one now.
#[tauri::command]
#[specta::specta]
pub async fn action_probe_password(
    app: State<'_, App>,
    project_id: String,
    probe_id: String,
    password: Option<String>,
) -> Result<bool, Fault> {
    let password = password.map(Secret::from);
    app.desk(move |desk| desk.probe_password(&project_id, &probe_id, password))
        .await
}

/// Asks all smoke tests of an environment once.
#[tauri::command]
#[specta::specta]
pub async fn job_smoke(
    app: State<'_, App>,
    project_id: String,
    env: EnvKey,
    release_id: Option<String>,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.smoke(&project_id, &env, release_id.as_deref()))
        .await
}

/// The last smoke run of an environment.
#[tauri::command]
#[specta::specta]
pub async fn query_smoke(
    app: State<'_, App>,
    project_id: String,
    env: EnvKey,
) -> Result<Option<SmokeRun>, Fault> {
    app.desk(move |desk| desk.smoke_run(&project_id, &env))
        .await
}

/// Looks at two sites and sets them side by side.
#[tauri::command]
#[specta::specta]
pub async fn action_measure_parity(
    app: State<'_, App>,
    project_id: String,
    left: EnvKey,
    right: EnvKey,
) -> Result<Parity, Fault> {
    app.measure_parity(project_id, left, right).await
}

/// What was found when two sites were set side by side last.
#[tauri::command]
#[specta::specta]
pub async fn query_parity(
    app: State<'_, App>,
    project_id: String,
    left: EnvKey,
    right: EnvKey,
) -> Result<Option<Parity>, Fault> {
    app.desk(move |desk| desk.parity_of(&project_id, &left, &right))
        .await
}

/// Measures two minutes of how the site answers before it is touched.
#[tauri::command]
#[specta::specta]
pub async fn job_baseline(
    app: State<'_, App>,
    release_id: String,
    stage: String,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.baseline(&release_id, &stage))
        .await
}

/// Watches a stage's site from the press on, through the half hour after it is back.
#[tauri::command]
#[specta::specta]
pub async fn job_monitor(
    app: State<'_, App>,
    release_id: String,
    stage: String,
) -> Result<Job, Fault> {
    app.desk(move |desk| desk.monitor(&release_id, &stage))
        .await
}

#[tauri::command]
#[specta::specta]
pub async fn query_monitor(app: State<'_, App>, job_id: String) -> Result<MonitorView, Fault> {
    app.desk(move |desk| desk.monitor_view(&job_id)).await
}

/// The user has seen that a trigger fired; it may fire again.
#[tauri::command]
#[specta::specta]
pub async fn action_acknowledge(
    app: State<'_, App>,
    job_id: String,
    trigger_id: String,
) -> Result<(), Fault> {
    app.desk(move |desk| desk.acknowledge(&job_id, &trigger_id))
        .await
}

/// The domains of a project looked at last; none if none ever were.
#[tauri::command]
#[specta::specta]
pub async fn query_domains(
    app: State<'_, App>,
    project_id: String,
) -> Result<Option<Vec<DomainAsked>>, Fault> {
    app.desk(move |desk| desk.domains(&project_id)).await
}

/// Where domains lead, and whether visitors and editors get there.
#[tauri::command]
#[specta::specta]
pub async fn action_look_at_domains(
    app: State<'_, App>,
    project_id: String,
    domains: Vec<DomainAsked>,
) -> Result<Vec<DomainLook>, Fault> {
    app.look_at_domains(project_id, domains).await
}

/// Application Insights as a source of the server's own figures; the key goes to the keychain. None
/// forgets it. Says whether there is one now.
#[tauri::command]
#[specta::specta]
pub async fn action_save_metrics(
    app: State<'_, App>,
    project_id: String,
    app_id: Option<String>,
    key: Option<String>,
) -> Result<bool, Fault> {
    let key = key.map(Secret::from);
    app.desk(move |desk| desk.save_metrics(&project_id, app_id.as_deref(), key))
        .await
}
