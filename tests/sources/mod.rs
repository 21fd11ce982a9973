//! The files of a folder of this repository, for tests that hold the sources against the rules.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// One file: its path from the root of the repository, and what it holds.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// Every file below `folder` whose name ends with `.extension`, by path; none where there is no such folder.
pub fn files(folder: &str, extension: &str) -> Result<Vec<Source>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|own| own == extension) {
                let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
                found.push(Source { path: path.strip_prefix(root)?.display().to_string(), text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}
