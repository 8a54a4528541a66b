//! Libraries of `deps.json` and the versions they come in.

use super::answer::{Change, LibraryChange};
use super::side::Side;
use crate::package::content::application::{Dependencies, PLATFORM};
use std::collections::BTreeMap;

/// Xperience's own first, then by name. The project itself is left out: its version is the build's.
pub(super) fn libraries(old: &Side<'_>, new: &Side<'_>) -> Vec<LibraryChange> {
    let (before, after) = (listed(old), listed(new));
    let names: BTreeMap<&String, &str> = before
        .iter()
        .chain(&after)
        .map(|(key, (name, _))| (key, *name))
        .collect();
    let mut changes: Vec<LibraryChange> = names
        .into_iter()
        .filter_map(|(key, name)| {
            let version =
                |side: &Listed<'_>| side.get(key).map(|(_, version)| (*version).to_owned());
            let (before, after) = (version(&before), version(&after));
            let change = match (&before, &after) {
                (None, _) => Change::Added,
                (Some(_), None) => Change::Removed,
                (a, b) if a == b => return None,
                _ => Change::Changed,
            };
            Some(LibraryChange {
                name: name.to_owned(),
                change,
                before,
                after,
                platform: PLATFORM
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name)),
            })
        })
        .collect();
    changes.sort_by_key(|library| !library.platform);
    changes
}

/// Name and version by the name in lower case.
type Listed<'s> = BTreeMap<String, (&'s str, &'s str)>;

fn listed<'s>(side: &'s Side<'_>) -> Listed<'s> {
    let own = side.gist.assembly.as_deref();
    let libraries = side.dependencies.iter().flat_map(Dependencies::all);
    libraries
        .filter(|(name, _)| !own.is_some_and(|own| own.eq_ignore_ascii_case(name)))
        .map(|(name, version)| (name.to_lowercase(), (name, version)))
        .collect()
}
