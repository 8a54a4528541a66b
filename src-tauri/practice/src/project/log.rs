use super::Deployment;
use crate::downtime::{Because, Outage};
use slipway_engine::units::Moment;

/// The deployment's log as far as it got by `now`, derived from its course.
pub(crate) fn log_lines(deployment: &Deployment, environment: &str, now: Moment) -> Vec<String> {
    let package = &deployment.package;
    let mut lines = Lines {
        now,
        lines: Vec::new(),
    };
    lines.add(
        deployment.accepted_at,
        "INF",
        &format!("{} was queued for {environment}.", package.file_name),
    );
    let (Some(started), Some(course)) = (deployment.started_at, &deployment.course) else {
        return lines.lines;
    };
    lines.add(
        started,
        "INF",
        &format!("Deployment of build {} started.", package.build()),
    );
    lines.add(started, "INF", "Checking the deployment package.");
    if let Some(window) = course.offline {
        lines.add(
            window.from,
            "WRN",
            &format!(
                "Application offline: {}.",
                reasons(&course.forecast.because)
            ),
        );
        lines.add(
            window.from,
            "INF",
            "Restoring objects of $CDRepository to the database.",
        );
    }
    if let Some(window) = course.read_only {
        lines.add(window.from, "INF", "Application is in read-only mode.");
        lines.add(
            window.from,
            "INF",
            "Restoring objects of $CDRepository to the database replica.",
        );
    }
    if course.forecast.outage == Outage::None && course.failure.is_none() {
        lines.add(
            started,
            "INF",
            "Only the application changed; the site stays online.",
        );
    }
    if let Some(swapped) = course.swapped_at {
        lines.add(
            swapped,
            "INF",
            "Deployment slots swapped; the new application is live.",
        );
    }
    if deployment.state.is_over() {
        match &course.failure {
            Some(why) => {
                lines.add(course.ends_at, "ERR", why);
                let touched = course.offline.or(course.read_only).is_some();
                let after = if touched {
                    "The previous application is running."
                } else {
                    "The environment was not changed."
                };
                lines.add(
                    course.ends_at,
                    "ERR",
                    &format!("Deployment failed. {after}"),
                );
            }
            None => lines.add(course.ends_at, "INF", "Deployment succeeded."),
        }
    }
    lines.lines
}

/// Why a deployment goes the way it goes, as a clause.
pub(crate) fn reasons(because: &[Because]) -> String {
    let words = because.iter().map(|because| match because {
        Because::CodeOnly => "only the application code changed",
        Because::ZeroDowntimeReady => {
            "the package and the environment are ready for zero-downtime deployments"
        }
        Because::FirstDeployment => "this is the first deployment to the environment",
        Because::RepositoryChanged => "the CD repository changed since the last deployment",
        Because::VersionChanged => "the Xperience version changes",
        Because::StorageAssetsIncluded => "the package includes storage assets",
    });
    words.collect::<Vec<_>>().join(", ")
}

struct Lines {
    now: Moment,
    lines: Vec<String>,
}

impl Lines {
    fn add(&mut self, at: Moment, level: &str, text: &str) {
        if at <= self.now {
            self.lines.push(format!("{at:.3} [{level}] {text}"));
        }
    }
}
