//! `cloud-metadata.json` (facts 1.4).

use super::text::{decode, find_line};
use crate::package::report::Evidence;
use serde_json::{Map, Value};

pub(crate) const FILE: &str = "cloud-metadata.json";

/// What became of reading it.
#[derive(Debug)]
pub(crate) enum MetadataFile {
    Missing,
    /// It is there, but the archive does not give its content; another finding says why.
    Closed,
    NotJson {
        evidence: Evidence,
    },
    Read(Metadata),
}

/// A value that should be there in a certain shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field<T> {
    Missing,
    /// There, but another type, or a text that is empty or endless.
    Wrong,
    Is(T),
}

impl<T> Field<T> {
    pub(crate) fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Missing | Self::Wrong => None,
        }
    }
}

/// Bytes of a text that is still a name, a number or a mode.
const LONGEST_WORD: usize = 500;

#[derive(Debug)]
pub(crate) struct Metadata {
    /// Entry name, as it stands in the package.
    pub entry: String,
    text: String,
    pub assembly: Field<String>,
    pub version: Field<String>,
    pub zero_downtime: Field<bool>,
    pub assets_directory: Field<String>,
    pub assets_mode: Field<String>,
}

pub(crate) const ASSEMBLY: &str = "AssemblyName";
pub(crate) const VERSION: &str = "Version";
pub(crate) const ZERO_DOWNTIME: &str = "SupportsZeroDowntimeDeployment";
pub(crate) const ASSETS_DIRECTORY: &str = "StorageAssetsDirectory";
pub(crate) const ASSETS_MODE: &str = "StorageAssetsDeploymentMode";

pub(crate) fn read(entry: &str, bytes: &[u8]) -> MetadataFile {
    let text = decode(bytes).into_owned();
    let not_json = |line: Option<u32>, excerpt: Option<String>| MetadataFile::NotJson {
        evidence: Evidence {
            entry: entry.to_owned(),
            line,
            excerpt,
        },
    };
    match serde_json::from_str::<Value>(&text) {
        Ok(Value::Object(keys)) => MetadataFile::Read(Metadata::new(entry, text, &keys)),
        Ok(_) => not_json(Some(1), None),
        Err(cause) => {
            let line = u32::try_from(cause.line()).ok().filter(|line| *line > 0);
            let excerpt = line
                .and_then(|line| super::text::nth_line(&text, line))
                .map(super::text::excerpt);
            not_json(line, excerpt)
        }
    }
}

impl Metadata {
    fn new(entry: &str, text: String, keys: &Map<String, Value>) -> Self {
        let words = |key: &str| match keys.get(key) {
            None | Some(Value::Null) => Field::Missing,
            Some(Value::String(text)) if (1..=LONGEST_WORD).contains(&text.trim().len()) => {
                Field::Is(text.trim().to_owned())
            }
            Some(_) => Field::Wrong,
        };
        Self {
            entry: entry.to_owned(),
            assembly: words(ASSEMBLY),
            version: words(VERSION),
            zero_downtime: match keys.get(ZERO_DOWNTIME) {
                None | Some(Value::Null) => Field::Missing,
                Some(Value::Bool(supported)) => Field::Is(*supported),
                Some(_) => Field::Wrong,
            },
            assets_directory: words(ASSETS_DIRECTORY),
            assets_mode: words(ASSETS_MODE),
            text,
        }
    }

    /// Where a key stands.
    pub(crate) fn place(&self, key: &str) -> Evidence {
        let found = find_line(&self.text, &format!("\"{key}\""));
        Evidence {
            entry: self.entry.clone(),
            line: found.map(|(line, _)| line),
            excerpt: found.map(|(_, text)| super::text::excerpt(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(bytes: &[u8]) -> Metadata {
        match read(FILE, bytes) {
            MetadataFile::Read(metadata) => metadata,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_mark_line_ends_and_the_order_of_keys_do_not_matter() {
        let text = "\u{feff}{\r\n  \"Version\": \"1.0.0-202504171102\",\r\n  \"AssemblyName\": \"DancingGoat\"\r\n}\r\n";
        let metadata = metadata(text.as_bytes());
        assert_eq!(metadata.assembly, Field::Is("DancingGoat".into()));
        assert_eq!(metadata.place(ASSEMBLY).line, Some(3));
        assert_eq!(metadata.zero_downtime, Field::Missing);
    }

    #[test]
    fn a_value_of_another_type_is_wrong_and_not_missing() {
        let metadata = metadata(
            br#"{"AssemblyName": " ", "Version": 1.0, "SupportsZeroDowntimeDeployment": "true"}"#,
        );
        assert_eq!(metadata.assembly, Field::Wrong);
        assert_eq!(metadata.version, Field::Wrong);
        assert_eq!(metadata.zero_downtime, Field::Wrong);
    }

    #[test]
    fn what_is_not_an_object_is_told_with_its_line() {
        let MetadataFile::NotJson { evidence } =
            read(FILE, b"{\n  \"AssemblyName\": DancingGoat\n}")
        else {
            panic!("that is no JSON");
        };
        assert_eq!(evidence.line, Some(2));
        assert_eq!(
            evidence.excerpt.as_deref(),
            Some("\"AssemblyName\": DancingGoat")
        );
        assert!(matches!(read(FILE, b"[]"), MetadataFile::NotJson { .. }));
        assert!(matches!(read(FILE, b""), MetadataFile::NotJson { .. }));
    }
}
