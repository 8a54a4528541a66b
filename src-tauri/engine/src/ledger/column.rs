//! How the engine's values stand in columns.

use super::trouble::unreadable;
use crate::fault::Fault;
use crate::units::Moment;
use rusqlite::types::{Value, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Text of one width, so that it sorts as time does.
pub(super) fn moment_text(moment: Moment) -> String {
    format!("{:.9}", moment.0)
}

pub(super) fn moment(text: &str) -> Result<Moment, Fault> {
    text.parse().map(Moment).map_err(unreadable)
}

/// The one word an enum is written as everywhere: here, in events and in exports.
pub(super) fn word<T: Serialize>(value: &T) -> Result<String, Fault> {
    match serde_json::to_value(value).map_err(unreadable)? {
        serde_json::Value::String(word) => Ok(word),
        other => Err(unreadable(format!("{other} is no word"))),
    }
}

pub(super) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, Fault> {
    serde_json::from_value(serde_json::Value::from(word)).map_err(unreadable)
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(unreadable)
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(unreadable)
}

/// Free text without any secret that is in memory.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    crate::secret::mask_known(text)
}

pub(super) fn clean_values(params: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    params
        .iter()
        .map(|(key, value)| (key.clone(), clean(value).into_owned()))
        .collect()
}

/// A path as text where it is Unicode, as the system's own units where it is not.
pub(super) fn path_value(path: &Path) -> Value {
    match path.to_str() {
        Some(text) => Value::Text(text.to_owned()),
        None => Value::Blob(system_units(path)),
    }
}

pub(super) fn path(value: ValueRef<'_>) -> Result<PathBuf, Fault> {
    match value {
        ValueRef::Text(text) => std::str::from_utf8(text)
            .map(PathBuf::from)
            .map_err(unreadable),
        ValueRef::Blob(units) => Ok(from_system_units(units)),
        other => Err(unreadable(format!("a path of type {}", other.data_type()))),
    }
}

#[cfg(unix)]
fn system_units(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn from_system_units(units: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(units))
}

#[cfg(windows)]
fn system_units(path: &Path) -> Vec<u8> {
    use std::os::windows::ffi::OsStrExt;
    path.as_os_str()
        .encode_wide()
        .flat_map(u16::to_le_bytes)
        .collect()
}

#[cfg(windows)]
fn from_system_units(units: &[u8]) -> PathBuf {
    use std::os::windows::ffi::OsStringExt;
    let wide: Vec<u16> = units
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect();
    PathBuf::from(std::ffi::OsString::from_wide(&wide))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moments_sort_as_text_and_come_back_whole(
            a in 0_i64..4_000_000_000, a_ns in 0_i32..1_000_000_000,
            b in 0_i64..4_000_000_000, b_ns in 0_i32..1_000_000_000,
        ) {
            let at = |s, ns| Moment(jiff::Timestamp::new(s, ns).expect("in range"));
            let (first, second) = (at(a, a_ns), at(b, b_ns));
            prop_assert_eq!(first.cmp(&second), moment_text(first).cmp(&moment_text(second)));
            prop_assert_eq!(moment(&moment_text(first)).expect("reads"), first);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_comes_back_as_it_was() {
        use std::os::unix::ffi::OsStrExt;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/srv/caf\xe9.zip"));
        let value = path_value(&odd);
        assert!(matches!(value, Value::Blob(_)));
        assert_eq!(path(ValueRef::from(&value)).expect("reads"), odd);
    }
}
