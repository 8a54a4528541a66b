//! Files that become one and the same blob, or that only some programs tell apart: by case, by
//! Unicode form, or a file where a folder is.

use super::facts::{Collision, CollisionSource};
use super::found::{FoundFile, Lies};
use super::plan::StoragePlan;
use crate::package::name_key;
use crate::units::{Bytes, Moment};
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

impl StoragePlan {
    /// Each name that more than one file would get, with those files; in the order of the paths.
    pub fn collisions(&self) -> Vec<Collision> {
        // Hashes only: 200,000 names side by side would be most of what this takes.
        let hasher = RandomState::new();
        let files: Vec<&FoundFile> = self.files().collect();
        let mut folders: HashSet<u64> = HashSet::new();
        let mut hashed: Vec<(u64, u32)> = Vec::with_capacity(files.len());
        let mut before = String::new();
        for (at, file) in files.iter().enumerate() {
            let key = name_key(&self.blob(file));
            let folder = key.rfind('/').map_or("", |end| &key[..end]);
            // Files of one folder follow each other.
            if folder != before {
                let ends = folder.match_indices('/').map(|(at, _)| at);
                let all = ends.chain([folder.len()]);
                folders.extend(all.map(|end| hasher.hash_one(&folder[..end])));
                before = folder.to_owned();
            }
            hashed.push((hasher.hash_one(key.as_str()), at as u32));
        }
        hashed.sort_unstable();
        let mut groups: Vec<Vec<u32>> = hashed
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|same| same.len() > 1 || folders.contains(&same[0].0))
            .map(|same| same.iter().map(|(_, at)| *at).collect())
            .collect();
        groups.sort_unstable();
        let group = |same: Vec<u32>| Collision {
            blob: self.blob(files[same[0] as usize]),
            sources: same.iter().map(|at| source(files[*at as usize])).collect(),
        };
        groups.into_iter().map(group).collect()
    }
}

fn source(file: &FoundFile) -> CollisionSource {
    let modified = match &file.lies {
        Lies::OnDisk(stamp) => Some(stamp.modified_ns),
        Lies::InZip(..) | Lies::InStorage(_) => None,
    };
    let moment = |ns: i64| jiff::Timestamp::from_nanosecond(ns.into()).ok();
    CollisionSource {
        path: file.path.to_string(),
        bytes: Bytes(file.bytes()),
        modified: modified.and_then(moment).map(Moment),
    }
}
