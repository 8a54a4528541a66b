//! A serialized object as an editor would name it: from its XML alone (facts 2.1).

use crate::package::content::text::decode;
use quick_xml::Reader;
use quick_xml::events::Event;

/// What an object tells about itself, and what it refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sketch {
    /// Object type: the name of the root element.
    pub kind: String,
    /// What the administration shows, if it says so in plain words.
    pub display_name: Option<String>,
    pub code_name: Option<String>,
    /// Code name of the first object it belongs to.
    pub parent: Option<String>,
    /// Code name of the content item it is part of.
    pub content_item: Option<String>,
    pub content_type: Option<String>,
    pub language: Option<String>,
    pub page_path: Option<String>,
}

/// Characters kept of a name.
const LONGEST: usize = 300;

/// How deep elements of interest lie: `<X><Parent><CodeName>` below the root.
const DEEPEST: usize = 4;

/// None if there is no root element.
pub(super) fn sketch(bytes: &[u8]) -> Option<Sketch> {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut names = Names::default();
    let mut open: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    let mut value = String::new();
    let mut kind = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                value.clear();
                if depth <= DEEPEST {
                    open.push(tag.local_name().as_ref().to_owned());
                }
                if depth == 1 {
                    kind = open.first().cloned();
                }
            }
            Ok(Event::Empty(tag)) if depth == 0 => {
                kind = Some(tag.local_name().as_ref().to_owned());
            }
            Ok(Event::End(_)) => {
                if depth == open.len() {
                    let path: Vec<&str> = open.iter().skip(1).map(String::as_str).collect();
                    names.note(&path, value.trim());
                    open.pop();
                }
                value.clear();
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            Ok(Event::Text(part)) => extend(&mut value, &part),
            Ok(Event::CData(part)) => extend(&mut value, &part),
            Ok(Event::GeneralRef(reference)) => extend(&mut value, &resolved(&reference)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    Some(names.told(kind?))
}

/// The character an entity stands for; unknown ones as they are written.
pub(super) fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.into();
    }
    match quick_xml::escape::resolve_predefined_entity(reference) {
        Some(text) => text.to_owned(),
        None => format!("&{};", &**reference),
    }
}

fn extend(value: &mut String, part: &str) {
    if value.len() < LONGEST {
        let part = if value.is_empty() {
            part.trim_start()
        } else {
            part
        };
        value.push_str(&part[..part.floor_char_boundary(part.len().min(LONGEST))]);
    }
}

/// A reference to another object.
#[derive(Default)]
struct Reference {
    element: String,
    code_name: Option<String>,
    object_type: Option<String>,
    /// What the object it refers to belongs to.
    parent_code_name: Option<String>,
    parent_type: Option<String>,
}

#[derive(Default)]
struct Names {
    /// Elements right below the root whose names say they hold one.
    texts: Vec<(String, String)>,
    references: Vec<Reference>,
}

/// Kept of each: a root with thousands of children is no object.
const MOST: usize = 200;

impl Names {
    fn note(&mut self, path: &[&str], value: &str) {
        match path {
            [name] if is_name(name) && !value.is_empty() && self.texts.len() < MOST => {
                self.texts.push(((*name).to_owned(), value.to_owned()));
            }
            [element, field @ ("CodeName" | "ObjectType")] => {
                let Some(reference) = self.reference(element) else {
                    return;
                };
                let slot = match *field {
                    "CodeName" => &mut reference.code_name,
                    _ => &mut reference.object_type,
                };
                *slot = Some(value.to_owned());
            }
            [element, "Parent", field @ ("CodeName" | "ObjectType")] => {
                let Some(reference) = self.reference(element) else {
                    return;
                };
                let slot = match *field {
                    "CodeName" => &mut reference.parent_code_name,
                    _ => &mut reference.parent_type,
                };
                *slot = Some(value.to_owned());
            }
            _ => {}
        }
    }

    fn reference(&mut self, element: &str) -> Option<&mut Reference> {
        let known = self
            .references
            .iter()
            .position(|known| known.element == element);
        if known.is_none() {
            if self.references.len() == MOST {
                return None;
            }
            self.references.push(Reference {
                element: element.to_owned(),
                ..Reference::default()
            });
        }
        let at = known.unwrap_or(self.references.len() - 1);
        self.references.get_mut(at)
    }

    fn told(self, kind: String) -> Sketch {
        let text = |name: &str| {
            let found = self.texts.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone())
        };
        // `{$…$}` is looked up in resource files that a package does not carry.
        let shown = |ending: &str| {
            self.texts
                .iter()
                .find(|(name, value)| name.ends_with(ending) && !value.starts_with("{$"))
                .cloned()
        };
        let display = shown("DisplayName").or_else(|| shown("Title"));
        let prefix = self.texts.iter().find_map(|(name, _)| {
            name.strip_suffix("DisplayName")
                .or(name.strip_suffix("Title"))
        });
        let own = prefix.and_then(|prefix| text(&format!("{prefix}Name")));
        let any = || {
            let plain = |name: &str| name.ends_with("Name") && !name.ends_with("DisplayName");
            let found = self.texts.iter().find(|(name, _)| plain(name));
            found.map(|(_, value)| value.clone())
        };
        let to = |wanted: &str| {
            self.references.iter().find_map(|reference| {
                let own = reference.object_type.as_deref() == Some(wanted);
                let above = reference.parent_type.as_deref() == Some(wanted);
                let own = own.then(|| reference.code_name.clone()).flatten();
                own.or_else(|| above.then(|| reference.parent_code_name.clone()).flatten())
            })
        };
        let parents = ["Parent", "ClassID"].into_iter().map(|name| {
            self.references
                .iter()
                .find(|reference| reference.element == name || reference.element.ends_with(name))
        });
        let parent = parents
            .flatten()
            .chain(&self.references)
            .find_map(|reference| reference.code_name.clone());
        let content_item = match &*kind {
            "cms.contentitem" => text("ContentItemName"),
            _ => to("cms.contentitem"),
        };
        Sketch {
            content_type: (kind == "cms.contentitem")
                .then(|| to("cms.contenttype"))
                .flatten(),
            language: to("cms.contentlanguage"),
            page_path: text("WebPageItemTreePath"),
            display_name: display.map(|(_, value)| value),
            code_name: own.or_else(any),
            parent,
            content_item,
            kind,
        }
    }
}

fn is_name(element: &str) -> bool {
    element.ends_with("Name") || element.ends_with("Title") || element == "WebPageItemTreePath"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_type_is_known_by_its_display_name_and_its_class() {
        let found = sketch(
            "\u{feff}<?xml version=\"1.0\"?><cms.contenttype><ClassDisplayName>Fish &amp; chips</ClassDisplayName>\
             <ClassFormDefinition><form><field column=\"ClassName\">no</field></form></ClassFormDefinition>\
             <ClassName>\n <![CDATA[Shop.FishPage]]>\n</ClassName><ClassTableName>Shop_FishPage</ClassTableName></cms.contenttype>"
                .as_bytes(),
        )
        .expect("an object");
        assert_eq!(found.kind, "cms.contenttype");
        assert_eq!(found.display_name.as_deref(), Some("Fish & chips"));
        assert_eq!(found.code_name.as_deref(), Some("Shop.FishPage"));
    }

    #[test]
    fn a_text_from_resource_files_is_no_name() {
        let found = sketch(
            b"<cms.settingskey><KeyDisplayName>{$settingskey.cmsdbversion$}</KeyDisplayName><KeyName>CMSDBVersion</KeyName></cms.settingskey>",
        )
        .expect("an object");
        assert_eq!(found.display_name, None);
        assert_eq!(found.code_name.as_deref(), Some("CMSDBVersion"));
    }

    #[test]
    fn the_parts_of_a_content_item_tell_which_one_they_belong_to() {
        let data = sketch(
            b"<contentitemdata.shop.page><ContentItemDataCommonDataID><GUID>97e0</GUID><ObjectType>cms.contentitemcommondata</ObjectType>\
              <Parent><CodeName>Home-xcegxd3z</CodeName><ObjectType>cms.contentitem</ObjectType></Parent></ContentItemDataCommonDataID>\
              <PageTitle>Welcome</PageTitle></contentitemdata.shop.page>",
        )
        .expect("an object");
        assert_eq!(data.content_item.as_deref(), Some("Home-xcegxd3z"));
        let page = sketch(
            b"<cms.webpageitem><WebPageItemContentItemID><CodeName>2020-344u</CodeName><ObjectType>cms.contentitem</ObjectType>\
              </WebPageItemContentItemID><WebPageItemTreePath>/Blog/2020</WebPageItemTreePath></cms.webpageitem>",
        )
        .expect("an object");
        assert_eq!(page.content_item.as_deref(), Some("2020-344u"));
        assert_eq!(page.page_path.as_deref(), Some("/Blog/2020"));
    }

    #[test]
    fn whatever_the_bytes_are_it_ends() {
        assert_eq!(sketch(b""), None);
        assert_eq!(sketch(b"<<<<<<< HEAD"), None);
        let deep = "<a>".repeat(100_000);
        assert_eq!(
            sketch(deep.as_bytes()).map(|found| found.kind),
            Some("a".into())
        );
        let many = format!("<a>{}</a>", "<bName>x</bName>".repeat(50_000));
        assert!(sketch(many.as_bytes()).is_some());
    }
}
