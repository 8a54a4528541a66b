//! The list the window shows under About.

use crate::part::Part;
use crate::{Said, crates, npm};
use std::path::Path;

const LIST: &str = "src-tauri/app/package/licences.json";

pub fn licences(root: &Path, check: bool) -> Said {
    let mut parts = crates::all(root, None)?.shipped();
    parts.extend(npm::bundled(root)?);
    let fresh = written(&parts)?;
    let path = root.join(LIST);
    if check {
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        return if there == fresh {
            Ok(format!("{LIST} names all {} parts", parts.len()))
        } else {
            Err(format!("{LIST} is out of date: run `cargo xtask licences`"))
        };
    }
    std::fs::write(&path, fresh).map_err(|cause| format!("{LIST}: {cause}"))?;
    Ok(format!("{LIST} names {} parts", parts.len()))
}

/// One part a line, so that a change of one is a change of one line.
fn written(parts: &[Part]) -> Result<String, String> {
    let lines: Result<Vec<_>, _> = parts.iter().map(serde_json::to_string).collect();
    let lines = lines.map_err(|cause| cause.to_string())?;
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}
