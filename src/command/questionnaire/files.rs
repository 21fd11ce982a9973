//! Questionnaires as files: what is read from a list of paths, and where a definition is written to.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use periplus::questionnaire::{
    definition::Definition,
    xlsform::{Source, export, write},
};

/// One file by its content, or several by their names; a folder stands for its CSV and .xlsx files.
pub fn source(given: &[PathBuf]) -> anyhow::Result<Source> {
    let mut paths = Vec::new();
    for path in given {
        if path.is_dir() {
            for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
                paths.push(entry?.path());
            }
            paths.retain(|path| path.extension().is_some_and(|end| end == "csv" || end == "xlsx"));
            paths.sort();
        } else {
            paths.push(path.clone());
        }
    }
    let read = |path: &Path| fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    if let [one] = paths.as_slice() {
        return Ok(Source::File(read(one)?));
    }
    let mut files = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        files.push((name, read(path)?));
    }
    Ok(Source::Files(files))
}

/// Writes a definition: an `.xlsx` workbook with its files of choices beside it, a `.zip` of CSV sheets, or a folder of
/// them. Says what it wrote.
pub fn write_definition(definition: &Definition, to: &Path) -> anyhow::Result<()> {
    let workbook = export(definition);
    let end = to.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let beside = to.parent().unwrap_or(Path::new(""));
    match end.as_str() {
        "xlsx" => {
            write_all(beside, &write::files(&workbook)?)?;
            write_file(to, &write::xlsx(&workbook)?)
        }
        "zip" => {
            let files = [write::csv_sheets(&workbook)?, write::files(&workbook)?].concat();
            write_file(to, &write::zip(&files)?)
        }
        "" => {
            fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
            write_all(to, &[write::csv_sheets(&workbook)?, write::files(&workbook)?].concat())
        }
        other => bail!("“.{other}” is not written: name a file that ends with .xlsx or .zip, or a folder"),
    }
}

/// Writes one file and says so.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}

fn write_all(folder: &Path, files: &[write::File]) -> anyhow::Result<()> {
    for (name, bytes) in files {
        // The name of a file of choices stands in the workbook: it is to stay in the folder.
        let name = Path::new(name).file_name().context("a file of choices has no name")?;
        write_file(&folder.join(name), bytes)?;
    }
    Ok(())
}
