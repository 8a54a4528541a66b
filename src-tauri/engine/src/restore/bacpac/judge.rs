//! From what was seen of a database file to findings.

use super::facts::{DatabaseFacts, VersionRead};
use super::xperience::Product;
use crate::package::archive::{Archive, DEFLATED, Entry, Local, NotZip, STORED, Unreadable};
use crate::package::{Evidence, Finding};
use crate::restore::catalog::*;
use crate::restore::worst_first;

/// What is told of a file beyond its facts.
#[derive(Default)]
pub(super) struct Seen {
    pub not_zip: Option<NotZip>,
    pub archive: Option<Archive>,
    pub has_origin: bool,
    pub origin_read: bool,
    pub has_model: bool,
    /// `ContainsExportedData`.
    pub says_it_has_data: Option<bool>,
    pub sha256_told: Option<String>,
    /// None if the model could not be read.
    pub sha256_is: Option<String>,
    pub has_rows: bool,
    pub tables_unknown: Vec<String>,
    pub tables_uncounted: Vec<String>,
    pub product: Option<Product>,
    /// Entries that could not be read, by index.
    pub broken: Vec<(usize, Unreadable)>,
}

/// How many times its packed size the rows of a table may take. Real ones take up to ten times;
/// a file made to swell reaches a thousand.
const MAX_RATIO: u64 = 300;

impl Seen {
    pub(super) fn out_of_proportion(&self, archive: &Archive) -> bool {
        archive.entries.iter().any(swells) || !archive.overlapping.is_empty()
    }
}

fn swells(entry: &Entry) -> bool {
    entry.swells(MAX_RATIO)
}

pub(super) fn judge(facts: &DatabaseFacts, seen: &Seen) -> Vec<Finding> {
    let mut findings = match (&seen.not_zip, &seen.archive) {
        (Some(looks), _) => vec![not_a_zip(*looks)],
        (None, Some(archive)) if seen.has_model && seen.has_origin => {
            let mut findings = of_archive(archive, seen);
            findings.extend(of_content(facts, seen));
            findings
        }
        (None, Some(archive)) => vec![something_else(archive)],
        (None, None) => Vec::new(),
    };
    if facts.file_name != "db.bacpac" && findings.is_empty() {
        findings.push(
            DATABASE_NAME
                .found()
                .at([Evidence::named(&facts.file_name)]),
        );
    }
    worst_first(&mut findings);
    findings
}

fn not_a_zip(looks: NotZip) -> Finding {
    match looks {
        NotZip::Empty => DATABASE_EMPTY.found(),
        NotZip::CutShort => DATABASE_CUT_SHORT.found(),
        NotZip::Split => DATABASE_SPLIT.found(),
        NotZip::WebPage => DATABASE_WEB_PAGE.found(),
        NotZip::Other("SQL Server .bak") => DATABASE_BACKUP.found(),
        NotZip::Other(format) => DATABASE_OTHER_FORMAT.found().with("format", format),
        NotZip::Unknown => NOT_A_BACPAC.found(),
    }
}

/// A zip without the two files every bacpac has.
fn something_else(archive: &Archive) -> Finding {
    if archive.damaged && archive.entries.is_empty() {
        return DATABASE_DAMAGED.found();
    }
    let ends = |entry: &&Entry, end: &str| entry.path().to_ascii_lowercase().ends_with(end);
    if let Some(inner) = archive.entries.iter().find(|e| ends(e, ".bacpac")) {
        return DATABASE_IN_ZIP
            .found()
            .with("inner", inner.file_name())
            .at([Evidence::of(inner)]);
    }
    let metadata = |entry: &Entry| entry.file_name() == "cloud-metadata.json";
    match archive.entries.iter().any(metadata) {
        true => DATABASE_IS_PACKAGE.found(),
        false => NOT_A_BACPAC.found(),
    }
}

fn of_archive(archive: &Archive, seen: &Seen) -> Vec<Finding> {
    let entries = || archive.entries.iter();
    let places = |indexes: Vec<usize>| {
        let entries = indexes.into_iter().map(|at| &archive.entries[at]);
        entries.map(Evidence::of)
    };
    let broken = |test: fn(&Unreadable) -> bool| {
        let found = seen.broken.iter().filter(|(_, trouble)| test(trouble));
        places(found.map(|(index, _)| *index).collect())
    };
    let disagreeing = archive.locals.iter().enumerate();
    let disagreeing = disagreeing
        .filter(|(_, local)| !matches!(local, Local::Good { .. }))
        .map(|(at, _)| at);
    let packed_otherwise = |entry: &&Entry| {
        !entry.is_encrypted() && !matches!(entry.method, STORED | DEFLATED) && !entry.is_folder()
    };
    let whole_file = [
        archive.damaged.then(|| DATABASE_DAMAGED.found()),
        (archive.foreign > 0).then(|| DATABASE_BYTES_BEFORE.found()),
        archive.over_limit.then(|| DATABASE_TOO_MANY.found()),
    ];
    let entries_found = [
        DATABASE_ENCRYPTED.found_at(entries().filter(|e| e.is_encrypted()).map(Evidence::of)),
        DATABASE_COMPRESSION.found_at(entries().filter(packed_otherwise).map(Evidence::of)),
        DATABASE_OVERLAP.found_at(places(archive.overlapping.clone())),
        DATABASE_HEADERS.found_at(places(disagreeing.collect())),
        DATABASE_PROPORTION
            .found_at(entries().filter(|e| swells(e)).map(Evidence::of))
            .map(|finding| finding.with("ratio", MAX_RATIO)),
        DATABASE_ENTRY_DAMAGED.found_at(broken(|t| matches!(t, Unreadable::Damaged))),
        DATABASE_ENTRY_SIZE.found_at(broken(|t| matches!(t, Unreadable::OtherSize))),
    ];
    whole_file
        .into_iter()
        .chain(entries_found)
        .flatten()
        .collect()
}

fn of_content(facts: &DatabaseFacts, seen: &Seen) -> Vec<Finding> {
    let closed = |name: &str| {
        let archive = seen.archive.as_ref();
        let entry = archive.and_then(|a| a.entries.iter().position(|e| e.path() == name));
        entry.is_none_or(|index| seen.broken.iter().any(|(broken, _)| *broken == index))
    };
    let mut findings = Vec::new();
    if !seen.origin_read && !closed("Origin.xml") {
        findings.push(
            ORIGIN_UNREADABLE
                .found()
                .at([Evidence::named("Origin.xml")]),
        );
    }
    let Some(sha256) = &seen.sha256_is else {
        if !closed("model.xml") {
            findings.push(MODEL_UNREADABLE.found().at([Evidence::named("model.xml")]));
        }
        return findings;
    };
    match &seen.sha256_told {
        Some(told) if told.eq_ignore_ascii_case(sha256) => {}
        Some(_) => findings.push(MODEL_CHANGED.found().at([Evidence::named("model.xml")])),
        None => findings.push(MODEL_NOT_VOUCHED.found()),
    }
    if !seen.has_rows {
        findings.push(match seen.says_it_has_data {
            Some(true) => WITHOUT_DATA.found(),
            _ => DACPAC.found(),
        });
        return findings;
    }
    let named = |names: &[String]| -> Vec<Evidence> {
        names.iter().map(|name| Evidence::named(name)).collect()
    };
    findings.extend(DATA_WITHOUT_TABLE.found_at(named(&seen.tables_unknown)));
    findings.extend(ROWS_NOT_COUNTED.found_at(named(&seen.tables_uncounted)));
    if let (Some(counted), Some(told)) = (facts.rows_counted, facts.rows_told)
        && counted != told
    {
        let finding = ROWS_DIFFER.found();
        findings.push(finding.with("counted", counted.0).with("told", told.0));
    }
    findings.extend(match seen.product {
        Some(Product::XperienceByKentico) => version_not_read(&facts.version),
        Some(Product::Older) => Some(OLDER_PRODUCT.found()),
        Some(Product::Other) | None => Some(NOT_XPERIENCE.found()),
    });
    findings
}

fn version_not_read(version: &VersionRead) -> Option<Finding> {
    let VersionRead::NotRead { reason, detail } = version else {
        return None;
    };
    let reason = serde_json::to_value(reason).ok()?;
    let place = Evidence::named("CMS_SettingsKey");
    let why = match detail {
        Some(detail) => format!("{}: {detail}", reason.as_str()?),
        None => reason.as_str()?.to_owned(),
    };
    Some(VERSION_NOT_READ.found().at([place.showing(why)]))
}
