//! An order to upload, checked again from its beginning.

use super::not_hashed;
use crate::desk::{Desk, UploadOrder};
use crate::fault::{Fault, NextStep, Retry};
use crate::ledger::{EntryDraft, InspectedFile};
use crate::package::forecast::Forecast;
use crate::package::{FileStamp, Inspection, Verdict};
use crate::portal::Expected;
use crate::project::{Environment, MayUpload, Project, may_upload};
use crate::secret::Secret;

/// Everything one upload needs, checked.
pub(super) struct Cleared {
    pub project: Project,
    pub environment: Environment,
    pub file: InspectedFile,
    pub sha256: String,
    pub expected: Expected,
    pub token: Secret,
    pub reason: Option<String>,
    pub forecast: Option<Forecast>,
}

impl Desk {
    /// Checks the whole order again: the window is not trusted to have done so.
    pub(super) fn clear(&self, order: &UploadOrder) -> Result<Cleared, Fault> {
        let project = self.project(&order.project_id)?;
        let environment = self.environment(&project, &order.env)?.clone();
        let file = self.inspected(&order.package_id)?;
        let said = Said::of(order, &environment);
        said.allows(may_upload(project.role, environment.kind))?;
        let judged = self.checked_for(&file, &project, &order.env)?;
        said.accepts(&judged)?;
        if self.upload_under_way(&project.id, &order.env)?.is_some() {
            return Err(by_user("upload-under-way").with("environment", &environment.name));
        }
        let (Some(sha256), Some(crc64)) = (file.sha256.clone(), file.crc64) else {
            return Err(not_hashed());
        };
        is_unchanged(&file)?;
        let token = self.token(&project)?;
        let expected = Expected {
            stamp: file.stamp,
            crc64,
        };
        let reason = said.reason.map(str::to_owned);
        Ok(Cleared {
            project,
            environment,
            file,
            sha256,
            expected,
            token,
            reason,
            forecast: judged.forecast,
        })
    }
}

/// What the user said to the terms.
struct Said<'o> {
    environment: &'o str,
    reason: Option<&'o str>,
    typed_name: bool,
    despite_blockers: bool,
}

impl<'o> Said<'o> {
    fn of(order: &'o UploadOrder, environment: &'o Environment) -> Self {
        let trimmed = |text: &'o Option<String>| text.as_deref().map(str::trim);
        Self {
            environment: &environment.name,
            reason: trimmed(&order.reason).filter(|reason| !reason.is_empty()),
            typed_name: trimmed(&order.typed_name) == Some(environment.name.as_str()),
            despite_blockers: order.despite_blockers,
        }
    }

    /// Faults: `role-not-enough-here`, `reason-missing`, `name-does-not-match`.
    fn allows(&self, may: MayUpload) -> Result<(), Fault> {
        match may {
            MayUpload::No => {
                Err(
                    Fault::new("role-not-enough-here", Retry::Never, NextStep::EditProject)
                        .with("environment", self.environment),
                )
            }
            MayUpload::AsEmergency if self.reason.is_none() => Err(by_user("reason-missing")),
            MayUpload::AsEmergency => self.named(),
            MayUpload::Plainly => Ok(()),
        }
    }

    /// Faults: `name-does-not-match`, `blockers-not-accepted`.
    fn accepts(&self, judged: &Inspection) -> Result<(), Fault> {
        if !judged.demands_confirmation.is_empty() {
            self.named()?;
        }
        let accepted = self.despite_blockers && self.reason.is_some();
        if judged.verdict == Verdict::WillNotWork && !accepted {
            return Err(by_user("blockers-not-accepted"));
        }
        Ok(())
    }

    fn named(&self) -> Result<(), Fault> {
        if self.typed_name {
            return Ok(());
        }
        Err(by_user("name-does-not-match").with("environment", self.environment))
    }
}

fn by_user(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::None)
}

/// Faults: `package-file-gone`, `file-changed`.
fn is_unchanged(file: &InspectedFile) -> Result<(), Fault> {
    let fault = |code, step| Fault::new(code, Retry::ByUser, step).with("file", &file.file_name);
    if !file.path.exists() {
        return Err(fault("package-file-gone", NextStep::ChooseAnotherFile));
    }
    match FileStamp::at(&file.path)?.differs_from(&file.stamp) {
        None => Ok(()),
        Some(what) => {
            Err(fault("file-changed", NextStep::InspectAgain).detail(format!("{what:?}")))
        }
    }
}

impl Cleared {
    pub(super) fn entry(&self, kind: &str) -> EntryDraft {
        EntryDraft::new(kind)
            .project(&self.project)
            .env(&self.environment.key)
            .package(&self.sha256)
            .reason(self.reason.clone())
            .param("file_name", &self.file.file_name)
            .param(
                "build_number",
                self.file
                    .inspection
                    .facts
                    .build_number
                    .as_deref()
                    .unwrap_or_default(),
            )
    }
}
