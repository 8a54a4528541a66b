//! A comparison cut to what a window shows at once; the totals stay those of the whole.

use super::answer::{Comparison, ObjectChange};

impl Comparison {
    /// With at most `most` entries in each list, objects counted per type. How many there are is
    /// told by `totals` and by the `changes` of a group.
    pub fn capped(&self, most: usize) -> Self {
        let mut shown = Self {
            libraries: first(&self.libraries, most),
            objects: first(&self.objects, most),
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
        for group in &mut shown.objects {
            group.objects.truncate(most);
        }
        shown
    }

    /// Objects of one type from the `from`th on, at most `most`.
    pub fn objects_of(&self, kind: &str, from: usize, most: usize) -> Vec<ObjectChange> {
        let group = self.objects.iter().find(|group| group.kind == kind);
        let objects = group.into_iter().flat_map(|group| &group.objects);
        objects.skip(from).take(most).cloned().collect()
    }
}

fn first<T: Clone>(list: &[T], most: usize) -> Vec<T> {
    list.iter().take(most).cloned().collect()
}
