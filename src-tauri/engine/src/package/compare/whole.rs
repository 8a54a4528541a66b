//! The comparison as a whole.

use super::answer::{
    Changes, ComparedFact, ComparedPackage, Comparison, ComparisonTotals, FactChange, Sameness,
};
use super::items::items;
use super::objects::{change_of, groups, read_all};
use super::pairs::{Pair, Place, differing};
use super::side::Side;
use super::{folders, libraries, migrations, settings};
use crate::fault::Fault;
use crate::package::archive::Source;
use crate::package::inspect::{cancelled, open, unreadable};
use crate::package::report::{AssetsMode, RestoreMode};
use crate::units::Count;
use std::io;
use std::path::Path;

/// Says what is in `new` that is not in `old`, and the other way round. Files of equal size and
/// checksum are taken for the same; only the others are read.
///
/// # Errors
/// `file-unreadable` if one of the files is missing or the disk does not give it, `not-a-package`
/// if one is no zip, `cancelled` once `cancel` says so.
pub fn compare(old: &Path, new: &Path, cancel: &dyn Fn() -> bool) -> Result<Comparison, Fault> {
    let (before, after) = (open(old)?, open(new)?);
    let before = Side::open(old, &before, cancel)?;
    let after = Side::open(new, &after, cancel)?;
    compare_sides(&before, &after, cancel)
        // Which of the two it was is not known here; the new one is the one that was chosen last.
        .map_err(|cause| unreadable(new, &cause))?
        .ok_or_else(cancelled)
}

/// None if it was cancelled.
pub(super) fn compare_sides(
    old: &Side<'_>,
    new: &Side<'_>,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Comparison>> {
    let pairs = differing(old, new);
    let Some(found) = read_all(old, new, &pairs, cancel)? else {
        return Ok(None);
    };
    let Some(content_items) = items(old, new, &found.differing, cancel)? else {
        return Ok(None);
    };
    let Some(sameness) = sameness(old, new, &pairs, cancel)? else {
        return Ok(None);
    };
    let (settings, mut unreadable) = settings::settings(old, new, &pairs)?;
    let garbled = found.differing.iter().filter(|object| object.unreadable);
    unreadable.extend(garbled.map(|object| object.pair.path.clone()));
    unreadable.sort_unstable();
    let objects = groups(old, new, &found.differing);
    let libraries = libraries::libraries(old, new);
    let migrations = migrations::migrations(old, new);
    let assets = folders::assets(old, new, &pairs);
    let is_file = |place| matches!(place, Place::Other | Place::Dependencies | Place::Metadata);
    let totals = ComparisonTotals {
        libraries: Changes::of(libraries.iter().map(|library| library.change)),
        objects: objects
            .iter()
            .fold(Changes::default(), |sum, group| sum.and(group.changes)),
        content_items: Changes::of(content_items.iter().map(|item| item.change)),
        settings: Changes::of(settings.iter().map(|setting| setting.change)),
        migrations: Changes::of(migrations.iter().map(|migration| migration.change)),
        assets: Changes::of(assets.iter().map(|asset| asset.change)),
        files: Changes::of(
            pairs
                .iter()
                .filter(|pair| is_file(pair.place))
                .map(change_of),
        ),
        rewritten: Count(found.rewritten),
    };
    let repository_changed = pairs
        .iter()
        .any(|pair| pair.place.is_repository(&pair.path));
    let facts = facts(&old.gist, &new.gist);
    let only_numbers = facts.iter().all(|change| {
        matches!(
            change.fact,
            ComparedFact::BuildNumber | ComparedFact::Assembly
        )
    });
    let has_settings = pairs.iter().any(|pair| pair.place == Place::Settings);
    Ok(Some(Comparison {
        only_code: sameness == Sameness::Different
            && !repository_changed
            && !has_settings
            && assets.is_empty()
            && only_numbers,
        sameness,
        config_changed: pairs.iter().any(|pair| pair.place == Place::Config),
        repository_changed,
        old: old.gist.clone(),
        new: new.gist.clone(),
        totals,
        facts,
        libraries,
        objects,
        content_items,
        settings,
        migrations,
        assets,
        asset_folders: folders::folders(old, new, &pairs, |place| place == Place::Asset),
        folders: folders::folders(old, new, &pairs, is_file),
        unreadable,
    }))
}

/// The same for any two sources of bytes, for tests; none if one is no zip.
#[cfg(test)]
pub(crate) fn compare_sources(old: &dyn Source, new: &dyn Source) -> Option<Comparison> {
    let go_on = || false;
    let name = Path::new("package.zip");
    let before = Side::open(name, old, &go_on).ok()?;
    let after = Side::open(name, new, &go_on).ok()?;
    compare_sides(&before, &after, &go_on).expect("memory can be read")
}

/// One file of two sources side by side, for tests.
#[cfg(test)]
pub(crate) fn diff_sources(
    old: &dyn Source,
    new: &dyn Source,
    entry: &str,
) -> Option<super::ObjectDiff> {
    let name = Path::new("package.zip");
    let before = Side::open(name, old, &|| false).ok()?;
    let after = Side::open(name, new, &|| false).ok()?;
    super::diff::diff_sides(&before, &after, entry).expect("memory can be read")
}

fn sameness(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[Pair],
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<Sameness>> {
    if !pairs.is_empty() {
        return Ok(Some(Sameness::Different));
    }
    if old.archive.size != new.archive.size {
        return Ok(Some(Sameness::SameContent));
    }
    Ok(same_bytes(old.source, new.source, cancel)?.map(|same| {
        if same {
            Sameness::SameBytes
        } else {
            Sameness::SameContent
        }
    }))
}

const BLOCK: u64 = 1 << 20;

/// Reads both to the first byte that differs. None if it was cancelled.
fn same_bytes(
    a: &dyn Source,
    b: &dyn Source,
    cancel: &dyn Fn() -> bool,
) -> io::Result<Option<bool>> {
    let mut at = 0;
    while at < a.size() {
        if cancel() {
            return Ok(None);
        }
        if a.read_up_to(at, BLOCK)? != b.read_up_to(at, BLOCK)? {
            return Ok(Some(false));
        }
        at += BLOCK;
    }
    Ok(Some(true))
}

fn facts(old: &ComparedPackage, new: &ComparedPackage) -> Vec<FactChange> {
    let text = |value: &Option<String>| value.clone();
    let values = |of: &ComparedPackage| {
        [
            (ComparedFact::Assembly, text(&of.assembly)),
            (ComparedFact::BuildNumber, text(&of.build_number)),
            (ComparedFact::XperienceVersion, text(&of.code_version)),
            (
                ComparedFact::RepositoryVersion,
                text(&of.repository_version),
            ),
            (ComparedFact::TargetFramework, text(&of.target_framework)),
            (
                ComparedFact::ZeroDowntime,
                of.zero_downtime.map(|flag| flag.to_string()),
            ),
            (
                ComparedFact::RestoreMode,
                of.restore_mode.map(|mode| mode.word().to_owned()),
            ),
            (
                ComparedFact::AssetsMode,
                of.assets_mode.map(|mode| mode.word().to_owned()),
            ),
        ]
    };
    values(old)
        .into_iter()
        .zip(values(new))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((fact, before), (_, after))| FactChange {
            fact,
            before,
            after,
        })
        .collect()
}

impl RestoreMode {
    /// As `repository.config` writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::CreateUpdate => "CreateUpdate",
            Self::Full => "Full",
        }
    }
}

impl AssetsMode {
    /// As `cloud-metadata.json` writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "Create",
            Self::CreateUpdate => "CreateUpdate",
        }
    }
}
