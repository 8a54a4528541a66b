//! A comparison cut to what a window shows at once; the totals stay those of the whole, and
//! [`super::search`] pages on.

use super::answer::Comparison;

impl Comparison {
    /// With at most `most` entries in each list, and as many objects of all types together. How
    /// many there are is told by `totals` and by the `changes` of a group; no group is left out.
    pub fn capped(&self, most: usize) -> Self {
        let mut shown = Self {
            libraries: first(&self.libraries, most),
            objects: Vec::with_capacity(self.objects.len()),
            content_items: first(&self.content_items, most),
            settings: first(&self.settings, most),
            migrations: first(&self.migrations, most),
            assets: first(&self.assets, most),
            asset_folders: first(&self.asset_folders, most),
            folders: first(&self.folders, most),
            unreadable: first(&self.unreadable, most),
            facts: self.facts.clone(),
            old: self.old.clone(),
            new: self.new.clone(),
            ..*self
        };
        let mut left = most;
        for group in &self.objects {
            let objects = first(&group.objects, left);
            left -= objects.len();
            shown.objects.push(super::ObjectGroup {
                kind: group.kind.clone(),
                changes: group.changes,
                objects,
            });
        }
        shown
    }
}

fn first<T: Clone>(list: &[T], most: usize) -> Vec<T> {
    list.iter().take(most).cloned().collect()
}
