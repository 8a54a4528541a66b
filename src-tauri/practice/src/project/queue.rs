//! The queue: deployments, restore points, exports and custom restores, one at a time per project (facts 3.5).

use super::course::{Mishap, lay_out};
use super::export::EXPORTING;
use super::restore_point::CREATING;
use super::{
    Deployment, DeploymentState, Export, HISTORY, Origin, ProjectState, RestorePoint,
    RestorePointKind, later,
};
use crate::downtime::{Forecast, Outage, forecast, is_downgrade};
use crate::restore::EnvironmentRestore;
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

impl ProjectState {
    /// Lets everything happen that is due until `now`, in its order and at its own moments, however
    /// long nobody looked.
    pub fn advance(&mut self, now: Moment) {
        self.latest = self.latest.max(now);
        let now = self.latest;
        while self.finish_what_is_due(now) || self.queue_scheduled(now) || self.start_next(now) {}
        self.restarts.retain(|_, until| *until > now);
        self.restore_points
            .retain(|point| point.expires_at().is_none_or(|end| end > now));
        self.forget_old_exports(now);
    }

    /// What deploying `package` to `env` would do to its site now.
    pub fn forecast(&self, env: &EnvKey, package: &super::DeployedPackage) -> Forecast {
        let last = self
            .latest_deployed(env)
            .map(|d| d.package.downtime_facts());
        forecast(last.as_ref(), &package.downtime_facts())
    }

    fn finish_what_is_due(&mut self, now: Moment) -> bool {
        if let Some(deployment) = self.deployments.iter_mut().find(|d| {
            d.state == DeploymentState::InProgress && ends_at(d).is_some_and(|e| e <= now)
        }) {
            deployment.finished_at = ends_at(deployment);
            let failed = deployment
                .course
                .as_ref()
                .is_some_and(|c| c.failure.is_some());
            deployment.state = if failed {
                DeploymentState::Failed
            } else {
                DeploymentState::Succeeded
            };
            self.forget_old_history();
            return true;
        }
        let restore_due = |r: &&mut EnvironmentRestore| {
            r.finished_at.is_none() && r.ends_at.is_some_and(|e| e <= now)
        };
        if let Some(restore) = self.restores.iter_mut().find(restore_due) {
            restore.finished_at = restore.ends_at;
            return true;
        }
        let due = |p: &&mut RestorePoint| {
            p.finished_at.is_none() && p.ends_at.is_some_and(|end| end <= now)
        };
        if let Some(point) = self.restore_points.iter_mut().find(due) {
            point.finished_at = point.ends_at;
            return true;
        }
        let due =
            |e: &&mut Export| e.finished_at.is_none() && e.ends_at.is_some_and(|end| end <= now);
        if let Some(export) = self.exports.iter_mut().find(due) {
            export.finished_at = export.ends_at;
            return true;
        }
        false
    }

    fn queue_scheduled(&mut self, now: Moment) -> bool {
        let Some(scheduled) = self.scheduled.take_if(|scheduled| scheduled.due <= now) else {
            return false;
        };
        let origin = Origin::Scheduled {
            from: scheduled.from,
        };
        self.queue_deployment(scheduled.due, scheduled.to, scheduled.package, origin);
        true
    }

    fn start_next(&mut self, now: Moment) -> bool {
        let waiting_deployment = self
            .deployments
            .iter()
            .filter(|d| d.state == DeploymentState::Queued)
            .map(|d| d.id);
        let waiting_point = self
            .restore_points
            .iter()
            .filter(|p| p.started_at.is_none())
            .map(|p| p.id);
        let waiting_restore = self
            .restores
            .iter()
            .filter(|r| r.started_at.is_none())
            .map(|r| r.id);
        let waiting_export = self
            .exports
            .iter()
            .filter(|e| e.started_at.is_none())
            .map(|e| e.id);
        let waiting = waiting_deployment
            .chain(waiting_point)
            .chain(waiting_restore)
            .chain(waiting_export);
        let Some(next) = waiting.min() else {
            return false;
        };
        if self.is_busy() {
            return false;
        }
        let free_since = self.free_since();
        if let Some(at) = self.deployments.iter().position(|d| d.id == next) {
            let start = self.deployments[at].visible_at.max(free_since);
            if start <= now {
                self.start_deployment(at, start);
            }
            return start <= now;
        }
        if let Some(at) = self.restores.iter().position(|r| r.id == next) {
            let start = self.restores[at].visible_at.max(free_since);
            if start <= now {
                self.start_restore(at, start);
            }
            return start <= now;
        }
        let pace = self.pace;
        if let Some(export) = self.exports.iter_mut().find(|e| e.id == next) {
            let start = export.visible_at.max(free_since);
            if start <= now {
                export.started_at = Some(start);
                export.ends_at = Some(later(start, EXPORTING * pace));
            }
            return start <= now;
        }
        let Some(point) = self.restore_points.iter_mut().find(|p| p.id == next) else {
            return false;
        };
        let start = point.visible_at.max(free_since);
        if start <= now {
            point.started_at = Some(start);
            point.ends_at = Some(later(start, CREATING * pace));
        }
        start <= now
    }

    fn start_deployment(&mut self, at: usize, start: Moment) {
        let env = self.deployments[at].env.clone();
        let package = self.deployments[at].package.clone();
        let course = if self.deployments[at].is_restore() {
            // It brings the database of its own time along, so no rule of deployments applies.
            let forecast = Forecast {
                outage: Outage::Offline,
                because: Vec::new(),
            };
            lay_out(start, self.pace, forecast, None)
        } else {
            let mishap = self.mishap(&env, &package);
            if !matches!(mishap, Some(Mishap::Refused(_))) {
                self.keep_pre_deployment_point(&env, start);
            }
            lay_out(start, self.pace, self.forecast(&env, &package), mishap)
        };
        let goes_live = course.swapped_at.is_some() && !self.deployments[at].is_restore();
        let flaw = goes_live.then(|| next_for(&env, &mut self.flaws_to_come));
        let deployment = &mut self.deployments[at];
        deployment.flaw = flaw.flatten();
        deployment.state = DeploymentState::InProgress;
        deployment.started_at = Some(start);
        deployment.course = Some(course);
    }

    fn start_restore(&mut self, at: usize, start: Moment) {
        let env = self.restores[at].env.clone();
        let version = self
            .latest_deployed(&env)
            .and_then(|d| d.package.xperience_version.clone());
        self.restores[at].start(start, self.pace, version.as_deref());
    }

    fn mishap(&mut self, env: &EnvKey, package: &super::DeployedPackage) -> Option<Mishap> {
        if let Some(why) = &package.refusal {
            return Some(Mishap::Refused(why.clone()));
        }
        let current = self
            .latest_deployed(env)
            .and_then(|d| d.package.xperience_version.as_deref());
        let next = package.xperience_version.as_deref();
        if is_downgrade(current, next) {
            return Some(Mishap::Refused(format!(
                "The Xperience version of the package ({}) is lower than the version in the target environment ({}). Deploy the same or a newer version.",
                next.unwrap_or_default(),
                current.unwrap_or_default(),
            )));
        }
        let breakdown = next_for(env, &mut self.breakdowns_to_come).map(Mishap::BreaksDown);
        breakdown.or_else(|| next_for(env, &mut self.failures_to_come).map(Mishap::Midway))
    }

    /// Before a deployment the Portal makes a restore point of what is there (facts 3.6).
    fn keep_pre_deployment_point(&mut self, env: &EnvKey, start: Moment) {
        let Some(before) = self.latest_deployed(env).map(|d| d.package.clone()) else {
            return;
        };
        let id = self.next_id();
        let kind = RestorePointKind::PreDeployment;
        self.restore_points.push(RestorePoint {
            started_at: Some(start),
            ends_at: Some(start),
            finished_at: Some(start),
            ..RestorePoint::of(id, env.clone(), kind, before, start)
        });
    }

    fn is_busy(&self) -> bool {
        self.deployments
            .iter()
            .any(|d| d.state == DeploymentState::InProgress)
            || self
                .restore_points
                .iter()
                .any(|p| p.started_at.is_some() && p.finished_at.is_none())
            || self.restores.iter().any(EnvironmentRestore::is_in_progress)
            || self
                .exports
                .iter()
                .any(|e| e.started_at.is_some() && e.finished_at.is_none())
    }

    fn free_since(&self) -> Moment {
        let deployments = self.deployments.iter().filter_map(|d| d.finished_at);
        let points = self.restore_points.iter().filter_map(|p| p.finished_at);
        let restores = self.restores.iter().filter_map(|r| r.finished_at);
        let exports = self.exports.iter().filter_map(|e| e.finished_at);
        deployments
            .chain(points)
            .chain(restores)
            .chain(exports)
            .max()
            .unwrap_or(Moment(jiff::Timestamp::MIN))
    }

    /// Drops the oldest entries, but never one that still says what an environment runs.
    fn forget_old_history(&mut self) {
        while self.deployments.len() > HISTORY {
            let oldest = self.deployments.iter().position(|d| {
                d.state.is_over() && self.latest_deployed(&d.env).is_none_or(|l| l.id != d.id)
            });
            let Some(oldest) = oldest else { return };
            self.deployments.remove(oldest);
        }
    }
}

/// Takes out what was ordered next for deployments to `env`, or to any environment.
fn next_for<T>(env: &EnvKey, ordered: &mut Vec<(Option<EnvKey>, T)>) -> Option<T> {
    let hit = |(place, _): &(Option<EnvKey>, T)| place.as_ref().is_none_or(|p| p == env);
    let at = ordered.iter().position(hit)?;
    Some(ordered.remove(at).1)
}

fn ends_at(deployment: &Deployment) -> Option<Moment> {
    deployment.course.as_ref().map(|course| course.ends_at)
}
