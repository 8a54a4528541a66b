//! The `ProductVersion` of a .NET library, from its version resource: what the Portal shows as the
//! **Build number** (facts 1.3).

mod blocks;
mod resource;

use blocks::{Block, blocks};

/// A language and a code page, as `StringFileInfo` names its tables.
type Language = (u16, u16);

/// No language in Unicode, which .NET writes, and American English.
const NEUTRAL: [Language; 2] = [(0, 1200), (0x409, 1200)];

/// The text of `ProductVersion`, trimmed; none if the bytes are no library, or say no version.
pub(crate) fn product_version(library: &[u8]) -> Option<String> {
    let resource = resource::version(library)?;
    let root = blocks(resource).next()?;
    // As Windows does: the first language that is listed, else whatever there is.
    let listed = listed_language(&root);
    let version = listed
        .into_iter()
        .chain(NEUTRAL)
        .find_map(|language| value_of(&root, "ProductVersion", language))?;
    let version = version.trim_matches([' ', '\t', '\r', '\n']);
    (!version.is_empty()).then(|| version.to_owned())
}

fn listed_language(root: &Block<'_>) -> Option<Language> {
    let listed = root.child("VarFileInfo")?.child("Translation")?;
    let [a, b, c, d] = *listed.value.first_chunk()?;
    Some((u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])))
}

fn value_of(root: &Block<'_>, name: &str, (language, code_page): Language) -> Option<String> {
    let table = format!("{language:04x}{code_page:04x}");
    let strings = root.child("StringFileInfo")?.child(&table)?;
    Some(strings.child(name)?.text())
}
