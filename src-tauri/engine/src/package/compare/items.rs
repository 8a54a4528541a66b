//! Content items: several files each, told once per language as an editor sees them (facts 2.1).

use super::answer::{Change, ContentItemChange};
use super::lookup::ItemFiles;
use super::objects::{Differing, channel, content, is_part_of_an_item};
use super::side::Side;
use super::sketch::{Sketch, sketch};
use crate::package::archive::Scratch;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

/// Language versions of content items that differ, by title. None if it was cancelled.
pub(super) fn items(
    old: &Side<'_>,
    new: &Side<'_>,
    differing: &[Differing],
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Vec<ContentItemChange>>> {
    let items = gathered(differing);
    if items.is_empty() {
        return Ok(Some(Vec::new()));
    }
    let Some(after) = Known::about(new, &items, differing, true, cancel)? else {
        return Ok(None);
    };
    // What is gone is described by the package it is gone from.
    let Some(before) = Known::about(old, &items, differing, false, cancel)? else {
        return Ok(None);
    };
    let mut told: Vec<ContentItemChange> = items
        .iter()
        .flat_map(|(key, item)| item.told(key, &after, &before))
        .collect();
    told.sort_by(|a, b| {
        let key = |item: &ContentItemChange| {
            (
                item.change,
                item.title.clone(),
                item.code_name.clone(),
                item.language.clone(),
                item.channel.clone(),
            )
        };
        key(a).cmp(&key(b))
    });
    Ok(Some(told))
}

/// Channel and code name in lower case: code names tell no upper from lower case.
type Key = (Option<String>, String);

#[derive(Default)]
struct Item {
    code_name: String,
    /// Parts by language in lower case; none for what all languages share.
    parts: BTreeMap<Option<String>, Parts>,
}

#[derive(Default)]
struct Parts {
    /// As it is written.
    language: Option<String>,
    entries: BTreeSet<String>,
    /// What became of the file that stands for the whole: the item's own, or its metadata in that
    /// language.
    whole: Option<Change>,
}

fn gathered(differing: &[Differing]) -> BTreeMap<Key, Item> {
    let mut items: BTreeMap<Key, Item> = BTreeMap::new();
    for part in differing.iter().filter(|it| is_part_of_an_item(it)) {
        let Some(code_name) = &part.sketch.content_item else {
            continue;
        };
        let key = (channel(&part.pair.path), code_name.to_lowercase());
        let item = items.entry(key).or_default();
        item.code_name.clone_from(code_name);
        let language = part
            .sketch
            .language
            .clone()
            .or_else(|| from_folder(&part.pair.path));
        let parts = item
            .parts
            .entry(language.as_ref().map(|language| language.to_lowercase()))
            .or_default();
        parts.entries.insert(part.pair.path.clone());
        if part.sketch.language.is_some() || parts.language.is_none() {
            parts.language = language;
        }
        if matches!(
            &*part.sketch.kind,
            "cms.contentitem" | "cms.contentitemlanguagemetadata"
        ) {
            parts.whole = Some(part.change);
        }
    }
    items
}

/// The fields of an item lie in `<item>_<guid>_<language>@…/`, or with `_draft` behind (facts 2.1).
fn from_folder(path: &str) -> Option<String> {
    let folder = path.rsplit('/').nth(1)?.split('@').next()?;
    let mut parts = folder.rsplit('_');
    let last = parts.next()?;
    let language = if matches!(last, "draft" | "initialdraft") {
        parts.next()?
    } else {
        last
    };
    // There has to be something in front of it.
    parts.next()?;
    let letters = |part: &str, most| {
        (2..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let (first, rest) = language.split_once('-').unwrap_or((language, ""));
    let fits = letters(first, 3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && (rest.is_empty() || rest.split('-').all(|part| letters(part, 8)));
    fits.then(|| language.to_owned())
}

impl Item {
    fn told(&self, key: &Key, after: &Known, before: &Known) -> Vec<ContentItemChange> {
        let shared = self.parts.get(&None);
        let languages: Vec<&Parts> = self
            .parts
            .iter()
            .filter(|(language, _)| language.is_some())
            .map(|(_, parts)| parts)
            .collect();
        let rows: Vec<(&Parts, Option<&Parts>)> = if languages.is_empty() {
            shared.map(|parts| (parts, None)).into_iter().collect()
        } else {
            languages.into_iter().map(|parts| (parts, shared)).collect()
        };
        rows.into_iter()
            .map(|(parts, shared)| self.row(key, parts, shared, after, before))
            .collect()
    }

    fn row(
        &self,
        key: &Key,
        parts: &Parts,
        shared: Option<&Parts>,
        after: &Known,
        before: &Known,
    ) -> ContentItemChange {
        // An item that comes or goes takes its languages with it.
        let whole = shared
            .and_then(|shared| shared.whole)
            .filter(|change| *change != Change::Changed);
        let change = whole.or(parts.whole).unwrap_or(Change::Changed);
        let sides: [&Known; 2] = if change == Change::Removed {
            [before, after]
        } else {
            [after, before]
        };
        let about =
            |find: &dyn Fn(&Known) -> Option<String>| sides.iter().find_map(|known| find(known));
        let name = &key.1;
        let language = parts
            .language
            .as_ref()
            .map(|language| language.to_lowercase());
        let content_type = about(&|known| known.types.get(name).cloned());
        let entries = parts
            .entries
            .iter()
            .chain(shared.into_iter().flat_map(|shared| &shared.entries));
        ContentItemChange {
            change,
            title: about(&|known| known.title(name, language.as_deref()))
                .or_else(|| about(&|known| known.title(name, None)))
                .unwrap_or_else(|| self.code_name.clone()),
            type_name: content_type.as_ref().and_then(|content_type| {
                about(&|known| known.type_names.get(&content_type.to_lowercase()).cloned())
            }),
            content_type,
            language: parts.language.clone(),
            page_path: about(&|known| known.paths.get(&(key.0.clone(), name.clone())).cloned()),
            channel: key.0.clone(),
            code_name: self.code_name.clone(),
            entries: entries.cloned().collect(),
        }
    }
}

/// What one package tells about the items, also in files that did not change.
#[derive(Default)]
struct Known {
    /// Content type by item.
    types: HashMap<String, String>,
    /// Title by item and language, both in lower case.
    titles: BTreeMap<(String, String), String>,
    paths: HashMap<Key, String>,
    /// Display names of content types.
    type_names: HashMap<String, String>,
}

/// Between how many files it is asked whether to stop.
const BATCH: usize = 2_048;

impl Known {
    fn about(
        side: &Side<'_>,
        items: &BTreeMap<Key, Item>,
        differing: &[Differing],
        is_new: bool,
        cancel: &dyn Fn() -> bool,
    ) -> io::Result<Option<Self>> {
        let mut known = Self::default();
        // The sketches at hand are those of the new package, where it has the file.
        let at_hand = differing.iter().filter(|part| {
            !part.binary && is_part_of_an_item(part) && (part.pair.new.is_some() == is_new)
        });
        for part in at_hand {
            known.take(&part.sketch, &part.pair.path);
        }
        let files = ItemFiles::of(side);
        let mut wanted: Vec<usize> = Vec::new();
        let mut channels: BTreeSet<&str> = BTreeSet::new();
        for (key, item) in items {
            if !known.types.contains_key(&key.1) {
                wanted.extend(files.items(&item.code_name));
            }
            let languages = item.parts.keys().flatten();
            if item.parts.contains_key(&None)
                || languages
                    .clone()
                    .any(|l| known.title(&key.1, Some(l)).is_none())
            {
                wanted.extend(files.languages(&item.code_name));
            }
            if let Some(channel) = &key.0
                && !known.paths.contains_key(key)
            {
                channels.insert(channel);
            }
        }
        wanted.extend(channels.iter().flat_map(|channel| files.pages(channel)));
        wanted.sort_unstable();
        wanted.dedup();
        if !known.read(side, &wanted, cancel)? {
            return Ok(None);
        }
        let types: BTreeSet<&String> = known.types.values().collect();
        let mut types: Vec<usize> = types.iter().flat_map(|name| files.types(name)).collect();
        types.sort_unstable();
        types.dedup();
        Ok(known.read(side, &types, cancel)?.then_some(known))
    }

    /// False if it was cancelled.
    fn read(
        &mut self,
        side: &Side<'_>,
        entries: &[usize],
        cancel: &dyn Fn() -> bool,
    ) -> io::Result<bool> {
        for batch in entries.chunks(BATCH) {
            if cancel() {
                return Ok(false);
            }
            let read: io::Result<Vec<(usize, Option<Sketch>)>> = batch
                .par_iter()
                .with_min_len(32)
                .map_init(Scratch::new, |scratch, &at| {
                    Ok((at, content(side, at, scratch)?.and_then(sketch)))
                })
                .collect();
            for (at, sketch) in read? {
                if let Some(sketch) = sketch {
                    self.take(&sketch, side.path(at));
                }
            }
        }
        Ok(true)
    }

    fn take(&mut self, sketch: &Sketch, path: &str) {
        if sketch.kind == "cms.contenttype" {
            if let (Some(code), Some(name)) = (&sketch.code_name, &sketch.display_name) {
                self.type_names
                    .entry(code.to_lowercase())
                    .or_insert_with(|| name.clone());
            }
            return;
        }
        let Some(item) = sketch.content_item.as_ref().map(|item| item.to_lowercase()) else {
            return;
        };
        match &*sketch.kind {
            "cms.contentitem" => {
                if let Some(content_type) = &sketch.content_type {
                    self.types
                        .entry(item)
                        .or_insert_with(|| content_type.clone());
                }
            }
            "cms.contentitemlanguagemetadata" => {
                if let Some(title) = &sketch.display_name {
                    let language = sketch.language.clone().unwrap_or_default().to_lowercase();
                    self.titles
                        .entry((item, language))
                        .or_insert_with(|| title.clone());
                }
            }
            "cms.webpageitem" => {
                if let Some(page_path) = &sketch.page_path {
                    let key = (channel(path), item);
                    self.paths.entry(key).or_insert_with(|| page_path.clone());
                }
            }
            _ => {}
        }
    }

    /// In that language, else in the first one there is.
    fn title(&self, item: &str, language: Option<&str>) -> Option<String> {
        if let Some(language) = language {
            return self
                .titles
                .get(&(item.to_owned(), language.to_owned()))
                .cloned();
        }
        let first = self
            .titles
            .range((item.to_owned(), String::new())..)
            .next()?;
        (first.0.0 == item).then(|| first.1.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_fields_is_in_the_name_of_their_folder() {
        let language = |folder: &str| {
            from_folder(&format!(
                "$CDRepository/devnet/contentitemdata.x/{folder}/a.xml"
            ))
        };
        assert_eq!(
            language("home-xcegxd3z_97e0..bb7a79454078_en-us@a5cd0b637a").as_deref(),
            Some("en-us")
        );
        assert_eq!(
            language("home_97e0_de_draft@a5cd0b637a").as_deref(),
            Some("de")
        );
        assert_eq!(language("home-xcegxd3z@a5cd0b637a"), None);
        assert_eq!(language("press_release@a5cd0b637a"), None);
    }
}
