use slipway_engine::clock::{Clock, SystemClock};
use slipway_engine::project::{EnvKey, EnvironmentKind};
use slipway_engine::restore::bacpac::{self, Depth, VersionRead};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The largest upload the Portal takes unless told otherwise: the documents say 2 GB, and this is
/// the most that can mean (facts 1.5).
pub const UPLOAD_LIMIT: u64 = 2_147_483_647;

/// Reads the Xperience version out of a database export, a file; none if it cannot tell.
pub type DatabaseVersion = Arc<dyn Fn(&Path) -> Option<String> + Send + Sync>;

/// How a practice world is set up.
#[derive(Clone)]
pub struct PracticeOptions {
    /// Port of the Portal; 0 takes the one used before in `data_dir`, or a free one.
    pub port: u16,
    /// Where the world's memory survives restarts; none keeps it in memory.
    pub data_dir: Option<PathBuf>,
    /// 1.0 takes about 20 seconds for a deployment, 0.02 less than half a second.
    pub pace: f64,
    /// In the order a release passes them.
    pub environments: Vec<PracticeEnvironment>,
    pub project_name: String,
    /// Uploads over this many bytes are refused.
    pub upload_limit: u64,
    /// Uploaded bytes are counted and dropped: no file, no hash, no deployment. Makes the upload
    /// call a fast sink for measurements.
    pub discard_uploads: bool,
    /// Bytes that come to the storage are counted, checked and dropped; reading them back gives
    /// zeros. Makes it a fast sink for measurements.
    pub discard_blobs: bool,
    /// Added to every answer of the sites.
    pub site_latency: Duration,
    /// The engine's own reading unless given. Without it, or where it cannot tell, a custom restore
    /// takes the database's version for the environment's.
    pub database_version: Option<DatabaseVersion>,
    pub clock: Arc<dyn Clock>,
}

impl Default for PracticeOptions {
    fn default() -> Self {
        Self {
            port: 0,
            data_dir: None,
            pace: 1.0,
            environments: vec![
                PracticeEnvironment::new("qa", "QA", EnvironmentKind::Qa),
                PracticeEnvironment::new("uat", "UAT", EnvironmentKind::Uat),
                PracticeEnvironment::new("prod", "PROD", EnvironmentKind::Prod),
            ],
            project_name: "Alder Lane Coffee".into(),
            upload_limit: UPLOAD_LIMIT,
            discard_uploads: false,
            discard_blobs: false,
            site_latency: Duration::ZERO,
            database_version: Some(Arc::new(version_in)),
            clock: Arc::new(SystemClock::new()),
        }
    }
}

/// `CMSDBVersion`, without reading more of the file than that takes.
fn version_in(database: &Path) -> Option<String> {
    let checked = bacpac::check(database, Depth::Quick, &|_, _| {}, &|| false);
    match checked.ok()?.facts.version {
        VersionRead::Read { version } => Some(version),
        VersionRead::NotRead { .. } => None,
    }
}

/// An environment of the practice project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeEnvironment {
    /// As in the upload address: `qa`.
    pub key: EnvKey,
    /// As shown: `QA`.
    pub name: String,
    pub kind: EnvironmentKind,
}

impl PracticeEnvironment {
    pub fn new(key: &str, name: &str, kind: EnvironmentKind) -> Self {
        Self {
            key: EnvKey(key.into()),
            name: name.into(),
            kind,
        }
    }
}
