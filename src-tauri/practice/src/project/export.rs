use super::{ProjectState, Refusal, UNTIL_VISIBLE, later};
use serde::{Deserialize, Serialize};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// Seconds it takes to create one, at pace 1.
pub(crate) const EXPORTING: f64 = 6.0;
const HOUR: f64 = 60.0 * 60.0;
/// Exports stay this long (facts 3.6).
const KEPT_HOURS: f64 = 60.0;
/// No more of a component of an environment are made in a month (facts 3.6).
const A_MONTH: usize = 30;

/// A copy of one component of an environment, to be downloaded and never restored directly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Export {
    /// From the same sequence as deployments, because they share the queue.
    pub id: u64,
    pub env: EnvKey,
    pub component: ExportComponent,
    pub accepted_at: Moment,
    pub visible_at: Moment,
    pub started_at: Option<Moment>,
    pub ends_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    /// What ran there.
    pub xperience_version: Option<String>,
}

/// What of an environment is exported. The application is left out: the practice world keeps no
/// packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExportComponent {
    /// A bacpac.
    Database,
    StorageAndFiles,
}

impl ExportComponent {
    pub const ALL: [Self; 2] = [Self::Database, Self::StorageAndFiles];

    /// As in the form.
    pub fn key(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::StorageAndFiles => "storage-and-files",
        }
    }

    /// As the pages write it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Database => "Database",
            Self::StorageAndFiles => "Storage and files",
        }
    }
}

impl Export {
    /// When it is removed; none while it is being created.
    pub fn expires_at(&self) -> Option<Moment> {
        self.finished_at
            .map(|finished| later(finished, KEPT_HOURS * HOUR))
    }

    /// Whether it can be downloaded.
    pub fn is_there(&self, now: Moment) -> bool {
        self.expires_at().is_some_and(|expires| now < expires)
    }
}

impl ProjectState {
    /// Queues an export.
    pub fn create_export(
        &mut self,
        now: Moment,
        env: &str,
        component: ExportComponent,
    ) -> Result<u64, Refusal> {
        let env = self
            .environment(env)
            .ok_or(Refusal::UnknownEnvironment)?
            .key
            .clone();
        let package = &self
            .latest_deployed(&env)
            .ok_or(Refusal::NothingDeployed)?
            .package;
        let xperience_version = package.xperience_version.clone();
        let this_month = self.exports.iter().filter(|export| {
            (&export.env, export.component) == (&env, component)
                && month(export.accepted_at) == month(now)
        });
        if this_month.count() >= A_MONTH {
            return Err(Refusal::ExportsUsedUp);
        }
        let id = self.next_id();
        self.exports.push(Export {
            id,
            env,
            component,
            accepted_at: now,
            visible_at: later(now, UNTIL_VISIBLE * self.pace),
            started_at: None,
            ends_at: None,
            finished_at: None,
            xperience_version,
        });
        Ok(id)
    }

    /// Forgets exports that are neither there nor count for this month.
    pub(super) fn forget_old_exports(&mut self, now: Moment) {
        self.exports.retain(|export| {
            export.finished_at.is_none()
                || export.is_there(now)
                || month(export.accepted_at) == month(now)
        });
    }
}

fn month(at: Moment) -> (i16, i8) {
    let date = at.0.to_zoned(jiff::tz::TimeZone::UTC).date();
    (date.year(), date.month())
}
