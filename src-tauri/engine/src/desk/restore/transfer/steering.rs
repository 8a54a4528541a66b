//! The hands on transfers that run, by restore.

use crate::blob::sas::{SasFacts, SasLink};
use crate::blob::transfer::{Control, another_place};
use crate::desk::restore::PartName;
use crate::fault::Fault;
use crate::job::JobRun;
use crate::units::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

/// Transfers that run, at most one for each restore.
#[derive(Default)]
pub(in crate::desk) struct Transfers {
    running: Mutex<HashMap<String, Arc<Steering>>>,
    /// Held from the question whether one runs until the next one does.
    beginning: Mutex<()>,
}

/// Steers the one or two ways of a transfer as one.
pub(in crate::desk::restore) struct Steering {
    pub run: JobRun,
    ways: Vec<(PartName, Control)>,
    links: Mutex<Vec<(PartName, SasFacts)>>,
    /// How often other links were given.
    given: watch::Sender<u32>,
}

impl Transfers {
    /// Nobody else begins a transfer until the guard is dropped.
    pub(in crate::desk::restore) fn beginning(&self) -> MutexGuard<'_, ()> {
        lock(&self.beginning)
    }

    pub(in crate::desk::restore) fn of(&self, restore_id: &str) -> Option<Arc<Steering>> {
        lock(&self.running).get(restore_id).cloned()
    }

    pub(in crate::desk::restore) fn of_job(&self, job_id: &str) -> Option<Arc<Steering>> {
        let running = lock(&self.running);
        running.values().find(|one| one.run.id() == job_id).cloned()
    }

    pub(in crate::desk::restore) fn begins(&self, restore_id: &str, steering: Arc<Steering>) {
        lock(&self.running).insert(restore_id.to_owned(), steering);
    }

    /// Lets go of this one, unless another has begun since.
    pub(in crate::desk::restore) fn is_over(&self, restore_id: &str, steering: &Arc<Steering>) {
        let mut running = lock(&self.running);
        let same = |one: &Arc<Steering>| Arc::ptr_eq(one, steering);
        if running.get(restore_id).is_some_and(same) {
            running.remove(restore_id);
        }
    }
}

impl Steering {
    pub fn new(run: &JobRun, links: &[(PartName, SasLink)], limit: Option<Bytes>) -> Self {
        let ways = links.iter().map(|(part, link)| {
            let control = Control::new(link.clone());
            control.set_limit(limit);
            (*part, control)
        });
        let facts = links
            .iter()
            .map(|(part, link)| (*part, link.facts().clone()));
        Self {
            run: run.clone(),
            ways: ways.collect(),
            links: Mutex::new(facts.collect()),
            given: watch::Sender::new(0),
        }
    }

    pub fn control(&self, part: PartName) -> Option<&Control> {
        let way = self.ways.iter().find(|(one, _)| *one == part);
        way.map(|(_, control)| control)
    }

    pub fn pause(&self) {
        self.ways.iter().for_each(|(_, control)| control.pause());
    }

    pub fn resume(&self) {
        self.ways.iter().for_each(|(_, control)| control.resume());
    }

    pub fn stop(&self) {
        self.ways.iter().for_each(|(_, control)| control.stop());
    }

    pub fn set_limit(&self, limit: Option<Bytes>) {
        for (_, control) in &self.ways {
            control.set_limit(limit);
        }
    }

    /// Goes on with other links to the same containers (promise 16). Faults:
    /// `link-to-another-place`, and no link has changed then.
    pub fn give_links(&self, links: &[(PartName, SasLink)]) -> Result<(), Fault> {
        let mut known = lock(&self.links);
        for (part, link) in links {
            let before = known.iter().find(|(one, _)| one == part);
            if let Some((_, before)) = before
                && !before.same_place(link.facts())
            {
                return Err(another_place(&before.container, &link.facts().container));
            }
        }
        for (part, link) in links {
            let Some(control) = self.control(*part) else {
                continue;
            };
            control.give_link(link.clone())?;
            if let Some((_, facts)) = known.iter_mut().find(|(one, _)| one == part) {
                *facts = link.facts().clone();
            }
        }
        self.given.send_modify(|times| *times += 1);
        Ok(())
    }

    /// What the link of a part says of itself now.
    pub fn link(&self, part: PartName) -> Option<SasFacts> {
        let known = lock(&self.links);
        let link = known.iter().find(|(one, _)| *one == part);
        link.map(|(_, facts)| facts.clone())
    }

    /// Changes each time other links are given.
    pub fn links_given(&self) -> watch::Receiver<u32> {
        self.given.subscribe()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
