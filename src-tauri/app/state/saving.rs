//! Documents that are written where the user wants them.

use super::App;
use crate::{dialogs, words};
use slipway_engine::desk::{
    Desk, ExportFormat, HistoryFilter, HouseWritten, NoteFormat, OldPackage, ReportFormat,
};
use slipway_engine::fault::Fault;
use slipway_engine::house;
use slipway_engine::support::PartKind;
use std::path::Path;

impl App {
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
}

fn ending(format: NoteFormat) -> &'static str {
    match format {
        NoteFormat::Markdown => "md",
        NoteFormat::Html => "html",
    }
}
