//! One serialized object of the CD repository (facts 2.1).

use super::text::decode;
use quick_xml::Reader;
use quick_xml::events::Event;

/// What Slipway wants to know of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Object {
    /// The object type: the name of the root element. Folder names may be shortened, this is not.
    pub kind: Box<str>,
    pub told: Told,
}

/// What some kinds tell beyond their kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Nothing,
    /// A content item's type, by code name.
    ContentType(Box<str>),
    /// The Xperience version of the database the repository was stored from.
    DatabaseVersion(Box<str>),
    /// A user with a password hash.
    PasswordHash,
}

/// Longest name of a type or version that is one; a longer one is not told.
const LONGEST_NAME: usize = 200;

/// How deep elements of interest lie; what is deeper is passed over, however deep it goes.
const DEEPEST: usize = 8;

/// Reads the root element, and of the few kinds that tell more, that too. None if there is no
/// root element to be found.
pub(crate) fn read(bytes: &[u8]) -> Option<Object> {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let kind = root(&mut reader)?;
    let told = match &*kind {
        "cms.contentitem" => first_text(&mut reader, &["ContentItemContentTypeID", "CodeName"])
            .map_or(Told::Nothing, |name| Told::ContentType(name.into())),
        "cms.settingskey" => {
            database_version(&mut reader).map_or(Told::Nothing, |v| Told::DatabaseVersion(v.into()))
        }
        "cms.user" => match first_text(&mut reader, &["UserPassword"]) {
            Some(hash) if !hash.is_empty() => Told::PasswordHash,
            _ => Told::Nothing,
        },
        _ => Told::Nothing,
    };
    Some(Object { kind, told })
}

fn root(reader: &mut Reader<&[u8]>) -> Option<Box<str>> {
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let name = tag.local_name();
                let name: &str = name.as_ref();
                return (name.len() <= LONGEST_NAME).then(|| name.into());
            }
            Ok(Event::Text(text)) if !text.trim().is_empty() => return None,
            Ok(Event::Eof | Event::End(_) | Event::CData(_)) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn database_version(reader: &mut Reader<&[u8]>) -> Option<String> {
    let fields = texts(reader, &[&["KeyName"], &["KeyValue"]]);
    let [name, value] = <[Option<String>; 2]>::try_from(fields).ok()?;
    name?
        .eq_ignore_ascii_case("CMSDBVersion")
        .then_some(value?)
        .filter(|value| !value.is_empty())
}

fn first_text(reader: &mut Reader<&[u8]>, path: &[&str]) -> Option<String> {
    texts(reader, &[path]).pop().flatten()
}

/// The trimmed text of each element below the root, by path; stops once all are found.
fn texts(reader: &mut Reader<&[u8]>, paths: &[&[&str]]) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> = vec![None; paths.len()];
    let mut open: Vec<String> = Vec::new();
    let mut deeper = 0_usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if open.len() == DEEPEST => deeper += 1,
            Ok(Event::Start(tag)) => {
                open.push(tag.local_name().as_ref().to_owned());
            }
            Ok(Event::End(_)) if deeper > 0 => deeper -= 1,
            Ok(Event::Text(text)) if deeper == 0 => note(&mut found, paths, &open, &text),
            // Long names and those with `-` are written as CDATA.
            Ok(Event::CData(text)) if deeper == 0 => note(&mut found, paths, &open, &text),
            Ok(Event::End(_)) => {
                if open.pop().is_none() || found.iter().all(Option::is_some) {
                    return found;
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Adds a piece of text to the element it stands in, if that one is looked for.
fn note(found: &mut [Option<String>], paths: &[&[&str]], open: &[String], text: &str) {
    let Some(at) = paths.iter().position(|path| open.iter().eq(path.iter())) else {
        return;
    };
    let text = text.trim();
    let text = &text[..text.floor_char_boundary(text.len().min(LONGEST_NAME))];
    let told = found[at].get_or_insert_default();
    if told.len() <= LONGEST_NAME {
        told.push_str(text);
    }
}

/// Hands over the text of each element right below the root whose name ends with `Name`: one of
/// them is the object's code name, and which one differs from type to type.
pub(crate) fn each_name(bytes: &[u8], mut take: impl FnMut(&str)) {
    let text = decode(bytes);
    let mut reader = Reader::from_str(&text);
    let mut depth = 0_usize;
    let mut name: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                let wanted = depth == 2 && tag.local_name().as_ref().ends_with("Name");
                name = wanted.then(String::new);
            }
            Ok(Event::End(_)) => {
                if let Some(name) = name.take() {
                    take(name.trim());
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Text(text)) => extend(name.as_mut(), &text),
            Ok(Event::CData(text)) => extend(name.as_mut(), &text),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn extend(name: Option<&mut String>, text: &str) {
    if let Some(name) = name
        && name.len() + text.len() <= 2 * LONGEST_NAME
    {
        name.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(String, Told)> {
        read(text.as_bytes()).map(|object| (object.kind.into(), object.told))
    }

    #[test]
    fn the_kind_is_the_root_element_whatever_stands_before_it() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- made by hand -->\r\n<cms.role />";
        assert_eq!(told(text), Some(("cms.role".into(), Told::Nothing)));
    }

    #[test]
    fn a_content_item_tells_its_type_and_not_its_folder() {
        let text = "<cms.contentitem><ContentItemContentFolderID><CodeName>News</CodeName></ContentItemContentFolderID>\
                    <ContentItemContentTypeID>\n<CodeName>Shop.Coffee</CodeName></ContentItemContentTypeID></cms.contentitem>";
        assert_eq!(
            told(text),
            Some((
                "cms.contentitem".into(),
                Told::ContentType("Shop.Coffee".into())
            ))
        );
    }

    #[test]
    fn a_long_code_name_is_read_from_its_cdata() {
        let text = "<cms.contentitem><ContentItemContentTypeID>\n<CodeName>\n<![CDATA[Shop.A-very-long-name]]>\n\
                    </CodeName></ContentItemContentTypeID></cms.contentitem>";
        assert_eq!(
            told(text).map(|(_, told)| told),
            Some(Told::ContentType("Shop.A-very-long-name".into()))
        );
    }

    #[test]
    fn the_names_right_below_the_root_are_told_and_no_deeper_ones() {
        let text = "<cms.role><Parent><CodeName>no</CodeName></Parent><RoleDisplayName>Editor</RoleDisplayName>\
                    <RoleName>\n<![CDATA[press-editor]]>\n</RoleName><RoleOrder>1</RoleOrder></cms.role>";
        let mut names = Vec::new();
        each_name(text.as_bytes(), |name| names.push(name.to_owned()));
        assert_eq!(names, ["Editor", "press-editor"]);
    }

    #[test]
    fn only_the_setting_of_that_name_tells_the_database_version() {
        let setting = |name: &str| {
            format!(
                "<cms.settingskey><KeyName>{name}</KeyName><KeyValue> 31.6.2\n</KeyValue></cms.settingskey>"
            )
        };
        assert_eq!(
            told(&setting("CMSDBVersion")).map(|(_, told)| told),
            Some(Told::DatabaseVersion("31.6.2".into()))
        );
        assert_eq!(
            told(&setting("CMSHotfixVersion")).map(|(_, told)| told),
            Some(Told::Nothing)
        );
    }

    #[test]
    fn a_user_without_password_has_no_hash() {
        let user =
            |inner: &str| told(&format!("<cms.user>{inner}</cms.user>")).map(|(_, told)| told);
        assert_eq!(
            user("<UserPassword>AQAAAAEAACcQ</UserPassword>"),
            Some(Told::PasswordHash)
        );
        assert_eq!(user("<UserPassword />"), Some(Told::Nothing));
        assert_eq!(user("<UserPassword></UserPassword>"), Some(Told::Nothing));
    }

    #[test]
    fn what_has_no_root_element_is_no_object() {
        for text in [
            "",
            "plain",
            "<<<<<<< HEAD",
            "</x>",
            "<!-- only a comment -->",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
