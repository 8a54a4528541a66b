//! One of each errand Slipway runs over the network, to names that lead nowhere but through a
//! proxy.

use crate::company::{Company, Leads};
use crc_fast::{CrcAlgorithm, checksum};
use jiff::{Timestamp, ToSpan};
use slipway_engine::blob::Item;
use slipway_engine::blob::sas::SasLink;
use slipway_engine::blob::transfer::{self, Control, Options, Silent, TransferReport};
use slipway_engine::clock::SystemClock;
use slipway_engine::fault::Fault;
use slipway_engine::package::FileStamp;
use slipway_engine::portal::{
    self, Expected, Phase, RetryPolicy, Upload, UploadObserver, UploadOutcome,
};
use slipway_engine::project::{EnvKey, ProjectGuid};
use slipway_engine::secret::Secret;
use slipway_engine::units::Moment;
use slipway_practice::{LinkOrder, PracticeOptions, PracticeWorld};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub const PORTAL: &str = "https://portal.example";
pub const STORAGE: &str = "storage.example";
pub const SITE: &str = "https://shop.example";
/// No errand takes longer on a machine that works.
const LIMIT: Duration = Duration::from_secs(120);
pub const TOKEN: &str = "pat-Zx81-kept-to-itself-9";

/// Files to carry, and a storage of the practice world behind the company's proxy.
pub struct Errand {
    folder: TempDir,
    world: PracticeWorld,
}

impl Errand {
    pub async fn to(company: &Company) -> Self {
        let world = PracticeWorld::start(PracticeOptions::default()).await;
        let world = world.expect("a practice world");
        world.storage().create_container("db");
        let address = world.storage().address().replace("http://127.0.0.1:", "");
        let (port, account) = address.split_once('/').expect("port and account");
        let storage = Leads::To {
            port: port.parse().expect("a port"),
            below: format!("/{account}"),
        };
        company.leads(STORAGE, storage);
        company.leads("portal.example", Leads::says("200 OK", ""));
        company.leads("shop.example", Leads::says("200 OK", "<h1>Shop</h1>"));
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("release.zip"), vec![7; 70_000]).expect("a file");
        Self { folder, world }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("release.zip")
    }

    /// A link to the storage, by its name in this story.
    pub fn link(&self) -> String {
        let until = Moment(Timestamp::now() + 1.hours());
        let order = LinkOrder::new("db", until).allowing("racwl");
        let link = self.world.storage().link(&order).reveal().to_owned();
        link.replace(
            self.world.storage().address(),
            &format!("https://{STORAGE}"),
        )
    }

    pub async fn upload(&self, http: &reqwest::Client) -> UploadOutcome {
        let file = self.file();
        let bytes = std::fs::read(&file).expect("the file");
        let expected = Expected {
            stamp: FileStamp::at(&file).expect("its stamp"),
            crc64: checksum(CrcAlgorithm::Crc64Nvme, &bytes),
        };
        let (guid, env, token) = (
            ProjectGuid("8b3e3f1c-9a7d-4c1e-9f51-0c2f2e7d6a10".into()),
            EnvKey("uat".into()),
            Secret::from(TOKEN.to_owned()),
        );
        let upload = Upload {
            portal: PORTAL,
            guid: &guid,
            env: &env,
            token: &token,
            file: &file,
            expected: &expected,
        };
        let (clock, policy) = (SystemClock::new(), impatient());
        let mut jitter = || 0.5;
        let cancel = CancellationToken::new();
        portal::send(
            http,
            &upload,
            &clock,
            &mut jitter,
            &policy,
            &Unheard,
            &cancel,
        )
        .await
    }

    /// Carries the file into the storage.
    pub async fn transfer(&self, proxy: &str) -> Result<TransferReport, Fault> {
        let file = self.file();
        let stamp = FileStamp::at(&file).expect("its stamp");
        let items = vec![Item::file("db.bacpac", &file, stamp)];
        let control = Control::new(SasLink::parse(&self.link()).expect("a link"));
        let journal = self.folder.path().join("journal");
        let mut options = Options::new(journal, Some(proxy.to_owned()));
        options.policy = impatient();
        options.when_link_ends = transfer::WhenLinkEnds::End;
        let carrying = transfer::upload(items, &control, options, Arc::new(Silent));
        let ended = tokio::time::timeout(LIMIT, carrying).await;
        ended.expect("a transfer ends in time")
    }

    /// Names and sizes of what arrived in the storage.
    pub fn arrived(&self) -> Vec<(String, u64)> {
        let blobs = self.world.storage().blobs("db").expect("a container");
        blobs
            .into_iter()
            .map(|blob| (blob.name, blob.size.0))
            .collect()
    }
}

struct Unheard;

impl UploadObserver for Unheard {
    fn sent(&self, _: u64) {}

    fn phase(&self, _: Phase) -> Result<(), Fault> {
        Ok(())
    }

    fn retrying(&self, _: u32, _: Duration, _: &Fault) {}
}

/// Tries again at once, and not often.
pub fn impatient() -> RetryPolicy {
    RetryPolicy {
        tries: 2,
        shortest_wait: Duration::ZERO,
        first_wait: Duration::ZERO,
        longest_wait: Duration::ZERO,
        listen_first: Duration::ZERO,
        listen_last: Duration::ZERO,
        ..RetryPolicy::default()
    }
}
