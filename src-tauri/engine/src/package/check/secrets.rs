//! Number 21: what should not travel with a package.

use super::catalog::*;
use super::metadata::ends_with;
use crate::package::archive::Entry;
use crate::package::content::{REPOSITORY, Reading};
use crate::package::report::{Evidence, Finding, Severity};

const KEYS: [&str; 6] = [".pfx", ".p12", ".publishsettings", ".snk", ".ppk", "id_rsa"];
const DATABASES: [&str; 4] = [".bacpac", ".bak", ".mdf", ".ldf"];

pub(super) fn check(reading: &Reading) -> Vec<Finding> {
    let exposed = &reading.exposed;
    // Without a password the string is an address: worth knowing, no more.
    let weight = if exposed.with_password {
        Severity::Warning
    } else {
        Severity::Note
    };
    let hashes = reading
        .objects
        .password_hashes
        .iter()
        .map(|at| Evidence::of(&reading.archive.entries[*at]));
    let persons = reading
        .objects
        .persons
        .iter()
        .map(|at| Evidence::of(&reading.archive.entries[*at]));
    [
        CONNECTION_STRING
            .found_at(exposed.connection_strings.iter().cloned())
            .map(|finding| finding.weighing(weight)),
        SECRET_SETTING.found_at(exposed.secrets.iter().cloned()),
        SETTINGS_NOT_SEARCHED.found_at(
            exposed
                .passed_over
                .iter()
                .map(|at| Evidence::of(&reading.archive.entries[*at])),
        ),
        PASSWORD_HASHES.found_at(hashes),
        PERSONAL_DATA
            .found_at(persons)
            .map(|finding| finding.with("count", reading.objects.persons.len())),
        KEY_FILE.found_at(
            application_files(reading)
                .filter(|entry| ends_with(entry, &KEYS))
                .map(Evidence::of),
        ),
        DATABASE_FILE.found_at(
            application_files(reading)
                .filter(|entry| ends_with(entry, &DATABASES))
                .map(Evidence::of),
        ),
        DEVELOPMENT_SETTINGS.found_at(
            application_files(reading)
                .filter(|entry| is_for_development(entry))
                .map(Evidence::of),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Files outside the CD repository, where names are those of objects.
fn application_files(reading: &Reading) -> impl Iterator<Item = &Entry> {
    let files = reading
        .archive
        .entries
        .iter()
        .filter(|entry| !entry.is_folder());
    files.filter(|entry| reading.layout.below(entry, REPOSITORY).is_none())
}

fn is_for_development(entry: &Entry) -> bool {
    let name = entry.file_name().to_lowercase();
    let names = [
        "appsettings.development.json",
        "appsettings.local.json",
        "launchsettings.json",
        "secrets.json",
        ".env",
    ];
    names.contains(&name.as_str())
}
