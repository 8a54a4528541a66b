//! Names that the configuration asks for and that are looked for among the serialized objects
//! (facts 2.2): one that has no file is silently left out of the deployment.

use super::config::{ConfigFile, FilterRule, Noted};
use std::collections::{BTreeSet, HashMap};

/// What is looked for, prepared so that each object is asked about once.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// As they stand in the configuration.
    pub names: Vec<WantedName>,
    by_kind: HashMap<String, Names>,
    /// Names that are wanted of any type.
    any: Names,
}

#[derive(Debug)]
pub(crate) struct WantedName {
    pub name: String,
    pub line: u32,
}

/// Indices by name in lower case.
type Names = HashMap<String, Vec<usize>>;

impl Wanted {
    pub(crate) fn of(config: &ConfigFile) -> Self {
        let mut wanted = Self::default();
        let ConfigFile::Read(config) = config else {
            return wanted;
        };
        for filter in &config.filters {
            let kind = filter.object_type.as_ref().map(|own| own.value.as_str());
            wanted.add(kind, filter);
        }
        wanted.add(Some("cms.contentitem"), &config.content_items);
        wanted
    }

    fn add(&mut self, kind: Option<&str>, filter: &FilterRule) {
        for Noted { value, line } in &filter.included {
            // A pattern may well stand for nothing yet.
            if value.contains('%') {
                continue;
            }
            let names = match kind {
                Some(kind) => self.by_kind.entry(kind.to_lowercase()).or_default(),
                None => &mut self.any,
            };
            let index = self.names.len();
            names.entry(value.to_lowercase()).or_default().push(index);
            self.names.push(WantedName {
                name: value.clone(),
                line: *line,
            });
        }
    }

    /// Whether objects of that type are asked for by name.
    pub(crate) fn asks_about(&self, kind: &str) -> bool {
        !self.any.is_empty() || self.by_kind.contains_key(&*kind.to_lowercase())
    }

    /// Notes which wanted names an object of that type and name answers.
    pub(crate) fn answered(&self, kind: &str, name: &str, found: &mut BTreeSet<usize>) {
        let name = name.to_lowercase();
        let own = self.by_kind.get(&kind.to_lowercase());
        for names in [Some(&self.any), own].into_iter().flatten() {
            found.extend(names.get(&name).into_iter().flatten());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::content::config;

    #[test]
    fn names_are_answered_in_any_case_and_within_their_type() {
        let config = config::read(
            config::FILE,
            b"<RepositoryConfiguration Version=\"2\"><ObjectFilters>\n\
              <IncludedCodeNames ObjectType=\"cms.role\">Editor; Press%;team</IncludedCodeNames>\n\
              </ObjectFilters></RepositoryConfiguration>",
        );
        let wanted = Wanted::of(&config);
        assert_eq!(wanted.names.len(), 2);
        assert!(wanted.asks_about("CMS.Role") && !wanted.asks_about("cms.user"));
        let answered = |kind: &str, name: &str| {
            let mut found = BTreeSet::new();
            wanted.answered(kind, name, &mut found);
            found.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(answered("cms.role", "EDITOR"), [0]);
        assert_eq!(answered("cms.role", "Team"), [1]);
        assert_eq!(answered("cms.role", "PressTeam"), [] as [usize; 0]);
        assert_eq!(answered("cms.user", "Editor"), [] as [usize; 0]);
    }
}
