//! Files and folders the user chooses or drops: the window gets a handle, never a path.

use super::App;
use crate::dialogs;
use slipway_engine::desk::{ChosenFile, ChosenFolder, ChosenOutput, Dropped, ReleaseView};
use slipway_engine::fault::Fault;
use slipway_engine::house;
use std::path::PathBuf;

impl App {
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

    pub async fn choose_house(&self) -> Result<Option<ChosenFile>, Fault> {
        let chosen = dialogs::open_kind(&self.handle, "Slipway", house::EXTENSION).await;
        chosen.map(|path| self.take_in(&[path])).transpose()
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

    /// Takes a chosen file in, and gives the window a handle to it.
    pub fn take_in(&self, paths: &[PathBuf]) -> Result<ChosenFile, Fault> {
        self.present().take_in(paths)
    }

    /// Takes in what was dropped, and gives the window a handle to it.
    pub fn take_in_dropped(&self, paths: &[PathBuf]) -> Result<Dropped, Fault> {
        self.present().take_in_dropped(paths)
    }
}
