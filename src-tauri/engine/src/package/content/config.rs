//! `$CDRepository/repository.config` (facts 2.2).

mod lists;

pub(crate) use lists::FilterRule;

use super::text::{Lines, decode, excerpt, line_at, nth_line};
use crate::package::report::{Evidence, RestoreMode};
use lists::{List, Names};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

pub(crate) const FILE: &str = "repository.config";

#[derive(Debug)]
pub(crate) enum ConfigFile {
    Missing,
    /// It is there, but the archive does not give its content; another finding says why.
    Closed,
    /// Not XML, or not a repository configuration.
    NotConfig {
        evidence: Evidence,
    },
    Read(Box<RepositoryConfig>),
}

#[derive(Debug, Default)]
pub(crate) struct RepositoryConfig {
    pub entry: String,
    text: String,
    /// Value of the attribute, however its name is written.
    pub version: Option<Noted>,
    /// The attribute is written `version`, which XML tells apart from `Version`.
    pub version_in_lower_case: bool,
    pub restore_mode: Option<Noted>,
    /// Lines of `<IncludeAll />`, the first few; each of the two lists has room for one.
    pub include_all: Vec<u32>,
    /// `<ObjectType>` and `<ContentType>` elements that include something.
    pub included: usize,
    /// `<IncludeAll />` for object types.
    pub all_objects: bool,
    /// `<IncludeAll />` for content items.
    pub all_content: bool,
    /// Names of the four lists, as they are written.
    pub object_types: Vec<Noted>,
    pub excluded_types: Vec<Noted>,
    pub content_types: Vec<Noted>,
    pub excluded_content: Vec<Noted>,
    /// `<ObjectFilters>`, one for each object type that is named there.
    pub filters: Vec<FilterRule>,
    /// `<ContentItemFilters>`.
    pub content_items: FilterRule,
    /// Names kept so far, of all lists together.
    kept: usize,
}

const MOST_INCLUDE_ALL: usize = 10;

/// How deep names of elements matter; deeper ones are counted only.
const DEEPEST: usize = 4;

/// A value and its 1-based line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Noted {
    pub value: String,
    pub line: u32,
}

impl RepositoryConfig {
    /// `1` or `2`; none for a number nobody knows. Lower case may well be read as 1, but what it
    /// is meant to be is clear.
    pub(crate) fn generation(&self) -> Option<u8> {
        match self.version.as_ref().map(|version| version.value.trim()) {
            None | Some("1") => Some(1),
            Some("2") => Some(2),
            Some(_) => None,
        }
    }

    pub(crate) fn mode(&self) -> Option<RestoreMode> {
        match self.restore_mode.as_ref()?.value.as_str() {
            "Create" => Some(RestoreMode::Create),
            "CreateUpdate" => Some(RestoreMode::CreateUpdate),
            "Full" => Some(RestoreMode::Full),
            _ => None,
        }
    }

    /// In version 2, what is not listed is not part of the repository; in version 1 an empty list
    /// means everything.
    pub(crate) fn includes_nothing(&self) -> bool {
        self.generation() == Some(2) && self.included == 0 && self.include_all.is_empty()
    }

    pub(crate) fn place(&self, line: u32) -> Evidence {
        Evidence {
            entry: self.entry.clone(),
            line: Some(line),
            excerpt: nth_line(&self.text, line).map(excerpt),
        }
    }
}

pub(crate) fn read(entry: &str, bytes: &[u8]) -> ConfigFile {
    let text = decode(bytes).into_owned();
    match parse(&text) {
        Ok(config) => ConfigFile::Read(Box::new(RepositoryConfig {
            entry: entry.to_owned(),
            text,
            ..config
        })),
        Err(offset) => {
            let line = line_at(&text, offset);
            let excerpt = nth_line(&text, line).map(excerpt);
            ConfigFile::NotConfig {
                evidence: Evidence {
                    entry: entry.to_owned(),
                    line: Some(line),
                    excerpt,
                },
            }
        }
    }
}

/// The configuration, or the offset where it stops being one.
fn parse(text: &str) -> Result<RepositoryConfig, usize> {
    let mut reader = Reader::from_str(text);
    let mut lines = Lines::of(text);
    let mut config = RepositoryConfig::default();
    let mut open = Open::default();
    let mut seen_root = false;
    let mut names: Option<Names> = None;
    loop {
        let at = position(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = name(&tag);
                let line = lines.at(at);
                enter(&mut config, &open, &name, &tag, line).ok_or(at)?;
                seen_root = true;
                open.push(name);
                if let Some(list) = List::of(&open.path(), &tag) {
                    names = Some(Names {
                        list,
                        line,
                        text: String::new(),
                    });
                }
            }
            Ok(Event::Empty(tag)) => {
                enter(&mut config, &open, &name(&tag), &tag, lines.at(at)).ok_or(at)?;
                seen_root = true;
            }
            Ok(Event::End(_)) => {
                if open.depth == 3
                    && let Some(names) = names.take()
                {
                    config.keep(names);
                }
                open.pop();
            }
            Ok(Event::Text(words)) if open.depth == 3 && names.is_some() => {
                names.get_or_insert_default().text.push_str(&words);
            }
            Ok(Event::CData(words)) if open.depth == 3 && names.is_some() => {
                names.get_or_insert_default().text.push_str(&words);
            }
            Ok(Event::Text(words)) => {
                if let ["RepositoryConfiguration", "RestoreMode"] = open.path()[..] {
                    config
                        .restore_mode
                        .get_or_insert_default()
                        .value
                        .push_str(words.trim());
                }
            }
            Ok(Event::Eof) if open.depth == 0 && seen_root => return Ok(config),
            Ok(Event::Eof) => return Err(text.len()),
            Ok(_) => {}
            // Where the markup that has no end begins, not where the text ends.
            Err(_) => return Err(position(reader.error_position())),
        }
    }
}

/// Notes what an element says. None if the root is not a repository configuration.
fn enter(
    config: &mut RepositoryConfig,
    open: &Open,
    name: &str,
    tag: &BytesStart<'_>,
    line: u32,
) -> Option<()> {
    match (&open.path()[..], name) {
        ([], "RepositoryConfiguration") => {
            // Unchecked: looking for twins among them takes the square of their number.
            for attribute in tag.attributes().with_checks(false).flatten() {
                let key = attribute.key.as_ref();
                if key.eq_ignore_ascii_case("version") {
                    config.version_in_lower_case = key != "Version";
                    let value = attribute
                        .normalized_value(XmlVersion::Implicit1_0)
                        .ok()?
                        .into_owned();
                    config.version = Some(Noted { value, line });
                }
            }
        }
        ([], _) => return None,
        ([_], "RestoreMode") => {
            config.restore_mode = Some(Noted {
                value: String::new(),
                line,
            })
        }
        ([_, "IncludedObjectTypes" | "IncludedContentItemsOfType"], "IncludeAll")
            if config.include_all.len() < MOST_INCLUDE_ALL =>
        {
            config.include_all.push(line);
            match open.path()[1] {
                "IncludedObjectTypes" => config.all_objects = true,
                _ => config.all_content = true,
            }
        }
        ([_, "IncludedObjectTypes"], "ObjectType")
        | ([_, "IncludedContentItemsOfType"], "ContentType") => {
            config.included += 1;
        }
        _ => {}
    }
    Some(())
}

/// The elements that are open: a file of nothing but opening tags takes no more room than others.
#[derive(Default)]
struct Open {
    names: Vec<String>,
    depth: usize,
}

impl Open {
    fn push(&mut self, name: String) {
        if self.depth < DEEPEST {
            self.names.push(name);
        }
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.names.truncate(self.depth);
    }

    /// Names from the root inwards; one too many where it is deeper than any rule.
    fn path(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> RepositoryConfig {
        match read(FILE, text.as_bytes()) {
            ConfigFile::Read(config) => *config,
            other => panic!("{other:?}"),
        }
    }

    fn refused_at(text: &str) -> Option<u32> {
        match read(FILE, text.as_bytes()) {
            ConfigFile::NotConfig { evidence } => evidence.line,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_restore_mode_may_stand_on_its_own_line() {
        let config = config(
            "\u{feff}<?xml version=\"1.0\"?>\r\n<!-- <RestoreMode>Full</RestoreMode> -->\r\n\
             <RepositoryConfiguration Version=\"2\">\r\n  <RestoreMode>\r\n    CreateUpdate <!-- for now -->\r\n  \
             </RestoreMode>\r\n</RepositoryConfiguration>",
        );
        assert_eq!(config.mode(), Some(RestoreMode::CreateUpdate));
        assert_eq!(config.restore_mode.map(|mode| mode.line), Some(4));
        assert_eq!(
            config.version.map(|version| version.value),
            Some("2".into())
        );
    }

    #[test]
    fn only_what_is_not_commented_out_includes_something() {
        let nothing = config(
            "<RepositoryConfiguration Version=\"2\"><IncludedObjectTypes>\n\
             <!-- <ObjectType>cms.contenttype</ObjectType> --></IncludedObjectTypes></RepositoryConfiguration>",
        );
        assert!(nothing.includes_nothing());
        let one = config(
            "<RepositoryConfiguration Version=\"2\">\n<IncludedContentItemsOfType><ContentType>A.B</ContentType>\n\
             </IncludedContentItemsOfType></RepositoryConfiguration>",
        );
        assert!(!one.includes_nothing());
        let first_version =
            config("<RepositoryConfiguration><IncludedObjectTypes /></RepositoryConfiguration>");
        assert_eq!(first_version.generation(), Some(1));
        assert!(!first_version.includes_nothing());
    }

    #[test]
    fn include_all_is_seen_with_its_line_and_only_where_it_includes() {
        let config = config(
            "<RepositoryConfiguration Version=\"2\">\n<IncludedObjectTypes>\n<IncludeAll />\n</IncludedObjectTypes>\n\
             <ExcludedObjectTypes><IncludeAll/></ExcludedObjectTypes>\n\
             <IncludedContentItemsOfType><IncludeAll></IncludeAll></IncludedContentItemsOfType>\n\
             </RepositoryConfiguration>",
        );
        assert_eq!(config.include_all, [3, 6]);
    }

    #[test]
    fn lists_and_filters_are_read_with_their_lines_and_comments_are_not() {
        let config = config(
            "<RepositoryConfiguration Version=\"2\">\n<IncludedObjectTypes><ObjectType> cms.role </ObjectType>\n\
             <!-- <ObjectType>cms.user</ObjectType> --></IncludedObjectTypes>\n\
             <ExcludedObjectTypes><ObjectType>cms.userrole</ObjectType></ExcludedObjectTypes>\n\
             <ObjectFilters>\n<IncludedCodeNames ObjectType=\"cms.role\">Editor;\n Press%</IncludedCodeNames>\n\
             <ExcludedCodeNames ObjectType=\"CMS.Role\">PressOld</ExcludedCodeNames>\n</ObjectFilters>\n\
             <ContentItemFilters><IncludedContentItemNames>\n<![CDATA[Home-1]]>\n</IncludedContentItemNames></ContentItemFilters>\n\
             </RepositoryConfiguration>",
        );
        let values = |names: &[Noted]| {
            names
                .iter()
                .map(|name| name.value.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(values(&config.object_types), ["cms.role"]);
        assert_eq!(config.object_types[0].line, 2);
        assert_eq!(values(&config.excluded_types), ["cms.userrole"]);
        assert_eq!(config.filters.len(), 1);
        assert_eq!(values(&config.filters[0].included), ["Editor", "Press%"]);
        assert_eq!(config.filters[0].included[0].line, 6);
        assert_eq!(values(&config.content_items.included), ["Home-1"]);
        let filter = &config.filters[0];
        assert!(
            filter.is_about("cms.ROLE") && filter.passes("editor") && filter.passes("PressTeam")
        );
        assert!(!filter.passes("PressOld") && !filter.passes("Guest"));
    }

    #[test]
    fn what_is_not_a_configuration_is_told_with_its_line() {
        assert_eq!(refused_at(""), Some(1));
        assert_eq!(refused_at("RestoreMode: Create"), Some(1));
        assert_eq!(
            refused_at("<?xml version=\"1.0\"?>\n<configuration />"),
            Some(2)
        );
        assert_eq!(
            refused_at("<RepositoryConfiguration>\n<RestoreMode>Create</RestoreMod>\n"),
            Some(2)
        );
        assert_eq!(
            refused_at(
                "<RepositoryConfiguration>\n<RestoreMode>Create</RestoreMode>\n<<<<<<< HEAD\n"
            ),
            Some(3)
        );
        assert_eq!(refused_at("<RepositoryConfiguration>\n\n"), Some(3));
    }
}
