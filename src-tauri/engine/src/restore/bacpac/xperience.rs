//! What an Xperience database tells about itself: its version and its domains (facts 2.5, 3.7).

use super::data::{Opened, TableData, Unread, texts};
use super::facts::{Domain, VersionNotRead, VersionRead};
use super::model::{Model, Table};
use crate::package::{XperienceVersion, content_text::excerpt};

/// Tables every Xperience database has; the names are those of Kentico products since long ago.
const SINCE_LONG: [&str; 2] = ["CMS_SettingsKey", "CMS_Class"];
/// Tables that Xperience by Kentico has and its predecessors do not.
const SINCE_XPERIENCE_BY_KENTICO: [&str; 2] = ["CMS_Channel", "CMS_ContentItem"];
const MOST_DOMAINS: usize = 50;

/// What product a database belongs to, by its tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    XperienceByKentico,
    /// Kentico Xperience 13 or older.
    Older,
    Other,
}

pub(super) fn product(model: &Model) -> Product {
    let all = |names: &[&str]| names.iter().all(|name| model.named(name).is_some());
    match (all(&SINCE_LONG), all(&SINCE_XPERIENCE_BY_KENTICO)) {
        (true, true) => Product::XperienceByKentico,
        (true, false) => Product::Older,
        (false, _) => Product::Other,
    }
}

/// The value of the setting `CMSDBVersion`.
pub(super) fn version(opened: Opened<'_>, model: &Model, tables: &[TableData]) -> VersionRead {
    let Some(table) = model.named("CMS_SettingsKey") else {
        return VersionRead::not_read(VersionNotRead::NoSettings);
    };
    let Some(data) = data_of(table, tables) else {
        return VersionRead::not_read(VersionNotRead::NoRows);
    };
    let is_version = |row: &[Option<String>]| {
        let name = row.first().and_then(Option::as_deref);
        name.is_some_and(|name| name.eq_ignore_ascii_case("CMSDBVersion"))
    };
    let columns = ["KeyName", "KeyValue"];
    match texts(opened, data, &table.columns, &columns, &is_version) {
        Ok(rows) => told(rows.into_iter().filter_map(|mut row| row.pop()).collect()),
        Err(unread) => why(unread),
    }
}

/// One version, told once or several times alike.
fn told(mut values: Vec<Option<String>>) -> VersionRead {
    values.dedup();
    let value = match values.as_slice() {
        [] => return VersionRead::not_read(VersionNotRead::SettingMissing),
        [value] => value.as_deref().unwrap_or_default().trim(),
        _ => return VersionRead::not_read(VersionNotRead::Ambiguous),
    };
    match XperienceVersion::parse(value) {
        Some(_) => VersionRead::Read {
            version: value.to_owned(),
        },
        None => VersionRead::NotRead {
            reason: VersionNotRead::NotAVersion,
            detail: Some(excerpt(value)).filter(|value| !value.is_empty()),
        },
    }
}

fn why(unread: Unread) -> VersionRead {
    let (reason, detail) = match unread {
        Unread::NoSuchColumn(name) => (VersionNotRead::ColumnMissing, Some(name)),
        Unread::TypeUnknown(name) => (VersionNotRead::TypeUnknown, Some(excerpt(&name))),
        Unread::Garbled(column) => (VersionNotRead::RowsUnreadable, column),
        Unread::Ambiguous => (VersionNotRead::Ambiguous, None),
        Unread::Broken => (VersionNotRead::FileNotRead, None),
    };
    VersionRead::NotRead { reason, detail }
}

/// The domains of website channels; none where they cannot be read, as nothing depends on them.
pub(super) fn domains(opened: Opened<'_>, model: &Model, tables: &[TableData]) -> Vec<Domain> {
    let Some(table) = model.named("CMS_WebsiteChannel") else {
        return Vec::new();
    };
    let Some(data) = data_of(table, tables) else {
        return Vec::new();
    };
    let columns = ["WebsiteChannelDomain"];
    let rows = texts(opened, data, &table.columns, &columns, &|_| true).unwrap_or_default();
    let mut domains: Vec<Domain> = rows
        .into_iter()
        .filter_map(|mut row| row.pop().flatten())
        .map(|domain| Domain {
            domain: excerpt(&domain),
        })
        .filter(|found| !found.domain.is_empty())
        .collect();
    domains.sort();
    domains.dedup();
    domains.truncate(MOST_DOMAINS);
    domains
}

fn data_of<'t>(table: &Table, tables: &'t [TableData]) -> Option<&'t TableData> {
    tables.iter().find(|data| data.name == table.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_told_twice_alike_is_one_and_told_differently_none() {
        let version = |values: &[&str]| {
            told(
                values
                    .iter()
                    .map(|value| Some((*value).to_owned()))
                    .collect(),
            )
        };
        assert_eq!(version(&["31.6.2", "31.6.2"]).version(), Some("31.6.2"));
        let reason = |read: VersionRead| match read {
            VersionRead::NotRead { reason, .. } => Some(reason),
            VersionRead::Read { .. } => None,
        };
        assert_eq!(
            reason(version(&["31.6.2", "30.0.0"])),
            Some(VersionNotRead::Ambiguous)
        );
        assert_eq!(reason(version(&[])), Some(VersionNotRead::SettingMissing));
        assert_eq!(
            reason(version(&["latest"])),
            Some(VersionNotRead::NotAVersion)
        );
        assert_eq!(reason(told(vec![None])), Some(VersionNotRead::NotAVersion));
    }
}
