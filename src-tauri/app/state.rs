//! What lives as long as the window: the desk, the practice world, and the way to the system.

use crate::events::JobChanged;
use crate::{dialogs, practice, words};
use slipway_engine::desk::{
    ChosenFile, ChosenFolder, ChosenOutput, Desk, Dropped, ExportFormat, HistoryFilter,
    HouseWritten, LinksTaken, NoteFormat, OldPackage, Place, PortalShows, ReleaseView,
    ReportFormat, RestoreView, Sample, StartState, UploadOrder,
};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::first_aid::{AidCheck, AidFinding, WebView};
use slipway_engine::house;
use slipway_engine::job::{Job, Sink};
use slipway_engine::log_file::LOG_FOLDER;
use slipway_engine::project::{EnvKey, Project};
use slipway_engine::release::domains::{DomainAsked, DomainLook};
use slipway_engine::release::parity::Parity;
use slipway_engine::support::{PartKind, SupportBundle};
use slipway_engine::update::Heard;
use slipway_practice::PracticeWorld;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use tauri::{AppHandle, Manager};
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_opener::OpenerExt;
use tauri_specta::Event;
use tokio::sync::Mutex;

pub struct App {
    handle: AppHandle,
    /// Another one takes its place when the ledger could not be opened at first and then can.
    desk: RwLock<Desk>,
    data_dir: PathBuf,
    practice: Mutex<Option<PracticeWorld>>,
}

/// A way to open the desk on Slipway's data folder.
type OpensDesk = fn(&Path, Arc<dyn Sink>, tokio::runtime::Handle) -> Result<Desk, Fault>;

/// Tells the window about every change of a job.
struct WindowSink(AppHandle);

impl Sink for WindowSink {
    fn job_changed(&self, job: &Job) {
        let _ = JobChanged(job.clone()).emit(&self.0);
    }
}

impl App {
    /// Opens the ledger and closes what the last session left open, before the window can ask.
    pub fn open(handle: &AppHandle) -> Result<Self, Box<dyn std::error::Error>> {
        let data_dir = handle.path().app_data_dir()?;
        std::fs::create_dir_all(&data_dir)?;
        crate::log::open(&data_dir.join(LOG_FOLDER))?;
        let runtime = tauri::async_runtime::handle().inner().clone();
        let desk = Desk::open(&data_dir, Arc::new(WindowSink(handle.clone())), runtime)?;
        Ok(Self {
            handle: handle.clone(),
            desk: RwLock::new(desk),
            data_dir,
            practice: Mutex::new(None),
        })
    }

    /// Runs a question or a quick action away from the async threads: it may touch disk or keychain.
    pub async fn desk<T: Send + 'static>(
        &self,
        body: impl FnOnce(&Desk) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let desk = self.present();
        blocking(move || body(&desk)).await
    }

    fn present(&self) -> Desk {
        self.desk
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }

    /// Opens the ledger once more, where it could not be opened before.
    pub async fn open_again(&self) -> Result<(), Fault> {
        self.sit_down_with(Desk::open).await
    }

    /// Keeps a ledger that cannot be used under another name, and begins a new one.
    pub async fn set_aside(&self) -> Result<(), Fault> {
        self.sit_down_with(Desk::open_anew).await
    }

    /// Another desk in place of the one without memory. One that remembers is never left, nor one
    /// with work that would be broken off.
    async fn sit_down_with(&self, open: OpensDesk) -> Result<(), Fault> {
        let before = self.present();
        if before.ledger_fault().is_none() {
            return Ok(());
        }
        if !before.unfinished().is_empty() {
            return Err(Fault::new(
                "work-under-way",
                Retry::ByUser,
                NextStep::TryAgain,
            ));
        }
        let (folder, sink) = (self.data_dir.clone(), WindowSink(self.handle.clone()));
        let runtime = tauri::async_runtime::handle().inner().clone();
        let desk = blocking(move || open(&folder, Arc::new(sink), runtime)).await?;
        if let Some(fault) = desk.ledger_fault() {
            return Err(fault);
        }
        before.close();
        *self
            .desk
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = desk;
        Ok(())
    }

    pub async fn start_state(&self) -> Result<StartState, Fault> {
        let started = self
            .desk(|desk| desk.start_state(env!("CARGO_PKG_VERSION")))
            .await?;
        // Other projects do not suffer from a practice world that cannot start.
        if started.projects.iter().any(|p| p.practice)
            && let Err(fault) = self.start_practice().await
        {
            tracing::warn!(%fault, "the practice world did not start");
        }
        self.desk(|desk| {
            desk.take_up_watches()?;
            desk.start_state(env!("CARGO_PKG_VERSION"))
        })
        .await
    }

    pub async fn start_practice(&self) -> Result<Project, Fault> {
        let mut running = self.practice.lock().await;
        let world = match running.take() {
            Some(world) => world,
            None => practice::start(self.data_dir.join("practice")).await?,
        };
        let facts = world.facts();
        *running = Some(world);
        self.desk(move |desk| {
            let project = facts.project(practice::PROJECT_ID, desk.now());
            desk.keep_practice_project(project, facts.token.clone().into())
        })
        .await
    }

    pub async fn choose_package(&self) -> Result<Option<ChosenFile>, Fault> {
        let chosen = dialogs::open_zip(&self.handle).await;
        chosen.map(|path| self.take_in(&[path])).transpose()
    }

    pub async fn choose_database(&self) -> Result<Option<ChosenFile>, Fault> {
        let chosen = dialogs::open_bacpac(&self.handle).await;
        chosen.map(|path| self.take_in(&[path])).transpose()
    }

    pub async fn choose_logs(&self) -> Result<Option<ChosenFile>, Fault> {
        let chosen = dialogs::open_file(&self.handle).await;
        chosen.map(|path| self.take_in(&[path])).transpose()
    }

    pub async fn choose_folder(&self) -> Result<Option<ChosenFolder>, Fault> {
        let chosen = dialogs::open_folder(&self.handle).await;
        chosen
            .map(|path| self.present().take_in_folder(&path))
            .transpose()
    }

    pub async fn choose_output(&self, file_name: String) -> Result<Option<ChosenOutput>, Fault> {
        let chosen = dialogs::save_as(&self.handle, file_name, "zip").await;
        chosen
            .map(|path| self.present().take_in_output(&path))
            .transpose()
    }

    /// Takes a chosen file in, and gives the window a handle to it.
    pub fn take_in(&self, paths: &[PathBuf]) -> Result<ChosenFile, Fault> {
        self.present().take_in(paths)
    }

    /// Takes in what was dropped, and gives the window a handle to it.
    pub fn take_in_dropped(&self, paths: &[PathBuf]) -> Result<Dropped, Fault> {
        self.present().take_in_dropped(paths)
    }

    pub async fn inspect(&self, handle: String) -> Result<Job, Fault> {
        let desk = self.present();
        blocking(move || desk.inspect(&handle)).await
    }

    pub async fn reveal_package(&self, package_id: String) -> Result<(), Fault> {
        let path = self
            .desk(move |desk| desk.package_path(&package_id))
            .await?;
        self.handle
            .opener()
            .reveal_item_in_dir(path)
            .map_err(not_opened)
    }

    pub async fn upload(&self, order: UploadOrder) -> Result<Job, Fault> {
        let desk = self.present();
        blocking(move || desk.upload(order)).await
    }

    pub async fn answer_upload(&self, job_id: String, shows: PortalShows) -> Result<Job, Fault> {
        self.desk(move |desk| desk.answer_upload(&job_id, shows))
            .await
    }

    pub async fn watch(&self, upload_job_id: String) -> Result<Job, Fault> {
        let desk = self.present();
        blocking(move || desk.watch(&upload_job_id)).await
    }

    pub async fn look_at_site(&self, project_id: String, env: EnvKey) -> Result<Sample, Fault> {
        self.present().look_at_site(&project_id, &env).await
    }

    pub async fn export_history(
        &self,
        filter: HistoryFilter,
        format: ExportFormat,
    ) -> Result<Option<String>, Fault> {
        let extension = match format {
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        };
        let write = move |desk: &Desk, path: &Path| desk.export_history(&filter, format, path);
        self.save("slipway-history".into(), extension, write).await
    }

    pub async fn export_note(
        &self,
        old: OldPackage,
        package_id: String,
        format: NoteFormat,
    ) -> Result<Option<String>, Fault> {
        let id = package_id.clone();
        let name = self.desk(move |desk| desk.note_name(&id)).await?;
        let write = move |desk: &Desk, path: &Path| {
            desk.export_note(&old, &package_id, format, &words::NOTE, path)
        };
        self.save(name, ending(format), write).await
    }

    pub async fn export_report(
        &self,
        restore_id: String,
        format: ReportFormat,
    ) -> Result<Option<String>, Fault> {
        let extension = match format {
            ReportFormat::Html => "html",
            ReportFormat::Csv => "csv",
        };
        let id = restore_id.clone();
        let name = self.desk(move |desk| desk.report_name(&id)).await?;
        let write = move |desk: &Desk, path: &Path| {
            desk.export_report(&restore_id, format, &words::REPORT, path)
        };
        self.save(name, extension, write).await
    }

    pub async fn export_review(
        &self,
        release_id: String,
        stage: String,
        format: NoteFormat,
    ) -> Result<Option<String>, Fault> {
        let (id, of) = (release_id.clone(), stage.clone());
        let name = self.desk(move |desk| desk.review_name(&id, &of)).await?;
        let write = move |desk: &Desk, path: &Path| {
            desk.export_review(&release_id, &stage, format, &words::RELEASE, path)
        };
        self.save(name, ending(format), write).await
    }

    pub async fn export_release(&self, release_id: String) -> Result<Option<String>, Fault> {
        let id = release_id.clone();
        let name = self.desk(move |desk| desk.release_report_name(&id)).await?;
        let write = move |desk: &Desk, path: &Path| {
            desk.export_release_report(&release_id, &words::RELEASE, path)
        };
        self.save(name, "html", write).await
    }

    pub async fn first_aid(&self, check: AidCheck, web_view: WebView) -> Result<AidFinding, Fault> {
        self.present().first_aid(check, Some(web_view)).await
    }

    pub async fn support_bundle(&self, names: bool) -> Result<SupportBundle, Fault> {
        let about = crate::about::about();
        self.desk(move |desk| desk.support_bundle(&about, names, &words::FIRST_AID))
            .await
    }

    pub async fn save_support_bundle(
        &self,
        id: String,
        kept: Vec<PartKind>,
    ) -> Result<Option<String>, Fault> {
        let write = move |desk: &Desk, path: &Path| desk.save_support_bundle(&id, &kept, path);
        self.save("slipway-support".into(), "zip", write).await
    }

    pub async fn export_house(&self) -> Result<Option<HouseWritten>, Fault> {
        let name = format!("slipway.{}", house::EXTENSION);
        let chosen = dialogs::save_as(&self.handle, name, house::EXTENSION).await;
        let Some(path) = chosen else {
            return Ok(None);
        };
        self.desk(move |desk| desk.export_house(env!("CARGO_PKG_VERSION"), &path))
            .await
            .map(Some)
    }

    pub async fn choose_house(&self) -> Result<Option<ChosenFile>, Fault> {
        let chosen = dialogs::open_kind(&self.handle, "Slipway", house::EXTENSION).await;
        chosen.map(|path| self.take_in(&[path])).transpose()
    }

    pub async fn reveal_house(&self, handle: String) -> Result<(), Fault> {
        let path = self.desk(move |desk| desk.house_path(&handle)).await?;
        self.handle
            .opener()
            .reveal_item_in_dir(path)
            .map_err(not_opened)
    }

    /// Asks where to, and has it written there. None when the user closed the dialog; otherwise
    /// the name of the file.
    async fn save(
        &self,
        name: String,
        extension: &'static str,
        write: impl FnOnce(&Desk, &Path) -> Result<(), Fault> + Send + 'static,
    ) -> Result<Option<String>, Fault> {
        let name = format!("{name}.{extension}");
        let Some(path) = dialogs::save_as(&self.handle, name, extension).await else {
            return Ok(None);
        };
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        self.desk(move |desk| write(desk, &path)).await?;
        Ok(name)
    }

    /// At once, without a thread for it: what it ends may keep all of them busy.
    pub fn stop_reading(&self, reading: &str) {
        self.present().stop_reading(reading);
    }

    pub async fn open_place(
        &self,
        project_id: String,
        place: Place,
        env: Option<EnvKey>,
    ) -> Result<(), Fault> {
        let address = self
            .desk(move |desk| desk.address_of(&project_id, place, env.as_ref()))
            .await?;
        self.handle
            .opener()
            .open_url(address, None::<&str>)
            .map_err(not_opened)
    }

    pub async fn take_links(
        &self,
        restore_id: String,
        text: String,
        swap: bool,
    ) -> Result<LinksTaken, Fault> {
        self.present().take_links(&restore_id, text, swap).await
    }

    pub async fn look_at_containers(&self, restore_id: String) -> Result<RestoreView, Fault> {
        self.present().look_at_containers(&restore_id).await
    }

    pub async fn open_restore_page(&self, restore_id: String) -> Result<(), Fault> {
        let address = self
            .desk(move |desk| desk.restore_page(&restore_id))
            .await?;
        self.handle
            .opener()
            .open_url(address, None::<&str>)
            .map_err(not_opened)
    }

    pub async fn attach_file(
        &self,
        release_id: String,
        stage: String,
        item: String,
    ) -> Result<Option<ReleaseView>, Fault> {
        let Some(path) = dialogs::open_file(&self.handle).await else {
            return Ok(None);
        };
        let handle = self.take_in(&[path])?.handle;
        self.desk(move |desk| desk.attach_to_item(&release_id, &stage, &item, &handle))
            .await
            .map(Some)
    }

    pub async fn measure_parity(
        &self,
        project_id: String,
        left: EnvKey,
        right: EnvKey,
    ) -> Result<Parity, Fault> {
        self.present()
            .measure_parity(&project_id, &left, &right)
            .await
    }

    pub async fn look_at_domains(
        &self,
        project_id: String,
        domains: Vec<DomainAsked>,
    ) -> Result<Vec<DomainLook>, Fault> {
        self.present().look_at_domains(&project_id, domains).await
    }

    pub async fn look_for_update(&self) -> Result<Heard, Fault> {
        self.present()
            .look_for_update(env!("CARGO_PKG_VERSION"))
            .await
    }

    pub async fn open_update(&self) -> Result<(), Fault> {
        let address = self.desk(|desk| desk.update_page()).await?;
        self.handle
            .opener()
            .open_url(address, None::<&str>)
            .map_err(not_opened)
    }

    /// Brings the window to the front, as when something needs the user.
    pub async fn show_window(&self) -> Result<(), Fault> {
        crate::window::raise(&self.handle);
        Ok(())
    }

    pub async fn notify(&self, title: String, body: String) -> Result<(), Fault> {
        // A computer without a notification daemon loses nothing: the window shows the same.
        let _ = self
            .handle
            .notification()
            .builder()
            .title(title)
            .body(body)
            .show();
        Ok(())
    }

    pub async fn quit(&self) -> Result<(), Fault> {
        self.handle.exit(0);
        Ok(())
    }

    /// Work that would be broken off by closing the window.
    pub fn unfinished(&self) -> Vec<Job> {
        self.present().unfinished()
    }

    /// The last act: what still runs is written down as interrupted, the practice world stops.
    pub fn close(&self) {
        self.present().close();
        if let Ok(mut world) = self.practice.try_lock() {
            world.take();
        }
    }
}

/// Runs a body that may block on a thread made for that.
async fn blocking<T: Send + 'static>(
    body: impl FnOnce() -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    match tauri::async_runtime::spawn_blocking(body).await {
        Ok(done) => done,
        Err(cause) => {
            Err(Fault::new("stopped-unexpectedly", Retry::ByUser, NextStep::TryAgain).detail(cause))
        }
    }
}

fn ending(format: NoteFormat) -> &'static str {
    match format {
        NoteFormat::Markdown => "md",
        NoteFormat::Html => "html",
    }
}

fn not_opened(cause: tauri_plugin_opener::Error) -> Fault {
    Fault::new("browser-not-opened", Retry::ByUser, NextStep::None).detail(cause)
}
