//! Where the cases are: in the folder that `PERIPLUS_SHARED` names, else in `shared` beside the repository.

use std::{env, fs, path::PathBuf};

/// The text of a file of cases.
pub fn text(name: &str) -> Option<String> {
    let text = path(name).and_then(|path| fs::read_to_string(path).ok());
    if text.is_none() {
        println!("NOT RUN: there is no {name}; set PERIPLUS_SHARED to the folder of cases");
    }
    text
}

/// A file or folder of cases.
pub fn path(name: &str) -> Option<PathBuf> {
    let shared = env::var_os("PERIPLUS_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    Some(shared.unwrap_or(beside).join("xlsform").join(name)).filter(|path| path.exists())
}
