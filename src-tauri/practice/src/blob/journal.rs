//! The storage's memory on disk: one line of JSON for each change, read back at the next start.
//! Whatever was told to be done survives the end of the program, however it ends.

use super::container::{AccessPolicy, Blob, Block, Committed, Container};
use super::pieces::{Piece, Shelf};
use super::properties::Properties;
use serde::{Deserialize, Serialize};
use slipway_engine::units::Moment;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A change.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub(super) enum Line {
    Container {
        container: String,
        policies: BTreeMap<String, AccessPolicy>,
    },
    ContainerGone {
        container: String,
    },
    Block {
        container: String,
        blob: String,
        block: Part,
        at: Moment,
    },
    Committed {
        container: String,
        blob: String,
        content: Content,
    },
    Deleted {
        container: String,
        blob: String,
    },
}

/// A block and the piece its bytes are in.
#[derive(Serialize, Deserialize)]
pub(super) struct Part {
    id: Option<String>,
    piece: u64,
    size: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Content {
    blocks: Vec<Part>,
    properties: Properties,
    etag: String,
    created: Moment,
    modified: Moment,
}

impl Part {
    pub fn of(block: &Block) -> Self {
        Self {
            id: block.id.clone(),
            piece: block.piece.number,
            size: block.piece.size,
        }
    }
}

impl Content {
    pub fn of(content: &Committed) -> Self {
        Self {
            blocks: content.blocks.iter().map(Part::of).collect(),
            properties: content.properties.clone(),
            etag: content.etag.clone(),
            created: content.created,
            modified: content.modified,
        }
    }
}

/// The file changes are added to.
pub(super) struct Journal(File);

impl Journal {
    pub fn add(&mut self, line: &Line) {
        let written = serde_json::to_vec(line)
            .map_err(io::Error::from)
            .and_then(|mut json| {
                json.push(b'\n');
                self.0.write_all(&json)
            });
        if let Err(fault) = written {
            tracing::warn!(%fault, "the practice storage could not be saved");
        }
    }
}

/// What a folder remembers, with a journal to go on with and a shelf with its pieces.
pub(super) struct Remembered {
    pub containers: BTreeMap<String, Container>,
    pub journal: Journal,
    pub shelf: Arc<Shelf>,
}

/// Reads a folder back and writes its journal anew, without what is past.
pub(super) fn open(folder: &Path, discard: bool) -> io::Result<Remembered> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join("journal.jsonl");
    let lines = read(&path)?;
    let last = lines.iter().flat_map(pieces_of).max().unwrap_or(0);
    let shelf = Shelf::open(folder.join("pieces"), last, discard)?;
    let mut containers = BTreeMap::new();
    for line in lines {
        apply(line, &mut containers, &shelf);
    }
    let kept: std::collections::BTreeSet<u64> = containers
        .values()
        .flat_map(|container: &Container| container.blobs.values())
        .flat_map(Blob::blocks)
        .map(|block| block.piece.number)
        .collect();
    shelf.tidy(|number| kept.contains(&number))?;
    let journal = rewrite(&path, &containers)?;
    Ok(Remembered {
        containers,
        journal,
        shelf,
    })
}

/// Up to the first line that cannot be read: a program that was killed leaves half a line.
fn read(path: &PathBuf) -> io::Result<Vec<Line>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(fault),
    };
    let mut lines = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        match serde_json::from_slice(&line?) {
            Ok(line) => lines.push(line),
            Err(_) => break,
        }
    }
    Ok(lines)
}

fn pieces_of(line: &Line) -> Vec<u64> {
    match line {
        Line::Block { block, .. } => vec![block.piece],
        Line::Committed { content, .. } => content.blocks.iter().map(|part| part.piece).collect(),
        _ => Vec::new(),
    }
}

fn apply(line: Line, containers: &mut BTreeMap<String, Container>, shelf: &Arc<Shelf>) {
    match line {
        Line::Container {
            container,
            policies,
        } => {
            containers.entry(container).or_default().policies = policies;
        }
        Line::ContainerGone { container } => {
            containers.remove(&container);
        }
        Line::Block {
            container,
            blob,
            block: part,
            at,
        } => {
            let Some(container) = containers.get_mut(&container) else {
                return;
            };
            let id = part.id.unwrap_or_default();
            container.put_block(&blob, &id, shelf.known(part.piece, part.size), at);
        }
        Line::Committed {
            container,
            blob,
            content,
        } => {
            let Some(container) = containers.get_mut(&container) else {
                return;
            };
            // What stands for the same bytes must be one piece, or the first to go takes them along.
            let mut known: BTreeMap<u64, Arc<Piece>> = container
                .blobs
                .get(&blob)
                .into_iter()
                .flat_map(Blob::blocks)
                .map(|block| (block.piece.number, block.piece.clone()))
                .collect();
            let blocks = content.blocks.into_iter().map(|part| Block {
                id: part.id,
                piece: known
                    .entry(part.piece)
                    .or_insert_with(|| shelf.known(part.piece, part.size))
                    .clone(),
            });
            let blocks = blocks.collect();
            let committed = Committed {
                created: content.created,
                ..Committed::new(blocks, content.properties, content.etag, content.modified)
            };
            let blob_now = Blob {
                committed: Some(committed),
                ..Blob::default()
            };
            container.blobs.insert(blob, blob_now);
        }
        Line::Deleted { container, blob } => {
            let Some(container) = containers.get_mut(&container) else {
                return;
            };
            if let Some(known) = container.blobs.get_mut(&blob) {
                known.committed = None;
            }
        }
    }
}

fn rewrite(path: &Path, containers: &BTreeMap<String, Container>) -> io::Result<Journal> {
    let draft = path.with_extension("new");
    let mut file = BufWriter::new(File::create(&draft)?);
    let mut add = |line: Line| {
        serde_json::to_writer(&mut file, &line)?;
        file.write_all(b"\n")
    };
    for (name, container) in containers {
        add(Line::Container {
            container: name.clone(),
            policies: container.policies.clone(),
        })?;
        for (blob_name, blob) in &container.blobs {
            if let Some(content) = &blob.committed {
                add(Line::Committed {
                    container: name.clone(),
                    blob: blob_name.clone(),
                    content: Content::of(content),
                })?;
            }
            for block in blob.uncommitted.values() {
                let at = blob
                    .last_block
                    .unwrap_or(Moment(jiff::Timestamp::UNIX_EPOCH));
                add(Line::Block {
                    container: name.clone(),
                    blob: blob_name.clone(),
                    block: Part::of(block),
                    at,
                })?;
            }
        }
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    Ok(Journal(file))
}
