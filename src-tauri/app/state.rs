//! What lives as long as the window: the desk, the practice world, and the way to the system.

mod choosing;
mod outside;
mod saving;

use crate::events::JobChanged;
use crate::{practice, words};
use slipway_engine::desk::{
    Desk, LinksTaken, PortalShows, RestoreView, Sample, StartState, UploadOrder,
};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::first_aid::{AidCheck, AidFinding, WebView};
use slipway_engine::job::{Job, Sink};
use slipway_engine::log_file::LOG_FOLDER;
use slipway_engine::project::{EnvKey, Project};
use slipway_engine::release::domains::{DomainAsked, DomainLook};
use slipway_engine::release::parity::Parity;
use slipway_engine::support::SupportBundle;
use slipway_engine::update::Heard;
use slipway_practice::PracticeWorld;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use tauri::{AppHandle, Manager};
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

    pub async fn inspect(&self, handle: String) -> Result<Job, Fault> {
        let desk = self.present();
        blocking(move || desk.inspect(&handle)).await
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

    pub async fn first_aid(&self, check: AidCheck, web_view: WebView) -> Result<AidFinding, Fault> {
        self.present().first_aid(check, Some(web_view)).await
    }

    pub async fn support_bundle(&self, names: bool) -> Result<SupportBundle, Fault> {
        let about = crate::about::about();
        self.desk(move |desk| desk.support_bundle(&about, names, &words::FIRST_AID))
            .await
    }

    /// At once, without a thread for it: what it ends may keep all of them busy.
    pub fn stop_reading(&self, reading: &str) {
        self.present().stop_reading(reading);
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
