//! A tree of files kept in memory after it was looked at, so that turning a page reads nothing.

use super::answers::{NameChanges, StorageLevel};
use crate::restore::storage::{Collision, Node, StoragePlan};
use crate::units::Count;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

/// What a screen takes in without a pause.
const PAGE: usize = 500;

#[derive(Debug)]
pub(super) struct Tree {
    pub path: PathBuf,
    pub plan: StoragePlan,
    /// The folder that was shown last, whole.
    level: Mutex<Option<(String, Arc<Vec<Node>>)>>,
    collisions: OnceLock<Vec<Collision>>,
}

impl Tree {
    pub fn new(path: PathBuf, plan: StoragePlan) -> Self {
        Self {
            path,
            plan,
            level: Mutex::default(),
            collisions: OnceLock::new(),
        }
    }

    /// A page of a folder of the tree as it will be; empty stands for its top.
    pub fn level(&self, folder: &str, after: Count) -> StorageLevel {
        let nodes = self.inside(folder.trim_matches('/'));
        StorageLevel {
            nodes: page(nodes.iter(), after).cloned().collect(),
            total: Count(nodes.len() as u64),
        }
    }

    pub fn changes(&self, after: Count) -> NameChanges {
        NameChanges {
            changes: page(self.plan.changes(), after).collect(),
            total: self.plan.check.facts.renamed,
        }
    }

    pub fn collisions(&self) -> &[Collision] {
        self.collisions.get_or_init(|| self.plan.collisions())
    }

    fn inside(&self, folder: &str) -> Arc<Vec<Node>> {
        let mut last = self
            .level
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some((known, nodes)) = last.as_ref()
            && known == folder
        {
            return nodes.clone();
        }
        let prefix = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let nodes = Arc::new(self.plan.inside(&prefix));
        *last = Some((folder.to_owned(), nodes.clone()));
        nodes
    }
}

fn page<I: Iterator>(all: I, after: Count) -> impl Iterator<Item = I::Item> {
    let after = usize::try_from(after.0).unwrap_or(usize::MAX);
    all.skip(after).take(PAGE)
}
