//! The lists and filters of a `repository.config`: names, as they are written (facts 2.2).

use super::{Noted, RepositoryConfig};
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// Which names of a type are taken in and left out; `%` at either end stands for anything.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FilterRule {
    /// As it is written; none means every type.
    pub object_type: Option<Noted>,
    pub included: Vec<Noted>,
    pub excluded: Vec<Noted>,
}

impl FilterRule {
    pub(crate) fn is_empty(&self) -> bool {
        self.included.is_empty() && self.excluded.is_empty()
    }

    /// Whether a name passes: it is taken in, where anything is named to be, and not left out.
    pub(crate) fn passes(&self, name: &str) -> bool {
        let named = |names: &[Noted]| names.iter().any(|known| fits(&known.value, name));
        (self.included.is_empty() || named(&self.included)) && !named(&self.excluded)
    }

    pub(crate) fn is_about(&self, object_type: &str) -> bool {
        let own = self.object_type.as_ref();
        own.is_some_and(|own| own.value.eq_ignore_ascii_case(object_type))
    }
}

/// Whether a name is meant: `%` at either end stands for anything, case does not matter (facts 2.2).
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let fixed = pattern.trim_matches('%');
    match (pattern.starts_with('%'), pattern.ends_with('%')) {
        (true, true) => name.contains(fixed),
        (true, false) => name.ends_with(fixed),
        (false, true) => name.starts_with(fixed),
        (false, false) => name == fixed,
    }
}

/// Real configurations name some dozens; what goes beyond is not looked at.
const MOST_NAMES: usize = 5_000;

/// A list that names stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum List {
    #[default]
    ObjectTypes,
    ExcludedTypes,
    ContentTypes,
    ExcludedContent,
    CodeNames {
        object_type: Option<String>,
        included: bool,
    },
    ItemNames {
        included: bool,
    },
}

impl List {
    /// The list an element's text belongs to, by where the element lies.
    pub(super) fn of(path: &[&str], tag: &BytesStart<'_>) -> Option<Self> {
        let [_, list, element] = path else {
            return None;
        };
        Some(match (*list, *element) {
            ("IncludedObjectTypes", "ObjectType") => Self::ObjectTypes,
            ("ExcludedObjectTypes", "ObjectType") => Self::ExcludedTypes,
            ("IncludedContentItemsOfType", "ContentType") => Self::ContentTypes,
            ("ExcludedContentItemsOfType", "ContentType") => Self::ExcludedContent,
            ("ObjectFilters", "IncludedCodeNames" | "ExcludedCodeNames") => Self::CodeNames {
                object_type: object_type(tag),
                included: *element == "IncludedCodeNames",
            },
            ("ContentItemFilters", "IncludedContentItemNames" | "ExcludedContentItemNames") => {
                Self::ItemNames {
                    included: *element == "IncludedContentItemNames",
                }
            }
            _ => return None,
        })
    }
}

fn object_type(tag: &BytesStart<'_>) -> Option<String> {
    let attribute = tag.try_get_attribute("ObjectType").ok()??;
    let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
    let name = value.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The text of such an element while it is read.
#[derive(Default)]
pub(super) struct Names {
    pub list: List,
    pub line: u32,
    pub text: String,
}

impl RepositoryConfig {
    /// Takes in the names of one element; those of filters are separated by `;`.
    pub(super) fn keep(&mut self, names: Names) {
        let Names { list, line, text } = names;
        let room = MOST_NAMES.saturating_sub(self.kept);
        if room == 0 {
            return;
        }
        let several = matches!(list, List::CodeNames { .. } | List::ItemNames { .. });
        let values: Vec<Noted> = text
            .split(|c| several && c == ';')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .take(room)
            .map(|name| Noted {
                value: name.to_owned(),
                line,
            })
            .collect();
        self.kept += values.len();
        match list {
            List::ObjectTypes => self.object_types.extend(values),
            List::ExcludedTypes => self.excluded_types.extend(values),
            List::ContentTypes => self.content_types.extend(values),
            List::ExcludedContent => self.excluded_content.extend(values),
            List::ItemNames { included } => self.content_items.side(included).extend(values),
            List::CodeNames {
                object_type,
                included,
            } => {
                // An element for a type counts even if it names nothing.
                self.kept += 1;
                let known = self.filters.iter().position(|filter| {
                    let own = filter.object_type.as_ref().map(|own| own.value.as_str());
                    match (own, object_type.as_deref()) {
                        (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
                        (own, other) => own == other,
                    }
                });
                let at = known.unwrap_or_else(|| {
                    self.filters.push(FilterRule {
                        object_type: object_type.map(|value| Noted { value, line }),
                        ..FilterRule::default()
                    });
                    self.filters.len() - 1
                });
                self.filters[at].side(included).extend(values);
            }
        }
    }
}

impl FilterRule {
    fn side(&mut self, included: bool) -> &mut Vec<Noted> {
        if included {
            &mut self.included
        } else {
            &mut self.excluded
        }
    }
}
