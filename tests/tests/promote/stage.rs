//! A desk with a release, beside a practice world whose clock is in the test's hands.

use slipway_engine::clock::ManualClock;
use slipway_engine::desk::{Desk, PackageView, ProbesSaved, ReleaseView, StageView};
use slipway_engine::fault::Fault;
use slipway_engine::job::{Job, JobState};
use slipway_engine::package::sample::SamplePackage;
use slipway_engine::project::EnvKey;
use slipway_engine::release::journey::{PortalPress, Purpose, ReleaseEvent};
use slipway_engine::release::monitor::MonitorShown;
use slipway_engine::release::probe::Probe;
use slipway_engine::units::Moment;
use slipway_practice::DeploymentState;
use slipway_tests::browser::Browser;
use slipway_tests::rehearsal::Rehearsal;
use slipway_tests::releasing::{Releasing, probe};
use std::sync::Arc;
use std::time::Duration;

pub const DEVELOPMENT: &str = "development";
pub const QA: &str = "testing:qa";
pub const UAT: &str = "staging:uat";
pub const PROD: &str = "production:prod";

/// A deployment of the practice world, with the time until it is shown.
const A_DEPLOYMENT: Duration = Duration::from_secs(21);
/// Longer than anything here takes on the moved clock.
const LIMIT: Duration = Duration::from_secs(6 * 3_600);
/// How far the clock goes at once. Slipway takes longer steps for a sleep of the computer.
const STEP: Duration = Duration::from_secs(1);
/// How long the clock stands still for answers that are under way.
const PATIENCE: Duration = Duration::from_millis(120);
/// As long as this nobody asks anything.
const STILL: Duration = Duration::from_millis(5);

pub struct Stage {
    pub rehearsal: Rehearsal,
    pub browser: Browser,
    pub clock: ManualClock,
    pub release: String,
    pub package: PackageView,
}

impl Stage {
    /// A release with a package that changes objects, of a project whose PROD runs an earlier one.
    pub async fn begun() -> Self {
        let clock = ManualClock::default();
        let rehearsal = Rehearsal::start_on(Arc::new(clock.clone())).await;
        let browser = Browser::at(&rehearsal.world.facts());
        let earlier = rehearsal
            .inspected_as("Shop 1.0.zip", package("1.0.0", "first"))
            .await;
        let package = rehearsal
            .inspected_as("Shop 1.1.zip", package("1.1.0", "second"))
            .await;
        let mut stage = Self {
            rehearsal,
            browser,
            clock,
            release: String::new(),
            package,
        };
        stage.ran_everywhere(&earlier).await;
        let release = stage.desk().begin_release(
            &stage.rehearsal.project.id,
            Purpose::NewFeatures,
            "Summer blend",
            Some(&stage.package.id),
        );
        stage.release = release.expect("a release").release.id;
        stage
    }

    /// The same with the package in UAT, and PROD's turn.
    pub async fn before_production() -> Self {
        let stage = Self::begun().await;
        stage.go(DEVELOPMENT);
        stage.upload_to_qa().await;
        stage.go(UAT);
        assert_eq!(stage.browser.deploy_to("QA", "UAT").await, 303);
        stage.press(UAT);
        stage.clock.advance(A_DEPLOYMENT);
        stage.tell(ReleaseEvent::OutcomeTold {
            stage: UAT.into(),
            works: true,
        });
        stage
    }

    pub fn try_tell(&self, event: &ReleaseEvent) -> Result<ReleaseView, Fault> {
        self.rehearsal.desk.release_event(&self.release, event)
    }

    pub fn tell(&self, event: ReleaseEvent) -> ReleaseView {
        let told = self.try_tell(&event);
        told.unwrap_or_else(|fault| panic!("{event:?}: {fault:?}"))
    }

    /// The code an event is refused with.
    pub fn refused(&self, event: &ReleaseEvent) -> String {
        match self.try_tell(event) {
            Err(fault) => fault.code.to_string(),
            Ok(_) => panic!("{event:?} was taken"),
        }
    }

    pub fn stage(&self, id: &str) -> StageView {
        self.releasing().stage(id).expect("a stage")
    }

    /// Settles every required line of a review, and gives the codes of those that had to be waived.
    pub fn settle(&self, stage: &str) -> Vec<String> {
        self.releasing().settle(stage).expect("it can be settled")
    }

    /// The decision about a stage, as it is said where everything is settled.
    pub fn decision(&self, stage: &str, go: bool) -> ReleaseEvent {
        self.releasing().decision(stage, go).expect("a stage")
    }

    fn releasing(&self) -> Releasing<'_> {
        Releasing::of(&self.rehearsal.desk, &self.release)
    }

    pub fn go(&self, stage: &str) {
        self.settle(stage);
        self.tell(self.decision(stage, true));
    }

    pub fn deploy_to_pressed(stage: &str, again: bool) -> ReleaseEvent {
        ReleaseEvent::Pressed {
            stage: stage.into(),
            how: PortalPress::DeployTo,
            due: None,
            again,
        }
    }

    pub fn press(&self, stage: &str) {
        self.tell(Self::deploy_to_pressed(stage, false));
    }

    pub fn desk(&self) -> &Desk {
        &self.rehearsal.desk
    }

    /// Has two pages of PROD looked at.
    pub fn watch_pages(&self) {
        let start = Probe {
            text: Some("gone by Friday".into()),
            ..probe("prod", "/")
        };
        let products = Probe {
            selector: Some("ul.beans li".into()),
            ..probe("prod", "/products")
        };
        let saved = self
            .desk()
            .save_probes(&self.rehearsal.project.id, vec![start, products])
            .expect("they can be saved");
        assert!(matches!(saved, ProbesSaved::Saved { .. }), "{saved:?}");
    }

    /// Go and press for PROD, watched until the site is back and the smoke tests ran.
    pub async fn live_and_monitored(&self) -> Job {
        self.go(PROD);
        assert_eq!(self.browser.deploy_to("UAT", "PROD").await, 303);
        self.press(PROD);
        let monitor = self.desk().monitor(&self.release, PROD).expect("a monitor");
        let monitoring = |job: &Job| job.phase == "monitoring";
        self.until(&monitor.id, monitoring).await
    }

    /// The ordinary way into QA, watched until the site is back.
    pub async fn upload_to_qa(&self) {
        self.go(QA);
        let order = self.rehearsal.order(&self.package.id, "qa");
        let desk = &self.rehearsal.desk;
        let upload = desk
            .release_upload(&self.release, QA, order)
            .expect("it goes to QA");
        // In small steps, so that the site is seen as it was before.
        while !desk.job(&upload.id).expect("a job").state.has_ended() {
            self.pass(Duration::from_millis(20)).await;
        }
        let upload = desk.job(&upload.id).expect("a job");
        assert_eq!(upload.state, JobState::Succeeded);
        let watch = self.rehearsal.watch_of(&upload.id).await;
        self.looked(&watch.id).await;
        self.ended(&watch.id).await;
        assert!(self.stage(QA).stage.arrived.is_some(), "it was watched");
    }

    /// A watch has looked at the site once.
    async fn looked(&self, watch: &str) {
        let none = || {
            let view = self.desk().watch_view(watch).expect("a watch");
            view.samples.is_empty()
        };
        let looks = async {
            while none() {
                tokio::task::yield_now().await;
            }
        };
        let limit = Duration::from_secs(20);
        tokio::time::timeout(limit, looks).await.expect("it looks");
    }

    /// What a monitor shows now.
    pub fn seen(&self, monitor: &str) -> MonitorShown {
        let view = self.desk().monitor_view(monitor);
        view.expect("a monitor").shown
    }

    pub async fn ended(&self, job: &str) -> Job {
        self.until(job, |job| job.state.has_ended()).await
    }

    /// Lets time pass until a job is as wanted.
    pub async fn until(&self, job: &str, wanted: impl Fn(&Job) -> bool) -> Job {
        let mut passed = Duration::ZERO;
        loop {
            let now = self.rehearsal.desk.job(job).expect("a job");
            if wanted(&now) {
                return now;
            }
            assert!(passed < LIMIT, "it did not get there: {now:?}");
            self.pass(STEP).await;
            passed += STEP;
        }
    }

    /// Lets time pass in steps that are too short to be taken for a sleep of the computer. Between
    /// them the clock stands still while something is being answered.
    pub async fn pass(&self, time: Duration) {
        let mut left = time;
        while !left.is_zero() {
            let step = left.min(STEP);
            let asleep = self.clock.sleepers();
            self.clock.advance(step);
            left -= step;
            // An answer that waits for the clock itself comes only once it goes on.
            let _ = tokio::time::timeout(PATIENCE, self.stillness(asleep)).await;
        }
    }

    /// Whoever the clock woke has asked, was answered, and sleeps again, as so many did before.
    async fn stillness(&self, asleep: usize) {
        let world = &self.rehearsal.world;
        loop {
            let before = world.requests_so_far();
            tokio::time::sleep(STILL).await;
            let answered = world.requests_in_flight() == 0 && world.requests_so_far() == before;
            if answered && self.clock.sleepers() >= asleep {
                return;
            }
        }
    }

    pub fn env(key: &str) -> EnvKey {
        EnvKey(key.into())
    }

    /// Every deployment of this package to an environment.
    pub fn deployments(&self, env: &str) -> Vec<DeploymentState> {
        let sha256 = self.package.sha256.clone().expect("it was inspected");
        let all = self.rehearsal.world.deployments().into_iter();
        all.filter(|d| d.env.0 == env && d.package.sha256 == sha256)
            .map(|d| d.state)
            .collect()
    }

    pub fn now(&self) -> Moment {
        self.rehearsal.world.now()
    }

    pub fn wrote(&self, kind: &str) -> bool {
        self.rehearsal.history_kinds().iter().any(|k| k == kind)
    }

    /// A package went through every environment, and that was yesterday.
    async fn ran_everywhere(&self, package: &PackageView) {
        let upload = self.rehearsal.upload(&package.id, "qa").await.expect("QA");
        assert_eq!(self.ended(&upload.id).await.state, JobState::Succeeded);
        let watch = self.rehearsal.watch_of(&upload.id).await;
        self.ended(&watch.id).await;
        for (from, to) in [("QA", "UAT"), ("UAT", "PROD")] {
            assert_eq!(self.browser.deploy_to(from, to).await, 303);
            self.clock.advance(A_DEPLOYMENT);
        }
        self.clock.advance(Duration::from_secs(24 * 3_600));
    }
}

fn package(build: &str, object: &str) -> SamplePackage {
    let role = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cms.role>\n  <RoleName>taster</RoleName>\n  \
         <RoleDescription>{object}</RoleDescription>\n</cms.role>\n"
    );
    SamplePackage::new()
        .objects(3)
        .build_number(build)
        .file("$CDRepository/@global/cms.role/taster.xml", role)
}
