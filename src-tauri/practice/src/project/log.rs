use super::breakdown::Stop;
use super::{Course, Deployment};
use crate::downtime::{Because, Outage};
use slipway_engine::units::Moment;

/// A file of the archive.
pub(crate) struct LogFile {
    pub name: &'static str,
    pub lines: Vec<String>,
}

/// What the database is taken through, by its share of a deployment's time. Where something breaks
/// down, the log ends with the last of the steps up to there.
const DATABASE_STEPS: [(Stop, f64, &str); 6] = [
    (
        Stop::Restoring,
        0.28,
        "Restoring objects of $CDRepository to the database.",
    ),
    (
        Stop::RestoringObjects,
        0.34,
        "Object type 1/84: Settings category",
    ),
    (
        Stop::RestoringObjects,
        0.48,
        "Object type 41/84: Content item",
    ),
    (Stop::Migrating, 0.62, "Object type 84/84: Web page item"),
    (
        Stop::Migrating,
        0.66,
        "Running the migrations of After.txt.",
    ),
    (Stop::Starting, 0.72, "The database is up to date."),
];

/// The deployment's logs as far as it got by `now`, derived from its course.
pub(crate) fn logs(deployment: &Deployment, environment: &str, now: Moment) -> Vec<LogFile> {
    let mut files = vec![LogFile {
        name: "deployment.log",
        lines: deployment_log(deployment, environment, now),
    }];
    if deployment.state.is_over() {
        let version = deployment.package.xperience_version.as_deref();
        let breakdown = deployment
            .course
            .as_ref()
            .and_then(|c| c.breakdown.as_ref());
        let last_words = breakdown.and_then(|b| b.last_words(version.unwrap_or_default()));
        files.extend(last_words.map(|lines| LogFile {
            name: "application.log",
            lines,
        }));
    }
    files
}

fn deployment_log(deployment: &Deployment, environment: &str, now: Moment) -> Vec<String> {
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
        let why = reasons(&course.forecast.because);
        lines.add(window.from, "WRN", &format!("Application offline: {why}."));
    }
    if let Some(window) = course.read_only {
        lines.add(window.from, "INF", "Application is in read-only mode.");
    }
    work(&mut lines, started, course);
    if let Some(swapped) = course.swapped_at {
        lines.add(
            swapped,
            "INF",
            "Deployment slots swapped; the new application is live.",
        );
    }
    if deployment.state.is_over() {
        end(&mut lines, course);
    }
    lines.lines
}

/// What happens between the check and the swap.
fn work(lines: &mut Lines, started: Moment, course: &Course) {
    let stop = match (&course.breakdown, &course.failure) {
        (Some(breakdown), _) => Some(breakdown.stop()),
        (None, Some(_)) => Some(Stop::Migrating),
        (None, None) => None,
    };
    let touched = course.offline.or(course.read_only).is_some();
    let in_database = course.breakdown.is_some() && stop != Some(Stop::Starting);
    if touched || in_database {
        let reached = |step: &&(Stop, f64, &str)| stop.is_none_or(|stop| step.0 <= stop);
        for (_, share, text) in DATABASE_STEPS.iter().filter(reached) {
            lines.add(share_of(started, course.ends_at, *share), "INF", text);
        }
    } else if course.forecast.outage == Outage::None && course.failure.is_none() {
        lines.add(
            started,
            "INF",
            "Only the application changed; the site stays online.",
        );
    }
    if course.swapped_at.is_some() || stop == Some(Stop::Starting) {
        let at = share_of(started, course.ends_at, 0.76);
        lines.add(at, "INF", "Starting the application.");
    }
}

fn end(lines: &mut Lines, course: &Course) {
    let Some(why) = &course.failure else {
        lines.add(course.ends_at, "INF", "Deployment succeeded.");
        return;
    };
    lines.add(course.ends_at, "ERR", why);
    if let Some(breakdown) = &course.breakdown {
        lines
            .lines
            .extend(breakdown.stack().iter().map(|line| (*line).to_owned()));
    }
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

fn share_of(from: Moment, until: Moment, share: f64) -> Moment {
    super::later(from, until.0.duration_since(from.0).as_secs_f64() * share)
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
