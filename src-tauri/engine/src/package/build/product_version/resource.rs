//! Where the version resource is in a library.

use object::LittleEndian as LE;
use object::pe::{
    IMAGE_NT_OPTIONAL_HDR32_MAGIC, IMAGE_NT_OPTIONAL_HDR64_MAGIC, ImageNtHeaders32,
    ImageNtHeaders64,
};
use object::read::pe::{
    ImageNtHeaders, PeFile, ResourceDirectory, ResourceDirectoryTable, optional_header_magic,
};

/// The kind of resource that says a version.
const RT_VERSION: u16 = 16;

/// The bytes of the first version resource.
pub(super) fn version(library: &[u8]) -> Option<&[u8]> {
    match optional_header_magic(library).ok()? {
        IMAGE_NT_OPTIONAL_HDR32_MAGIC => version_in::<ImageNtHeaders32>(library),
        IMAGE_NT_OPTIONAL_HDR64_MAGIC => version_in::<ImageNtHeaders64>(library),
        _ => None,
    }
}

fn version_in<Pe: ImageNtHeaders>(library: &[u8]) -> Option<&[u8]> {
    let file = PeFile::<Pe>::parse(library).ok()?;
    let sections = file.section_table();
    let directories = file.data_directories();
    let resources = directories.resource_directory(library, &sections).ok()??;
    let mut kinds = resources.root().ok()?.entries.iter();
    let versions = kinds.find(|kind| kind.name_or_id().id() == Some(RT_VERSION))?;
    // Each has a name, and below it a language.
    let versions = versions.data(resources).ok()?.table()?;
    let languages = first(&versions, resources)?.table()?;
    let entry = first(&languages, resources)?.data()?;
    let size = usize::try_from(entry.size.get(LE)).ok()?;
    let bytes = sections.pe_data_at(library, entry.offset_to_data.get(LE))?;
    bytes.get(..size)
}

fn first<'l>(
    table: &ResourceDirectoryTable<'l>,
    resources: ResourceDirectory<'l>,
) -> Option<object::read::pe::ResourceDirectoryEntryData<'l>> {
    table.entries.first()?.data(resources).ok()
}
