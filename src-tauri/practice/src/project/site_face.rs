use super::{DeploymentState, ProjectState};
use slipway_engine::project::EnvKey;
use slipway_engine::units::Moment;

/// What visitors of an environment's site see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SiteFace {
    NothingDeployed,
    /// The App Offline page, 503.
    Offline,
    /// 503 without a page of the application, for a moment.
    Restarting,
    /// The application with this build; read-only refuses whatever would write.
    Live {
        build: String,
        read_only: bool,
        /// When a custom restore brought the content it shows; none if no one did.
        restored: Option<Moment>,
    },
}

impl ProjectState {
    /// The site's face at `now`, up to which the state must have been advanced.
    pub fn site_face(&self, env: &EnvKey, now: Moment) -> SiteFace {
        let course = self
            .deployments
            .iter()
            .find(|d| &d.env == env && d.state == DeploymentState::InProgress)
            .and_then(|d| d.course.as_ref());
        let within = |window: Option<super::Window>| window.is_some_and(|w| w.contains(now));
        let restoring = self
            .restores
            .iter()
            .any(|restore| &restore.env == env && within(restore.offline));
        if restoring || course.is_some_and(|course| within(course.offline)) {
            return SiteFace::Offline;
        }
        let Some(running) = self.running(env, now) else {
            return SiteFace::NothingDeployed;
        };
        if self.restarts.get(env).is_some_and(|until| now < *until) {
            return SiteFace::Restarting;
        }
        SiteFace::Live {
            build: running.package.build().to_owned(),
            restored: self.content_restored(env, now),
            read_only: course.is_some_and(|course| within(course.read_only)),
        }
    }
}
