//! What a `repository.config` means: the two generations of it say opposite things by leaving
//! something out (facts 2.2), so the meaning is worked out here once.

use super::content::config::{FilterRule, Noted, RepositoryConfig};
use super::content::text::excerpt;
use super::content::{ConfigFile, Reading};
use super::report::{RestoreMode, Tally};
use crate::units::Count;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How much a list takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum ScopeRule {
    /// `<IncludeAll />` stands there.
    IncludeAll,
    /// Version 1 with an empty list, or without one: everything.
    EverythingByDefault,
    /// What `included` names.
    Listed,
    /// Version 2 with an empty list, or without one: nothing.
    NothingByDefault,
    /// The generation is unknown, so nobody can say.
    Unknown,
}

/// What a configuration takes in, and what it leaves out of that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Scope {
    pub rule: ScopeRule,
    /// At most 200 names; `more` counts the rest.
    pub included: Vec<String>,
    pub excluded: Vec<String>,
    pub more: Count,
}

/// Names that narrow a type down. `%` at either end stands for anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct NameFilter {
    /// None: for every type, or for content items.
    pub object_type: Option<String>,
    /// Where not empty, nothing but these. At most 200 names of each; `more` counts the rest.
    pub included: Vec<String>,
    pub excluded: Vec<String>,
    pub more: Count,
}

/// What deploying does to the objects of one type in the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TypeEffect {
    /// Object type, or content type for content items.
    pub name: String,
    pub content_items: bool,
    /// How many of it the package carries.
    pub objects: Count,
    /// What the target lacks is created.
    pub creates: bool,
    /// What the target has is overwritten.
    pub updates: bool,
    /// What the target has and the package lacks is deleted.
    pub deletes: bool,
}

/// A `repository.config` in plain terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ConfigExplanation {
    /// `1` or `2`; none for a number nobody knows.
    pub generation: Option<u8>,
    pub mode: Option<RestoreMode>,
    pub object_types: Scope,
    /// Generation 1 knows no such list: content items are object types like any other there.
    pub content_types: Option<Scope>,
    pub filters: Vec<NameFilter>,
    pub content_item_filter: Option<NameFilter>,
    /// What the package carries and the configuration takes in, most objects first, at most 200;
    /// and under `Full` types that are taken in and of which the package carries nothing.
    pub effects: Vec<TypeEffect>,
    /// Objects the package carries and the configuration leaves out.
    pub left_out: Count,
}

/// Names told of each list.
const MOST_NAMES: usize = 200;
const MOST_EFFECTS: usize = 200;

/// Object types that make up content items; the content lists decide about them (facts 2.1, 2.2).
const CONTENT_KINDS: [&str; 10] = [
    "cms.contentitem",
    "cms.contentitemcommondata",
    "cms.contentitemlanguagemetadata",
    "cms.contentitemreference",
    "cms.webpageitem",
    "cms.webpageformerurlpath",
    "cms.webpageurlpath",
    "emaillibrary.emailconfiguration",
    "emaillibrary.sendconfiguration",
    "cms.headlessitem",
];

/// Whether files of this object type are parts of content items.
pub(super) fn is_content_kind(kind: &str) -> bool {
    kind.starts_with("contentitemdata.") || CONTENT_KINDS.contains(&kind)
}

/// Object types version 2 does not let `ObjectFilters` name (facts 2.2).
pub(super) const NOT_FILTERED: [&str; 10] = CONTENT_KINDS;

/// Explains the configuration of a package; none if there is none to be read.
pub(super) fn explain(reading: &Reading) -> Option<ConfigExplanation> {
    let ConfigFile::Read(config) = &reading.config else {
        return None;
    };
    let object_types = object_scope(config);
    let content_types = (config.generation() != Some(1)).then(|| content_scope(config));
    let (effects, left_out) = effects(
        config,
        &reading.objects.by_kind(),
        &reading.objects.by_content_type(),
    );
    Some(ConfigExplanation {
        generation: config.generation(),
        mode: config.mode(),
        object_types,
        content_types,
        filters: config.filters.iter().map(name_filter).collect(),
        content_item_filter: (!config.content_items.is_empty())
            .then(|| name_filter(&config.content_items)),
        effects,
        left_out: Count(left_out),
    })
}

fn object_scope(config: &RepositoryConfig) -> Scope {
    scope(
        config,
        config.all_objects,
        &config.object_types,
        &config.excluded_types,
    )
}

fn content_scope(config: &RepositoryConfig) -> Scope {
    scope(
        config,
        config.all_content,
        &config.content_types,
        &config.excluded_content,
    )
}

fn scope(config: &RepositoryConfig, all: bool, included: &[Noted], excluded: &[Noted]) -> Scope {
    let rule = match config.generation() {
        _ if all => ScopeRule::IncludeAll,
        None => ScopeRule::Unknown,
        Some(_) if !included.is_empty() => ScopeRule::Listed,
        Some(1) => ScopeRule::EverythingByDefault,
        Some(_) => ScopeRule::NothingByDefault,
    };
    let (included, more_included) = capped(included);
    let (excluded, more_excluded) = capped(excluded);
    Scope {
        rule,
        included,
        excluded,
        more: Count(more_included + more_excluded),
    }
}

fn name_filter(filter: &FilterRule) -> NameFilter {
    let (included, more_included) = capped(&filter.included);
    let (excluded, more_excluded) = capped(&filter.excluded);
    NameFilter {
        object_type: filter.object_type.as_ref().map(|own| own.value.clone()),
        included,
        excluded,
        more: Count(more_included + more_excluded),
    }
}

fn capped(names: &[Noted]) -> (Vec<String>, u64) {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| excerpt(&name.value))
        .collect();
    let more = names.len() - shown.len();
    (shown, more as u64)
}

/// What a list takes in, ready to be asked often.
struct Intake {
    all: bool,
    included: HashSet<String>,
    excluded: HashSet<String>,
}

impl Intake {
    fn of(scope: &Scope, included: &[Noted], excluded: &[Noted]) -> Self {
        let set = |names: &[Noted]| names.iter().map(|name| name.value.to_lowercase()).collect();
        Self {
            all: matches!(
                scope.rule,
                ScopeRule::IncludeAll | ScopeRule::EverythingByDefault
            ),
            included: set(included),
            excluded: set(excluded),
        }
    }

    fn takes(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        (self.all || self.included.contains(&name)) && !self.excluded.contains(&name)
    }

    /// A child or binding type is restored with its parent without being listed, unless it is
    /// excluded: only main types stand in the lists (facts 2.2). Which types are main ones is not
    /// known in full, so one that is neither a known main type nor excluded follows wherever
    /// anything is included.
    fn takes_with_its_parent(&self, name: &str) -> bool {
        !self.included.is_empty()
            && !self.excluded.contains(&name.to_lowercase())
            && !MAIN_TYPES.contains(&name)
    }
}

/// What happens to each type, and how many objects are not looked at.
fn effects(
    config: &RepositoryConfig,
    kinds: &[Tally],
    content_types: &[Tally],
) -> (Vec<TypeEffect>, u64) {
    let objects = Intake::of(
        &object_scope(config),
        &config.object_types,
        &config.excluded_types,
    );
    let content = Intake::of(
        &content_scope(config),
        &config.content_types,
        &config.excluded_content,
    );
    let takes_content = |name: &str| match config.generation() {
        Some(1) => objects.takes("cms.contentitem"),
        _ => content.takes(name),
    };
    let mode = config.mode();
    let effect = |name: &str, content_items: bool, count: u64| TypeEffect {
        name: name.to_owned(),
        content_items,
        objects: Count(count),
        creates: count > 0 && mode.is_some(),
        updates: count > 0 && matches!(mode, Some(RestoreMode::CreateUpdate | RestoreMode::Full)),
        deletes: mode == Some(RestoreMode::Full),
    };
    let mut effects = Vec::new();
    let mut left_out = 0;
    for tally in content_types {
        if takes_content(&tally.name) {
            effects.push(effect(&tally.name, true, tally.count.0));
        } else {
            left_out += tally.count.0;
        }
    }
    for tally in kinds.iter().filter(|tally| !is_content_kind(&tally.name)) {
        if objects.takes(&tally.name) || objects.takes_with_its_parent(&tally.name) {
            effects.push(effect(&tally.name, false, tally.count.0));
        } else {
            left_out += tally.count.0;
        }
    }
    if mode == Some(RestoreMode::Full) {
        let carried: HashSet<String> = effects
            .iter()
            .map(|effect: &TypeEffect| effect.name.to_lowercase())
            .collect();
        let emptied: Vec<TypeEffect> = config
            .object_types
            .iter()
            .map(|name| (excerpt(&name.value), false))
            .chain(
                config
                    .content_types
                    .iter()
                    .map(|name| (excerpt(&name.value), true)),
            )
            .filter(|(name, _)| !carried.contains(&name.to_lowercase()))
            .map(|(name, content)| effect(&name, content, 0))
            .collect();
        effects.extend(emptied);
    }
    effects.sort_by(|a, b| b.objects.cmp(&a.objects).then_with(|| a.name.cmp(&b.name)));
    effects.truncate(MOST_EFFECTS);
    (effects, left_out)
}

/// Types that the cloud template lists one by one, as far as they occur as files of their own.
const MAIN_TYPES: [&str; 24] = [
    "cms.channel",
    "cms.class",
    "cms.consent",
    "cms.contentfolder",
    "cms.contentlanguage",
    "cms.contenttype",
    "cms.contentworkflow",
    "cms.country",
    "cms.culture",
    "cms.form",
    "cms.formclass",
    "cms.macrorule",
    "cms.macrorulecategory",
    "cms.pagetemplateconfiguration",
    "cms.resource",
    "cms.role",
    "cms.settingscategory",
    "cms.settingskey",
    "cms.smartfolder",
    "cms.systemtable",
    "cms.taxonomy",
    "cms.user",
    "cms.workspace",
    "om.contactgroup",
];
