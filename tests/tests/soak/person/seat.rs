use crate::portal::Portal;
use crate::say;
use slipway_engine::awake::{Held, StayAwake};
use slipway_engine::desk::seat::parts;
use slipway_engine::desk::{Desk, Parts};
use slipway_engine::fault::{Fault, NextStep, Retry};
use slipway_engine::job::{Job, JobKind, JobState, Sink};
use slipway_engine::project::Project;
use slipway_tests::browser::Browser;
use slipway_tests::errand::{Errand, Said, Seat};
use slipway_tests::hasty::HastyClock;
use slipway_tests::sitting::{Bell, Changes, bell};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Longer than anything here takes; then it is said what stands still.
const LIMIT: Duration = Duration::from_secs(240);
/// How long a person looks at a site at which nothing happens before looking into the Portal.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two looks into the Portal.
const BLINK: Duration = Duration::from_millis(20);

pub struct Person {
    pub desk: Desk,
    pub project: Project,
    pub portal: Portal,
    changes: Changes,
}

impl Person {
    /// Opens Slipway on what is in the folder, with every policy as it is shipped.
    pub fn sit_down(seat: Seat) -> Result<Self, Fault> {
        let start = jiff::Timestamp::from_millisecond(seat.start_ms).expect("a moment");
        let clock = HastyClock::since(start, seat.speed);
        clock.set_wrong(seat.wrong_ms);
        let (ear, changes) = Ear::new();
        let desk = Desk::new(Parts {
            clock: Arc::new(clock),
            awake: Arc::new(NeverTired),
            ..parts(&seat.folder, Arc::new(ear))?
        })?;
        let project = desk.keep_practice_project(seat.project, seat.token.into())?;
        desk.take_up_watches()?;
        Ok(Self {
            desk,
            project,
            portal: Portal::new(seat.control),
            changes,
        })
    }

    pub async fn go(&self, errand: Errand) -> Result<(), Fault> {
        match errand {
            Errand::Ship {
                package,
                confirmation,
            } => self.ship(&package, &confirmation).await,
            Errand::Promote { package, name } => self.promote(&package, &name).await,
            Errand::Watch => self.watch_all().await,
            Errand::Restore {
                database,
                files,
                confirmation,
            } => self.restore(&database, &files, &confirmation).await,
            Errand::Close => self.close_restore().await,
        }
    }

    async fn watch_all(&self) -> Result<(), Fault> {
        let watches = self.desk.jobs()?.into_iter();
        for job in watches.filter(|job| job.kind == JobKind::Watch) {
            self.until(&job.id, |job| !job.state.is_under_way()).await;
        }
        Ok(())
    }

    pub async fn until(&self, job: &str, wanted: impl Fn(&Job) -> bool) -> Job {
        self.changes.until(&self.desk, job, LIMIT, wanted).await
    }

    /// Whether a job comes to where it is wanted while this person likes to wait for it.
    pub async fn patiently(&self, job: &str, wanted: impl Fn(&Job) -> bool) -> bool {
        let came = self.changes.within(&self.desk, job, PATIENCE, wanted);
        came.await.is_some()
    }

    /// Looks again until there is something to see.
    pub async fn seen<T>(&self, look: impl AsyncFn() -> Option<T>) -> T {
        let looking = async {
            loop {
                if let Some(seen) = look().await {
                    return seen;
                }
                tokio::time::sleep(BLINK).await;
            }
        };
        let seen = tokio::time::timeout(LIMIT, looking).await;
        seen.expect("it is shown at last")
    }

    /// Signed in to the Portal.
    pub fn browser(&self) -> Browser {
        Browser::of(&self.project.portal, &self.project.guid.0)
    }

    pub fn did(&self, what: &str) {
        say(&Said::Did { what: what.into() });
    }
}

/// The fault an errand is given up with.
pub fn given_up(code: &str) -> Fault {
    Fault::new(code, Retry::ByUser, NextStep::None)
}

/// Says when a job comes into another state or phase, and wakes whoever waits for it.
struct Ear {
    bell: Bell,
    heard: Mutex<HashMap<String, Said>>,
}

impl Ear {
    fn new() -> (Self, Changes) {
        let (bell, changes) = bell();
        let heard = Mutex::default();
        (Self { bell, heard }, changes)
    }
}

impl Sink for Ear {
    fn job_changed(&self, job: &Job) {
        let said = Said::Job {
            kind: format!("{:?}", job.kind),
            state: state_word(&job.state),
            phase: job.phase.clone(),
        };
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.get(&job.id) != Some(&said) {
            say(&said);
            heard.insert(job.id.clone(), said);
        }
        drop(heard);
        self.bell.job_changed(job);
    }
}

fn state_word(state: &JobState) -> String {
    match state {
        JobState::Failed { fault } => format!("Failed {}", fault.code),
        other => format!("{other:?}"),
    }
}

struct NeverTired;

impl StayAwake for NeverTired {
    fn hold(&self, told: Box<dyn FnOnce(Result<(), String>) + Send>) -> Held {
        told(Err("this computer has no such thing".into()));
        Held::until(())
    }
}
