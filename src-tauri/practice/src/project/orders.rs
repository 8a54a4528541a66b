//! What people and programs can ask the Portal to do.

use super::course::UNTIL_VISIBLE;
use super::{
    DeployedPackage, Deployment, DeploymentState, Origin, ProjectState, RestorePoint,
    RestorePointKind, ScheduledDeployment, is_live, later,
};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// Seconds a restarting site does not answer, at pace 1.
const RESTARTING: f64 = 4.0;

/// Why the Portal does not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownEnvironment,
    NothingDeployed,
    NotTheLatestPackage,
    NotATarget,
    ScheduleInTheWay,
    OnlyProductionCanBeScheduled,
    AlreadyScheduled,
    NotInTheFuture,
    NothingScheduled,
    SessionOpen,
    NoSession,
    NoAddress,
    UploadPeriodOver,
    RestorePeriodOver,
    RestoreUnderWay,
    DatabaseMissing,
    StorageMissing,
    ExportsUsedUp,
    NoSuchRestorePoint,
    RestorePointNotReady,
}

impl Refusal {
    /// As the pages say it.
    pub fn words(self) -> &'static str {
        match self {
            Self::UnknownEnvironment => "This project has no such environment.",
            Self::NothingDeployed => "Nothing is deployed in this environment yet.",
            Self::NotTheLatestPackage => {
                "Only the latest deployed package of an environment can be deployed to another one. A newer package was deployed in the meantime."
            }
            Self::NotATarget => "A package cannot be deployed from this environment to that one.",
            Self::ScheduleInTheWay => {
                "A deployment is scheduled. Cancel the scheduled deployment first."
            }
            Self::OnlyProductionCanBeScheduled => {
                "Only deployments to production and staging environments can be scheduled."
            }
            Self::AlreadyScheduled => {
                "A deployment is scheduled already. Cancel it before scheduling another one."
            }
            Self::NotInTheFuture => "Choose a date and time in the future.",
            Self::NothingScheduled => "No deployment is scheduled.",
            Self::SessionOpen => {
                "Only one custom restore session can be open at a time. Close the current session first."
            }
            Self::NoSession => "There is no open custom restore session.",
            Self::NoAddress => "Enter an IP address or an IP address range.",
            Self::UploadPeriodOver => {
                "The session has expired. Data can no longer be uploaded to its containers."
            }
            Self::RestorePeriodOver => {
                "The session was created more than 180 days ago. Its data can no longer be restored."
            }
            Self::RestoreUnderWay => {
                "A restore is in progress. Close the session when it is complete."
            }
            Self::DatabaseMissing => {
                "The database container has no file named db.bacpac. Upload both the database and the storage files before restoring."
            }
            Self::StorageMissing => {
                "The storage container is empty. Upload both the database and the storage files before restoring."
            }
            Self::ExportsUsedUp => {
                "The environment has reached the limit of 30 exports of this component per month."
            }
            Self::NoSuchRestorePoint => "There is no such restore point. It may have expired.",
            Self::RestorePointNotReady => "The restore point is not ready yet.",
        }
    }
}

impl ProjectState {
    /// Queues an uploaded package. Whether the sender may is decided before the bytes are read.
    pub fn accept_upload(
        &mut self,
        now: Moment,
        env: EnvKey,
        package: DeployedPackage,
        origin: Origin,
    ) -> u64 {
        self.queue_deployment(now, env, package, origin)
    }

    /// **Deploy to**, started at once. `source` is the deployment whose button was used: a page
    /// that was opened before a newer deployment must not promote the older package. Asked twice,
    /// it queues twice.
    pub fn deploy_to(&mut self, now: Moment, source: u64, to: &EnvKey) -> Result<u64, Refusal> {
        let (from, package) = self.promotable(source, to)?;
        let kind = self
            .environment(&to.0)
            .ok_or(Refusal::UnknownEnvironment)?
            .kind;
        if self.is_blocked_by_schedule(kind) {
            return Err(Refusal::ScheduleInTheWay);
        }
        Ok(self.queue_deployment(now, to.clone(), package, Origin::DeployTo { from }))
    }

    /// **Schedule** of **Deploy to**.
    pub fn schedule(
        &mut self,
        now: Moment,
        source: u64,
        to: &EnvKey,
        due: Moment,
    ) -> Result<(), Refusal> {
        let (from, package) = self.promotable(source, to)?;
        let kind = self
            .environment(&to.0)
            .ok_or(Refusal::UnknownEnvironment)?
            .kind;
        if !is_live(kind) {
            return Err(Refusal::OnlyProductionCanBeScheduled);
        }
        if self.scheduled.is_some() {
            return Err(Refusal::AlreadyScheduled);
        }
        if due <= now {
            return Err(Refusal::NotInTheFuture);
        }
        self.scheduled = Some(ScheduledDeployment {
            from,
            to: to.clone(),
            package,
            due,
        });
        Ok(())
    }

    /// **Cancel scheduled deployment**.
    pub fn cancel_scheduled(&mut self) -> Result<(), Refusal> {
        self.scheduled
            .take()
            .map(|_| ())
            .ok_or(Refusal::NothingScheduled)
    }

    /// **Restart**: the site is away for a moment, whatever else goes on.
    pub fn restart(&mut self, now: Moment, env: &EnvKey) -> Result<(), Refusal> {
        self.latest_deployed(env).ok_or(Refusal::NothingDeployed)?;
        self.restarts
            .insert(env.clone(), later(now, RESTARTING * self.pace));
        Ok(())
    }

    /// Queues a manual restore point.
    pub fn create_restore_point(&mut self, now: Moment, env: &EnvKey) -> Result<u64, Refusal> {
        let running = self.latest_deployed(env).ok_or(Refusal::NothingDeployed)?;
        let package = running.package.clone();
        let id = self.next_id();
        self.restore_points.push(RestorePoint {
            visible_at: later(now, UNTIL_VISIBLE * self.pace),
            ..RestorePoint::of(id, env.clone(), RestorePointKind::Manual, package, now)
        });
        Ok(id)
    }

    /// **Restore** of a restore point: queues putting its environment back to what it was then.
    pub fn restore_point(&mut self, now: Moment, point: u64) -> Result<u64, Refusal> {
        let (env, package, made_at) = self.restorable(point)?;
        let origin = Origin::RestorePoint { point, made_at };
        Ok(self.queue_deployment(now, env, package, origin))
    }

    /// Environment, package and moment of a restore point that is ready.
    pub(crate) fn restorable(
        &self,
        point: u64,
    ) -> Result<(EnvKey, DeployedPackage, Moment), Refusal> {
        let point = self.restore_points.iter().find(|p| p.id == point);
        let point = point.ok_or(Refusal::NoSuchRestorePoint)?;
        let ready = point.finished_at.zip(point.package.clone());
        let (made_at, package) = ready.ok_or(Refusal::RestorePointNotReady)?;
        Ok((point.env.clone(), package, made_at))
    }

    pub(super) fn queue_deployment(
        &mut self,
        now: Moment,
        env: EnvKey,
        package: DeployedPackage,
        origin: Origin,
    ) -> u64 {
        let id = self.next_id();
        self.deployments.push(Deployment {
            id,
            env,
            package,
            origin,
            accepted_at: now,
            visible_at: later(now, UNTIL_VISIBLE * self.pace),
            started_at: None,
            finished_at: None,
            state: DeploymentState::Queued,
            course: None,
            flaw: None,
        });
        id
    }

    /// Source environment and package of a promotion, if the documents allow it.
    pub(crate) fn promotable(
        &self,
        source: u64,
        to: &EnvKey,
    ) -> Result<(EnvKey, DeployedPackage), Refusal> {
        let source = self
            .deployment(source)
            .ok_or(Refusal::NotTheLatestPackage)?;
        let latest = self
            .latest_deployed(&source.env)
            .ok_or(Refusal::NothingDeployed)?;
        if latest.id != source.id {
            return Err(Refusal::NotTheLatestPackage);
        }
        if !self
            .targets(&source.env)
            .iter()
            .any(|target| &target.key == to)
        {
            return Err(Refusal::NotATarget);
        }
        Ok((source.env.clone(), source.package.clone()))
    }
}
