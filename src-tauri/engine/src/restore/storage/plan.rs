//! From what lies there to what will be sent: one blob per file, under a name that is certain.

use super::facts::{Choices, Container, NameChange, Node, Placement, StorageCheck, StorageFacts};
use super::found::{Found, FoundFile, Lies, find};
use super::judge::{Seen, judge};
use super::layout::{Recognised, recognise};
use super::names::{MARKER, blob_name, is_systems_own};
use crate::blob::{ChosenFile, Item, ZippedFile};
use crate::fault::Fault;
use crate::package::{lower, verdict_of};
use crate::units::{Bytes, Count};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// A tree that was looked at, with what was decided about it.
#[derive(Debug)]
pub struct StoragePlan {
    found: Arc<Found>,
    choices: Choices,
    recognised: Recognised,
    /// Files that are sent, by index in `found`.
    sent: Vec<u32>,
    pub check: StorageCheck,
}

/// Looks at a folder, or at a zip of one. Reads names, sizes and times, and tries to open each
/// file; no content.
///
/// # Errors
/// `storage-unreadable`, `file-unreadable`, `cancelled`. What speaks against the tree is a finding.
pub fn look(
    root: &Path,
    choices: &Choices,
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<StoragePlan, Fault> {
    look_telling(root, choices, &|_| {}, cancel)
}

/// As [`look`]; `seen` hears how many files were looked at so far.
///
/// # Errors
/// Those of [`look`].
pub fn look_telling(
    root: &Path,
    choices: &Choices,
    seen: &(dyn Fn(u64) + Sync),
    cancel: &(dyn Fn() -> bool + Sync),
) -> Result<StoragePlan, Fault> {
    let found = Arc::new(find(root, seen, cancel)?);
    Ok(StoragePlan::of(found, choices.clone()))
}

impl StoragePlan {
    /// The same tree under other decisions, without looking at the disk again.
    pub fn decided(&self, choices: Choices) -> Self {
        Self::of(self.found.clone(), choices)
    }

    /// Tells these files under these names from any other, as long as nothing changes them:
    /// SHA-256 in hexadecimal.
    pub fn print(&self) -> String {
        let mut digest = Sha256::new();
        for file in self.files() {
            let blob = self.blob(file);
            digest.update((blob.len() as u64).to_le_bytes());
            digest.update(blob);
            digest.update(file.bytes().to_le_bytes());
            match &file.lies {
                Lies::OnDisk(stamp) => digest.update(stamp.modified_ns.to_le_bytes()),
                Lies::InZip(zip, place) => {
                    digest.update(zip.stamp().modified_ns.to_le_bytes());
                    digest.update(place.mark());
                }
                Lies::InStorage(_) => {}
            }
        }
        let bytes = digest.finalize();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(super) fn of(found: Arc<Found>, choices: Choices) -> Self {
        let mut seen = Seen::default();
        let mut sent = Vec::new();
        for (index, file) in found.files.iter().enumerate() {
            if is_systems_own(&file.path) {
                seen.systems_own.push(file.path.to_string());
            } else if leaves_out(&choices, &file.path) {
                seen.left_out += 1;
            } else {
                sent.push(index as u32);
            }
        }
        let paths = sent.iter().map(|at| &*found.files[*at as usize].path);
        let mut recognised = recognise(paths);
        if let Some(container) = &choices.container {
            recognised = Recognised {
                placement: match recognised.placement {
                    Placement::Into { folder, .. } => Placement::Into {
                        folder,
                        container: container.clone(),
                    },
                    _ => Placement::Into {
                        folder: String::new(),
                        container: container.clone(),
                    },
                },
                sure: true,
            };
        }
        let facts = StorageFacts {
            name: name_of(&found.root),
            zipped: found.zipped,
            placement: recognised.placement.clone(),
            files: Count(0),
            bytes: Bytes(0),
            empty: Count(0),
            markers: Count(0),
            renamed: Count(0),
            left_out: Count(seen.left_out + seen.systems_own.len() as u64),
            containers: Vec::new(),
            largest: Bytes(0),
        };
        let mut plan = Self {
            found,
            choices,
            recognised,
            sent,
            check: StorageCheck {
                facts,
                findings: Vec::new(),
                verdict: crate::package::Verdict::Ready,
            },
        };
        plan.count();
        plan.check.findings = judge(&plan, &seen);
        plan.check.verdict = verdict_of(&plan.check.findings);
        plan
    }

    fn count(&mut self) {
        let mut facts = self.check.facts.clone();
        let mut containers: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for file in self.files() {
            facts.files.0 += 1;
            facts.bytes.0 = facts.bytes.0.saturating_add(file.bytes());
            facts.largest.0 = facts.largest.0.max(file.bytes());
            facts.empty.0 += u64::from(file.bytes() == 0);
            facts.markers.0 += u64::from(file.path.rsplit('/').next() == Some(MARKER));
            let blob = self.blob(file);
            let container = blob.split_once('/').map_or("", |(container, _)| container);
            let tally = match containers.get_mut(container) {
                Some(tally) => tally,
                None => containers.entry(container.to_owned()).or_default(),
            };
            tally.0 += 1;
            tally.1 += file.bytes();
        }
        facts.renamed.0 = self.changes().count() as u64;
        facts.containers = containers
            .into_iter()
            .map(|(name, (files, bytes))| Container {
                name,
                files: Count(files),
                bytes: Bytes(bytes),
            })
            .collect();
        self.check.facts = facts;
    }

    /// Files that are sent, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = &FoundFile> {
        self.sent.iter().map(|at| &self.found.files[*at as usize])
    }

    pub(super) fn found(&self) -> &Found {
        &self.found
    }

    /// What was decided about it.
    pub fn choices(&self) -> &Choices {
        &self.choices
    }

    pub(super) fn recognised(&self) -> &Recognised {
        &self.recognised
    }

    /// The exact name a file gets: its path below the container folders, in lower case.
    pub(super) fn blob(&self, file: &FoundFile) -> String {
        let renamed;
        let path = match self.choices.rename.get(&*file.path) {
            Some(name) => {
                let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                renamed = if folder.is_empty() {
                    name.clone()
                } else {
                    format!("{folder}/{name}")
                };
                renamed.as_str()
            }
            None => &*file.path,
        };
        match &self.recognised.placement {
            Placement::Containers { folder } => {
                blob_name(path.strip_prefix(folder.as_str()).unwrap_or(path))
            }
            Placement::Into { folder, container } => {
                let below = path.strip_prefix(folder.as_str()).unwrap_or(path);
                format!("{container}/{}", blob_name(below))
            }
            Placement::Unclear => blob_name(path),
        }
    }

    /// Every file and folder whose name changes to lower case, in the order of their paths; a
    /// folder once, however much lies in it.
    pub fn changes(&self) -> impl Iterator<Item = NameChange> {
        let around = match &self.recognised.placement {
            Placement::Containers { folder } | Placement::Into { folder, .. } => folder.len(),
            Placement::Unclear => 0,
        };
        let mut folders: HashSet<&str> = HashSet::new();
        self.files().flat_map(move |file| {
            let mut changes = Vec::new();
            let mut start = around.min(file.path.len());
            for part in file.path[start..].split('/') {
                let end = start + part.len();
                let small = lower(part);
                let is_folder = end < file.path.len();
                let from = &file.path[..end + usize::from(is_folder)];
                if small != part && (!is_folder || folders.insert(from)) {
                    changes.push(NameChange {
                        from: from.to_owned(),
                        to: small,
                    });
                }
                start = end + 1;
            }
            changes
        })
    }

    /// What lies in a folder of the tree as it will be, folders first, then by name; `folder` is
    /// empty for the top or ends with `/`.
    pub fn inside(&self, folder: &str) -> Vec<Node> {
        let mut nodes: BTreeMap<(bool, String), (u64, u64)> = BTreeMap::new();
        for file in self.files() {
            let blob = self.blob(file);
            let Some(rest) = blob.strip_prefix(folder) else {
                continue;
            };
            let (is_file, name) = match rest.split_once('/') {
                Some((inner, _)) => (false, inner),
                None => (true, rest),
            };
            let tally = nodes.entry((is_file, name.to_owned())).or_default();
            tally.0 += 1;
            tally.1 += file.bytes();
        }
        nodes
            .into_iter()
            .map(|((is_file, name), (files, bytes))| Node {
                name,
                is_folder: !is_file,
                files: Count(files),
                bytes: Bytes(bytes),
            })
            .collect()
    }

    /// What is to be sent from this computer, in the order of the paths, each under the name the
    /// preview promised.
    pub fn items(&self) -> Vec<Item> {
        let root: Arc<Path> = self.found.root.as_path().into();
        // Most files keep their names, and one copy of them is enough.
        let blob = |file: &FoundFile| match self.blob(file) {
            blob if blob == *file.path => file.path.clone(),
            blob => blob.into(),
        };
        let item = |file: &FoundFile| match &file.lies {
            Lies::OnDisk(stamp) => {
                let chosen = ChosenFile::below(&root, file.path.clone(), *stamp);
                Some(Item::chosen(blob(file), chosen))
            }
            Lies::InZip(zip, place) => {
                let entry = ZippedFile::new(zip.clone(), file.path.clone(), *place);
                Some(Item::zipped(blob(file), entry))
            }
            // The service copies it.
            Lies::InStorage(_) => None,
        };
        self.files().filter_map(item).collect()
    }
}

/// Whether a file or a folder around it is left out by choice.
pub(super) fn leaves_out(choices: &Choices, path: &str) -> bool {
    if choices.leave_out.is_empty() {
        return false;
    }
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    std::iter::once(path)
        .chain(folders)
        .any(|part| choices.leave_out.contains(part))
}

fn name_of(root: &Path) -> String {
    let name = root.file_name().unwrap_or(root.as_os_str());
    name.to_string_lossy().into_owned()
}
