//! Folders a package is built from: about 600 MB in 7,500 files, of the kinds a publish folder and
//! a CD repository hold.

use crate::data::made_once;
use slipway_engine::package::sample::SamplePackage;
use std::io;
use std::path::{Path, PathBuf};

/// Files of each kind, and about how many bytes one of them has.
const LIBRARIES: (usize, usize) = (260, 830_000);
const SCRIPTS: (usize, usize) = (2_500, 62_000);
const OBJECTS: (usize, usize) = (4_000, 24_000);
const PICTURES: (usize, usize) = (640, 200_000);
/// One in so many files is another one in the second tree.
const CHANGED: usize = 100;

/// `publish` and `$CDRepository` below it.
pub fn tree() -> PathBuf {
    made_once("build-tree", |folder| {
        SamplePackage::new().objects(100).write_folders(folder)?;
        every_file(folder, |path, bytes| write(path, &bytes()))
    })
}

/// The same, with one file in a hundred another one.
pub fn tree_one_percent_changed() -> PathBuf {
    let before = tree();
    made_once("build-tree-changed", |folder| {
        SamplePackage::new().objects(100).write_folders(folder)?;
        let mut count = 0;
        every_file(folder, |path, bytes| {
            count += 1;
            if count % CHANGED == 0 {
                let mut bytes = bytes();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                return write(path, &bytes);
            }
            let there = path.strip_prefix(folder).map_err(io::Error::other)?;
            std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
            std::fs::hard_link(before.join(there), path)
        })
    })
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(path))?;
    std::fs::write(path, bytes)
}

/// Folder, extension, how many of which size, and what makes their bytes.
type Kind = (
    &'static str,
    &'static str,
    (usize, usize),
    fn(&mut Random, usize) -> Vec<u8>,
);

/// Names every file, with what makes its bytes.
fn every_file(
    folder: &Path,
    mut take: impl FnMut(&Path, &dyn Fn() -> Vec<u8>) -> io::Result<()>,
) -> io::Result<()> {
    let kinds: [Kind; 4] = [
        ("publish/libraries", "dll", LIBRARIES, machine_code),
        ("publish/wwwroot", "js", SCRIPTS, script),
        (
            "$CDRepository/@global/cms.contentitem",
            "xml",
            OBJECTS,
            object,
        ),
        ("publish/wwwroot/media", "jpg", PICTURES, Random::bytes),
    ];
    for (number, (below, ending, (count, size), make)) in kinds.into_iter().enumerate() {
        for at in 0..count {
            let path = folder.join(format!("{below}/{:02}/file{at:05}.{ending}", at % 40));
            let seed = (number * 1_000_000 + at) as u64;
            take(&path, &|| {
                let mut random = Random(seed);
                // Sizes of real files are anything but even: a tenth to four times the mean.
                let spread = [10, 20, 40, 60, 80, 100, 120, 170, 400][random.below(9)];
                make(&mut random, size * spread / 111)
            })?;
        }
    }
    Ok(())
}

/// Instructions from a vocabulary with rare and frequent ones, and numbers between them.
fn machine_code(random: &mut Random, length: usize) -> Vec<u8> {
    let mut vocabulary = Random(42);
    let words: Vec<Vec<u8>> = (0..4_096).map(|at| vocabulary.bytes(2 + at % 9)).collect();
    let mut bytes = Vec::with_capacity(length + 16);
    while bytes.len() < length {
        let rare = random.below(words.len());
        let word = rare * random.below(words.len()) / words.len();
        bytes.extend_from_slice(&words[word]);
        if random.below(3) == 0 {
            bytes.extend_from_slice(&(random.next() as u16).to_le_bytes());
        }
    }
    bytes
}

fn script(random: &mut Random, length: usize) -> Vec<u8> {
    const WORDS: [&str; 32] = [
        "function ",
        "return ",
        "const ",
        "this.",
        "if(",
        "else{",
        "}\n",
        "=>",
        "null",
        "length",
        "prototype.",
        "exports.",
        "\"use strict\";",
        "undefined",
        "document.",
        "addEventListener(",
        "e",
        "t",
        "n",
        "r",
        "(",
        ")",
        ",",
        ";",
        "&&",
        "||",
        "===",
        "new ",
        "Array.",
        "Object.",
        "0",
        "1",
    ];
    let mut text = String::with_capacity(length + 32);
    while text.len() < length {
        text.push_str(WORDS[random.below(WORDS.len()) * random.below(WORDS.len()) / WORDS.len()]);
        if random.below(4) == 0 {
            let name = random.next() % 30_000;
            text.push_str(&format!("v{name:x}"));
        }
    }
    text.into_bytes()
}

fn object(random: &mut Random, length: usize) -> Vec<u8> {
    let mut text =
        String::from("\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<cms.contentitem>\n");
    while text.len() < length {
        let guid = random.next();
        text.push_str(&format!(
            "  <Field Name=\"F{}\">\n    <CodeName>Item{}</CodeName>\n    <GUID>{guid:016x}</GUID>\n",
            random.below(40),
            random.below(3_000)
        ));
        text.push_str("    <ObjectType>cms.contenttype</ObjectType>\n    <Value>");
        text.push_str(&String::from_utf8_lossy(&script(random, 120)).replace(['<', '&', '>'], " "));
        text.push_str("</Value>\n  </Field>\n");
    }
    text.push_str("</cms.contentitem>");
    text.into_bytes()
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(length + 8);
        while bytes.len() < length {
            bytes.extend_from_slice(&self.next().to_le_bytes());
        }
        bytes.truncate(length);
        bytes
    }
}
