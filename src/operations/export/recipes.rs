//! The recipes of an export: those that come with the program, and those of a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::results::recipe::{Recipe, RecipeError, SHIPPED};

/// A recipe that cannot be read.
#[derive(Debug, Error)]
pub enum RecipeFileError {
    #[error("{} cannot be read", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Recipe { path: PathBuf, source: RecipeError },
}

/// The recipes that come with the program, then those of the folder's `.toml` files by name. A recipe of the folder
/// takes the place of a shipped one of its table.
///
/// # Errors
/// When the folder, a file or a recipe cannot be read.
pub fn recipes(folder: Option<&Path>) -> Result<Vec<Recipe>, RecipeFileError> {
    let parse = |path: &Path, toml: &str| {
        Recipe::parse(toml).map_err(|source| RecipeFileError::Recipe { path: path.to_owned(), source })
    };
    let own = match folder {
        Some(folder) => toml_files(folder)?,
        None => Vec::new(),
    };
    let own: Vec<Recipe> = own.iter().map(|(path, toml)| parse(path, toml)).collect::<Result<_, _>>()?;
    let shipped: Vec<Recipe> =
        SHIPPED.iter().map(|(name, toml)| parse(Path::new(name), toml)).collect::<Result<_, _>>()?;
    let replaced = |recipe: &Recipe| own.iter().any(|other| other.table == recipe.table);
    Ok(shipped.into_iter().filter(|recipe| !replaced(recipe)).chain(own.iter().cloned()).collect())
}

fn toml_files(folder: &Path) -> Result<Vec<(PathBuf, String)>, RecipeFileError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| RecipeFileError::Unreadable { path, source }
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let toml = fs::read_to_string(&path).map_err(unreadable(&path))?;
            files.push((path, toml));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_adds_recipes_and_replaces_shipped_ones() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, toml: &str| fs::write(folder.path().join(name), toml).unwrap();
        write("b.toml", "table = \"mine\"\nkind = \"frequencies\"");
        write("a.toml", "table = \"numbers\"\nkind = \"summary\"\ntitle = \"Mine\"");
        write("notes.txt", "no recipe");
        let found = recipes(Some(folder.path())).unwrap();
        assert_eq!(found.len(), SHIPPED.len() + 1);
        assert_eq!(found.last().unwrap().table, "mine");
        assert_eq!(found.iter().filter(|recipe| recipe.table == "numbers").count(), 1);
        assert_eq!(found[found.len() - 2].title, "Mine");
        write("c.toml", "table = 1");
        let error = recipes(Some(folder.path())).unwrap_err().to_string();
        assert!(error.contains("c.toml"), "{error}");
        assert!(recipes(Some(&folder.path().join("none"))).is_err());
    }
}
