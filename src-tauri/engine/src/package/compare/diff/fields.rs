//! XML as a list of fields: the path of every value, so that two objects can be laid side by side.

use super::super::answer::FieldDiff;
use super::super::sketch::resolved;
use super::present;
use crate::disk::name_of;
use crate::package::content::settings::must_hide;
use crate::package::content::text::decode;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, HashMap};

/// Values by path, in the order of the file.
#[derive(Default)]
pub(super) struct Flat {
    fields: Vec<(String, String)>,
    /// Name of a setting whose value stands beside it.
    setting: Option<String>,
}

/// Deeper elements are told as part of the ones above them.
const DEEPEST: usize = 40;
/// Values kept; an object with more is told in part.
const MOST_VALUES: usize = 200_000;
/// Bytes of all paths together: deep elements with long names repeat them again and again.
const MOST_PATH_BYTES: usize = 64 << 20;

/// Attributes that tell elements of one name apart, the most telling first.
const KEYS: [&str; 6] = ["column", "name", "codename", "id", "identifier", "guid"];

impl Flat {
    /// None if it is not XML with a root element.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let text = decode(bytes);
        let mut reader = Reader::from_str(&text);
        let mut walk = Walk::default();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => walk.enter(&tag),
                Ok(Event::Empty(tag)) => {
                    walk.enter(&tag);
                    walk.leave();
                }
                Ok(Event::End(_)) => walk.leave(),
                Ok(Event::Text(part)) => walk.text(&part),
                Ok(Event::CData(part)) => walk.text(&part),
                Ok(Event::GeneralRef(part)) => walk.text(&resolved(&part)),
                Ok(Event::Eof) => break,
                Err(_) => return None,
                Ok(_) => {}
            }
        }
        if !walk.seen_root {
            return None;
        }
        let mut flat = walk.flat;
        let is_setting = |(path, _): &&(String, String)| path == "KeyName";
        flat.setting = flat
            .fields
            .iter()
            .find(is_setting)
            .map(|(_, value)| value.clone());
        Some(flat)
    }
}

#[derive(Default)]
struct Walk {
    flat: Flat,
    /// Paths of the open elements below the root, how often each child name occurred in them, and
    /// their text so far.
    open: Vec<Open>,
    depth: usize,
    seen_root: bool,
    path_bytes: usize,
}

#[derive(Default)]
struct Open {
    path: String,
    children: HashMap<String, usize>,
    text: String,
    has_children: bool,
}

impl Walk {
    fn enter(&mut self, tag: &BytesStart<'_>) {
        self.depth += 1;
        if self.depth > DEEPEST {
            return;
        }
        self.seen_root = true;
        let path = match self.open.last_mut() {
            None => String::new(),
            Some(parent) => {
                parent.has_children = true;
                let name = label(tag);
                let times = parent.children.entry(name.clone()).or_default();
                *times += 1;
                let name = if *times == 1 {
                    name
                } else {
                    format!("{name}[{times}]")
                };
                if parent.path.is_empty() {
                    name
                } else {
                    format!("{}/{name}", parent.path)
                }
            }
        };
        self.path_bytes += path.len();
        for attribute in tag.attributes().flatten() {
            let key = attribute.key.as_ref();
            if key.starts_with("xmlns") {
                continue;
            }
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                let slash = if path.is_empty() { "" } else { "/" };
                self.keep(format!("{path}{slash}@{key}"), value.into_owned());
            }
        }
        self.open.push(Open {
            path,
            ..Open::default()
        });
    }

    fn text(&mut self, part: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(part);
        }
    }

    fn leave(&mut self) {
        let deeper = self.depth > DEEPEST;
        self.depth = self.depth.saturating_sub(1);
        if deeper {
            return;
        }
        if let Some(Open {
            path,
            text,
            has_children,
            ..
        }) = self.open.pop()
        {
            let text = text.trim();
            if !path.is_empty() && (!text.is_empty() || !has_children) {
                self.keep(path, text.to_owned());
            }
        }
    }

    fn keep(&mut self, path: String, value: String) {
        self.path_bytes += path.len();
        if self.flat.fields.len() < MOST_VALUES && self.path_bytes < MOST_PATH_BYTES {
            self.flat.fields.push((path, value));
        }
    }
}

/// The element's name, with what tells it from its siblings: `field(ArticleTitle)`.
fn label(tag: &BytesStart<'_>) -> String {
    let name = tag.local_name().as_ref().to_owned();
    let key = KEYS.iter().find_map(|key| {
        let attribute = tag.try_get_attribute(key).ok()??;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        (!value.is_empty() && value.len() <= 100).then(|| value.into_owned())
    });
    match key {
        Some(key) => format!("{name}({key})"),
        None => name,
    }
}

/// Fields that differ, in the order of the new object, those that are gone behind them.
pub(super) fn differing(before: &Flat, after: &Flat) -> Vec<FieldDiff> {
    let values =
        |flat: &'_ Flat| -> BTreeMap<String, String> { flat.fields.iter().cloned().collect() };
    let (old, new) = (values(before), values(after));
    let gone = before
        .fields
        .iter()
        .filter(|(path, _)| !new.contains_key(path));
    let setting = after.setting.as_deref().or(before.setting.as_deref());
    after
        .fields
        .iter()
        .chain(gone)
        .filter_map(|(path, _)| {
            let key = secret_name(path, setting);
            present::field(
                path,
                &key,
                old.get(path).map(String::as_str),
                new.get(path).map(String::as_str),
            )
        })
        .collect()
}

/// What a value is called where secrets are concerned: the value of a setting goes by its name.
fn secret_name(path: &str, setting: Option<&str>) -> String {
    let last = name_of(path);
    match setting {
        Some(setting) if matches!(last, "KeyValue" | "KeyDefaultValue") => setting.to_owned(),
        _ => last
            .split(['[', '('])
            .next()
            .unwrap_or(last)
            .trim_start_matches('@')
            .to_owned(),
    }
}

/// Whether a field's value must not be shown.
pub(super) fn hides(key: &str, value: &str) -> bool {
    must_hide(key, value)
}
