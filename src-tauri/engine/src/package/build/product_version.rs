//! The `ProductVersion` of a .NET library, from its version resource: what the Portal shows as the
//! **Build number** (facts 1.3).

use pelite::PeFile;
use pelite::resources::version_info::{Language, VersionInfo};

/// The text of `ProductVersion`, trimmed; none if the bytes are no library, or say no version.
pub(crate) fn product_version(library: &[u8]) -> Option<String> {
    let file = PeFile::from_bytes(library).ok()?;
    let info = file.resources().ok()?.version_info().ok()?;
    // As Windows does: the first language that is listed, else whatever there is.
    let listed = info.translation().first().copied();
    let value = listed.and_then(|language| value_of(info, language));
    let value = value.or_else(|| {
        NEUTRAL
            .into_iter()
            .find_map(|language| value_of(info, language))
    });
    let version = value?
        .trim_matches(['\0', ' ', '\t', '\r', '\n'])
        .to_owned();
    (!version.is_empty()).then_some(version)
}

/// No language in Unicode, which .NET writes, and American English.
const NEUTRAL: [Language; 2] = [
    Language {
        lang_id: 0,
        charset_id: 1200,
    },
    Language {
        lang_id: 0x409,
        charset_id: 1200,
    },
];

fn value_of(info: VersionInfo, language: Language) -> Option<String> {
    info.value(language, "ProductVersion")
}
