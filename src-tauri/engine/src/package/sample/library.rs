//! A .NET library as far as its version resource goes: headers, one section, and in it what
//! Windows shows under "Details".

/// Where the section is in the file, and in memory.
const SECTION_AT: usize = 0x200;
const SECTION_RVA: u32 = 0x2000;
/// Root, type, name and language, each a directory of one; then the entry they lead to.
const DIRECTORY: usize = 24;
const DATA_ENTRY_AT: usize = 3 * DIRECTORY;
const DATA_AT: usize = DATA_ENTRY_AT + 16;
const VERSION_RESOURCE: u32 = 16;
const DEEPER: u32 = 0x8000_0000;

/// The bytes of a library with that `ProductVersion`.
pub fn library(product_version: &str) -> Vec<u8> {
    let section = resources(&version_info(product_version));
    let mut file = headers(section.len());
    file.resize(SECTION_AT, 0);
    file.extend_from_slice(&section);
    file
}

fn headers(section: usize) -> Vec<u8> {
    let section = u32::try_from(section).unwrap_or(0);
    let mut file = b"MZ\x90\0".to_vec();
    file.resize(0x3c, 0);
    file.extend_from_slice(&0x40_u32.to_le_bytes());
    file.extend_from_slice(b"PE\0\0");
    // Intel 386, which is what portable code says; one section; a library.
    put_16(&mut file, &[0x14c, 1]);
    put_32(&mut file, &[0, 0, 0]);
    put_16(&mut file, &[224, 0x2102]);
    put_16(&mut file, &[0x10b, 48]);
    put_32(&mut file, &[0, section, 0, 0, SECTION_RVA, SECTION_RVA]);
    // Image base and the alignments.
    put_32(&mut file, &[0x1000_0000, 0x2000, 0x200]);
    put_16(&mut file, &[4, 0, 0, 0, 4, 0]);
    let image = SECTION_RVA + section.next_multiple_of(0x2000);
    put_32(&mut file, &[0, image, 0x200, 0]);
    put_16(&mut file, &[3, 0x8540]);
    put_32(&mut file, &[0x10_0000, 0x1000, 0x10_0000, 0x1000, 0, 16]);
    for directory in 0..16 {
        let resources = directory == 2;
        put_32(
            &mut file,
            &if resources {
                [SECTION_RVA, section]
            } else {
                [0, 0]
            },
        );
    }
    file.extend_from_slice(b".rsrc\0\0\0");
    let here = SECTION_AT as u32;
    put_32(
        &mut file,
        &[section, SECTION_RVA, section, here, 0, 0, 0, 0x4000_0040],
    );
    file
}

fn resources(data: &[u8]) -> Vec<u8> {
    let mut section = Vec::new();
    for (level, id) in [VERSION_RESOURCE, 1, 0].into_iter().enumerate() {
        put_32(&mut section, &[0, 0, 0]);
        put_16(&mut section, &[0, 1]);
        let next = ((level + 1) * DIRECTORY) as u32;
        let deeper = if level < 2 { DEEPER } else { 0 };
        put_32(&mut section, &[id, next | deeper]);
    }
    let length = u32::try_from(data.len()).unwrap_or(0);
    put_32(&mut section, &[SECTION_RVA + DATA_AT as u32, length, 0, 0]);
    section.extend_from_slice(data);
    section.resize(section.len().next_multiple_of(0x200), 0);
    section
}

fn version_info(product_version: &str) -> Vec<u8> {
    let mut fixed = Vec::new();
    put_32(&mut fixed, &[0xfeef_04bd, 0x1_0000]);
    fixed.resize(52, 0);
    let text = wide(product_version);
    let string = node("ProductVersion", &text, text.len() / 2, 1, &[]);
    let table = node("000004b0", &[], 0, 1, &[string]);
    let translation = node("Translation", &[0, 0, 0xb0, 4], 4, 0, &[]);
    let parts = [
        node("VarFileInfo", &[], 0, 1, &[translation]),
        node("StringFileInfo", &[], 0, 1, &[table]),
    ];
    node("VS_VERSION_INFO", &fixed, fixed.len(), 0, &parts)
}

/// One node: its length, its value's, its type, its key; then value and parts, each at a multiple
/// of four.
fn node(key: &str, value: &[u8], value_length: usize, kind: u16, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut node = Vec::new();
    put_16(
        &mut node,
        &[0, u16::try_from(value_length).unwrap_or(0), kind],
    );
    node.extend_from_slice(&wide(key));
    align(&mut node);
    node.extend_from_slice(value);
    for part in parts {
        align(&mut node);
        node.extend_from_slice(part);
    }
    let length = u16::try_from(node.len()).unwrap_or(0);
    node[..2].copy_from_slice(&length.to_le_bytes());
    node
}

fn align(node: &mut Vec<u8>) {
    node.resize(node.len().next_multiple_of(4), 0);
}

/// UTF-16 with a zero at the end.
fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16()
        .chain([0])
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn put_16(bytes: &mut Vec<u8>, numbers: &[u16]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put_32(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}
