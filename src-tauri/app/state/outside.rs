//! What is shown outside the page: in the browser, in a folder, by the system.

use super::App;
use slipway_engine::desk::Place;
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::project::EnvKey;
use std::path::PathBuf;
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_opener::OpenerExt;

impl App {
    pub async fn reveal_package(&self, package_id: String) -> Result<(), Fault> {
        let path = self
            .desk(move |desk| desk.package_path(&package_id))
            .await?;
        self.reveal(path)
    }

    pub async fn reveal_house(&self, handle: String) -> Result<(), Fault> {
        let path = self.desk(move |desk| desk.house_path(&handle)).await?;
        self.reveal(path)
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
        self.browse(address)
    }

    pub async fn open_restore_page(&self, restore_id: String) -> Result<(), Fault> {
        let address = self
            .desk(move |desk| desk.restore_page(&restore_id))
            .await?;
        self.browse(address)
    }

    pub async fn open_update(&self) -> Result<(), Fault> {
        let address = self.desk(|desk| desk.update_page()).await?;
        self.browse(address)
    }

    fn browse(&self, address: String) -> Result<(), Fault> {
        let opened = self.handle.opener().open_url(address, None::<&str>);
        opened.map_err(not_opened)
    }

    fn reveal(&self, path: PathBuf) -> Result<(), Fault> {
        let revealed = self.handle.opener().reveal_item_in_dir(path);
        revealed.map_err(not_opened)
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
}

fn not_opened(cause: tauri_plugin_opener::Error) -> Fault {
    Fault::new("browser-not-opened", Retry::ByUser, NextStep::None).detail(cause)
}
